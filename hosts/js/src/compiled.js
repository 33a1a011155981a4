// Programmes compiled in the module's memory. An engine of JavaScript collects objects without knowing how much memory they hold
// there, and tells of it only between tasks; so how much is held is bounded here, and a programme that must go is compiled again
// from its document with its next call.

import { door, instance } from './engine.js';

/** How many bytes of documents may be compiled at a time. */
const ROOM = 8 << 20;

/** What is compiled. Of those not used since they were last looked at the first goes: the CLOCK algorithm. */
const live = new Set();
let held = 0;
/** The instance of the module they are in. */
let home = 0;

const collected = new FinalizationRegistry(release);

/** A programme's place in the module; `owner` is told of by the registry and not held. */
export const place = () => ({ programme: undefined, instance: -1, bytes: 0, used: false });

/** The compiled programme of a place, compiled where it is not. */
export function compiled(place, owner, document) {
  if (place.instance !== instance()) compile(place, owner, document);
  place.used = true;
  return place.programme;
}

function compile(place, owner, document) {
  if (home !== instance()) live.forEach(forget);
  home = instance();
  place.programme = door.Programme.parse(document);
  place.instance = instance();
  place.bytes = document.length;
  live.add(place);
  held += place.bytes;
  collected.register(owner, place, place);
  place.used = true;
  for (const oldest of live) {
    if (held <= ROOM || live.size === 1) break;
    live.delete(oldest);
    live.add(oldest);
    if (oldest.used) oldest.used = oldest === place;
    else release(oldest);
  }
}

/** Gives a programme's memory back. What was compiled in an instance that is gone went with it. */
export function release(place) {
  const { programme } = place;
  const isThere = place.instance === instance();
  forget(place);
  if (isThere) programme.free();
}

function forget(place) {
  if (live.delete(place)) held -= place.bytes;
  collected.unregister(place);
  place.programme = undefined;
  place.instance = -1;
}
