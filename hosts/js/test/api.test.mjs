import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { Kenpo, KenpoError, Programme, Reason, Status, load } from 'kenpo';
import * as inline from 'kenpo/inline';
import { DIST, PACKAGE, ROOT } from '../scripts/paths.mjs';

const DOCUMENT = readFileSync(`${ROOT}/programmes/kkr.json`);
const kenpo = await load();
const programme = kenpo.parseProgramme(DOCUMENT);

/** That a call throws a KenpoError that says just this. */
function refuses(call, expected) {
  assert.throws(call, (error) => {
    assert.ok(error instanceof KenpoError, `${error}`);
    assert.equal(error.name, 'KenpoError');
    const { status, code, path, line, column } = error;
    const said = { status, code, path, ...(line && { line }), ...(column && { column }) };
    assert.deepEqual(said, { path: '', ...expected });
    return true;
  });
}

test('loads once, however it is asked', async () => {
  assert.equal(await load('elsewhere.wasm'), kenpo);
  const required = createRequire(import.meta.url)('kenpo');
  assert.equal(await required.load(), kenpo);
  assert.equal(required.KenpoError, KenpoError);
  assert.ok(kenpo instanceof Kenpo && programme instanceof Programme);
});

test('says what it is', () => {
  assert.equal(kenpo.version, JSON.parse(readFileSync(`${PACKAGE}/package.json`, 'utf8')).version);
  assert.equal(kenpo.abi, 1);
});

test('answers the same when the module is inlined or given as bytes', async () => {
  const other = await inline.load();
  assert.notEqual(other, kenpo);
  const request = JSON.stringify({ insurer_number: '06139463' });
  assert.equal(other.answer('insurer_number.check', request), kenpo.answer('insurer_number.check', request));
  const required = createRequire(import.meta.url)('kenpo/inline');
  const third = await required.load(readFileSync(`${DIST}/kenpo_bg.wasm`));
  assert.equal(third.answer('insurer_number.check', request), kenpo.answer('insurer_number.check', request));
});

test('refuses a module of which the end is missing, and then loads a whole one', async () => {
  const bytes = readFileSync(`${DIST}/kenpo_bg.wasm`);
  const fresh = await import(`${DIST}/inline.js?fresh`);
  for (const length of [0, 100, bytes.length >> 1, bytes.length - 1]) {
    await assert.rejects(fresh.load(bytes.subarray(0, length)), WebAssembly.CompileError);
    assert.throws(() => fresh.loadSync(bytes.subarray(0, length)), WebAssembly.CompileError);
  }
  assert.equal((await fresh.load(bytes)).insurerNumberReason('06139463'), 0);
});

test('folds a long list chunk by chunk', () => {
  const entries = Array.from({ length: 1000 }, (_, holder) => ({
    tag: holder.toString(16).padStart(64, '0'),
    count: 1 + (holder % 3),
  }));
  const folded = (request) => kenpo.lotteryFoldList(request).answer.verdict;
  const once = folded({ entries });
  let state;
  for (let place = 0; place < entries.length; place += 72) {
    ({ state } = folded({ ...(state && { state }), place, entries: entries.slice(place, place + 72) }));
  }
  assert.equal(state, once.state);
  const last = folded({ place: 450, entries: entries.slice(450) });
  assert.equal(last.root, undefined);
  assert.deepEqual(folded({ entries: entries.slice(0, 450), next: last.state }), once);
  refuses(() => folded({ state, place: 999 }), { status: 4, code: 'entries_unordered', path: '/place', line: 1, column: state.length + 21 });
  refuses(() => folded({ state: state.slice(2) }), { status: 4, code: 'fold_state_invalid', path: '/state', line: 1, column: 10 });
});

test('answers an operation decoded and as text', () => {
  const request = { now: '2022-06-15T09:00:00+09:00', arrivals: [{ date: '2022-06-14', steps: 8200, source: 'healthkit' }] };
  const answered = programme.pointsAccrue(request);
  assert.equal(answered.answer.verdict.points, 20);
  assert.equal(answered.programme.id, 'kkr');
  assert.equal(programme.answer('points.accrue', JSON.stringify(request)), JSON.stringify(answered));
  const batch = JSON.parse(programme.answer('points.accrue.batch', JSON.stringify({ items: [request, {}] })));
  assert.deepEqual(batch.items[0].answer, answered.answer);
  assert.equal(batch.items[1].error.code, 'missing_value');
  // A field that is undefined is absent.
  assert.deepEqual(programme.pointsAccrue({ ...request, ledger: undefined }), answered);
});

test('answers many at once, each by itself', () => {
  const request = { now: '2022-06-15T09:00:00+09:00', arrivals: [{ date: '2022-06-14', steps: 8200, source: 'healthkit' }] };
  const batched = programme.batch('points.accrue', [request, {}]);
  assert.equal(batched.programme.id, 'kkr');
  assert.deepEqual(batched.items[0], { answer: programme.pointsAccrue(request).answer });
  assert.equal(batched.items[1].error.path, '/items/1/now');
  assert.deepEqual(kenpo.batch('insurer_number.check', []).items, []);
  const { operations } = JSON.parse(readFileSync(`${ROOT}/docs/schemas/contract.json`, 'utf8'));
  for (const { name, needs_programme: needsProgramme } of operations) {
    const ask = () => (needsProgramme ? programme : kenpo).batch(name, []);
    if (name.startsWith('lottery.')) refuses(ask, { status: 7, code: 'unknown_operation' });
    else assert.deepEqual(ask().items, [], name);
  }
});

test('reads a programme from text and from bytes alike', () => {
  const digests = [DOCUMENT, DOCUMENT.toString(), new Uint8Array(DOCUMENT)].map((document) => {
    assert.equal(kenpo.programmeCheck(document).answer.verdict.programme.id, 'kkr');
    const read = kenpo.parseProgramme(document);
    return read.couponIssue({ coupon: 'kkr_coupon', issued_on: '2022-06-23' }).programme.digest;
  });
  assert.equal(new Set(digests).size, 1);
});

test('checks insurer numbers', () => {
  const decided = kenpo.insurerNumberCheck({ insurer_number: '06139464' });
  assert.equal(decided.answer.verdict.reason, 'wrong_check_digit');
  assert.equal(kenpo.insurerNumberReason('06139464'), Reason.wrong_check_digit);
  assert.equal(kenpo.insurerNumberReason('06139463'), 0);
  const column = new TextEncoder().encode('0613946306139464138057  ');
  const one = (text) => kenpo.insurerNumberReason(text);
  assert.deepEqual([...kenpo.insurerNumberReasons(column)], ['06139463', '06139464', '138057'].map(one));
  assert.equal(kenpo.insurerNumberReasons(new Uint8Array()).length, 0);
});

test('refuses what cannot be an insurer number', () => {
  refuses(() => kenpo.insurerNumberReason('1'.repeat(65)), { status: 6, code: 'too_large' });
  refuses(() => kenpo.insurerNumberReason('\ud800'), { status: 4, code: 'utf8_invalid' });
  refuses(() => kenpo.insurerNumberReasons(new Uint8Array(7)), { status: 1, code: 'invalid_argument' });
  for (const column of ['06139463', [48], new Uint16Array(8), undefined]) {
    refuses(() => kenpo.insurerNumberReasons(column), { status: 1, code: 'invalid_argument' });
  }
});

test('makes the key of a name', () => {
  assert.equal(kenpo.matchKey('ｹﾝｺﾑ　じょー・う'), 'ケンコムジヨウ');
  assert.equal(kenpo.matchKey('𠮷'), '𠮷');
  assert.deepEqual(['', '　ー'].map((name) => kenpo.matchKey(name)), ['', '']);
  assert.equal(kenpo.matchKey('A'.repeat(256)), 'A'.repeat(256));
  refuses(() => kenpo.matchKey('A'.repeat(257)), { status: 6, code: 'too_large' });
  refuses(() => kenpo.matchKey('\ud800'), { status: 4, code: 'utf8_invalid' });
  refuses(() => kenpo.matchKey(undefined), { status: 1, code: 'invalid_argument' });
  // The halves of 𠮷 are not put together, nor a letter and the mark of the next name.
  const names = ['ｹﾝｺﾑ　じょー・う', '', '𠮷', 'カ', '\u3099', 'A\nB', 'A'.repeat(256)];
  assert.deepEqual(kenpo.matchKeys(names), names.map((name) => kenpo.matchKey(name)));
  assert.deepEqual(kenpo.matchKeys([]), []);
  assert.deepEqual([kenpo.matchKeys(['']), kenpo.matchKeys(['', ''])], [[''], ['', '']]);
  refuses(() => kenpo.matchKeys(['A', 'A'.repeat(257), '\n']), { status: 6, code: 'too_large', path: '/1' });
  refuses(() => kenpo.matchKeys(['', '\ud842', '\udfb7']), { status: 4, code: 'utf8_invalid', path: '/1' });
  refuses(() => kenpo.matchKeys(['', 'A', undefined]), { status: 1, code: 'invalid_argument', path: '/2' });
  for (const wrong of [undefined, 'A', { length: 0 }]) refuses(() => kenpo.matchKeys(wrong), { status: 1, code: 'invalid_argument' });
});

test('says the last day of a coupon', () => {
  assert.equal(programme.couponLastDay(20220623), 20240331);
  for (const day of [20220231, 20220623.5, 2 ** 32 + 20220623, NaN, '20220623', undefined]) {
    refuses(() => programme.couponLastDay(day), { status: 4, code: 'invalid_request' });
  }
});

test('pays for steps', () => {
  const paid = programme.stepsAccrue({ syncedYmd: 20220615 }, [{ walkedYmd: 20220614, steps: 8200 }, { walkedYmd: 20220613, steps: 10 }]);
  const credit = { walkedYmd: 20220614, syncedYmd: 20220615, rule: 0, earned: 20, points: 20 };
  assert.deepEqual(paid, { credits: [credit], reasons: [Reason.paid, Reason.below_lowest_tier] });
  const again = programme.stepsAccrue({ syncedYmd: 20220616 }, [{ walkedYmd: 20220614, steps: 8200 }], paid.credits);
  assert.deepEqual(again, { credits: [], reasons: [Reason.nothing_new] });
  assert.deepEqual(programme.stepsAccrue({ syncedYmd: 20220616 }, []), { credits: [], reasons: [] });
});

test('refuses steps that cannot be', () => {
  const day = { walkedYmd: 20220614, steps: 8200 };
  for (const wrong of [{ steps: -1 }, { steps: 0.5 }, { steps: 2 ** 53 }, { steps: '8200' }, { steps: NaN }, { walkedYmd: 20220631 }, { walkedYmd: undefined }]) {
    refuses(() => programme.stepsAccrue({ syncedYmd: 20220615 }, [{ ...day, ...wrong }]), { status: 4, code: 'invalid_request' });
  }
  refuses(() => programme.stepsAccrue({ syncedYmd: 20220615 }, [null]), { status: 4, code: 'invalid_request' });
  refuses(() => programme.stepsAccrue({ syncedYmd: 20220615 }, 'days'), { status: 1, code: 'invalid_argument' });
});

test('says what cannot be used and where, and never the value', () => {
  const secret = 'himitsu';
  refuses(() => programme.pointsAccrue({ now: secret, arrivals: [] }), { status: 4, code: 'instant_invalid', path: '/now', line: 1, column: 8 });
  refuses(() => programme.pointsAccrue({ now: null, arrivals: [] }), { status: 4, code: 'null_refused', path: '/now', line: 1, column: 8 });
  refuses(() => programme.answer('points.accrue', '{'), { status: 4, code: 'json_syntax', line: 1, column: 2 });
  refuses(() => kenpo.answer('points.accrue', '{}'), { status: 8, code: 'programme_required' });
  refuses(() => kenpo.answer('points.nothing', '{}'), { status: 7, code: 'unknown_operation' });
  refuses(() => kenpo.answer('insurer_number.check', ' '.repeat(65537)), { status: 6, code: 'too_large' });
  refuses(() => kenpo.answer('insurer_number.check', '"\udfff"'), { status: 4, code: 'utf8_invalid' });
  try {
    programme.pointsAccrue({ now: secret, arrivals: [] });
  } catch (error) {
    assert.equal(error.message, 'instant_invalid at /now');
    assert.ok(!JSON.stringify(error).includes(secret));
  }
});

test('refuses arguments of the wrong type', () => {
  const wrong = { status: 1, code: 'invalid_argument' };
  refuses(() => kenpo.answer('insurer_number.check', {}), wrong);
  refuses(() => kenpo.answer(undefined, '{}'), wrong);
  refuses(() => kenpo.parseProgramme(undefined), wrong);
  refuses(() => kenpo.programmeCheck(5), wrong);
  refuses(() => programme.pointsAccrue(undefined), wrong);
});

test('refuses documents that cannot be used', () => {
  refuses(() => kenpo.parseProgramme('{"format":1}'), { status: 5, code: 'wrong_type', path: '/format', line: 1, column: 11 });
  refuses(() => kenpo.parseProgramme(new Uint8Array([0xff])), { status: 5, code: 'utf8_invalid' });
  refuses(() => kenpo.parseProgramme('\ud800'), { status: 5, code: 'utf8_invalid' });
  refuses(() => kenpo.parseProgramme(' '.repeat((1 << 20) + 1)), { status: 6, code: 'too_large' });
  refuses(() => kenpo.programmeCheck(new Uint8Array([0xff])), { status: 4, code: 'utf8_invalid' });
});

test('keeps its own copy of a document', () => {
  const bytes = new Uint8Array(DOCUMENT);
  const read = kenpo.parseProgramme(bytes);
  bytes.fill(0);
  assert.equal(read.couponLastDay(20220623), 20240331);
});

test('a closed programme refuses every call', () => {
  const closed = kenpo.parseProgramme(DOCUMENT);
  closed.close();
  closed.close();
  refuses(() => closed.couponLastDay(20220623), { status: 1, code: 'invalid_argument' });
  refuses(() => closed.pointsAccrue({ now: '2022-06-15T09:00:00+09:00', arrivals: [] }), { status: 1, code: 'invalid_argument' });
});

test('statuses and reasons are those of the other hosts', () => {
  const source = readFileSync(`${ROOT}/include/kenpo.h`, 'utf8');
  const declared = [...source.matchAll(/\bKENPO_(?:ERR_)?([A-Z_]+)\b\s*=?\s*\(?(\d+)\)?/g)];
  const numbers = Object.fromEntries(declared.map(([, name, number]) => [name.toLowerCase(), Number(number)]));
  for (const [name, number] of Object.entries(Status)) assert.equal(numbers[name], number, name);
  const { reasons } = JSON.parse(readFileSync(`${ROOT}/docs/schemas/contract.json`, 'utf8'));
  assert.deepEqual(Reason, Object.fromEntries(reasons.map((reason) => [reason.name, reason.number])));
});

test('every operation has its method', () => {
  const { operations } = JSON.parse(readFileSync(`${ROOT}/docs/schemas/contract.json`, 'utf8'));
  const types = readFileSync(`${DIST}/index.d.ts`, 'utf8');
  for (const { name, description, needs_programme: needsProgramme, reasons = [] } of operations) {
    const method = name.replace(/[._]([a-z])/g, (_, letter) => letter.toUpperCase());
    assert.equal(typeof (needsProgramme ? programme : kenpo)[method], 'function', name);
    const said = reasons.length > 0 ? `   *\n   * Reasons in its verdict: ${reasons.map((reason) => `\`${reason}\``).join(', ')}.\n` : '';
    assert.ok(types.includes(`   * ${description}\n   *\n   * Operation \`${name}\`.\n${said}   */\n  ${method}(`), name);
  }
});
