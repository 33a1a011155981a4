// Stands below contract.d.ts in the package's types: `Kenpo` and `Programme` have their operations from there.

declare global {
  // For projects whose `lib` does not have it yet; the same as there and in Node's types.
  interface SymbolConstructor {
    readonly dispose: unique symbol;
  }
}

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

declare const format: unique symbol;

/** A day as text, `2022-06-14`. Any string is taken for one, but no `Instant`. */
export type CivilDate = string & { readonly [format]?: 'date' };

/** A point in time as text, RFC 3339 with an offset, `2022-06-15T09:00:00+09:00`. Any string is taken for one, but no `CivilDate`. */
export type Instant = string & { readonly [format]?: 'date-time' };

/** One of many: its answer, or why there is none. */
export type Item<A> =
  | { readonly answer: A; readonly error?: never }
  | { readonly answer?: never; readonly error: Failure };

/** What a batch answers: an item for each that was asked, in the same order. */
export interface Batched<A> {
  /** The library's version. */
  readonly kenpo: string;
  readonly items: readonly Item<A>[];
}

/** What a batch answers under a programme. */
export interface BatchedUnder<A> extends Batched<A> {
  /** The programme that was read. */
  readonly programme: ProgrammeRef;
}

/** Operations of a table of which many can be asked at once: all but those named `lottery.`. */
export type BatchOperation<T> = Exclude<keyof T & string, `lottery.${string}`>;

/** An answer: who answered, by which programme, and what. Of a programme's operations it is an `Answered<A, ProgrammeRef>`. */
export interface Answered<A, P extends ProgrammeRef | undefined = undefined> {
  /** The library's version. */
  readonly kenpo: string;
  /** The programme that was read; none where the operation reads none. */
  readonly programme: P;
  readonly answer: A;
}

/** A day's steps from a linked source. */
export interface StepDay {
  /** The day walked, YYYYMMDD. */
  readonly walkedYmd: number;
  /** Steps of the whole day, 0 to 2^53 − 1. */
  readonly steps: number;
}

/** A delivery of a member's steps. Dates are written YYYYMMDD. */
export interface StepDelivery {
  /** The day on which the records arrived. */
  readonly syncedYmd: number;
  /** The date of birth; needed where a rule asks for an age. */
  readonly bornYmd?: number;
  /** The day on which the person joined; days before it earn nothing. */
  readonly enrolledYmd?: number;
  /** The day on which the app was last opened; needed where a rule asks for it. */
  readonly openedYmd?: number;
  /** Days up to this one earn nothing more. Their credits are given all the same where a cap's window still needs them. */
  readonly closedThroughYmd?: number;
}

/** What was earned and paid for a day under a rule. Stored by the host and given back with the next call. */
export interface StepCredit {
  /** The day walked, YYYYMMDD. */
  readonly walkedYmd: number;
  /** The day on which the record arrived, YYYYMMDD. */
  readonly syncedYmd: number;
  /**
   * The rule: its place among the programme's `points.rules`, from 0. Of rules of one id it is the first, and in what is
   * given any. Places are those of one version of a programme: what is stored is the rule's id.
   */
  readonly rule: number;
  /** Points earned before caps, 0 to 2^53 − 1. */
  readonly earned: number;
  /** Points paid, 0 to 2^53 − 1. */
  readonly points: number;
}

/** What `stepsAccrue` gives. */
export interface StepsAccrued {
  /** One for each record and rule under which it earned. */
  readonly credits: StepCredit[];
  /** What became of each record, by the number of a `Reason`. */
  readonly reasons: number[];
}

/** Days' steps from a linked source, a column for each field, all of one length. */
export interface StepColumns {
  /** The day walked, YYYYMMDD. */
  readonly walked: Int32Array;
  /** Steps of the whole day, 0 to 2^53 − 1. */
  readonly steps: Int32Array | Float64Array;
}

/** What was earned and paid for days under rules, a column for each field of `StepCredit`, all of one length. */
export interface CreditColumns {
  /** The day walked, YYYYMMDD. */
  readonly walked: Int32Array;
  /** The day on which the record arrived, YYYYMMDD. */
  readonly synced: Int32Array;
  /** The rule: its place among the programme's `points.rules`, from 0. */
  readonly rule: Int32Array;
  /** Points earned before caps, 0 to 2^53 − 1. */
  readonly earned: Float64Array;
  /** Points paid, 0 to 2^53 − 1. */
  readonly points: Float64Array;
}

/**
 * What `stepsAccrueColumns` pays: the credits' columns, one row for each record and rule under which it earned. Each call
 * writes over them, and after one that failed they are empty.
 */
export declare class AccruedColumns implements CreditColumns {
  /** How many credits. */
  readonly length: number;
  readonly walked: Int32Array;
  readonly synced: Int32Array;
  readonly rule: Int32Array;
  readonly earned: Float64Array;
  readonly points: Float64Array;
  /** What became of each record, by the number of a `Reason`. */
  readonly reasons: Int32Array;
}

/** People, a column for each field, all of one length. Dates are written YYYYMMDD; what is no date gives `not_a_date`. */
export interface PersonColumns {
  /** The instant of the service, Unix seconds. */
  readonly at: Float64Array;
  /** The date of birth. */
  readonly born: Int32Array;
  /** 資格取得日: the first day of entitlement. */
  readonly insuredFrom: Int32Array;
  /** 資格喪失日: the first day without entitlement; 0 while it lasts. */
  readonly lostOn: Int32Array;
  /** The day of the last use that counts against the fiscal year's one; 0 for none. */
  readonly usedOn: Int32Array;
  /** 0 insured, 1 dependant, 2 voluntary, 3 special_retiree, 4 special_retiree_dependant, 5 spouse. */
  readonly relation: Uint8Array;
}

/** Slots, a column for each field, all of one length. */
export interface SlotColumns {
  /** Its date, YYYYMMDD. */
  readonly date: Int32Array;
  /** Places in all. */
  readonly capacity: Uint32Array;
  /** Places taken. */
  readonly taken: Uint32Array;
  /** 1 where the person has booked it, else 0. */
  readonly booked: Uint8Array;
  /** 1 where the organiser has cancelled it, else 0. */
  readonly cancelled: Uint8Array;
}

/** A deadline of a slot's date. */
export interface Deadline {
  /** The instant, Unix seconds. */
  readonly at: number;
  /** The last day that a display should name, YYYYMMDD. */
  readonly lastYmd: number;
}

/**
 * A deadline of each of many dates. A date that has no such deadline, or none within the calendar, has the last day 0, what the calendar does not have as a
 * date the last day -1, and both the instant 0.
 */
export interface DeadlineColumns {
  /** The instants, Unix seconds. */
  readonly at: Float64Array;
  /** The last days that a display should name, YYYYMMDD. */
  readonly lastYmd: Int32Array;
}

/** A compiled module, `WebAssembly.Module`, wherever the project's types know it. */
export type CompiledModule = typeof globalThis extends { WebAssembly: { Module: { prototype: infer M } } } ? M & object : never;

/**
 * Where the WebAssembly module comes from: compiled, or its bytes, or where to read it, a URL (in Node a path or a file URL).
 * The entries that hold their module (`kenpo/inline`, and `kenpo` in Bun, workerd and bundles of servers) read no other place.
 */
export type ModuleSource = CompiledModule | ArrayBuffer | ArrayBufferView | string | { readonly href: string };

/**
 * Loads the library, once for all: later calls give the same, whatever they ask.
 * Without a source it takes the module that came with the package. An `Error` says where it is missing.
 */
export declare function load(source?: ModuleSource): Promise<Kenpo>;

/**
 * The same at once, where the module can be read at once: in Node, Bun and workerd, and from `kenpo/inline`. In a browser's own
 * entry it throws without a compiled module or its bytes, of which some browsers take no large ones outside of a worker.
 */
export declare function loadSync(source?: ModuleSource): Kenpo;

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

  /** Answers an operation for many: what cannot be used is an error in its place and costs the others nothing. */
  batch<O extends BatchOperation<KenpoTable>>(
    operation: O,
    items: readonly KenpoTable[O]['request'][],
  ): Batched<KenpoTable[O]['answer']>;

  /**
   * Examines an insurer number typed on a form, at most 64 bytes of UTF-8: 0 for a well-formed one, otherwise the
   * number of the first reason against it, as in `Reason`. For many numbers take `insurerNumberReasons`: most of the time of
   * this call goes into crossing to the module.
   */
  insurerNumberReason(text: string): number;

  /**
   * Examines a column of insurer numbers, eight bytes each: eight digits, or six and two spaces.
   * Gives one reason for each, 0 for a well-formed number.
   */
  insurerNumberReasons(records8: Uint8Array): Uint8Array;

  /**
   * The key under which a name of at most 256 bytes of UTF-8 is looked up, version 1: the `match_key` of `nameCheck`.
   * Two names with one key are candidates, not the same name.
   */
  matchKey(name: string): string;

  /**
   * The keys of names: `matchKey` of many. Where a name cannot be used the error's `path` is its place, such as `/3`, from 0.
   */
  matchKeys(names: readonly string[]): string[];
}

/** A programme that was read and found consistent; immutable. Every call throws a `KenpoError` where there is no answer. */
export declare class Programme {
  private constructor();

  /** Releases the programme now and not when it is collected. May be called twice; other calls fail afterwards. */
  close(): void;

  /** `close`, for `using programme = kenpo.parseProgramme(document)`. */
  [Symbol.dispose](): void;

  /** Answers any operation under this programme, JSON in and out; also a batch, as `<operation>.batch`. */
  answer(operation: string, request: string): string;

  /** Answers an operation for many: what cannot be used is an error in its place and costs the others nothing. */
  batch<O extends BatchOperation<ProgrammeTable>>(
    operation: O,
    items: readonly ProgrammeTable[O]['request'][],
  ): BatchedUnder<ProgrammeTable[O]['answer']>;

  /**
   * The last day of the programme's only coupon issued on a day, both as YYYYMMDD. `unsupported` where the programme has
   * several coupons or counts from the draw: ask `couponIssue`.
   */
  couponLastDay(issuedYmd: number): number;

  /**
   * Pays for a member's steps under every rule that earns by them. `credited` holds what was credited before, under any
   * rule, for those days and for the cap windows they fall in. Records that cannot be used fail the call as a
   * whole; `pointsAccrue` answers record by record.
   */
  stepsAccrue(delivery: StepDelivery, days: readonly StepDay[], credited?: readonly StepCredit[]): StepsAccrued;

  /**
   * Pays for a member's steps as `stepsAccrue` does, and makes no object for a row: what is paid stands in `into`, which is
   * kept and written over for the next member. What was credited before may be what stands there.
   */
  stepsAccrueColumns(
    delivery: StepDelivery,
    days: StepColumns,
    credited: CreditColumns | undefined,
    into: AccruedColumns,
  ): void;

  /**
   * Whether each person may use a service at an instant: 0, or the number of the first reason against it, as in `Reason`.
   * `unsupported` where the programme asks for what a row does not hold, such as a device or a fact: ask `eligibilityCheck`.
   */
  eligibilityReasons(service: string, people: PersonColumns): Uint8Array;

  /**
   * How a person sees slots at an instant, Unix seconds: 1 booked, 2 outside the booking period, 3 full, 4 free, and 0 where
   * its date is none.
   */
  slotStates(service: string, now: number, slots: SlotColumns): Uint8Array;

  /** A deadline of a slot's date, YYYYMMDD. `not_in_effect` where it has no such deadline, or none within the calendar. */
  bookingDeadline(service: string, kind: 'closes' | 'change' | 'cancel', dateYmd: number): Deadline;

  /**
   * A deadline of each slot's date, YYYYMMDD: `bookingDeadline` of many. `unsupported` where that of one of the dates is counted in
   * hours: ask `bookingDeadlines`.
   */
  slotDeadlines(service: string, kind: 'closes' | 'change' | 'cancel', datesYmd: Int32Array): DeadlineColumns;

  /**
   * What is paid back of a cost in yen on a day, YYYYMMDD, whoever claims. `not_in_effect` where there is no subsidy on that
   * day, `invalid_request` for a cost out of range, `unsupported` where the amount depends on the person. For many costs
   * take `subsidiesYen`.
   */
  subsidyYen(service: string, onYmd: number, costYen: number): number;

  /**
   * What is paid back of each cost in yen on a day, YYYYMMDD, whoever claims; -1 for a cost out of range. `not_in_effect`
   * where there is no subsidy on that day, `unsupported` where the amount depends on the person.
   */
  subsidiesYen(service: string, onYmd: number, costsYen: Int32Array): Int32Array;
}
