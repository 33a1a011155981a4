// `npm pack` and `npm publish` run this first: what package.json promises must have been built.

import { existsSync, readFileSync } from 'node:fs';
import { PACKAGE } from './paths.mjs';

const manifest = JSON.parse(readFileSync(`${PACKAGE}/package.json`, 'utf8'));
const promised = (entry) => (typeof entry === 'string' ? [entry] : Object.values(entry).flatMap(promised));
const paths = [...new Set(promised(manifest.exports))].map((path) => path.replace(/\/\*.*/, ''));
const missing = paths.filter((path) => !existsSync(`${PACKAGE}/${path}`));
if (missing.length > 0) {
  console.error(`kenpo is not built: ${missing.join(', ')} missing. Run \`npm run build\` first.`);
  process.exitCode = 1;
}
