import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { AccruedColumns, KenpoError, Reason, load } from 'kenpo';
import { ROOT } from '../scripts/paths.mjs';

const DOCUMENT = readFileSync(`${ROOT}/programmes/kkr.json`, 'utf8');
const kenpo = await load();
const programme = kenpo.parseProgramme(DOCUMENT);
const delivery = { syncedYmd: 20220202 };

function refuses(call, code) {
  assert.throws(call, (error) => error instanceof KenpoError && error.code === code);
}

function records(rows, Steps = Int32Array) {
  return { walked: Int32Array.from(rows, ([walked]) => walked), steps: Steps.from(rows, ([, steps]) => steps) };
}

function credits(rows) {
  const of = (Column, place) => Column.from(rows, (row) => row[place]);
  const names = { walked: of(Int32Array, 0), synced: of(Int32Array, 1), rule: of(Int32Array, 2) };
  return { ...names, earned: of(Float64Array, 3), points: of(Float64Array, 4) };
}

function rowsOf({ length, walked, synced, rule, earned, points }) {
  return Array.from({ length }, (_, at) => [walked, synced, rule, earned, points].map((column) => column[at]));
}

test('pays for columns of steps', () => {
  const rows = [[20220131, 10000], [20220201, 10], [20220201, 8000]];
  const before = credits([[20220120, 20220121, 0, 480, 480]]);
  for (const Steps of [Int32Array, Float64Array]) {
    const accrued = new AccruedColumns();
    programme.stepsAccrueColumns(delivery, records(rows, Steps), before, accrued);
    assert.equal(accrued.length, 2);
    assert.deepEqual(rowsOf(accrued), [[20220131, 20220202, 0, 40, 20], [20220201, 20220202, 0, 20, 20]]);
    assert.deepEqual([...accrued.reasons], [Reason.paid_in_part, Reason.below_lowest_tier, Reason.paid]);
  }
});

test('pays under every rule', () => {
  const rules = '"points": {\n    "rules": [';
  const before = ' { "id": "walks", "rule": "X-01", "sources": ["healthkit"], "step_tiers": [{ "at_least": 8000, "points": 3 }] },';
  assert.equal(DOCUMENT.split(rules).length, 2);
  const accrued = new AccruedColumns();
  const ofTwo = kenpo.parseProgramme(DOCUMENT.replace(rules, rules + before));
  ofTwo.stepsAccrueColumns(delivery, records([[20220131, 8000], [20220201, 5000]]), undefined, accrued);
  const paid = [[20220131, 20220202, 0, 3, 3], [20220131, 20220202, 1, 20, 20], [20220201, 20220202, 1, 10, 10]];
  assert.deepEqual(rowsOf(accrued), paid);
  assert.deepEqual([...accrued.reasons], [Reason.paid, Reason.paid]);
});

test('writes over what was paid, and takes it as credited', () => {
  const rows = records([[20220131, 10000], [20220201, 8000]]);
  const first = new AccruedColumns();
  const other = new AccruedColumns();
  programme.stepsAccrueColumns(delivery, rows, undefined, first);
  programme.stepsAccrueColumns(delivery, records([[20220131, 3000]]), undefined, other);
  assert.deepEqual([...first.points], [40, 20]);
  assert.deepEqual([...other.points], [5]);
  programme.stepsAccrueColumns(delivery, rows, first, other);
  assert.deepEqual([...other.reasons], [Reason.nothing_new, Reason.nothing_new]);
  programme.stepsAccrueColumns(delivery, records([[20220201, 10000]]), first, first);
  assert.deepEqual(rowsOf(first), [[20220201, 20220202, 0, 20, 20]]);
  programme.stepsAccrueColumns(delivery, records([]), undefined, first);
  assert.deepEqual([rowsOf(first), [...first.reasons]], [[], []]);
});

test('pays as lists are paid, whatever their length', () => {
  const accrued = new AccruedColumns();
  for (const length of [1, 400, 0, 30, 401, 2000, 400]) {
    const rows = Array.from({ length }, (_, at) => [20220101 + 100 * (at % 7) + (at % 28), (at * 977) % 12000]);
    const late = { syncedYmd: 20220801, enrolledYmd: 20220103 };
    programme.stepsAccrueColumns(late, records(rows), undefined, accrued);
    const listed = programme.stepsAccrue(late, rows.map(([walkedYmd, steps]) => ({ walkedYmd, steps })));
    assert.deepEqual(rowsOf(accrued), listed.credits.map(Object.values));
    assert.deepEqual([...accrued.reasons], listed.reasons);
  }
});

test('refuses columns of steps that cannot be', () => {
  const fine = records([[20220201, 8000]]);
  const none = credits([]);
  const into = new AccruedColumns();
  const wrong = [
    records([[20220230, 1]]),
    records([[0, 1]]),
    records([[20220201, -1]]),
    ...[-1, 0.5, 2 ** 53, NaN, Infinity].map((steps) => records([[20220201, steps]], Float64Array)),
  ];
  for (const days of wrong) {
    programme.stepsAccrueColumns(delivery, fine, none, into);
    assert.equal(into.length, 1);
    refuses(() => programme.stepsAccrueColumns(delivery, days, none, into), 'invalid_request');
    assert.deepEqual([into.length, into.points.length, into.reasons.length], [0, 0, 0]);
  }
  for (const row of [[20220120, 20220121, 1, 40, 40], [20220120, 20220121, -1, 40, 40], [20220120, 20220121, 0, 0.5, 0], [20220120, 20220100, 0, 40, 40]]) {
    refuses(() => programme.stepsAccrueColumns(delivery, fine, credits([row]), into), 'invalid_request');
  }
  refuses(() => programme.stepsAccrueColumns({ syncedYmd: 20220202.5 }, fine, none, into), 'invalid_request');
  refuses(() => programme.stepsAccrueColumns({}, fine, none, into), 'invalid_request');
  refuses(() => programme.stepsAccrueColumns(delivery, records([[20160101, 1], [20220201, 1]]), none, into), 'unsupported');
  const odd = [
    [{ ...fine, walked: [20220201] }, none, into],
    [{ ...fine, steps: new Uint32Array(1) }, none, into],
    [{ ...fine, steps: new Int32Array(2) }, none, into],
    [undefined, none, into],
    [fine, { ...none, rule: new Uint32Array(0) }, into],
    [fine, { ...none, points: new Float64Array(1) }, into],
    [fine, null, into],
    [fine, none, {}],
    [fine, none],
  ];
  for (const given of odd) refuses(() => programme.stepsAccrueColumns(delivery, ...given), 'invalid_argument');
});
