// Browsers and bundlers, which know `new URL(…, import.meta.url)`.

import { loaded } from './loaded.js';

export * from './exports.js';

export function load(source = new URL('./kenpo_bg.wasm', import.meta.url)) {
  return loaded(() => source);
}
