// A member's year, asked of the library delivery by delivery: it decides what is paid, and the rows that it gives are kept.

import { KenpoError } from '../library.js';
import { morning, plus } from './days.js';

/** Deliveries of a phone that sends every few days, on the morning after the last of them. */
export function deliveries(days, every) {
  const found = [];
  for (let at = 0; at < days.length; at += every) {
    const part = days.slice(at, at + every);
    found.push({ kind: 'steps', at: morning(plus(part.at(-1).date, 1)), days: part });
  }
  return found;
}

/**
 * Replays deliveries and what the member did, in order of time. Gives the ledger's rows, and of each event the answer. With `explain`, of
 * each day its checks and, by the id of a cap's rule, how much of it was used before and how much it is.
 */
export function replay({ programme, events, person, source, explain }) {
  const entries = [];
  const days = new Map();
  const caps = new Map();
  const done = [];
  for (const event of [...events].sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0))) {
    let answer;
    try {
      answer = asked(programme, event, { entries }, person, source, explain);
    } catch (error) {
      if (!(error instanceof KenpoError)) throw error;
      return { entries, days, caps, done, error, at: event.at };
    }
    entries.push(...(answer.store ?? []));
    if (event.kind !== 'steps') done.push({ event, answer });
    else note(event, answer, days, caps);
  }
  return { entries, days, caps, done };
}

function asked(programme, event, ledger, person, source, explain = 'none') {
  const about = { now: event.at, ledger, born: person.born, person, opened_on: event.at.slice(0, 10), explain };
  switch (event.kind) {
    case 'steps': {
      const arrivals = event.days.map(({ date, steps }) => ({ date, steps, ...(source ? { source } : {}) }));
      return programme.pointsAccrue({ ...about, arrivals }).answer;
    }
    case 'activity': {
      const { activity, date, value, id } = event;
      const measured = value === undefined ? {} : { value };
      return programme.pointsEarn({ ...about, activity, date, event: id, ...measured, ...(source ? { source } : {}) }).answer;
    }
    case 'settle': {
      const { rule, date, days } = event;
      const { opened_on: _, ...rest } = about;
      return programme.pointsSettle({ ...rest, rule, date, days }).answer;
    }
    case 'exchange': {
      const { goods, quantity, id } = event;
      return programme.pointsExchange({ now: event.at, ledger, goods, quantity, request_key: id, taken: 0, explain }).answer;
    }
    default:
      throw new Error(`no event ${event.kind}`);
  }
}

/** What an event would be answered now, with all checks. */
export const preview = (programme, event, entries, person, source) => {
  try {
    return asked(programme, event, { entries }, person, source, 'all');
  } catch (error) {
    if (!(error instanceof KenpoError)) throw error;
    return { error };
  }
};

function note(event, answer, days, caps) {
  event.days.forEach(({ date, steps }, at) => {
    const item = answer.verdict.items[at];
    const earned = (item.answer?.rules ?? []).reduce((sum, rule) => sum + rule.earned, 0);
    days.set(date, { date, steps, at: event.at, points: item.answer?.points ?? 0, earned, verdict: item.answer, error: item.error, checks: [] });
  });
  for (const check of answer.checks ?? []) {
    const read = Object.fromEntries((check.values ?? []).map(({ name, value }) => [name, value]));
    days.get(read.date)?.checks.push(check);
    if (read.cap === undefined || read.paid_before === undefined) continue;
    if (!caps.has(check.rule)) caps.set(check.rule, new Map());
    caps.get(check.rule).set(read.date, { before: Number(read.paid_before), cap: Number(read.cap), at: event.at });
  }
}
