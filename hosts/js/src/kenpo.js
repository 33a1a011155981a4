import { KenpoOperations, ProgrammeOperations } from './contract.js';
import { call, door, instance } from './engine.js';
import { KenpoError, Status } from './error.js';
import { bytes, documentBytes, string, text } from './text.js';

const refused = (status) => new KenpoError({ status });

/** The library. */
export class Kenpo extends KenpoOperations {
  get version() {
    return call(() => door.version());
  }

  get abi() {
    return call(() => door.abi());
  }

  parseProgramme(document) {
    return new Programme(document);
  }

  answer(operation, request) {
    string(operation);
    text(request);
    return call(() => door.answer(operation, request));
  }

  insurerNumberCheck(request) {
    if (typeof request !== 'string') return super.insurerNumberCheck(request);
    text(request);
    return call(() => door.insurerNumberCheck(request));
  }

  insurerNumbersCheck(records8) {
    bytes(records8);
    return call(() => door.insurerNumbersCheck(records8));
  }

  matchKey(name) {
    text(name);
    return call(() => door.nameMatchKey(name));
  }
}

/** A programme that was read and found consistent. */
export class Programme extends ProgrammeOperations {
  /** Kept to compile the programme again after a trap; absent when closed. */
  #document;
  #compiled;
  #instance;

  constructor(document) {
    super();
    this.#document = documentBytes(document);
    call(() => this.#compile());
  }

  #compile() {
    if (this.#instance !== instance()) {
      this.#compiled = door.Programme.parse(this.#document);
      this.#instance = instance();
    }
    return this.#compiled;
  }

  #call(body) {
    if (this.#document === undefined) throw refused(Status.invalid_argument);
    return call(() => body(this.#compile()));
  }

  close() {
    if (this.#document === undefined) return;
    if (this.#instance === instance()) call(() => this.#compiled.free());
    this.#document = undefined;
    this.#compiled = undefined;
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
    const dates = ['syncedYmd', 'bornYmd', 'enrolledYmd', 'openedYmd', 'closedThroughYmd'];
    const given = column(Int32Array, dates, (name) => delivery[name] ?? 0);
    const { syncedYmd } = delivery;
    const walked = column(Int32Array, days, (day) => day.walkedYmd);
    const steps = column(Float64Array, days, (day) => day.steps);
    const before = [
      column(Int32Array, credited, (credit) => credit.walkedYmd),
      column(Int32Array, credited, (credit) => credit.syncedYmd),
      column(Uint32Array, credited, (credit) => credit.rule),
      column(Float64Array, credited, (credit) => credit.earned),
      column(Float64Array, credited, (credit) => credit.points),
    ];
    const answer = this.#call((programme) => programme.stepsAccrue(given, walked, steps, ...before));
    // A reason for each day, then four numbers for each credit.
    const credits = [];
    for (let at = walked.length; at < answer.length; at += 4) {
      const [walkedYmd, rule, earned, points] = answer.subarray(at, at + 4);
      credits.push({ walkedYmd, syncedYmd, rule, earned, points });
    }
    return { credits, reasons: Array.from(answer.subarray(0, walked.length)) };
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
    const which = ['closes', 'change', 'cancel'].indexOf(kind) + 1;
    const [date] = column(Int32Array, [dateYmd], (ymd) => ymd);
    const [at, lastYmd] = this.#call((programme) => programme.bookingDeadline(service, which, date));
    return { at, lastYmd };
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

/** What was passed as columns. */
function given(columns) {
  if (columns === null || typeof columns !== 'object') throw refused(Status.invalid_argument);
  return columns;
}

/** A typed array of just this kind, of whatever realm. */
function typed(column, { name }) {
  if (ArrayBuffer.isView(column) && column[Symbol.toStringTag] === name) return column;
  throw refused(Status.invalid_argument);
}

/** A column of numbers taken from rows; a value the column cannot hold exactly is refused. */
function column(Column, rows, value) {
  if (!Array.isArray(rows)) throw refused(Status.invalid_argument);
  const numbers = new Column(rows.length);
  for (let at = 0; at < rows.length; at += 1) {
    const number = value(rows[at] ?? {});
    numbers[at] = number;
    if (numbers[at] !== number) throw refused(Status.invalid_request);
  }
  return numbers;
}
