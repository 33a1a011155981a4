// What years of steps come to, in points: as integers, and as requests in JSON, a member's year in each.

import { readFile } from 'node:fs/promises';
import rulesEngine from 'json-rules-engine';
import { AccruedColumns, load } from '../../../hosts/js/dist/node.js';
import { decide } from './rule-engines.mjs';

const DELIVERED = 20230401;

export async function prepare(folder) {
  const years = [];
  for (const line of (await readFile(`${folder}/accrual.txt`, 'utf8')).split('\n').slice(0, -1)) {
    const [member, walkedYmd, steps] = line.split('\t').map(Number);
    (years[member] ??= []).push({ walkedYmd, steps });
  }
  const requests = (await readFile(`${folder}/accrual.jsonl`, 'utf8')).split('\n').slice(0, -1);
  const programme = (await load()).parseProgramme(await readFile(`${folder}/kkr.json`));
  // The same typed arrays as handwritten code takes.
  const columns = years.map((year) => ({
    walked: Int32Array.from(year, ({ walkedYmd }) => walkedYmd),
    steps: Int32Array.from(year, ({ steps }) => steps),
  }));
  const accrued = new AccruedColumns();
  const contestants = {
    'kenpo columns': () => {
      let sum = 0;
      for (const year of columns) {
        programme.stepsAccrueColumns({ syncedYmd: DELIVERED }, year, undefined, accrued);
        const { points } = accrued;
        for (let at = 0; at < points.length; at += 1) sum += points[at];
      }
      return sum;
    },
    'kenpo lists': () => {
      let sum = 0;
      for (const year of years) {
        for (const { points } of programme.stepsAccrue({ syncedYmd: DELIVERED }, year).credits) sum += points;
      }
      return sum;
    },
    // The answers are searched and not read.
    'kenpo JSON': () => {
      let sum = 0;
      for (const request of requests) {
        sum += Number(/"verdict":\{"points":(\d+)/.exec(programme.answer('points.accrue', request))[1]);
      }
      return sum;
    },
    handwritten: () => {
      let sum = 0;
      for (const { walked, steps } of columns) {
        const year = new Year();
        for (let at = 0; at < walked.length; at += 1) sum += year.pay(walked[at], tier(steps[at]));
      }
      return sum;
    },
    'json-rules-engine': jsonRulesEngine(years),
    'zen-engine decision of a year': zenDecisionOfAYear(years),
  };
  return { items: years.flat().length, contestants };
}

/** The points of a year as a portal's programmer reckons them: what each day has earned, and what is left of each month's. */
class Year {
  #earned = new Int32Array(1232);
  #left = new Int32Array(13).fill(500);

  /** Pays what a delivery earns beyond those before of the same day. */
  pay(walkedYmd, earns) {
    const day = walkedYmd % 10000;
    const more = earns - this.#earned[day];
    if (more <= 0) return 0;
    const month = (day / 100) | 0;
    const paid = Math.min(more, this.#left[month]);
    this.#earned[day] = earns;
    this.#left[month] -= paid;
    return paid;
  }
}

function tier(steps) {
  if (steps < 3000) return 0;
  if (steps < 5000) return 5;
  if (steps < 8000) return 10;
  return steps < 10000 ? 20 : 40;
}

/** json-rules-engine finds the tier, asked for each delivery; days and months are kept by the code above. */
function jsonRulesEngine(years) {
  const engine = new rulesEngine.Engine();
  const rule = (least, below, points) => {
    const bound = (operator, value) => ({ fact: 'steps', operator, value });
    const all = [bound('greaterThanInclusive', least), bound('lessThan', below)];
    engine.addRule({ conditions: { all }, event: { type: 'tier', params: { points } } });
  };
  rule(3000, 5000, 5);
  rule(5000, 8000, 10);
  rule(8000, 10000, 20);
  rule(10000, 100001, 40);
  return async () => {
    let sum = 0;
    for (const deliveries of years) {
      const year = new Year();
      for (const { walkedYmd, steps } of deliveries) {
        const { events } = await engine.run({ steps });
        sum += year.pay(walkedYmd, events[0]?.params.points ?? 0);
      }
    }
    return sum;
  };
}

/** A decision that is asked once for a member's year, for the tiers of all deliveries; the rest is the code above. */
function zenDecisionOfAYear(years) {
  const decision = decide('map(steps, # < 3000 ? 0 : # < 5000 ? 5 : # < 8000 ? 10 : # < 10000 ? 20 : 40)');
  return async () => {
    let sum = 0;
    for (const deliveries of years) {
      const tiers = (await decision.evaluate({ steps: deliveries.map(({ steps }) => steps) })).result.answer;
      const year = new Year();
      for (let at = 0; at < tiers.length; at += 1) sum += year.pay(deliveries[at].walkedYmd, tiers[at]);
    }
    return sum;
  };
}
