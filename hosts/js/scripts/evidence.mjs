// Builds the entries that check what the library leaves to its host, without the libraries that they need: those are the user's to install.

import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { DIST, PACKAGE } from './paths.mjs';

const SRC = `${PACKAGE}/src/evidence`;
const NAMES = ['beacon', 'timestamp'];

export async function evidence() {
  for (const name of NAMES) {
    const folder = `${DIST}/${name}`;
    const options = { entryPoints: [`${SRC}/${name}.js`], bundle: true, target: 'es2022', platform: 'neutral', charset: 'utf8', logLevel: 'warning' };
    for (const [ending, format] of [['js', 'esm'], ['cjs', 'cjs']]) {
      await build({ ...options, format, packages: 'external', outfile: `${folder}/index.${ending}` });
    }
    const types = readFileSync(`${SRC}/${name}.d.ts`, 'utf8');
    writeFileSync(`${folder}/index.d.ts`, types);
    writeFileSync(`${folder}/index.d.cts`, types.replaceAll(/index\.js'/g, "index.cjs'"));
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await evidence();
