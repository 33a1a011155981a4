// A text, a truth or a list in place of a number is an error at its place, and never a comparison or a conversion.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { AccruedColumns, KenpoError, load } from 'kenpo';
import { ROOT } from '../scripts/paths.mjs';
import { readVectors } from './vectors/files.mjs';

const WRONG = ['65', 'unknown', true, [65]];
/** Three cases of an operation have its fields; all of them would take minutes. */
const CASES_OF_EACH = 3;

const kenpo = await load();
const { files, programmes } = readVectors(ROOT);
const parse = (name) => kenpo.parseProgramme(readFileSync(`${ROOT}/programmes/${name}.json`));

/** Where numbers stand in a request, in the first two items of each list. */
function* numbers(value) {
  if (typeof value === 'number') yield [];
  if (value === null || typeof value !== 'object') return;
  const parts = Array.isArray(value) ? value.slice(0, 2) : value;
  for (const [key, part] of Object.entries(parts)) {
    for (const path of numbers(part)) yield [key, ...path];
  }
}

/** The same request with another value at a place. */
function put(value, [key, ...path], wrong) {
  if (key === undefined) return wrong;
  const part = put(value[key], path, wrong);
  return Array.isArray(value) ? value.with(Number(key), part) : { ...value, [key]: part };
}

/** Also where a record's error stands in the answer, beside the verdicts on other records. */
function refusedAt(path, call) {
  let found;
  try {
    const answered = call();
    const { answer } = typeof answered === 'string' ? JSON.parse(answered) : answered;
    found = (answer.verdict.items ?? []).filter(({ error }) => error).map(({ error }) => error.path);
  } catch (error) {
    if (!(error instanceof KenpoError)) throw error;
    found = [error.path];
  }
  assert.deepEqual(found, [path]);
}

test('requests with another type in place of each number', () => {
  const done = new Map();
  let places = 0;
  for (const file of files) {
    const { operation, programme: path, cases } = JSON.parse(file.vectors);
    if (operation.endsWith('.batch')) continue;
    const programme = path && kenpo.parseProgramme(programmes.get(path));
    const target = programme ?? kenpo;
    const method = operation.replace(/[._]([a-z])/g, (_, letter) => letter.toUpperCase());
    for (const { request, expect } of cases) {
      const before = done.get(operation) ?? 0;
      // Cases that are answered.
      if (request === undefined || '/code' in expect || before >= CASES_OF_EACH) continue;
      done.set(operation, before + 1);
      for (const place of numbers(request)) {
        places += 1;
        for (const wrong of WRONG) {
          const changed = put(request, place, wrong);
          refusedAt(`/${place.join('/')}`, () => target.answer(operation, JSON.stringify(changed)));
          if (method in target) refusedAt(`/${place.join('/')}`, () => target[method](changed));
        }
      }
    }
    programme?.close();
  }
  assert.ok(done.size > 60 && places > 200, `${done.size} operations, ${places} places`);
});

test('typed calls', () => {
  const [kkr, kenren] = [parse('kkr'), parse('kenren')];
  const delivery = { syncedYmd: 20220203 };
  const credit = { walkedYmd: 20220201, syncedYmd: 20220202, rule: 0, earned: 1, points: 1 };
  const slots = { date: new Int32Array(1), capacity: new Uint32Array(1), taken: new Uint32Array(1), booked: new Uint8Array(1), cancelled: new Uint8Array(1) };
  const people = { at: new Float64Array(1), born: new Int32Array(1), insuredFrom: new Int32Array(1), lostOn: new Int32Array(1), usedOn: new Int32Array(1), relation: new Uint8Array(1) };
  const days = { walked: Int32Array.of(20220201), steps: Float64Array.of(8000) };
  const credited = { walked: new Int32Array(1), synced: new Int32Array(1), rule: new Int32Array(1), earned: new Float64Array(1), points: new Float64Array(1) };
  const into = new AccruedColumns();
  const refused = (call) => assert.throws(call, (error) => error instanceof KenpoError && ['invalid_request', 'invalid_argument'].includes(error.code));
  const each = (columns, call) => {
    for (const name of Object.keys(columns)) {
      // A list is not a column, whatever it holds.
      for (const wrong of [...WRONG, ['65'], [true], [[65]]]) refused(() => call({ ...columns, [name]: wrong }));
    }
  };
  for (const wrong of WRONG) {
    refused(() => kkr.couponLastDay(wrong));
    refused(() => kenren.subsidyYen('dock', wrong, 18573));
    refused(() => kenren.subsidyYen('dock', 20220401, wrong));
    refused(() => kenren.subsidiesYen('dock', wrong, Int32Array.of(18573)));
    refused(() => kenren.subsidiesYen('dock', 20220401, wrong));
    refused(() => kenren.slotStates('group_checkup', wrong, slots));
    refused(() => kenren.bookingDeadline('group_checkup', 'closes', wrong));
    refused(() => kkr.stepsAccrue(delivery, [{ walkedYmd: wrong, steps: 1 }]));
    refused(() => kkr.stepsAccrue(delivery, [{ walkedYmd: 20220201, steps: wrong }]));
    for (const name of ['syncedYmd', 'bornYmd', 'enrolledYmd', 'openedYmd', 'closedThroughYmd']) {
      refused(() => kkr.stepsAccrue({ ...delivery, [name]: wrong }, []));
      refused(() => kkr.stepsAccrueColumns({ ...delivery, [name]: wrong }, days, undefined, into));
    }
    for (const name of Object.keys(credit)) refused(() => kkr.stepsAccrue(delivery, [], [{ ...credit, [name]: wrong }]));
  }
  each(slots, (changed) => kenren.slotStates('group_checkup', 0, changed));
  each(people, (changed) => kenren.eligibilityReasons('group_checkup', changed));
  each(days, (changed) => kkr.stepsAccrueColumns(delivery, changed, undefined, into));
  each(credited, (changed) => kkr.stepsAccrueColumns(delivery, days, changed, into));
});
