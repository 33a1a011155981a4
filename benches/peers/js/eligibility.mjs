// Which of many people may have a check-up at an instant: as columns of integers, and as requests in JSON.

import { readFile } from 'node:fs/promises';
import rulesEngine from 'json-rules-engine';
import { load } from '../../../hosts/js/dist/node.js';
import { decide } from './rule-engines.mjs';

export async function prepare(folder) {
  const text = await readFile(`${folder}/eligibility.txt`, 'utf8');
  const rows = text.split('\n').slice(0, -1).map((line) => line.split('\t').map(Number));
  const [at, born, from, lost, used] = [0, 1, 2, 3, 4].map((place) => rows.map((row) => row[place]));
  const people = {
    at: Float64Array.from(at),
    born: Int32Array.from(born),
    from: Int32Array.from(from),
    lost: Int32Array.from(lost),
    used: Int32Array.from(used),
  };
  const request = await readFile(`${folder}/eligibility.json`, 'utf8');
  const programme = (await load()).parseProgramme(await readFile(`${folder}/kenren.json`));
  // The same typed arrays as handwritten code takes; all are insured.
  const columns = { at: people.at, born: people.born, insuredFrom: people.from, lostOn: people.lost, usedOn: people.used, relation: new Uint8Array(rows.length) };
  const contestants = {
    'kenpo column': () => unopposed(programme.eligibilityReasons('group_checkup', columns)),
    'kenpo JSON batch': () => accepted(programme.answer('eligibility.check.batch', request)),
    handwritten: () => handwritten(people, day),
    "handwritten, host's dates": () => handwritten(people, dayOfDate),
    'json-rules-engine': jsonRulesEngine(rows),
    'zen-engine decision': zenDecision(rows),
    'zen-engine decision of all': zenDecisionOfAll(rows),
  };
  return { items: rows.length, contestants };
}

function unopposed(reasons) {
  let count = 0;
  for (let at = 0; at < reasons.length; at += 1) if (reasons[at] === 0) count += 1;
  return count;
}

/** The answer is searched and not read. */
function accepted(answer) {
  return answer.split('"verdict":{"reason":"accepted"').length - 1;
}

/** The check as a portal's programmer writes it. Dates are integers, YYYYMMDD, which compare as the dates do. */
function handwritten({ at, born, from, lost, used }, dayOf) {
  let count = 0;
  for (let row = 0; row < at.length; row += 1) {
    const on = dayOf(at[row]);
    if (
      from[row] <= on &&
      (lost[row] === 0 || on < lost[row]) &&
      fiscalYear(born[row] + 400000) <= fiscalYear(on) &&
      on < born[row] + 750000 &&
      (used[row] === 0 || fiscalYear(used[row]) !== fiscalYear(on))
    ) {
      count += 1;
    }
  }
  return count;
}

function fiscalYear(ymd) {
  return Math.floor((ymd - 401) / 10000);
}

/** The day of an instant in Japan. Years begin in March, so that a leap day is their last. */
function day(at) {
  const days = Math.floor((at + 32400) / 86400) + 719468;
  const era = Math.floor(days / 146097);
  const ofEra = days - era * 146097;
  const quotient = (number, by) => Math.floor(number / by);
  const year = quotient(ofEra - quotient(ofEra, 1460) + quotient(ofEra, 36524) - quotient(ofEra, 146096), 365);
  const ofYear = ofEra - (365 * year + quotient(year, 4) - quotient(year, 100));
  const month = quotient(5 * ofYear + 2, 153);
  const ofMonth = ofYear - quotient(153 * month + 2, 5) + 1;
  const years = era * 400 + year + (month < 10 ? 0 : 1);
  return years * 10000 + (month < 10 ? month + 3 : month - 9) * 100 + ofMonth;
}

/** The same by `Date`, whose fields in UTC are those of Japan when nine hours are added. */
function dayOfDate(at) {
  const date = new Date((at + 32400) * 1000);
  return date.getUTCFullYear() * 10000 + (date.getUTCMonth() + 1) * 100 + date.getUTCDate();
}

/** json-rules-engine compares facts and reckons nothing: days and fiscal years come from this code. */
function jsonRulesEngine(rows) {
  const engine = new rulesEngine.Engine();
  const fact = (name, operator, other) => ({ fact: name, operator, value: { fact: other } });
  engine.addRule({
    conditions: {
      all: [
        fact('from', 'lessThanInclusive', 'on'),
        fact('lost', 'greaterThan', 'on'),
        fact('yearOf40', 'lessThanInclusive', 'year'),
        fact('dayOf75', 'greaterThan', 'on'),
        fact('usedIn', 'notEqual', 'year'),
      ],
    },
    event: { type: 'entitled' },
  });
  return async () => {
    let count = 0;
    for (const [at, born, from, lost, used] of rows) {
      const on = day(at);
      const { events } = await engine.run({
        on,
        from,
        lost: lost === 0 ? 99991231 : lost,
        year: fiscalYear(on),
        yearOf40: fiscalYear(born + 400000),
        dayOf75: born + 750000,
        usedIn: used === 0 ? 0 : fiscalYear(used),
      });
      count += events.length;
    }
    return count;
  };
}

const ENTITLED = (of) =>
  `${of}from <= ${of}on and (${of}lost == 0 or ${of}on < ${of}lost)
  and floor((${of}born + 400000 - 401) / 10000) <= floor((${of}on - 401) / 10000) and ${of}on < ${of}born + 750000
  and (${of}used == 0 or floor((${of}used - 401) / 10000) != floor((${of}on - 401) / 10000))`;

const person = ([at, born, from, lost, used]) => ({ on: day(at), born, from, lost, used });

/** A decision of one expression, asked for each person. */
function zenDecision(rows) {
  const decision = decide(ENTITLED(''));
  return async () => {
    let count = 0;
    for (const row of rows) if ((await decision.evaluate(person(row))).result.answer) count += 1;
    return count;
  };
}

/** A decision that is asked once, for all people. */
function zenDecisionOfAll(rows) {
  const decision = decide(`count(people, ${ENTITLED('#.')})`);
  return async () => (await decision.evaluate({ people: rows.map(person) })).result.answer;
}
