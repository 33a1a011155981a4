// With the module inside, for bundlers and hosts that know no WebAssembly files.

import module from 'kenpo-module';
import { held } from './held.js';

export * from './exports.js';

export const { load, loadSync } = held(module);
