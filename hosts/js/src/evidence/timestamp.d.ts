import type { CheckReceiptRequest, CheckReceiptVerdict, Instant, Outcome, Proof } from '../index.js';
import type { VerdictWith } from '../beacon/index.js';

/** A token, what it is over, and when the draw is. */
export interface Timestamped {
  /** The token (RFC 3161 `TimeStampToken`, DER), hexadecimal: `time_evidence` of a proof. */
  readonly token?: string | undefined;
  /** The manifest's bytes, hexadecimal, whose SHA-256 is the draw hash. */
  readonly manifest_bytes?: string | undefined;
  /** The draw hash, hexadecimal, where the manifest's bytes are not passed. */
  readonly draw_hash?: string | undefined;
  /** The instant of the draw. */
  readonly draw_time: Instant;
}

/** What is checked of a token. */
export type TimestampStep =
  /** It is a token, signed under the certificate in it, which is one for time stamps and in force at the time. */
  | 'timestamp_token'
  /** It is over the draw hash. */
  | 'timestamp_imprint'
  /** Its time, as late as its accuracy allows, is not after the draw. */
  | 'timestamp_time'
  /** Whose certificate it is: always `not_evaluated`, for it takes a list of trusted authorities. */
  | 'timestamp_authority';

/** What was found of a token. */
export interface TimestampVerdict {
  /** `accepted`, or the first step that failed. */
  readonly reason: 'accepted' | TimestampStep;
  /** Every step, in order. Without a token none is evaluated. */
  readonly steps: readonly { readonly step: TimestampStep; readonly outcome: Outcome }[];
  /** The token's time, where it could be read. */
  readonly time?: Instant;
  /** The certificate under which it is signed, DER in hexadecimal, where `timestamp_token` holds. */
  readonly certificate?: string;
}

/** Checks a token as far as it can be without a list of trusted authorities. A malformed one fails `timestamp_token`. */
export declare function checkTimestamp(stamped: Timestamped): Promise<TimestampVerdict>;

/**
 * The verdict of `lottery.verify` on a proof, with the token's steps after `proof_time_evidence`. That fails where one of them does, and
 * is `not_evaluated` otherwise, because whose certificate it is stays open.
 */
export declare function withTimestamp<S extends string = never>(verdict: VerdictWith<S>, proof: Proof): Promise<VerdictWith<S | TimestampStep>>;

/**
 * The verdict of `lottery.check_receipt` on a member's receipt, likewise: of the token that the member's view carries, over the draw hash that
 * the member received.
 */
export declare function withTimestamp(
  verdict: CheckReceiptVerdict,
  request: CheckReceiptRequest,
): Promise<Omit<CheckReceiptVerdict, 'reason' | 'steps'> & Pick<VerdictWith<TimestampStep>, 'reason' | 'steps'>>;
