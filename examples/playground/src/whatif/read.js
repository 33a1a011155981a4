// A table of several members' steps: member, date, steps.

import Papa from 'papaparse';

const MAX = 16 << 20;

/** Members with their days in order; nothing where the table has other columns. */
export async function readMembers(file) {
  if (file.size > MAX) return [];
  const { data, meta } = Papa.parse(await file.text(), { header: true, skipEmptyLines: 'greedy' });
  if (!['member', 'date', 'steps'].every((name) => meta.fields?.includes(name))) return [];
  const found = new Map();
  for (const { member, date, steps } of data) {
    if (!/^\d{4}-\d\d-\d\d$/.test(date) || !/^\d{1,9}$/.test(steps)) continue;
    if (!found.has(member)) found.set(member, new Map());
    found.get(member).set(date, Number(steps));
  }
  return [...found].map(([id, days]) => ({ id, days: [...days].map(([date, steps]) => ({ date, steps })).sort((one, other) => (one.date < other.date ? -1 : 1)) }));
}
