import type { Instant, Outcome, Proof, Reason, VerifyVerdict } from '../index.js';

/** A chain of drand, as its `/info` says it. */
export interface Chain {
  /** The chain's hash, 64 hexadecimal digits. It binds key, times and name. */
  readonly hash: string;
  /** The chain's public key, hexadecimal. */
  readonly public_key: string;
  /** Seconds from one round to the next. */
  readonly period: number;
  /** When the first round was, in Unix seconds. */
  readonly genesis_time: number;
  /** The hash of the group that began the chain, hexadecimal. */
  readonly groupHash: string;
  /** `bls-unchained-g1-rfc9380`, `pedersen-bls-chained` or `pedersen-bls-unchained`. */
  readonly schemeID: string;
  /** The beacon's name. */
  readonly metadata?: { readonly beaconID?: string };
}

/** drand's network quicknet, which draws use. */
export declare const quicknet: Chain;
/** drand's first network, whose rounds sign one another. */
export declare const defaultChain: Chain;

/** A round of drand, as its `/public/<round>` says it. */
export interface Round {
  readonly round: number;
  /** The signature, hexadecimal. */
  readonly signature: string;
  /** The signature of the round before; needed where the chain signs it. */
  readonly previous_signature?: string;
  /** The randomness, 64 hexadecimal digits. */
  readonly randomness?: string;
}

/** What is checked of a round. */
export type BeaconStep =
  /** The chain's hash is that of its key, times and name. */
  | 'beacon_chain'
  /** The round is the first that is not before the time. `not_evaluated` without a time. */
  | 'beacon_round'
  /** The signature is the chain's, of this round. */
  | 'beacon_signature'
  /** The randomness is the signature's SHA-256. `not_evaluated` without a randomness. */
  | 'beacon_randomness';

/** What was found of a round. */
export interface BeaconVerdict {
  /** `accepted`, or the first step that failed. */
  readonly reason: 'accepted' | BeaconStep;
  /** Every step, in order. */
  readonly steps: readonly { readonly step: BeaconStep; readonly outcome: Outcome }[];
}

/** Checks a round of a chain, and with a time that it is the round of that time. A malformed signature, key or hash fails its step. */
export declare function checkRound(chain: Chain, round: Round, time?: Instant): Promise<BeaconVerdict>;

/** A verdict with the steps of others between its own. */
export interface VerdictWith<S extends string> extends Omit<VerifyVerdict, 'reason' | 'steps'> {
  /** `accepted`, or the first step that failed. */
  readonly reason: Reason | S;
  /** Every step, in order. */
  readonly steps: readonly { readonly step: Reason | S; readonly outcome: Outcome }[];
}

/**
 * The verdict of `lottery.verify` on a proof, with a step `beacon_signature` after `proof_randomness`: whether the signature is that
 * of quicknet, of the round that the manifest has. A draw by public values has no such step.
 */
export declare function withBeacon<S extends string = never>(verdict: VerdictWith<S>, proof: Proof): Promise<VerdictWith<S | 'beacon_signature'>>;
