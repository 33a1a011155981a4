// The member of the page: a made-up person, whose data stay in memory.

import { app } from '../state.svelte.js';
import { firstOf, lastOf, noon, plus, range, yearOf } from './days.js';
import { deliveries, replay } from './replay.js';

class Member {
  card = $state({ insurer_number: '06133425', symbol: '71-0001', number: '12', branch: '01', name: 'ケンコム　タロウ', born: '昭和50年5月5日', group: '06133425' });
  /** Whether the society's data hold this person. */
  known = $state(true);
  born = $state('1975-05-05');
  sex = $state('female');
  relation = $state('insured');
  insured_from = $state('2010-04-01');
  lost_on = $state('');
  /** Facts that are not true of the person, by id: at first all are true. */
  denied = $state({});
  app = $state(true);

  year = $state(2026);
  today = $state('2026-07-01');

  level = $state(8000);
  /** Days with steps from a file, in place of made-up ones. */
  read = $state.raw(undefined);
  /** After how many days the phone sends. */
  every = $state(7);
  source = $state('');
  /** What the member did, in any order. */
  events = $state.raw([]);
  /** Rows of bookings and of coupons, as they were stored; a later row of an id takes the place of an earlier one. */
  bookings = $state.raw([]);
  coupons = $state.raw([]);

  #first = $derived(firstOf(this.year));
  #last = $derived(lastOf(this.year));
  get first() {
    return this.#first;
  }
  get last() {
    return this.#last;
  }
  get now() {
    return noon(this.today);
  }

  #person = $derived.by(() => {
    const facts = (app.document.facts ?? []).filter(({ id }) => !this.denied[id]);
    return {
      id: 'member',
      born: this.born,
      relation: this.relation,
      insured_from: this.insured_from,
      ...(this.lost_on ? { lost_on: this.lost_on } : {}),
      ...(this.sex ? { sex: this.sex } : {}),
      facts: facts.map(({ id, dated }) => ({ id, ...(dated ? { on: this.#first } : {}) })),
    };
  });
  get person() {
    return this.#person;
  }

  #sources = $derived([...new Set((app.document.points?.rules ?? []).flatMap((rule) => rule.sources ?? []))]);
  get sources() {
    return this.#sources;
  }
  #from = $derived(this.#sources.includes(this.source) ? this.source : this.#sources[0]);
  get from() {
    return this.#from;
  }

  /** Made-up steps about a level: some days more, some less, the same each time. */
  #walked = $derived.by(() => {
    if (this.read) return this.read;
    const of = (at) => Math.round((this.level * (55 + ((at * 7919 + ((at * at) % 97) * 31) % 91))) / 100);
    return range(this.#first, this.#last).map((date, at) => ({ date, steps: of(at) }));
  });
  get walked() {
    return this.#walked;
  }

  #replayed = $derived.by(() =>
    replay({
      programme: app.programme,
      events: app.document.points ? [...deliveries(this.#walked, this.every), ...this.events] : [],
      person: this.#person,
      source: this.#from,
      explain: 'all',
    }),
  );
  /** The year as the library answers it. */
  get replayed() {
    return this.#replayed;
  }

  #entries = $derived(this.#replayed.entries.filter(({ at }) => at <= noon(this.today)));
  /** The ledger's rows up to today. */
  get entries() {
    return this.#entries;
  }

  /** The rows of bookings or coupons as they stood today: of each id the latest. */
  standing(rows) {
    const found = new Map();
    for (const row of rows) if ((row.at ?? row.issued_at ?? '') <= this.now) found.set(row.id, row);
    return [...found.values()];
  }

  /** Begins the year in which the document's days lie. */
  begin() {
    this.year = yearOf(app.good);
    this.today = plus(firstOf(this.year), 91);
    this.events = [];
    this.bookings = [];
    this.coupons = [];
  }

  do(event) {
    this.events = [...this.events, { id: `event-${this.events.length + 1}-${event.at}`, ...event }];
  }

  undo(id) {
    this.events = this.events.filter((event) => event.id !== id);
  }
}

export const member = new Member();
