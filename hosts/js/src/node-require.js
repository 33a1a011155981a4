// Node, by `require` and, through node-import.js, by `import`: one instance for both.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loaded } from './loaded.js';

export * from './exports.js';

export function load(source = join(__dirname, 'kenpo_bg.wasm')) {
  const isPlace = typeof source === 'string' || source instanceof URL;
  return loaded(() => (isPlace ? readFile(source) : source));
}
