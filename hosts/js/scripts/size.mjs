// `node scripts/size.mjs [--record]`: holds the shipped module to size.json, or writes its size there.

import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { DIST, PACKAGE } from './paths.mjs';

const LEDGER = `${PACKAGE}/size.json`;
/** What a compiler's next version may add before someone has to look. */
const SLACK = 1.02;

/** Each size of the module that is over its `recorded` size or its `budget`, in words. */
export function oversized(ledger) {
  const sizes = measure();
  const slack = ledger === 'recorded' ? SLACK : 1;
  return Object.entries(JSON.parse(readFileSync(LEDGER, 'utf8'))[ledger])
    .filter(([kind, size]) => sizes[kind] > size * slack)
    .map(([kind, size]) => `${kind}: ${sizes[kind]} bytes, ${ledger} ${size}`);
}

function measure() {
  const module = readFileSync(`${DIST}/kenpo_bg.wasm`);
  return { raw: module.length, gzip: gzipSync(module, { level: 9 }).length, brotli: brotliCompressSync(module).length };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const sizes = measure();
  console.log(JSON.stringify(sizes));
  if (process.argv[2] === '--record') {
    const { budget } = JSON.parse(readFileSync(LEDGER, 'utf8'));
    writeFileSync(LEDGER, `${JSON.stringify({ budget, recorded: sizes }, null, 2)}\n`);
  } else {
    const faults = [...oversized('recorded'), ...oversized('budget')];
    for (const fault of faults) console.log(fault);
    process.exitCode = faults.length > 0 ? 1 : 0;
  }
}
