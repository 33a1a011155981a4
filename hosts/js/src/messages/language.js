/** A text with its values in the place of their names; a name without one stays as it is. */
const fill = (text, value) => text.replace(/\{(\w+)\}/g, (name, inner) => value(inner) ?? name);

/** The most words of a list that are told. */
const LISTED = 40;

/** The text of a document's fault, from that of its error and the words around it. */
function told(error, { meant, other, allowed = {} }, words) {
  const word = (name, values) => fill(words[name], (key) => values[key]);
  const some = (list) => (list?.length ? list.slice(0, LISTED).join(', ') + (list.length > LISTED ? ', …' : '') : undefined);
  // A bound that all numbers have tells nothing.
  const bound = (value) => (Math.abs(value) < Number.MAX_SAFE_INTEGER ? value : undefined);
  const [least, most] = [bound(allowed.at_least), bound(allowed.at_most)];
  let range;
  if (least !== undefined) range = word(most === undefined ? 'or_more' : 'from_to', { least, most });
  else if (most !== undefined) range = word('or_less', { most });
  let kind = allowed.kind && (words[`kind_${allowed.kind}`] ?? allowed.kind);
  if (range) kind = kind ? word('range_of_kind', { kind, range }) : range;
  const ids = some(allowed.ids_of);
  const list = some(allowed.choices) ?? some(allowed.keys) ?? (ids && word('ids_of', { lists: ids }));
  const what = kind && list ? word('list_of_kind', { kind, list }) : (kind ?? list);
  const sentences = [
    meant !== undefined && word('meant', { meant }),
    other !== undefined && word('other', { path: other }),
    what && word('allowed', { allowed: what }),
  ];
  return sentences.filter(Boolean).reduce((before, after) => word('sentences', { before, after }), error);
}

/**
 * The functions of one language, over its entries: the message of each code in its forms, and a reason's number. A check's has its values,
 * a fault's its `words` around that of the error.
 */
export function messages({ reasons, errors, words }) {
  const numbers = new Map(Object.entries(reasons).map(([code, { number }]) => [number, code]));
  const said = (table, code) => {
    if (!Object.hasOwn(table, code)) return undefined;
    const { number, ...message } = table[code];
    return message;
  };
  return {
    reasonMessage: (reason) => said(reasons, typeof reason === 'number' ? numbers.get(reason) : reason),
    explain: ({ code, values = [] }) => {
      const message = said(reasons, code);
      const filled = (text) => fill(text, (name) => values.find((read) => read.name === name)?.value);
      return message && Object.fromEntries(Object.entries(message).map(([form, text]) => [form, filled(text)]));
    },
    errorMessage: (code) => said(errors, code),
    explainFault: (fault) => {
      const error = said(errors, fault.code);
      return error && told(error.text, fault, words);
    },
  };
}
