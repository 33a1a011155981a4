// The page of examples/draw in a browser: a receipt before and after the draw, false ones, and no connection to anyone.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { load } from 'kenpo/verify';
import { buildPage } from '../scripts/page.mjs';
import { launch } from './browser.mjs';

const TEXT = '2217133./80412./3.8.17.22.31.40./';

/** The receipts of all holders of a small draw, before and after it was held. */
async function receipts() {
  const kenpo = await load();
  const holders = Array.from({ length: 20 }, (_, at) => ({ member_id: `m-${at}`, tickets: 1 + (at % 3) }));
  const entered = kenpo.lotteryEnter({ draw_id: 'kkr-2022-06', entropy: '07'.repeat(32), holders }).answer;
  const { entries } = entered.verdict;
  const frozen = kenpo.lotteryFreeze({
    draw_id: 'kkr-2022-06', freeze_time: '2022-06-20T00:00:00+09:00', draw_time: '2022-06-23T12:00:00+09:00',
    beacon: { kind: 'public_text', description: 'Example' }, entries, prizes: [{ code: 'kkr_coupon', quantity: 2 }],
    alternates: 1, max_prizes_per_holder: 1,
  }).answer.verdict;
  const own = kenpo.lotteryReceipts({ draw_id: 'kkr-2022-06', entries, rows: entered.store }).answer.verdict.receipts;
  const { proof } = kenpo.lotteryDraw({ manifest: frozen.manifest, entries, public_text: TEXT }).answer.verdict;
  return own.map((receipt) => {
    const request = { draw_hash: frozen.draw_hash, manifest: frozen.manifest, receipt };
    return { request, drawn: { ...request, drawn: kenpo.lotteryMemberView({ proof, tag: receipt.tag }).answer.verdict.view } };
  });
}

const all = await receipts();
const winner = all.find(({ drawn }) => drawn.drawn.awards[0]?.prize);
const loser = all.find(({ drawn }) => drawn.drawn.awards.length === 0);

let browser;
let address;
before(async () => {
  address = pathToFileURL(await buildPage()).href;
  browser = await launch();
});
after(() => browser.close());

/** Opens the page, chooses a file, and gives what it shows. */
async function show(content, { hash = '', locale = 'en' } = {}) {
  const page = await browser.newPage({ locale });
  const asked = [];
  const faults = [];
  page.on('request', (request) => asked.push(request.url()));
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => faults.push(message.text()));
  await page.goto(address);
  await page.fill('#hash', hash);
  await page.setInputFiles('#file', { name: 'receipt.json', mimeType: 'application/json', buffer: Buffer.from(content) });
  await page.waitForSelector('#result .verdict');
  const texts = (selector) => page.locator(selector).allTextContents();
  const shown = { verdict: (await texts('#result .verdict'))[0], pass: (await texts('li.pass')).length, fail: await texts('li.fail'), all: await page.innerText('#result') };
  await page.close();
  assert.deepEqual([asked, faults], [[address], []]);
  return shown;
}

test('a receipt before the draw', async () => {
  const { request } = loser;
  const shown = await show(JSON.stringify(request));
  assert.deepEqual([shown.verdict, shown.pass, shown.fail], ['Everything holds.', 3, []]);
  assert.match(shown.all, new RegExp(request.draw_hash));
  assert.match(shown.all, /before the draw/);
  assert.match(shown.all, /Time evidence: none/);
  assert.doesNotMatch(shown.all, /Not checked/);
});

test('after the draw: a winner, with the hash that was received, in Japanese', async () => {
  const shown = await show(JSON.stringify(winner.drawn), { hash: winner.request.draw_hash.toUpperCase(), locale: 'ja' });
  assert.deepEqual([shown.verdict, shown.pass, shown.fail], ['すべて確かめられました。', 6, []]);
  assert.match(shown.all, /位：kkr_coupon/);
  assert.match(shown.all, /時刻の証拠：なし/);
  assert.doesNotMatch(shown.all, new RegExp(winner.request.draw_hash));
});

test('after the draw: no award', async () => {
  const shown = await show(JSON.stringify(loser.drawn));
  assert.deepEqual([shown.verdict, shown.pass, shown.fail], ['Everything holds.', 6, []]);
  assert.match(shown.all, /No award\./);
  assert.match(shown.all, /Time evidence: none/);
  assert.match(shown.all, /Not checked on this page: whether the list was frozen/);
});

test('after the draw, with time evidence: it is said to be there, and not to be checked', async () => {
  const { drawn } = loser.drawn;
  const shown = await show(JSON.stringify({ ...loser.drawn, drawn: { ...drawn, time_evidence: '3003020100' } }));
  assert.deepEqual([shown.verdict, shown.pass, shown.fail], ['Everything holds.', 6, []]);
  assert.match(shown.all, /Time evidence: present, and not checked/);
});

test('what is false is named', async () => {
  const other = '0'.repeat(64);
  const changed = (change) => JSON.stringify(change(structuredClone(loser.drawn)));
  const cases = [
    [await show(changed((file) => file), { hash: other }), 2],
    [await show(changed((file) => ({ ...file, receipt: { ...file.receipt, count: 99 } }))), 2],
    [await show(changed((file) => ({ ...file, drawn: { ...file.drawn, awards: winner.drawn.drawn.awards } }))), 1],
  ];
  for (const [shown, fails] of cases) {
    assert.equal(shown.verdict, 'Something does not hold. Ask the organiser.');
    assert.equal(shown.fail.length, fails, shown.all);
  }
});

test('what is no receipt', async () => {
  assert.match((await show('{')).all, /cannot be read[^]*JSON/);
  assert.match((await show('{"draw_hash":"<img src=x>"}')).all, /cannot be read[^]*draw_hash/);
});
