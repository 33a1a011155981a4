// An RFC 3161 token over the draw hash, made for the test by an authority that nobody trusts.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkTimestamp, withTimestamp } from 'kenpo/timestamp';
import { load } from 'kenpo/verify';
import { ROOT } from '../scripts/paths.mjs';

const kenpo = await load();
const instant = (from) => new Date(Date.now() + from).toISOString().replace(/\.\d+Z$/, 'Z');
const DAY = 86_400_000;

/** A small draw whose time is so many milliseconds from now, as the request of `lottery.draw`, and its hash. */
function frozen(from) {
  const holders = [{ member_id: 'm-1', tickets: 2 }, { member_id: 'm-2', tickets: 1 }];
  const { entries } = kenpo.lotteryEnter({ draw_id: 'kkr-2022-06', entropy: '07'.repeat(32), holders }).answer.verdict;
  const { manifest, draw_hash } = kenpo.lotteryFreeze({
    draw_id: 'kkr-2022-06', freeze_time: instant(from - 2 * DAY), draw_time: instant(from), entries,
    beacon: { kind: 'public_text', description: 'Example' }, prizes: [{ code: 'kkr_coupon', quantity: 1 }], alternates: 1, max_prizes_per_holder: 1,
  }).answer.verdict;
  return { draw_hash, request: { manifest, entries, public_text: '1./' } };
}

/** The receipt of the first holder of such a draw, with the member's view of its proof. */
function receiptOf(proof) {
  const holders = [{ member_id: 'm-1', tickets: 2 }];
  const { draw_hash, manifest, entries } = proof;
  const rows = kenpo.lotteryEnter({ draw_id: 'kkr-2022-06', entropy: '07'.repeat(32), holders }).answer.store;
  const [receipt] = kenpo.lotteryReceipts({ draw_id: 'kkr-2022-06', entries, rows }).answer.verdict.receipts;
  const drawn = kenpo.lotteryMemberView({ proof, tag: receipt.tag }).answer.verdict.view;
  return { draw_hash, manifest, receipt, drawn };
}

const SIGNED_AGAIN = ['resigned', 'unnamed', 'renamed', 'other_use', 'two_uses', 'not_critical', 'earlier', 'two_signers', 'other_content', 'other_hash'];

/** Proofs of a draw tomorrow and of one a minute ago, each with its token, and the first token's content signed in other ways. */
const { proofs: [ahead, over], again } = (() => {
  const draws = [frozen(DAY), frozen(-60_000)];
  const folder = mkdtempSync(join(tmpdir(), 'kenpo-timestamp-'));
  try {
    execFileSync(`${ROOT}/tests/timestamp/make.sh`, [folder, ...draws.map(({ draw_hash: hash }) => hash)]);
    const token = (name) => readFileSync(join(folder, `${name}.tst`)).toString('hex');
    const proof = ({ draw_hash: hash, request }) => kenpo.lotteryDraw({ ...request, time_evidence: token(hash) }).answer.verdict.proof;
    return { proofs: draws.map(proof), again: Object.fromEntries(SIGNED_AGAIN.map((name) => [name, token(name)])) };
  } finally {
    rmSync(folder, { recursive: true });
  }
})();

const stamped = ({ time_evidence: token, manifest_bytes, manifest }) => ({ token, manifest_bytes, draw_time: manifest.draw_time });
const outcomes = ({ steps }) => steps.filter(({ step }) => step.startsWith('timestamp_')).map(({ outcome }) => outcome);
const shown = (proof) => withTimestamp(kenpo.lotteryVerify({ proof }).answer.verdict, proof);
const evidence = ({ steps }) => steps.find(({ step }) => step === 'proof_time_evidence').outcome;

test('a token over the draw hash, made before the draw: everything but whose it is', async () => {
  const found = await checkTimestamp(stamped(ahead));
  assert.deepEqual([found.reason, ...outcomes(found)], ['accepted', 'pass', 'pass', 'pass', 'not_evaluated']);
  assert.ok(Math.abs(Date.parse(found.time) - Date.now()) < 600_000, found.time);
  assert.ok(ahead.time_evidence.includes(found.certificate));
});

test('with `lottery.verify`: its steps stand after those of the proof, and the evidence is not called checked', async () => {
  const verdict = await shown(ahead);
  assert.deepEqual([verdict.reason, verdict.time_evidence, evidence(verdict)], ['accepted', 'present', 'not_evaluated']);
  assert.deepEqual(verdict.steps.slice(-5).map(({ step }) => step), ['proof_time_evidence', 'timestamp_token', 'timestamp_imprint', 'timestamp_time', 'timestamp_authority']);
  const none = await shown((({ time_evidence, ...proof }) => proof)(ahead));
  assert.deepEqual([none.reason, none.time_evidence, ...outcomes(none)], ['accepted', 'none', ...Array(4).fill('not_evaluated')]);
});

test('with `lottery.check_receipt`: the token that the member\'s view carries, over the hash that the member received', async () => {
  const checked = (request) => withTimestamp(kenpo.lotteryCheckReceipt(request).answer.verdict, request);
  const request = receiptOf(ahead);
  const found = await checked(request);
  assert.deepEqual([found.reason, found.time_evidence, evidence(found), ...outcomes(found)], ['accepted', 'present', 'not_evaluated', 'pass', 'pass', 'pass', 'not_evaluated']);
  const late = await checked(receiptOf(over));
  assert.deepEqual([late.reason, late.time_evidence, evidence(late), ...outcomes(late)], ['proof_time_evidence', 'present', 'fail', 'pass', 'pass', 'fail', 'not_evaluated']);
  const { time_evidence: token } = receiptOf(over).drawn;
  const other = await checked({ ...request, drawn: { ...request.drawn, time_evidence: token } });
  assert.deepEqual([other.reason, ...outcomes(other)], ['proof_time_evidence', 'pass', 'fail', 'pass', 'not_evaluated']);
  // Without a token, and before the draw, the line is there and says that there is none.
  const { time_evidence: left, ...bare } = request.drawn;
  for (const drawn of [bare, undefined]) {
    const none = await checked({ draw_hash: request.draw_hash, manifest: request.manifest, receipt: request.receipt, ...(drawn && { drawn }) });
    assert.deepEqual([none.reason, none.time_evidence, evidence(none), ...outcomes(none)], ['accepted', 'none', ...Array(5).fill('not_evaluated')]);
  }
});

test('a time after the draw, or within its accuracy of it', async () => {
  const verdict = await shown(over);
  assert.deepEqual([verdict.reason, evidence(verdict), ...outcomes(verdict)], ['proof_time_evidence', 'fail', 'pass', 'pass', 'fail', 'not_evaluated']);
  const { time } = await checkTimestamp(stamped(over));
  // The authority says 1.5001 seconds.
  for (const [after, outcome] of [[0, 'fail'], [999, 'fail'], [1500, 'fail'], [1501, 'pass']]) {
    const draw_time = new Date(Date.parse(time) + after).toISOString();
    assert.equal(outcomes(await checkTimestamp({ ...stamped(over), draw_time }))[2], outcome, draw_time);
  }
});

test('a token over another hash', async () => {
  const verdict = await shown({ ...ahead, time_evidence: over.time_evidence });
  assert.deepEqual([verdict.reason, ...outcomes(verdict)], ['proof_time_evidence', 'pass', 'fail', 'pass', 'not_evaluated']);
});

test('a changed byte of what is signed, or of the signature', async () => {
  const token = Buffer.from(ahead.time_evidence, 'hex');
  const imprint = token.indexOf(Buffer.from(ahead.draw_hash, 'hex'));
  // The signature ends the token.
  const places = [...Array.from({ length: 80 }, (_, at) => imprint - 30 + at), ...Array.from({ length: 40 }, (_, at) => token.length - 40 + at)];
  for (const place of places) {
    const changed = Buffer.from(token);
    changed[place] ^= 1;
    const found = await checkTimestamp({ ...stamped(ahead), token: changed.toString('hex') });
    assert.equal(found.reason, 'timestamp_token', `byte ${place}`);
    assert.equal(found.certificate, undefined);
  }
});

test('signed for another purpose, before its certificate, twice, or without naming it; and another hash of the same length', async () => {
  const expected = { resigned: 'accepted', other_hash: 'timestamp_imprint' };
  for (const [name, token] of Object.entries(again)) {
    const { reason } = await checkTimestamp({ ...stamped(ahead), token });
    assert.equal(reason, expected[name] ?? 'timestamp_token', name);
  }
});

test('the type of the content, which stands outside of what is signed and inside', async () => {
  const [token, other] = ['0b2a864886f70d0109100104', '0b2a864886f70d0109100105'];
  for (const [given, from, to] of [[ahead.time_evidence, token, other], [again.other_content, other, token]]) {
    const found = await checkTimestamp({ ...stamped(ahead), token: given.replace(from, to) });
    assert.notEqual(given.replace(from, to), given);
    assert.equal(found.reason, 'timestamp_token');
  }
});

test('malformed tokens', async () => {
  const { time_evidence: token } = ahead;
  const hash = createHash('sha256').update('x').digest('hex');
  for (const other of ['', '00', '3000', hash, token.slice(2), token.slice(0, -2), `${token}00`, 'not hexadecimal', `${token}0`]) {
    const found = await checkTimestamp({ ...stamped(ahead), token: other });
    assert.deepEqual([found.reason, ...outcomes(found)], ['timestamp_token', 'fail', ...Array(3).fill('not_evaluated')], other.slice(0, 20));
  }
  assert.equal((await checkTimestamp({ ...stamped(ahead), manifest_bytes: 'x' })).reason, 'timestamp_imprint');
  assert.equal((await checkTimestamp({ ...stamped(ahead), draw_time: 'x' })).reason, 'timestamp_time');
});
