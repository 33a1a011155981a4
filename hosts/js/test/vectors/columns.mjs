// Columns beside what an operation answered: each gives what differs, or nothing.

/** The twin of an operation, if it is one of these. */
export const columnTwins = {
  'eligibility.check': eligibility,
  'booking.slots': slots,
  'booking.deadlines': deadlines,
  'subsidy.claim': subsidy,
};

function eligibility({ Reason, outcome }, programme, { service, on, person, uses = [] }, { reason }) {
  // Which uses count together only the programme says, so that at most one of the very service is compared.
  if (uses.length > 1 || uses.some((use) => use.service !== service)) return undefined;
  const relations = ['insured', 'dependant', 'voluntary', 'special_retiree', 'special_retiree_dependant'];
  const columns = {
    at: Float64Array.of(seconds(`${on}T00:00:00+09:00`)),
    born: Int32Array.of(ymd(person.born)),
    insuredFrom: Int32Array.of(ymd(person.insured_from)),
    lostOn: Int32Array.of(person.lost_on === undefined ? 0 : ymd(person.lost_on)),
    usedOn: Int32Array.of(uses.length === 0 ? 0 : ymd(uses[0].date)),
    relation: Uint8Array.of(relations.indexOf(person.relation)),
  };
  const said = outcome(() => programme.eligibilityReasons(service, columns)[0]);
  const expected = reason === 'accepted' ? 0 : Reason[reason];
  return said === expected || said === 'unsupported' ? undefined : `eligibilityReasons ${said}`;
}

function slots({ outcome }, programme, { now, service, person, bookings = [], slots }, verdict) {
  if (slots.some(({ capacity, taken }) => Math.max(capacity, taken) >= 2 ** 32)) return undefined;
  const holds = (slot) => (booking) =>
    ['confirmed', 'attended'].includes(booking.state) &&
    booking.person === person &&
    booking.service === service &&
    booking.slot === slot.id;
  const columns = {
    date: Int32Array.from(slots, ({ date }) => ymd(date)),
    capacity: Uint32Array.from(slots, ({ capacity }) => capacity),
    taken: Uint32Array.from(slots, ({ taken }) => taken),
    booked: Uint8Array.from(slots, (slot) => (bookings.some(holds(slot)) ? 1 : 0)),
    cancelled: Uint8Array.from(slots, ({ cancelled }) => (cancelled ? 1 : 0)),
  };
  const states = ['', 'booked', 'outside', 'full', 'free'];
  const said = outcome(() => Array.from(programme.slotStates(service, seconds(now), columns), (state) => states[state]));
  const expected = verdict.slots.map(({ state }) => state);
  return said === 'unsupported' || JSON.stringify(said) === JSON.stringify(expected) ? undefined : `slotStates ${said}`;
}

function deadlines({ outcome }, programme, { service, date }, { deadlines: shown }) {
  const kinds = ['closes', 'change', 'cancel'];
  const said = kinds.map((kind) => outcome(() => programme.bookingDeadline(service, kind, ymd(date))));
  for (const [place, kind] of kinds.entries()) {
    const column = outcome(() => {
      const { at, lastYmd } = programme.slotDeadlines(service, kind, Int32Array.of(ymd(date), 0));
      return [at[0], lastYmd[0], at[1], lastYmd[1]];
    });
    const one = said[place];
    const expected = one === 'unsupported' ? one : one === 'not_in_effect' ? [0, 0, 0, -1] : [one.at, one.lastYmd, 0, -1];
    if (JSON.stringify(column) !== JSON.stringify(expected)) return `slotDeadlines ${JSON.stringify(column)}`;
  }
  if (shown === undefined) return said.includes('not_in_effect') ? undefined : 'bookingDeadline knows every deadline';
  const expected = kinds
    .map((kind) => shown[kind])
    .map((one) => (one === undefined ? 'not_in_effect' : { at: seconds(one.at), lastYmd: ymd(one.last_day) }))
    .map((one, place) => (said[place] === 'unsupported' ? 'unsupported' : one));
  return JSON.stringify(said) === JSON.stringify(expected) ? undefined : `bookingDeadline ${JSON.stringify(said)}`;
}

function subsidy({ outcome }, programme, { service, on, cost_yen: cost }, { reason, subsidy_yen: expected }) {
  if (reason !== 'accepted' && reason !== 'nothing_to_claim') return undefined;
  const said = outcome(() => programme.subsidyYen(service, ymd(on), cost));
  if (said === 'unsupported') return undefined; // what the person or earlier uses decide is not typed
  if (said !== expected) return `subsidyYen ${said}`;
  if (cost >= 2 ** 31) return undefined;
  const column = outcome(() => programme.subsidiesYen(service, ymd(on), Int32Array.of(cost))[0]);
  return column === expected ? undefined : `subsidiesYen ${column}`;
}

const seconds = (instant) => Date.parse(instant) / 1000;

const ymd = (date) => Number(date.replaceAll('-', ''));
