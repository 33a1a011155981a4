// `node scripts/size.mjs [--record]`: holds the module of each entry to size.json, or writes their sizes there.

import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { DIST, PACKAGE } from './paths.mjs';

const LEDGER = `${PACKAGE}/size.json`;
/** What a compiler's next version may add before someone has to look. */
const SLACK = 1.02;

/** Each size of an entry's module that is over its `recorded` size or its `budget`, in words. */
export function oversized(kind) {
  const slack = kind === 'recorded' ? SLACK : 1;
  return Object.entries(ledger()).flatMap(([entry, held]) => {
    const sizes = measure(entry);
    return Object.entries(held[kind])
      .filter(([form, size]) => sizes[form] > size * slack)
      .map(([form, size]) => `${entry}, ${form}: ${sizes[form]} bytes, ${kind} ${size}`);
  });
}

const ledger = () => JSON.parse(readFileSync(LEDGER, 'utf8'));

/** The sizes of the module of an entry, such as `kenpo/card`. */
function measure(entry) {
  const module = readFileSync(`${entry.replace('kenpo', DIST)}/kenpo_bg.wasm`);
  return { raw: module.length, gzip: gzipSync(module, { level: 9 }).length, brotli: brotliCompressSync(module).length };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  if (process.argv[2] === '--record') {
    const recorded = Object.entries(ledger()).map(([entry, { budget }]) => [entry, { budget, recorded: measure(entry) }]);
    writeFileSync(LEDGER, `${JSON.stringify(Object.fromEntries(recorded), null, 2)}\n`);
  } else {
    const faults = [...oversized('recorded'), ...oversized('budget')];
    for (const fault of faults) console.log(fault);
    process.exitCode = faults.length > 0 ? 1 : 0;
  }
}
