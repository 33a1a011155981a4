// Stands below contract.d.ts in the package's types: `Kenpo` and `Programme` have their operations from there.

/** What a call returns, by name; the numbers are those of the C ABI and are never reused. */
export declare const Status: {
  readonly ok: 0;
  /** An argument is of the wrong type, columns differ in length, or the programme is closed. */
  readonly invalid_argument: 1;
  /** A fault inside the library was stopped at its border; the library can be used on. */
  readonly panic: 2;
  readonly buffer_too_small: 3;
  /** The request cannot be used; `path` says where. */
  readonly invalid_request: 4;
  /** The programme document cannot be used; `path` says where. */
  readonly invalid_programme: 5;
  /** The input is longer than the operation takes. */
  readonly too_large: 6;
  readonly unknown_operation: 7;
  /** The operation needs a programme. */
  readonly programme_required: 8;
  /** The programme asks for more than this typed call can do; the operation of the same area does it. */
  readonly unsupported: 9;
  /** The programme has no such setting in effect on that day. */
  readonly not_in_effect: 10;
};

/** The name of a status. */
export type Status = keyof typeof Status;

/** Why there is no answer: a code and a place, never the value that was wrong. */
export declare class KenpoError extends Error {
  private constructor();
  readonly name: 'KenpoError';
  /** The status's number, as in `Status`. */
  readonly status: number;
  /** What was wrong; the status's name where there is no text to point into. */
  readonly code: ErrorCode | Status;
  /** Where, as a JSON Pointer (RFC 6901); empty for the whole input. */
  readonly path: string;
  /** The line, from 1. */
  readonly line?: number;
  /** The column, from 1, in Unicode code points. */
  readonly column?: number;
}

/** An answer: who answered, and what. */
export interface Answered<A> {
  /** The library's version. */
  readonly kenpo: string;
  readonly answer: A;
}

/** An answer under a programme. */
export interface AnsweredUnder<A> extends Answered<A> {
  /** The programme that was read. */
  readonly programme: ProgrammeRef;
}

/** A day's steps from a linked source. */
export interface StepDay {
  /** The day walked, YYYYMMDD. */
  readonly walkedYmd: number;
  /** Steps of the whole day, 0 to 2^53 − 1. */
  readonly steps: number;
}

/** What was earned and paid for a day. Stored by the host and given back with the next call. */
export interface StepCredit {
  /** The day walked, YYYYMMDD. */
  readonly walkedYmd: number;
  /** The day on which the record arrived, YYYYMMDD. */
  readonly syncedYmd: number;
  /** Points earned before caps, 0 to 2^53 − 1. */
  readonly earned: number;
  /** Points paid, 0 to 2^53 − 1. */
  readonly points: number;
}

/** What `stepsAccrue` gives. */
export interface StepsAccrued {
  /** One for each record that earned. */
  readonly credits: StepCredit[];
  /** What became of each record, by the number of a `Reason`. */
  readonly reasons: number[];
}

/** Where the WebAssembly module comes from: its bytes, or where to read it, a URL (in Node a path or a file URL). */
export type ModuleSource = ArrayBuffer | ArrayBufferView | string | { readonly href: string };

/**
 * Loads the library, once for all: later calls give the same, whatever they ask.
 * Without a source it takes the module that came with the package.
 */
export declare function load(source?: ModuleSource): Promise<Kenpo>;

/** The library. Every call throws a `KenpoError` where there is no answer. */
export declare class Kenpo {
  private constructor();

  /** The library's version, such as `0.1.0`. */
  readonly version: string;

  /** The number of the ABI, whose statuses and reasons these are. */
  readonly abi: number;

  /** Reads a programme document, UTF-8 in JSON, at most 1 MiB. */
  parseProgramme(document: string | Uint8Array): Programme;

  /** Answers any operation that needs no programme, JSON in and out; also a batch, as `<operation>.batch`. */
  answer(operation: string, request: string): string;

  /**
   * Examines an insurer number typed on a form, at most 64 bytes of UTF-8: 0 for a well-formed one, otherwise the
   * number of the first reason against it, as in `Reason`.
   */
  insurerNumberCheck(text: string): number;

  /**
   * Examines a column of insurer numbers, eight bytes each: eight digits, or six and two spaces.
   * Gives one reason for each, 0 for a well-formed number.
   */
  insurerNumbersCheck(records8: Uint8Array): Uint8Array;

  /**
   * The key under which a name of at most 256 bytes of UTF-8 is looked up, version 1: the `match_key` of `nameCheck`.
   * Two names with one key are candidates, not the same name.
   */
  matchKey(name: string): string;
}

/** A programme that was read and found consistent; immutable. Every call throws a `KenpoError` where there is no answer. */
export declare class Programme {
  private constructor();

  /** Releases the programme now and not when it is collected. May be called twice; other calls fail afterwards. */
  close(): void;

  /** Answers any operation under this programme, JSON in and out; also a batch, as `<operation>.batch`. */
  answer(operation: string, request: string): string;

  /**
   * The last day of the programme's only coupon issued on a day, both as YYYYMMDD. `unsupported` where the programme has
   * several coupons or counts from the draw: ask `couponIssue`.
   */
  couponLastDay(issuedYmd: number): number;

  /**
   * Pays for a member's steps that arrived on a day, under the programme's only step rule. `credited` holds what was
   * credited before for those days and for the cap windows they fall in. Records that cannot be used fail the call as a
   * whole; `pointsAccrue` answers record by record.
   */
  stepsAccrue(syncedYmd: number, days: readonly StepDay[], credited?: readonly StepCredit[]): StepsAccrued;
}
