// With the module inside, for bundlers and hosts that know no WebAssembly files.

import module from 'kenpo-module';
import { loaded } from './loaded.js';

export * from './exports.js';

export function load(source = module) {
  return loaded(() => source);
}
