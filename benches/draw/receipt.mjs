// How long a member's page takes to check a receipt of a draw of 100,000 holders, in Chromium: `cargo xtask bench draw`.

import { fileURLToPath } from 'node:url';
import { load } from '../../hosts/js/dist/verify/node.js';
import { launch, serve } from '../../hosts/js/test/browser.mjs';

const HOLDERS = 100_000;
const TEXT = '2217133./80412./3.8.17.22.31.40./';
const DRAW = 'bench';

const kenpo = await load();
const holders = Array.from({ length: HOLDERS }, (_, at) => ({ member_id: `m-${at}`, tickets: at === 0 ? 100 : 1 + (at % 3) }));
const entered = kenpo.lotteryEnter({ draw_id: DRAW, entropy: '07'.repeat(32), holders }).answer;
const { entries } = entered.verdict;
const { manifest, draw_hash } = kenpo.lotteryFreeze({
  draw_id: DRAW, freeze_time: '2022-06-20T00:00:00+09:00', draw_time: '2022-06-23T12:00:00+09:00',
  beacon: { kind: 'public_text', description: 'Example' }, entries, prizes: [{ code: 'coupon', quantity: 100 }],
  alternates: 20, max_prizes_per_holder: 1,
}).answer.verdict;
const rows = entered.store.filter((row) => row.member_id === 'm-0' || row.member_id === 'm-2');
const { receipts } = kenpo.lotteryReceipts({ draw_id: DRAW, entries, rows }).answer.verdict;
const { proof } = kenpo.lotteryDraw({ manifest, entries, public_text: TEXT }).answer.verdict;
const requests = receipts.map((receipt) => {
  const drawn = kenpo.lotteryMemberView({ proof, tag: receipt.tag }).answer.verdict.view;
  return { tickets: receipt.count, text: JSON.stringify({ draw_hash, manifest, receipt, drawn }) };
});

const dist = fileURLToPath(new URL('../../hosts/js/dist', import.meta.url));
const server = await serve({ '/page.html': '<!doctype html><title>receipt</title>', '/dist/': dist });
const browser = await launch();
try {
  const page = await browser.newPage();
  await page.goto(`${server.url}/page.html`);
  for (const { tickets, text } of requests) {
    const { first, least, median, reason } = await page.evaluate(async (request) => {
      const { load } = await import('/dist/verify/web.js');
      const kenpo = await load();
      const check = () => kenpo.lotteryCheckReceipt(JSON.parse(request)).answer.verdict;
      const begun = performance.now();
      const { reason } = check();
      const first = performance.now() - begun;
      // The browser's clock is coarse: twenty checks at a time.
      const times = Array.from({ length: 50 }, () => {
        const start = performance.now();
        for (let n = 0; n < 20; n += 1) check();
        return (performance.now() - start) / 20;
      }).sort((a, b) => a - b);
      return { first, least: times[0], median: times[25], reason };
    }, text);
    if (reason !== 'accepted') throw new Error(`the receipt is ${reason}`);
    const ms = (time) => time.toFixed(3);
    console.log(`a receipt of ${tickets} tickets among ${HOLDERS} holders: ${ms(median)} ms (least ${ms(least)}, the first ${ms(first)})`);
  }
} finally {
  await browser.close();
  server.close();
}
