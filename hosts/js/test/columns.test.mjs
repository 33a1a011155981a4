import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { KenpoError, Reason, load } from 'kenpo';
import { ROOT } from '../scripts/paths.mjs';

const DOCUMENT = readFileSync(`${ROOT}/programmes/kenren.json`, 'utf8');
const kenpo = await load();
const programme = kenpo.parseProgramme(DOCUMENT);
const seconds = (instant) => Date.parse(instant) / 1000;

function refuses(call, code) {
  assert.throws(call, (error) => error instanceof KenpoError && error.code === code);
}

function people(rows) {
  const of = (Column, key) => Column.from(rows, (row) => row[key] ?? 0);
  const dates = Object.fromEntries(['born', 'insuredFrom', 'lostOn', 'usedOn'].map((key) => [key, of(Int32Array, key)]));
  return { at: of(Float64Array, 'at'), ...dates, relation: of(Uint8Array, 'relation') };
}

function slots(rows) {
  const of = (Column, key) => Column.from(rows, (row) => row[key] ?? 0);
  const places = { capacity: of(Uint32Array, 'capacity'), taken: of(Uint32Array, 'taken') };
  return { date: of(Int32Array, 'date'), ...places, booked: of(Uint8Array, 'booked'), cancelled: of(Uint8Array, 'cancelled') };
}

test('judges people row by row', () => {
  const fine = { at: seconds('2024-06-01T12:00:00+09:00'), born: 19700101, insuredFrom: 20100401 };
  const rows = [
    [{ born: 19850331 }, 0],
    [{ born: 19850401, relation: 1 }, Reason.too_young],
    [{ born: 19490531 }, Reason.too_old],
    [{ insuredFrom: 20240602 }, Reason.before_insured_period],
    [{ lostOn: 20240601 }, Reason.entitlement_lost],
    [{ usedOn: 20240401 }, Reason.used_this_year],
    [{ usedOn: 20240331 }, 0],
    [{ born: 19700230 }, Reason.not_a_date],
    [{ at: fine.at + 0.5 }, Reason.not_a_date],
    [{ at: NaN }, Reason.not_a_date],
    [{ relation: 6 }, Reason.not_a_date],
  ];
  const reasons = programme.eligibilityReasons('group_checkup', people(rows.map(([row]) => ({ ...fine, ...row }))));
  assert.deepEqual([...reasons], rows.map(([, reason]) => reason));
  assert.equal(programme.eligibilityReasons('group_checkup', people([])).length, 0);
});

test('gives slots their states', () => {
  const free = { date: 20240218, capacity: 30, taken: 29 };
  const column = slots([
    { ...free, booked: 1 },
    { ...free, date: 20240217 },
    { ...free, taken: 30 },
    free,
    { ...free, cancelled: 1 },
    { ...free, date: 20240230 },
    { ...free, booked: 2 },
  ]);
  const now = seconds('2024-02-04T23:59:59+09:00');
  assert.deepEqual([...programme.slotStates('group_checkup', now, column)], [1, 2, 3, 4, 2, 0, 0]);
  assert.equal(programme.slotStates('group_checkup', now + 1, column)[3], 2);
  for (const never of [1e15, NaN, now + 0.5, undefined]) {
    refuses(() => programme.slotStates('group_checkup', never, column), 'invalid_request');
  }
});

test('says deadlines and subsidies', () => {
  const closes = { at: seconds('2024-02-05T00:00:00+09:00'), lastYmd: 20240204 };
  assert.deepEqual(programme.bookingDeadline('group_checkup', 'closes', 20240218), closes);
  assert.equal(programme.bookingDeadline('group_checkup', 'cancel', 20240218).lastYmd, 20240215);
  assert.deepEqual([18572, 18573].map((cost) => programme.subsidyYen('dock', 20240601, cost)), [13000, 13001]);

  refuses(() => programme.bookingDeadline('dock', 'closes', 20240218), 'not_in_effect');
  refuses(() => programme.bookingDeadline('group_checkup', 'opens', 20240218), 'invalid_argument');
  refuses(() => programme.bookingDeadline('group_checkup', 'closes', 20240230), 'invalid_request');
  refuses(() => programme.subsidyYen('group_checkup', 20240601, 1), 'not_in_effect');
  for (const cost of [10_000_001, -1, 0.5, NaN, '1']) refuses(() => programme.subsidyYen('dock', 20240601, cost), 'invalid_request');
});

test('says the deadlines of a column', () => {
  const dates = Int32Array.of(20240218, 0, -1, 20240229, 20230229, 20240230, 2147483647);
  const { at, lastYmd } = programme.slotDeadlines('group_checkup', 'closes', dates);
  const leap = programme.bookingDeadline('group_checkup', 'closes', 20240229);
  assert.deepEqual([...at], [seconds('2024-02-05T00:00:00+09:00'), 0, 0, leap.at, 0, 0, 0]);
  assert.deepEqual([...lastYmd], [20240204, -1, -1, leap.lastYmd, -1, -1, -1]);
  assert.deepEqual(programme.slotDeadlines('dock', 'closes', dates.subarray(0, 2)), { at: new Float64Array(2), lastYmd: Int32Array.of(0, -1) });
  assert.equal(programme.slotDeadlines('group_checkup', 'cancel', new Int32Array()).at.length, 0);

  const hours = JSON.parse(DOCUMENT);
  const terms = hours.bookings.find(({ id }) => id === 'group_checkup');
  terms.cancel.deadline = { hours_before: 24 };
  const inHours = kenpo.parseProgramme(JSON.stringify(hours));
  refuses(() => inHours.slotDeadlines('group_checkup', 'cancel', dates), 'unsupported');
  assert.deepEqual(inHours.slotDeadlines('group_checkup', 'closes', dates), { at, lastYmd });
  assert.deepEqual([...inHours.slotDeadlines('group_checkup', 'cancel', Int32Array.of(0)).lastYmd], [-1]);
  refuses(() => programme.slotDeadlines('group_checkup', 'opens', dates), 'invalid_argument');
  for (const wrong of [undefined, [20240218], new Uint32Array()]) refuses(() => programme.slotDeadlines('group_checkup', 'closes', wrong), 'invalid_argument');
});

test('says the subsidies of a column', () => {
  const paid = [[-1, -1], [0, 0], [1, 1], [13001, 13000], [18573, 13001], [42858, 30000], [10_000_000, 30000], [10_000_001, -1]];
  const costs = Int32Array.from({ length: 5 * paid.length + 3 }, (_, at) => paid[at % paid.length][0]);
  const yen = programme.subsidiesYen('dock', 20240601, costs);
  assert.deepEqual([...yen], [...costs].map((_, at) => paid[at % paid.length][1]));
  assert.equal(programme.subsidiesYen('dock', 20240601, new Int32Array()).length, 0);

  refuses(() => programme.subsidiesYen('group_checkup', 20240601, costs), 'not_in_effect');
  refuses(() => programme.subsidiesYen('dock', 20240631, costs), 'invalid_request');
  for (const wrong of [undefined, [1], Float64Array.of(1)]) refuses(() => programme.subsidiesYen('dock', 20240601, wrong), 'invalid_argument');
});

test('refuses what are no columns, and what a row does not hold', () => {
  const none = people([]);
  const wrong = [undefined, null, 'rows', {}, { ...none, at: [] }, { ...none, born: new Uint32Array() }, { ...none, born: new Int32Array(1) }];
  for (const columns of wrong) refuses(() => programme.eligibilityReasons('group_checkup', columns), 'invalid_argument');
  refuses(() => programme.slotStates('group_checkup', 0, { ...slots([]), booked: new Uint8Array(1) }), 'invalid_argument');
  const device = JSON.parse(DOCUMENT);
  device.eligibility[0].device = { rule: 'X' };
  const asking = kenpo.parseProgramme(JSON.stringify(device));
  refuses(() => asking.eligibilityReasons('group_checkup', none), 'unsupported');
});
