// A trap costs the call in which it happens and nothing else, in Node and in a page.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { PROBE, ROOT } from '../scripts/paths.mjs';
import { launch, serve } from './browser.mjs';

const DOCUMENT = readFileSync(`${ROOT}/programmes/kkr.json`, 'utf8');

/** Springs every trap between two calls, of which the second must answer as the first. Runs here and in the page. */
async function recovers({ load, KenpoError, probes }, document) {
  const kenpo = await load();
  const programme = kenpo.parseProgramme(document);
  const closed = kenpo.parseProgramme(document);
  const ask = () => JSON.stringify([
    programme.pointsAccrue({ now: '2022-06-15T09:00:00+09:00', arrivals: [{ date: '2022-06-14', steps: 8200, source: 'healthkit' }] }),
    programme.couponLastDay(20220623),
    kenpo.insurerNumberReason('06139463'),
  ]);
  const before = ask();
  const said = [];
  for (const [name, spring] of Object.entries(probes)) {
    try {
      spring();
      said.push(`${name}: nothing`);
    } catch (error) {
      const { status, code, path, message } = error;
      said.push(error instanceof KenpoError ? { name, status, code, path, message } : `${name}: ${error}`);
    }
    // A programme of the instance that is gone is closed without touching the new one.
    if (name === 'panic') closed.close();
    said.push(ask() === before);
  }
  return said;
}

const said = (name, status, code) => [{ name, status, code, path: '', message: code }, true];
/** A call that asks for more memory than there is was too large for the module. */
const EXPECTED = [...said('panic', 2, 'panic'), ...said('stack', 2, 'panic'), ...said('memory', 6, 'too_large')];

test('in Node', async () => {
  const probed = createRequire(import.meta.url)(`${PROBE}/node.cjs`);
  assert.deepEqual(await recovers(probed, DOCUMENT), EXPECTED);
});

test('in a page', async () => {
  const server = await serve({
    '/page.html': '<!doctype html>',
    '/recovers.js': `export ${recovers}`,
    '/probe/': PROBE,
  });
  const browser = await launch();
  try {
    const page = await browser.newPage();
    await page.goto(`${server.url}/page.html`);
    const said = await page.evaluate(async (document) => {
      const { recovers } = await import('/recovers.js');
      return recovers(await import('/probe/web.js'), document);
    }, DOCUMENT);
    assert.deepEqual(said, EXPECTED);
  } finally {
    await browser.close();
    server.close();
  }
});
