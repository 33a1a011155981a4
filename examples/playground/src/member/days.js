// Days of a fiscal year as text, which is how requests take them.

const DAY = 86_400_000;
const time = (date) => Date.parse(`${date}T00:00:00Z`);
const text = (at) => new Date(at).toISOString().slice(0, 10);

export const plus = (date, days) => text(time(date) + days * DAY);
export const between = (from, until) => Math.round((time(until) - time(from)) / DAY);
/** Seconds, by which a chart places a day. */
export const seconds = (date) => time(date) / 1000;
export const ofSeconds = (at) => text(at * 1000);
export const weekday = (date) => (new Date(time(date)).getUTCDay() + 6) % 7;

export const firstOf = (year) => `${year}-04-01`;
export const lastOf = (year) => `${year + 1}-03-31`;

/** The days from one to another, both among them. */
export const range = (from, until) => Array.from({ length: between(from, until) + 1 }, (_, at) => plus(from, at));

/** The days of the month that a day is in. */
export function month(date) {
  const first = `${date.slice(0, 7)}-01`;
  const next = plus(first, 31);
  return range(first, plus(`${next.slice(0, 7)}-01`, -1));
}

/** The hour at which the member acts, and the one at which the phone sends, in Japan. */
export const noon = (date) => `${date}T12:00:00+09:00`;
export const morning = (date) => `${date}T09:00:00+09:00`;

/** The fiscal year that most of a document's days lie in: where its settings can be seen at work. */
export function yearOf(document) {
  const counts = new Map();
  for (const [, year, month] of document.matchAll(/"(20\d\d)-(\d\d)-\d\d/g)) {
    const fiscal = Number(year) - (Number(month) < 4 ? 1 : 0);
    counts.set(fiscal, (counts.get(fiscal) ?? 0) + 1);
  }
  let [found, most] = [2026, 0];
  for (const [year, count] of counts) if (count > most) [found, most] = [year, count];
  return found;
}
