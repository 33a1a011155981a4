// Many members' years under one programme: by the typed lane where it reaches, otherwise by requests. All that is paid comes from the library.

import { AccruedColumns } from 'kenpo';
import { KenpoError } from '../library.js';
import { deliveries, replay } from '../member/replay.js';

const UNSUPPORTED = 9;
const ymd = (date) => Number(date.replaceAll('-', ''));

/** Made-up members: each walks about a level of its own, some hardly and some much. */
export function madeUp(count, days) {
  const noise = (seed) => {
    // mulberry32, a known small generator: the same members each time.
    let state = seed;
    return () => {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
    };
  };
  return Array.from({ length: count }, (_, at) => {
    const next = noise(at + 1);
    const level = 1500 + next() * 12500;
    return { id: `m-${String(at + 1).padStart(3, '0')}`, days: days.map((date) => ({ date, steps: Math.round(level * (0.5 + next())) })) };
  });
}

/** A payer of members under a programme, whose credits are worked in again and again. */
export function payer({ programme, every, source, person }) {
  const accrued = new AccruedColumns();
  let typed = true;

  function byColumns(days, of) {
    const room = days.length * 16;
    const kept = { walked: new Int32Array(room), synced: new Int32Array(room), rule: new Int32Array(room), earned: new Float64Array(room), points: new Float64Array(room) };
    let length = 0;
    for (const { at, days: part } of deliveries(days, every)) {
      const synced = ymd(at.slice(0, 10));
      const columns = { walked: Int32Array.from(part, ({ date }) => ymd(date)), steps: Int32Array.from(part, ({ steps }) => steps) };
      const before = Object.fromEntries(Object.entries(kept).map(([name, column]) => [name, column.subarray(0, length)]));
      programme.stepsAccrueColumns({ syncedYmd: synced, bornYmd: ymd(person.born), openedYmd: synced }, columns, before, accrued);
      if (length + accrued.length > room) throw new Error('more credits than there is room for');
      for (const name of Object.keys(kept)) kept[name].set(accrued[name], length);
      length += accrued.length;
    }
    for (let at = 0; at < length; at += 1) of(kept.walked[at], kept.points[at], kept.earned[at]);
  }

  function byRequests(days, of) {
    const { entries, error } = replay({ programme, events: deliveries(days, every), person, source, explain: 'none' });
    if (error) throw error;
    for (const entry of entries) if (entry.date) of(ymd(entry.date), entry.points, entry.earned ?? 0);
  }

  /** A member's points, those lost to caps, and points by day. */
  return function pay(days) {
    const places = new Map(days.map(({ date }, at) => [ymd(date), at]));
    const result = () => ({ points: 0, earned: 0, byDay: new Float64Array(days.length) });
    let paid = result();
    const of = (walked, points, earned) => {
      paid.points += points;
      paid.earned += earned;
      paid.byDay[places.get(walked)] += points;
    };
    if (typed) {
      try {
        byColumns(days, of);
        return paid;
      } catch (error) {
        if (!(error instanceof KenpoError) || error.status !== UNSUPPORTED) throw error;
        typed = false;
        paid = result();
      }
    }
    byRequests(days, of);
    return paid;
  };
}

/**
 * Pays all members under both programmes, in slices between which the page answers. `stopped` says whether nobody waits for it any more;
 * `done` is told how many are paid.
 */
export async function compare({ members, one, other, stopped, done }) {
  const payers = [payer(one), payer(other)];
  const rows = [];
  let until = performance.now() + 12;
  for (const { id, days } of members) {
    const [before, after] = payers.map((pay) => pay(days));
    rows.push({ id, days, before, after, difference: after.points - before.points });
    if (performance.now() < until) continue;
    done(rows.length);
    await new Promise((resolve) => setTimeout(resolve));
    if (stopped()) return undefined;
    until = performance.now() + 12;
  }
  return rows;
}
