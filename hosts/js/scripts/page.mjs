// Builds the web page of examples/draw, on which a member checks a receipt, as one file: the built entry `kenpo/verify` with its module inside.

import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { DIST, ROOT, TARGET } from './paths.mjs';

const FOLDER = `${ROOT}/examples/draw/page`;

/** Where the page is written. */
export const PAGE = `${TARGET}/draw/receipt.html`;

/** What a receipt's check may answer for a step, in words of the catalogue. */
function steps() {
  const wanted = ['receipt_tag', 'proof_draw_hash', 'receipt_included', 'proof_randomness', 'proof_reveals', 'receipt_awards'];
  const { reasons } = JSON.parse(readFileSync(`${ROOT}/messages/messages.json`, 'utf8'));
  const entries = reasons.filter(({ code }) => wanted.includes(code));
  const said = (language) => Object.fromEntries(entries.map((entry) => [entry.code, entry[language].text]));
  return JSON.stringify({ ja: said('ja'), en: said('en') });
}

export async function buildPage() {
  const { outputFiles } = await build({
    entryPoints: [`${FOLDER}/page.js`],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'warning',
    alias: { 'kenpo/verify/inline': `${DIST}/verify/inline.js` },
    define: { KENPO_STEPS: steps() },
  });
  // Nothing in it ends the element that it stands in.
  const script = outputFiles[0].text.replaceAll('</script', '<\\/script');
  const style = readFileSync(`${FOLDER}/page.css`, 'utf8');
  const hash = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  const policy = `default-src 'none'; script-src ${hash(script)} 'wasm-unsafe-eval'; style-src ${hash(style)}`;
  const parts = { POLICY: policy, STYLE: style, SCRIPT: script };
  const html = readFileSync(`${FOLDER}/page.html`, 'utf8').replace(/POLICY|STYLE|SCRIPT/g, (name) => parts[name]);
  mkdirSync(`${TARGET}/draw`, { recursive: true });
  writeFileSync(PAGE, html);
  return PAGE;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const page = await buildPage();
  console.log(`${page}: ${Math.round(readFileSync(page).length / 1024)} kB`);
}
