// How much memory programmes take, closed or not, in a task that never ends: nothing is collected in it that a registry must tell of.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { KenpoError, load } from 'kenpo';
import { ROOT } from '../scripts/paths.mjs';

const DOCUMENT = readFileSync(`${ROOT}/programmes/kkr.json`, 'utf8');

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

// The module's memory is nowhere in the package's interface, so it is taken where the instance is made.
let memory;
WebAssembly.Instance = class extends WebAssembly.Instance {
  constructor(...args) {
    super(...args);
    memory = this.exports.memory;
  }
};
const kenpo = await load();

test('a task that parses and never closes takes no more memory the longer it goes on', () => {
  const taken = () => {
    collect();
    return { module: memory.buffer.byteLength, heap: process.memoryUsage().heapUsed };
  };
  const parse = (count) => {
    for (let each = 0; each < count; each += 1) kenpo.parseProgramme(DOCUMENT);
    return taken();
  };
  const before = parse(5_000);
  const after = parse(10_000);
  assert.ok(before.module < 64 << 20, `${before.module} bytes`);
  // An allocator may want a page more for its holes. What leaked would be kilobytes for each programme.
  assert.ok(after.module - before.module < 1 << 20, `${after.module - before.module} bytes of the module for 10,000 programmes`);
  assert.ok(after.heap - before.heap < 1 << 20, `${after.heap - before.heap} bytes of heap for 10,000 programmes`);
});

test('a programme that had to go comes back with its next call', () => {
  // Documents of the greatest size, of which few are compiled at a time.
  const programmes = Array.from({ length: 24 }, () => kenpo.parseProgramme(DOCUMENT.padEnd(1_040_000)));
  for (const programme of [...programmes, ...programmes.toReversed()]) assert.equal(programme.couponLastDay(20220623), 20240331);
  for (const programme of programmes) {
    programme[Symbol.dispose]();
    assert.throws(() => programme.couponLastDay(20220623), KenpoError);
  }
});
