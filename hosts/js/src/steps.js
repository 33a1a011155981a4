// A member's steps as columns. They cross in two sheets in the module's memory, which are kept.

import { door } from './engine.js';

/** The dates of a delivery, as they stand in the sheet of integers. */
const DATES = 5;

/** The sheets' parts: what is given, and what is paid. */
let ints = new Int32Array(0);
let floats = new Float64Array(0);
let intsPaid = ints;
let floatsPaid = floats;

/** What `stepsAccrueColumns` pays, written over by each call. */
export class AccruedColumns {
  #length = 0;
  #records = 0;
  /** So many integers and floats there are for each column of credits. */
  #room = 0;
  #ints = new Int32Array(0);
  #floats = new Float64Array(0);

  get length() {
    return this.#length;
  }

  get walked() {
    return this.#ints.subarray(0, this.#length);
  }

  get synced() {
    return this.#ints.subarray(this.#room, this.#room + this.#length);
  }

  get rule() {
    return this.#ints.subarray(2 * this.#room, 2 * this.#room + this.#length);
  }

  get earned() {
    return this.#floats.subarray(0, this.#length);
  }

  get points() {
    return this.#floats.subarray(this.#room, this.#room + this.#length);
  }

  get reasons() {
    return this.#ints.subarray(3 * this.#room, 3 * this.#room + this.#records);
  }

  /** Pays: a delivery's dates, the records' columns, and those of what was credited before. */
  static pay(programme, into, dates, days, credited) {
    into.#length = 0;
    into.#records = 0;
    const records = days.walked.length;
    const before = credited.walked.length;
    const room = records * programme.creditsPerRecord();
    const isWide = days.steps[Symbol.toStringTag] === 'Float64Array';
    const intsOfDays = DATES + (isWide ? records : 2 * records);
    const floatsOfDays = isWide ? records : 0;
    const intsGiven = intsOfDays + 3 * before;
    const floatsGiven = floatsOfDays + 2 * before;
    const intsMade = 3 * room + records;
    const floatsMade = 2 * room;
    door.sheetsRoom(intsGiven + intsMade, floatsGiven + floatsMade);
    let { buffer } = door.moduleMemory();
    ints = view(ints, buffer, door.intsAt(), intsGiven);
    floats = view(floats, buffer, door.floatsAt(), floatsGiven);
    ints.set(dates);
    ints.set(days.walked, DATES);
    if (isWide) floats.set(days.steps);
    else ints.set(days.steps, DATES + records);
    if (before > 0) {
      ints.set(credited.walked, intsOfDays);
      ints.set(credited.synced, intsOfDays + before);
      ints.set(credited.rule, intsOfDays + 2 * before);
      floats.set(credited.earned, floatsOfDays);
      floats.set(credited.points, floatsOfDays + before);
    }
    const length = programme.stepsAccrue(records, before, room, isWide);
    // A memory that grew has another buffer.
    ({ buffer } = door.moduleMemory());
    intsPaid = view(intsPaid, buffer, door.intsAt() + 4 * intsGiven, intsMade);
    floatsPaid = view(floatsPaid, buffer, door.floatsAt() + 8 * floatsGiven, floatsMade);
    if (into.#ints.length < intsMade) into.#ints = new Int32Array(2 * intsMade);
    if (into.#floats.length < floatsMade) into.#floats = new Float64Array(2 * floatsMade);
    into.#ints.set(intsPaid);
    into.#floats.set(floatsPaid);
    into.#room = room;
    into.#length = length;
    into.#records = records;
  }
}

/** A part of a sheet. Views cost more than what they show, so one that fits is kept. */
function view(kept, buffer, at, length) {
  const fits = kept.buffer === buffer && kept.byteOffset === at && kept.length === length;
  return fits ? kept : new kept.constructor(buffer, at, length);
}
