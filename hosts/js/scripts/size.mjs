// `node scripts/size.mjs [--record]`: holds what each entry weighs to size.json, or writes the sizes there. That is its module, or where it
// has none its code with the libraries that it needs, as a bundler makes it small for a browser.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { buildSync } from 'esbuild';
import { DIST, PACKAGE } from './paths.mjs';

const LEDGER = `${PACKAGE}/size.json`;
/** What a compiler's next version may add before someone has to look. */
const SLACK = 1.02;

/** Each size of an entry that is over its `recorded` size or its `budget`, in words. */
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

/** The sizes of an entry, such as `kenpo/card`. */
function measure(entry) {
  const folder = entry.replace('kenpo', DIST);
  const module = `${folder}/kenpo_bg.wasm`;
  const bytes = existsSync(module) ? readFileSync(module) : bundled(`${folder}/index.js`);
  return { raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotliCompressSync(bytes).length };
}

function bundled(code) {
  const options = { bundle: true, minify: true, format: 'esm', platform: 'browser', target: 'es2022', logLevel: 'warning' };
  return buildSync({ ...options, entryPoints: [code], write: false }).outputFiles[0].contents;
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
