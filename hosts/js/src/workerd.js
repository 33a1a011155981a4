// Cloudflare's workerd, which compiles no bytes: the module is imported, and comes compiled.

import module from './kenpo_bg.wasm';
import { held } from './held.js';

export * from './exports.js';

export const { load, loadSync } = held(module);
