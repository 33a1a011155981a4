// What changed between two documents: settings by their path, where the elements of lists are known by their ids.

function flat(value, path, into) {
  if (Array.isArray(value) && value.some((one) => typeof one === 'object')) {
    value.forEach((one, at) => flat(one, [...path, one.id === undefined ? at + 1 : { id: one.id }], into));
  } else if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    for (const [key, below] of Object.entries(value)) flat(below, [...path, key], into);
  } else {
    // Two elements of one id are told apart by their order.
    let key = path.map((step) => step.id ?? step).join('/');
    while (into.has(key)) key += "'";
    into.set(key, { path, value });
  }
  return into;
}

/** `{ path, before, after }` of each setting that differs. */
export function changes(before, after) {
  const [one, other] = [flat(before, [], new Map()), flat(after, [], new Map())];
  const found = [];
  for (const [key, { path, value }] of one) {
    const now = other.get(key)?.value;
    if (JSON.stringify(value) !== JSON.stringify(now)) found.push({ key, path, before: value, after: now });
  }
  for (const [key, { path, value }] of other) if (!one.has(key)) found.push({ key, path, before: undefined, after: value });
  return found;
}
