// What is paid back of many costs, in yen: as integers, and as requests in JSON.

import { readFile } from 'node:fs/promises';
import rulesEngine from 'json-rules-engine';
import { load } from '../../../hosts/js/dist/node.js';
import { decide } from './rule-engines.mjs';

export async function prepare(folder) {
  const costs = (await readFile(`${folder}/subsidy.txt`, 'utf8')).split('\n').slice(0, -1).map(Number);
  const column = Int32Array.from(costs);
  const request = await readFile(`${folder}/subsidy.json`, 'utf8');
  const programme = (await load()).parseProgramme(await readFile(`${folder}/kenren.json`));
  const contestants = {
    'kenpo column': () => {
      let sum = 0;
      const yen = programme.subsidiesYen('dock', 20240614, column);
      for (let at = 0; at < yen.length; at += 1) sum += yen[at];
      return sum;
    },
    'kenpo one by one': () => {
      let sum = 0;
      for (const cost of costs) sum += programme.subsidyYen('dock', 20240614, cost);
      return sum;
    },
    'kenpo JSON batch': () => yen(programme.answer('subsidy.claim.batch', request)),
    handwritten: () => {
      let sum = 0;
      for (let at = 0; at < column.length; at += 1) sum += subsidy(column[at]);
      return sum;
    },
    'json-rules-engine': jsonRulesEngine(costs),
    'zen-engine decision of all': zenDecisionOfAll(costs),
  };
  return { items: costs.length, contestants };
}

/** The answer is searched and not read. */
function yen(answer) {
  let sum = 0;
  for (const [, amount] of answer.matchAll(/"subsidy_yen":(\d+)/g)) sum += Number(amount);
  return sum;
}

/** The bands as a portal's programmer writes them. */
function subsidy(cost) {
  if (cost < 1) return 0;
  if (cost <= 13000) return cost;
  if (cost <= 18572) return 13000;
  if (cost <= 42858) return Math.floor((cost * 7) / 10);
  return 30000;
}

/** json-rules-engine finds the band; what it pays is reckoned by this code. */
function jsonRulesEngine(costs) {
  const engine = new rulesEngine.Engine();
  const band = (least, most, params) => {
    const bound = (operator, value) => ({ fact: 'cost', operator, value });
    const all = [bound('greaterThanInclusive', least), bound('lessThanInclusive', most)];
    engine.addRule({ conditions: { all }, event: { type: 'band', params } });
  };
  band(1, 13000, { tenths: 10, yen: 0 });
  band(13001, 18572, { tenths: 0, yen: 13000 });
  band(18573, 42858, { tenths: 7, yen: 0 });
  band(42859, 10000000, { tenths: 0, yen: 30000 });
  return async () => {
    let sum = 0;
    for (const cost of costs) {
      const { events } = await engine.run({ cost });
      for (const { params } of events) sum += Math.floor((cost * params.tenths) / 10) + params.yen;
    }
    return sum;
  };
}

/** A decision that is asked once, for all costs. */
function zenDecisionOfAll(costs) {
  const subsidy = '# < 13001 ? # : # < 18573 ? 13000 : # < 42859 ? floor(# * 0.7) : 30000';
  const decision = decide(`sum(map(costs, ${subsidy}))`);
  return async () => (await decision.evaluate({ costs })).result.answer;
}
