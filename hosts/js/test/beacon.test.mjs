// Rounds that drand published, as the tests of published packages hold them: no network.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkRound, defaultChain, quicknet, withBeacon } from 'kenpo/beacon';
import { load } from 'kenpo/verify';

/** Of quicknet. Round 123: tests of the crate drand-verify 0.6.2. Rounds 1000 and 30000000: tests of the crate drand 0.4.0, as in tests/vectors/lottery. */
const QUICK = [
  { round: 123, signature: 'b75c69d0b72a5d906e854e808ba7e2accb1542ac355ae486d591aa9d43765482e26cd02df835d3546d23c4b13e0dfc92' },
  {
    round: 1000,
    signature: 'b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39',
    randomness: 'fe290beca10872ef2fb164d2aa4442de4566183ec51c56ff3cd603d930e54fdd',
  },
  {
    round: 30000000,
    signature: '81d2fc112b91932d9e4074a46b88c4dc78149b859660e0673c0bb9bd0caefdc9cc194e83de980441355b8ef44cc7a355',
    randomness: '24fdbb00b10a967c392b5b708967011e996689994a2bf1c5573c3e372c2e844d',
  },
];

/** Of the default chain. Round 1: tests of drand-client 1.4.2 (npm). 72785: of drand-verify 0.6.2. 1000000: of the crate drand_core 0.0.19. */
const CHAINED = [
  {
    round: 1,
    randomness: '101297f1ca7dc44ef6088d94ad5fb7ba03455dc33d53ddb412bbc4564ed986ec',
    signature:
      '8d61d9100567de44682506aea1a7a6fa6e5491cd27a0a0ed349ef6910ac5ac20ff7bc3e09d7c046566c9f7f3c6f3b101' +
      '04990e7cb424998203d8f7de586fb7fa5f60045417a432684f85093b06ca91c769f0e7ca19268375e659c2a2352b4655',
    previous_signature: '176f93498eac9ca337150b46d21dd58673ea4e3581185f869672e59fa4cb390a',
  },
  {
    round: 72785,
    randomness: '8b676484b5fb1f37f9ec5c413d7d29883504e5b669f604a1ce68b3388e9ae3d9',
    signature:
      '82f5d3d2de4db19d40a6980e8aa37842a0e55d1df06bd68bddc8d60002e8e959eb9cfa368b3c1b77d18f02a54fe047b8' +
      '0f0989315f83b12a74fd8679c4f12aae86eaf6ab5690b34f1fddd50ee3cc6f6cdf59e95526d5a5d82aaa84fa6f181e42',
    previous_signature:
      'a609e19a03c2fcc559e8dae14900aaefe517cb55c840f6e69bc8e4f66c8d18e8a609685d9917efbfb0c37f058c2de88f' +
      '13d297c7e19e0ab24813079efe57a182554ff054c7638153f9b26a60e7111f71a0ff63d9571704905d3ca6df0b031747',
  },
  {
    round: 1000000,
    randomness: 'a26ba4d229c666f52a06f1a9be1278dcc7a80dbc1dd2004a1ae7b63cb79fd37e',
    signature:
      '87e355169c4410a8ad6d3e7f5094b2122932c1062f603e6628aba2e4cb54f46c3bf1083c3537cd3b99e8296784f46fb4' +
      '0e090961cf9634f02c7dc2a96b69fc3c03735bc419962780a71245b72f81882cf6bb9c961bcf32da5624993bb747c9e5',
    previous_signature:
      '86bbc40c9d9347568967add4ddf6e351aff604352a7e1eec9b20dea4ca531ed6c7d38de9956ffc3bb5a7fabe28b3a36b' +
      '069c8113bd9824135c3bff9b03359476f6b03beec179d4aeff456f4d34bbf702b9af78c3bb44e1892ace8e581bf4afa9',
  },
];

/** A chain whose rounds sign no others and lie on G2: `pedersen-bls-unchained`, of drand's test network, as drand-verify 0.6.2 has it. */
const UNCHAINED_KEY = '8200fc249deb0148eb918d6e213980c5d01acd7fc251900d9260136da3b54836ce125172399ddc69c4e3e11429b62c11';
const UNCHAINED = {
  round: 223344,
  signature:
    '94f6b85df7cce7237e8e7df66d794ddad092de5d8bb6a791b97e905aa89852e506ac36a792eba7021e22eebf34891f89' +
    '14bf9a8dd9233ea0a4c5ca00ef8404999f899073dd2eade61fe54077fee8168f83dcb61a758b6883b38904054e64a433',
};

/** Of fastnet, the network before quicknet: tests of tlock-js 0.9.0 (npm). */
const FASTNET = { round: 2, signature: 'a050676d1a1b6ceedb5fb3281cdfe88695199971426ff003c0862460b3a72811328a07ecd53b7d57fc82bb67f35efaf1' };

const [, quick] = QUICK;
const failed = ({ steps }) => steps.filter(({ outcome }) => outcome === 'fail').map(({ step }) => step.replace('beacon_', ''));
const outcomes = ({ steps }) => steps.map(({ outcome }) => outcome);
/** When a round is due. */
const timeOf = ({ genesis_time, period }, { round }) => new Date((genesis_time + (round - 1) * period) * 1000).toISOString();

for (const [name, chain, rounds] of [['quicknet', quicknet, QUICK], ['the default chain', defaultChain, CHAINED]]) {
  test(`${name}: published rounds, each at its time`, async () => {
    for (const round of rounds) {
      const found = await checkRound(chain, round, timeOf(chain, round));
      const randomness = round.randomness ? 'pass' : 'not_evaluated';
      assert.deepEqual([found.reason, ...outcomes(found)], ['accepted', 'pass', 'pass', 'pass', randomness], String(round.round));
      assert.equal(outcomes(await checkRound(chain, round))[1], 'not_evaluated');
    }
  });
}

test('a scheme that neither network has', async () => {
  const chain = { ...defaultChain, public_key: UNCHAINED_KEY, schemeID: 'pedersen-bls-unchained' };
  assert.deepEqual(failed(await checkRound(chain, UNCHAINED)), ['chain']);
  assert.deepEqual(failed(await checkRound(chain, { ...UNCHAINED, round: UNCHAINED.round - 1 })), ['chain', 'signature']);
  for (const schemeID of ['bls-bn254-unchained-on-g1', 'toString', undefined]) {
    assert.deepEqual(failed(await checkRound({ ...chain, schemeID }, UNCHAINED)), ['chain', 'signature'], schemeID);
  }
});

test('another round, signature, previous signature, randomness or key', async () => {
  const [first, second] = CHAINED;
  const cases = [
    [quicknet, { ...quick, round: 1001 }, ['signature']],
    [quicknet, FASTNET, ['signature']],
    [quicknet, { ...quick, signature: QUICK[0].signature }, ['signature', 'randomness']],
    [quicknet, { ...quick, randomness: 'f'.repeat(64) }, ['randomness']],
    [{ ...quicknet, public_key: defaultChain.public_key }, quick, ['chain', 'signature']],
    [{ ...quicknet, schemeID: 'pedersen-bls-unchained' }, quick, ['signature']],
    [defaultChain, { ...second, round: 321 }, ['signature']],
    [defaultChain, { ...second, previous_signature: first.signature }, ['signature']],
    [defaultChain, { ...second, previous_signature: undefined }, ['signature']],
    [defaultChain, { ...second, signature: first.signature }, ['signature', 'randomness']],
    [{ ...defaultChain, public_key: UNCHAINED_KEY }, second, ['chain', 'signature']],
  ];
  for (const [at, [chain, round, steps]] of cases.entries()) assert.deepEqual(failed(await checkRound(chain, round)), steps, `case ${at}`);
});

test('what the chain hash binds', async () => {
  const changes = { hash: defaultChain.hash, period: 30, genesis_time: 1692803368, groupHash: defaultChain.groupHash, metadata: { beaconID: 'quicknet-t' } };
  for (const [key, value] of Object.entries(changes)) {
    assert.deepEqual(failed(await checkRound({ ...quicknet, [key]: value }, quick)), ['chain'], key);
  }
  for (const [key, value] of Object.entries({ hash: 'x', period: 0, genesis_time: 0.5, groupHash: undefined, metadata: undefined })) {
    assert.deepEqual(failed(await checkRound({ ...quicknet, [key]: value }, quick)), ['chain'], key);
  }
});

test('malformed signatures, and points that a pairing alone would take', async () => {
  const infinity = `c0${'00'.repeat(47)}`;
  // On the curve, of order 3.
  const small = `80${'00'.repeat(47)}`;
  for (const signature of ['', 'x', '00', quick.signature.slice(2), `${quick.signature}00`, quick.signature.replace(/9$/, '0'), infinity, small, undefined, 5]) {
    assert.deepEqual(failed(await checkRound(quicknet, { round: 1000, signature })), ['signature'], String(signature));
  }
  for (const round of [0, -1, 1.5, Number.NaN, 2 ** 53, '1000', undefined]) {
    assert.deepEqual(failed(await checkRound(quicknet, { ...quick, round })), ['signature'], String(round));
  }
  assert.deepEqual(failed(await checkRound({ ...quicknet, public_key: `c0${'00'.repeat(95)}` }, quick)), ['chain', 'signature']);
});

const kenpo = await load();
const { entries } = kenpo.lotteryEnter({
  draw_id: 'kkr-2022-06', entropy: '07'.repeat(32), holders: [{ member_id: 'm-1', tickets: 2 }, { member_id: 'm-2', tickets: 1 }],
}).answer.verdict;
const freeze = (draw_time) => kenpo.lotteryFreeze({
  draw_id: 'kkr-2022-06', freeze_time: '2023-08-20T00:00:00+09:00', draw_time, beacon: { kind: 'drand' }, entries,
  prizes: [{ code: 'kkr_coupon', quantity: 1 }], alternates: 1, max_prizes_per_holder: 1,
}).answer.verdict.manifest;

test('the round of a time is the one that `lottery.freeze` names', async () => {
  for (let at = 0; at < 12; at += 1) {
    // Two seconds before a round to past it, through the first rounds and later ones.
    const seconds = quicknet.genesis_time + (at < 6 ? at : 94_672_800 * at + at);
    const time = new Date(seconds * 1000).toISOString().replace('.000', '');
    const { round } = freeze(time).beacon;
    for (const [named, outcome] of [[round, 'pass'], [round - 1, 'fail'], [round + 1, 'fail']]) {
      assert.equal(outcomes(await checkRound(quicknet, { ...quick, round: named }, time))[1], outcome, time);
    }
  }
  for (const time of ['2023-08-23T15:09:26Z', 'x']) assert.equal(outcomes(await checkRound(quicknet, { ...quick, round: 1 }, time))[1], 'fail', time);
});

test('with `lottery.verify`: a step of its own, and a false signature that the library takes for randomness is named', async () => {
  const manifest = freeze('2023-08-24T00:59:24+09:00');
  const drawn = (signature) => kenpo.lotteryDraw({ manifest, entries, signature }).answer.verdict.proof;
  const shown = async (proof) => withBeacon(kenpo.lotteryVerify({ proof }).answer.verdict, proof);
  const verdict = await shown(drawn(quick.signature));
  const names = verdict.steps.map(({ step }) => step);
  assert.deepEqual(names.slice(names.indexOf('proof_round')).slice(0, 4), ['proof_round', 'proof_randomness', 'beacon_signature', 'proof_reveals']);
  assert.deepEqual([verdict.reason, verdict.time_evidence], ['accepted', 'none']);
  assert.deepEqual(verdict.steps.find(({ step }) => step === 'beacon_signature'), { step: 'beacon_signature', outcome: 'pass' });

  // Whoever picks another signature gets another draw, which is consistent in itself.
  const picked = drawn(QUICK[0].signature);
  assert.equal(kenpo.lotteryVerify({ proof: picked }).answer.verdict.reason, 'accepted');
  assert.equal((await shown(picked)).reason, 'beacon_signature');

  // A proof that fails before it keeps its reason.
  const broken = { ...picked, randomness: '0'.repeat(64) };
  assert.equal((await shown(broken)).reason, 'proof_randomness');
  // Of another chain a signature says nothing.
  const elsewhere = { ...drawn(quick.signature), manifest: { ...manifest, beacon: { ...manifest.beacon, chain_hash: defaultChain.hash } } };
  assert.equal((await shown(elsewhere)).steps.find(({ step }) => step === 'beacon_signature').outcome, 'fail');
});

test('a draw by public values has no such step', async () => {
  const manifest = kenpo.lotteryFreeze({
    draw_id: 'kkr-2022-06', freeze_time: '2022-06-20T00:00:00+09:00', draw_time: '2022-06-23T12:00:00+09:00', entries,
    beacon: { kind: 'public_text', description: 'Example' }, prizes: [{ code: 'kkr_coupon', quantity: 1 }], alternates: 1, max_prizes_per_holder: 1,
  }).answer.verdict.manifest;
  const { proof } = kenpo.lotteryDraw({ manifest, entries, public_text: '1./' }).answer.verdict;
  const { verdict } = kenpo.lotteryVerify({ proof }).answer;
  assert.deepEqual(await withBeacon(verdict, proof), verdict);
});
