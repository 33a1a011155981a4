import { compiled, place, release } from './compiled.js';
import { KenpoOperations, ProgrammeOperations } from './contract.js';
import { call, door } from './engine.js';
import { KenpoError, Status } from './error.js';
import { library, withForms } from './library.js';
import { AccruedColumns } from './steps.js';
import { documentBytes, string, text } from './text.js';

const refused = (status) => new KenpoError({ status });

/** The library. */
export class Kenpo extends withForms(library(KenpoOperations)) {
  parseProgramme(document) {
    return new Programme(document);
  }
}

/** A programme that was read and found consistent. */
export class Programme extends ProgrammeOperations {
  /** Kept to compile the programme again after a trap, or when it had to go; absent when closed. */
  #document;
  #place = place();

  constructor(document) {
    super();
    this.#document = documentBytes(document);
    call(() => compiled(this.#place, this, this.#document));
  }

  #call(body) {
    if (this.#document === undefined) throw refused(Status.invalid_argument);
    return call(() => body(compiled(this.#place, this, this.#document)));
  }

  close() {
    if (this.#document === undefined) return;
    this.#document = undefined;
    call(() => release(this.#place));
  }

  [Symbol.dispose ?? Symbol.for('Symbol.dispose')]() {
    this.close();
  }

  answer(operation, request) {
    string(operation);
    text(request);
    return this.#call((programme) => programme.answer(operation, request));
  }

  couponLastDay(issuedYmd) {
    // The border would cut a fraction off.
    const [issued] = column(Int32Array, [issuedYmd], (ymd) => ymd);
    return this.#call((programme) => programme.couponLastDay(issued));
  }

  stepsAccrue(delivery, days, credited = []) {
    const dates = datesOf(delivery);
    const records = {
      walked: column(Int32Array, days, (day) => day.walkedYmd),
      steps: column(Float64Array, days, (day) => day.steps),
    };
    const before = {
      walked: column(Int32Array, credited, (credit) => credit.walkedYmd),
      synced: column(Int32Array, credited, (credit) => credit.syncedYmd),
      rule: column(Int32Array, credited, (credit) => credit.rule),
      earned: column(Float64Array, credited, (credit) => credit.earned),
      points: column(Float64Array, credited, (credit) => credit.points),
    };
    this.#call((programme) => AccruedColumns.pay(programme, listed, dates, records, before));
    const { length, walked, synced, rule, earned, points } = listed;
    const credits = [];
    for (let at = 0; at < length; at += 1) {
      credits.push({ walkedYmd: walked[at], syncedYmd: synced[at], rule: rule[at], earned: earned[at], points: points[at] });
    }
    return { credits, reasons: Array.from(listed.reasons) };
  }

  stepsAccrueColumns(delivery, days, credited = NO_CREDITS, into) {
    const dates = datesOf(delivery);
    const { walked, steps } = given(days);
    even(typed(walked, Int32Array).length, typed(steps, Int32Array, Float64Array));
    const before = credited === NO_CREDITS ? NO_CREDITS : credits(given(credited));
    if (!(into instanceof AccruedColumns)) throw refused(Status.invalid_argument);
    this.#call((programme) => AccruedColumns.pay(programme, into, dates, { walked, steps }, before));
  }

  eligibilityReasons(service, people) {
    text(service);
    const { at, born, insuredFrom, lostOn, usedOn, relation } = given(people);
    const dates = [born, insuredFrom, lostOn, usedOn].map((column) => typed(column, Int32Array));
    const columns = [typed(at, Float64Array), ...dates, typed(relation, Uint8Array)];
    return this.#call((programme) => programme.eligibilityReasons(service, ...columns));
  }

  slotStates(service, now, slots) {
    text(service);
    const { date, capacity, taken, booked, cancelled } = given(slots);
    const places = [capacity, taken].map((column) => typed(column, Uint32Array));
    const flags = [booked, cancelled].map((column) => typed(column, Uint8Array));
    const columns = [typed(date, Int32Array), ...places, ...flags];
    const [instant] = column(Float64Array, [now], (seconds) => seconds);
    return this.#call((programme) => programme.slotStates(service, instant, ...columns));
  }

  bookingDeadline(service, kind, dateYmd) {
    text(service);
    const which = DEADLINES.indexOf(kind) + 1;
    const [date] = column(Int32Array, [dateYmd], (ymd) => ymd);
    const [at, lastYmd] = this.#call((programme) => programme.bookingDeadline(service, which, date));
    return { at, lastYmd };
  }

  slotDeadlines(service, kind, datesYmd) {
    text(service);
    const which = DEADLINES.indexOf(kind) + 1;
    const dates = typed(datesYmd, Int32Array);
    const both = this.#call((programme) => programme.slotDeadlines(service, which, dates));
    return { at: both.slice(0, dates.length), lastYmd: Int32Array.from(both.subarray(dates.length)) };
  }

  subsidyYen(service, onYmd, costYen) {
    text(service);
    const [on] = column(Int32Array, [onYmd], (ymd) => ymd);
    const [cost] = column(Float64Array, [costYen], (yen) => yen);
    return this.#call((programme) => programme.subsidyYen(service, on, cost));
  }

  subsidiesYen(service, onYmd, costsYen) {
    text(service);
    const [on] = column(Int32Array, [onYmd], (ymd) => ymd);
    const costs = typed(costsYen, Int32Array);
    return this.#call((programme) => programme.subsidiesYen(service, on, costs));
  }
}

/** The kinds of deadlines, from the number 1 on. */
const DEADLINES = ['closes', 'change', 'cancel'];

/** Into which lists are paid. */
const listed = new AccruedColumns();

const NO_CREDITS = { walked: [] };

/** A delivery's dates, 0 for one that is not given. */
function datesOf({ syncedYmd, bornYmd, enrolledYmd, openedYmd, closedThroughYmd }) {
  const dates = new Int32Array(5);
  set(dates, 0, syncedYmd ?? 0);
  set(dates, 1, bornYmd ?? 0);
  set(dates, 2, enrolledYmd ?? 0);
  set(dates, 3, openedYmd ?? 0);
  set(dates, 4, closedThroughYmd ?? 0);
  return dates;
}

function even(length, column) {
  if (column.length !== length) throw refused(Status.invalid_argument);
}

/** Columns of credits, of one length. */
function credits({ walked, synced, rule, earned, points }) {
  const { length } = typed(walked, Int32Array);
  even(length, typed(synced, Int32Array));
  even(length, typed(rule, Int32Array));
  even(length, typed(earned, Float64Array));
  even(length, typed(points, Float64Array));
  return { walked, synced, rule, earned, points };
}

/** What was passed as columns. */
function given(columns) {
  if (columns === null || typeof columns !== 'object') throw refused(Status.invalid_argument);
  return columns;
}

/** A typed array of just this kind, or the other, of whatever realm. */
function typed(column, { name }, other) {
  if (ArrayBuffer.isView(column)) {
    const tag = column[Symbol.toStringTag];
    if (tag === name || tag === other?.name) return column;
  }
  throw refused(Status.invalid_argument);
}

/** A column of numbers taken from rows; a value the column cannot hold exactly is refused. */
function column(Column, rows, value) {
  if (!Array.isArray(rows)) throw refused(Status.invalid_argument);
  const numbers = new Column(rows.length);
  for (let at = 0; at < rows.length; at += 1) set(numbers, at, value(rows[at] ?? {}));
  return numbers;
}

function set(numbers, at, number) {
  numbers[at] = number;
  if (numbers[at] !== number) throw refused(Status.invalid_request);
}
