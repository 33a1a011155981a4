// The entry `kenpo/beacon`: whether a round is drand's, which is left to the host because its curve is most of what it needs.
// Rounds: https://docs.drand.love/docs/cryptography, signatures: draft-irtf-cfrg-bls-signature with RFC 9380's hash to the curve.

import { bls12_381 as bls } from '@noble/curves/bls12-381.js';
import { bytesOf, first, hexOf, held, sha256, withSteps } from './common.js';

/** The network of `kenpo-draw/v1`: a round every three seconds, unchained, signatures on G1. */
export const quicknet = Object.freeze({
  hash: '52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971',
  public_key:
    '83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d106451' +
    '0d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a',
  period: 3,
  genesis_time: 1692803367,
  groupHash: 'f477d5c89f21a17c863a7f937c6a6d15859414d2be09cd448d4279af331c5d3e',
  schemeID: 'bls-unchained-g1-rfc9380',
  metadata: Object.freeze({ beaconID: 'quicknet' }),
});

/** The network that drand began with: a round every thirty seconds, each signing the one before, signatures on G2. */
export const defaultChain = Object.freeze({
  hash: '8990e7a9aaed2ffed73dbd7092123d6f289930540d7651336225dc172e51b2ce',
  public_key: '868f005eb8e6e4ca0a47c8a77ceaa5309a47978a7c71bc5cce96366b5d7a569937c529eeda66c7293784a9402801af31',
  period: 30,
  genesis_time: 1595431050,
  groupHash: '176f93498eac9ca337150b46d21dd58673ea4e3581185f869672e59fa4cb390a',
  schemeID: 'pedersen-bls-chained',
  metadata: Object.freeze({ beaconID: 'default' }),
});

/** By the name that drand gives it: the curve's signatures, their domain, and whether a round signs the one before. */
const SCHEMES = {
  'bls-unchained-g1-rfc9380': [bls.shortSignatures, 'BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_', false],
  'pedersen-bls-chained': [bls.longSignatures, 'BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_NUL_', true],
  'pedersen-bls-unchained': [bls.longSignatures, 'BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_NUL_', false],
};

export async function checkRound(chain, round, time) {
  const steps = [
    { step: 'beacon_chain', outcome: held(await chainStands(chain)) },
    { step: 'beacon_round', outcome: time === undefined ? 'not_evaluated' : held(roundAt(chain, time) === round.round) },
    { step: 'beacon_signature', outcome: held(await signed(chain, round)) },
    { step: 'beacon_randomness', outcome: round.randomness === undefined ? 'not_evaluated' : held(await hashed(round)) },
  ];
  return { reason: first(steps), steps };
}

export async function withBeacon(verdict, { manifest, signature }) {
  const { kind, chain_hash: hash, round } = manifest.beacon;
  if (kind !== 'drand') return verdict;
  const stands = hash === quicknet.hash && (await signed(quicknet, { round, signature }));
  return withSteps(verdict, 'proof_randomness', [{ step: 'beacon_signature', outcome: held(stands) }]);
}

/** The first round that is not before a time. Nothing before the first of all, or where there is no such time. */
function roundAt({ genesis_time: genesis, period }, time) {
  const since = Date.parse(time) / 1000 - genesis;
  return since >= 0 ? Math.ceil(since / period) + 1 : undefined;
}

/** The hash of a chain binds its key and its rounds' times, so that whoever has the hash needs to trust nobody for them. */
async function chainStands({ hash, public_key: key, period, genesis_time: genesis, groupHash, metadata }) {
  const [own, keyBytes, group] = [bytesOf(hash), bytesOf(key), bytesOf(groupHash)];
  if (own?.length !== 32 || !keyBytes || !group || !(period > 0) || !Number.isSafeInteger(genesis)) return false;
  const times = new DataView(new ArrayBuffer(12));
  times.setUint32(0, period);
  times.setBigUint64(4, BigInt(genesis));
  const name = metadata?.beaconID ?? 'default';
  const named = name === 'default' ? [] : [new TextEncoder().encode(name)];
  return hexOf(await sha256(new Uint8Array(times.buffer), keyBytes, group, ...named)) === hexOf(own);
}

async function signed(chain, { round, signature, previous_signature: before }) {
  if (!Object.hasOwn(SCHEMES, chain.schemeID)) return false;
  const [signatures, domain, chained] = SCHEMES[chain.schemeID];
  const previous = chained ? bytesOf(before) : new Uint8Array();
  const [point, key] = [bytesOf(signature), bytesOf(chain.public_key)];
  if (!previous || !point || !key || !Number.isSafeInteger(round) || round < 1) return false;
  const number = new DataView(new ArrayBuffer(8));
  number.setBigUint64(0, BigInt(round));
  const message = signatures.hash(await sha256(previous, new Uint8Array(number.buffer)), domain);
  try {
    // Reading a point refuses what is not on the curve or not in the subgroup.
    return signatures.verify(signatures.Signature.fromBytes(point), message, key);
  } catch {
    return false;
  }
}

async function hashed({ signature, randomness }) {
  const [point, value] = [bytesOf(signature), bytesOf(randomness)];
  return point !== undefined && value !== undefined && hexOf(await sha256(point)) === hexOf(value);
}
