// `node test/vectors/chromium.mjs [project root]`: every vector in a page, through the built package as it is shipped.
// `CHROMIUM` names another browser than /usr/bin/chromium.

import { DIST, PACKAGE, ROOT } from '../../scripts/paths.mjs';
import { launch, serve } from '../browser.mjs';
import { closingLine } from './core.mjs';
import { readVectors } from './files.mjs';

const { files, programmes } = readVectors(process.argv[2] ?? process.env.KENPO_ROOT ?? ROOT);
const documents = Array.from(programmes, ([path, bytes]) => [path, new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)]);
const server = await serve({
  '/page.html': '<!doctype html>',
  '/vectors.json': JSON.stringify({ files, programmes: documents }),
  '/dist/': DIST,
  '/test/': `${PACKAGE}/test`,
});
const browser = await launch();
try {
  const page = await browser.newPage();
  await page.goto(`${server.url}/page.html`);
  const outcome = await page.evaluate(async () => (await import('/test/vectors/page.js')).run());
  for (const failure of outcome.failures) console.log(failure);
  console.log(closingLine('chromium', outcome));
  process.exitCode = outcome.failures.length > 0 ? 1 : 0;
} finally {
  await browser.close();
  server.close();
}
