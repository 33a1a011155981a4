// The one instance of the WebAssembly module, and the border at which its failures become errors.

import * as door from 'kenpo-door';
import { KenpoError, Status } from './error.js';

export { door };

/** The shape of the door that these sources call. */
const ABI = 1;

/** Memory that no call needs within its limits; a trap beyond it means that there was no more. */
const TOO_MUCH = 1 << 30;

let loading;
let ready = false;
let usable = false;
let started = 0;

/** Starts the compiled module that `source` promises, once for all; after a failure it can be tried again. */
export function start(source) {
  loading ??= begin(source).catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function begin(source) {
  if (ready) return;
  const module = await source();
  // It may have been started at once in the meantime.
  startSync(() => module);
}

/** The same with a module that is there. */
export function startSync(source) {
  if (ready) return;
  door.initSync({ module: source() });
  if (door.abi() !== ABI) throw new Error(`kenpo: the module's ABI is ${door.abi()} and not ${ABI}`);
  ready = true;
  usable = true;
}

/** The number of the instance; what was made in another one is gone. */
export const instance = () => started;

function restart() {
  // An instance that trapped may hold anything, so it is thrown away; the module itself is kept and compiled already.
  usable = false;
  started += 1;
  door.__wbg_reset_state();
  usable = true;
}

/**
 * Runs calls into the module. It throws a text of JSON for a failure; anything else that leaves it is a trap:
 * a panic, no memory, no stack.
 */
export function call(body) {
  try {
    if (!usable) restart();
    return body();
  } catch (thrown) {
    if (typeof thrown === 'string') throw new KenpoError(JSON.parse(thrown));
    const status = isFull() ? Status.too_large : Status.panic;
    try {
      restart();
    } catch {
      // There may be no stack or memory left for it just now; the next call tries again.
    }
    throw new KenpoError({ status });
  }
}

/** Whether the instance has taken more memory than a call needs. */
function isFull() {
  try {
    return door.moduleMemory().buffer.byteLength > TOO_MUCH;
  } catch {
    return false;
  }
}
