// Browsers and bundlers, which know `new URL(…, import.meta.url)`.

import { loaded, loadedSync } from './loaded.js';
import { isPlace, missing } from './module.js';

export * from './exports.js';

export function load(source) {
  return loaded(() => {
    if (source === undefined) return fetched(new URL('./kenpo_bg.wasm', import.meta.url)).catch((cause) => { throw missing(cause); });
    return isPlace(source) ? fetched(source) : source;
  });
}

export function loadSync(source) {
  return loadedSync(() => {
    if (source === undefined || isPlace(source)) {
      throw new TypeError("kenpo: here the module cannot be read at once; pass it to loadSync, import 'kenpo/inline', or await load()");
    }
    return source;
  });
}

/** A module that a server sends, compiled as it arrives where the server says what it is. */
async function fetched(place) {
  const response = await fetch(place);
  if (!response.ok) throw new Error(`kenpo: the module's server says ${response.status}`);
  const isNamed = response.headers.get('Content-Type')?.startsWith('application/wasm') ?? false;
  return isNamed ? WebAssembly.compileStreaming(response) : response.arrayBuffer();
}
