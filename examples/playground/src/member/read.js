// A table with a date and steps a day, by Papa Parse. Exports of phones are made into one by the command `kenpo-intake`.

import Papa from 'papaparse';

const DATE = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/;
const MAX = 8 << 20;

function dateOf(text) {
  const found = DATE.exec(text.trim());
  if (!found) return undefined;
  const date = `${found[1]}-${found[2].padStart(2, '0')}-${found[3].padStart(2, '0')}`;
  return Number.isNaN(Date.parse(date)) ? undefined : date;
}

const stepsOf = (text) => (/^\d{1,9}$/.test(text.trim().replaceAll(',', '')) ? Number(text.replaceAll(',', '')) : undefined);

/** The days of a file, in order, a later row of a day in place of an earlier one; and how many rows were left out. */
export async function readSteps(file) {
  if (file.size > MAX) return { days: [], left: 0 };
  const bytes = await file.arrayBuffer();
  let text;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    text = new TextDecoder('shift_jis').decode(bytes);
  }
  const { data } = Papa.parse(text, { skipEmptyLines: 'greedy' });
  const found = new Map();
  let left = 0;
  data.forEach((row, at) => {
    const column = row.findIndex((cell) => dateOf(cell) !== undefined);
    const steps = row.slice(column + 1).map(stepsOf).find((one) => one !== undefined);
    if (column >= 0 && steps !== undefined) found.set(dateOf(row[column]), steps);
    // The first row may be the columns' names.
    else if (at > 0) left += 1;
  });
  const days = [...found].map(([date, steps]) => ({ date, steps })).sort((one, other) => (one.date < other.date ? -1 : 1));
  return { days: days.slice(-400), left };
}
