// What people do on the page, in both languages, in a real browser.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { visit } from './site.mjs';

let site;
before(async () => (site = await visit()));
after(() => site.close());

const contract = JSON.parse(readFileSync(new URL('../../../messages/messages.json', import.meta.url), 'utf8'));
/** What the catalogue says, the package's own source. */
const said = (code, lang, what = 'text') => [...contract.reasons, ...contract.errors].find((one) => one.code === code)[lang][what];

const text = (page) => page.locator('main').innerText();
const has = async (page, words) => assert.ok((await text(page)).includes(words), `the page does not say ${JSON.stringify(words)}`);
const verdict = (page, words) => page.locator('.verdict', { hasText: words }).first().waitFor();
/** A field by its place in the form, as `points-caps-0-points`. */
const field = (page, place, id = 'f') => page.locator(`#${id}-${place}`);
const WORDS = {
  ja: { sound: '誤りはありません。', faults: (count) => `誤り ${count}件`, unchanged: '見本のままです。' },
  en: { sound: 'No faults.', faults: (count) => `${count} ${count === 1 ? 'fault' : 'faults'}`, unchanged: 'Nothing is changed.' },
};

for (const lang of ['ja', 'en']) {
  const words = WORDS[lang];

  test(`programme: change, fault, mend, compare, share, save, open (${lang})`, async () => {
    const page = await site.open({ lang });
    await verdict(page, words.sound);
    await has(page, words.unchanged);
    // A figure in the form stands in the text, and in what changed.
    await field(page, 'points-caps-0-points').fill('600');
    const changed = page.locator('section[aria-labelledby=changed-title] tbody tr');
    await changed.filter({ hasText: '600' }).waitFor();
    assert.equal(await changed.count(), 1);
    // A text that is not a number is a fault at its place: in the list, at the field, and in the editor.
    await field(page, 'points-caps-0-points').fill('6oo');
    await verdict(page, words.faults(1));
    assert.equal(await field(page, 'points-caps-0-points').getAttribute('aria-invalid'), 'true');
    await page.locator('.place').click();
    await page.locator('.cm-lintRange-error').waitFor();
    assert.ok((await page.locator('#f-points-caps-0-points-wrong').innerText()).includes(said('wrong_type', lang)));
    await field(page, 'points-caps-0-points').fill('600');
    await verdict(page, words.sound);
    // A row more, and one less.
    const rows = page.locator('#f-points-rules-0-step_tiers-4-at_least');
    await page.getByRole('button', { name: lang === 'ja' ? '行を追加 歩数の段階' : 'Add a row Step tiers' }).click();
    await rows.waitFor();
    await page.getByRole('button', { name: lang === 'ja' ? '削除 歩数の段階 5番' : 'Remove Step tiers No. 5' }).click();
    await rows.waitFor({ state: 'detached' });
    // In the editor: a key that is mistyped, what was meant, and the completion of keys by the schema.
    await page.locator('.cm-content').click();
    await page.keyboard.press('Control+End');
    await page.keyboard.press('Control+f');
    await page.locator('.cm-search input[name=search]').pressSequentially('"month_of"');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await page.keyboard.insertText('"moth_of"');
    await verdict(page, words.faults(1));
    await has(page, 'month_of');
    await page.keyboard.press('Control+z');
    await verdict(page, words.sound);
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.keyboard.type('"b');
    await page.locator('.cm-tooltip-autocomplete li').first().waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.cm-tooltip-autocomplete').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+Space');
    const options = page.locator('.cm-tooltip-autocomplete li');
    await options.first().waitFor();
    const listed = await options.allInnerTexts();
    assert.ok(listed.some((option) => option.includes('bookings') && option.includes(lang === 'ja' ? '予約' : 'Bookings')), listed.join());
    assert.ok(!listed.some((option) => option.startsWith('draws')), 'keys that are there are not offered');
    // The chosen key is written out, and undone with what was typed. For 75 ms (`interactionDelay`) an open list takes no key.
    await page.waitForTimeout(250);
    await page.keyboard.press('Enter');
    await page.locator('.cm-line', { hasText: '"bookings": ' }).first().waitFor();
    for (let undo = 0; undo < 8 && (await page.locator('.verdict.good').count()) === 0; undo += 1) {
      await page.keyboard.press('Control+z');
      await page.waitForTimeout(100);
    }
    await verdict(page, words.sound);
    // What a key means.
    await page.locator('.cm-line', { hasText: '"insurer_number_digits"' }).locator('span').first().hover();
    await page.locator('.cm-tooltip .hover', { hasText: lang === 'ja' ? '保険者番号の桁数' : 'Insurer number digits' }).waitFor();
    // Shared: another page at the address has the document.
    await page.getByRole('button', { name: lang === 'ja' ? 'リンクで共有' : 'Share by a link' }).click();
    const link = await page.locator('#link').inputValue();
    const other = await site.open({ lang, more: link.slice(link.indexOf('&preset')) });
    assert.equal(await field(other, 'points-caps-0-points').inputValue(), '600');
    // Saved, and opened.
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: lang === 'ja' ? 'ファイルに保存' : 'Save as a file' }).click()]);
    assert.equal(download.suggestedFilename(), 'kkr.json');
    const saved = readFileSync(await download.path(), 'utf8');
    assert.equal(JSON.parse(saved).points.caps[0].points, 600);
    await other.locator('input[type=file]').setInputFiles({ name: 'a.json', mimeType: 'application/json', buffer: Buffer.from(saved.replace('600', '700')) });
    await other.locator('section[aria-labelledby=changed-title] tr', { hasText: '700' }).waitFor();
    await other.locator('input[type=file]').setInputFiles({ name: 'a.json', mimeType: 'application/json', buffer: Buffer.from([0xff, 0xfe, 0xff]) });
    await other.getByRole('alert').waitFor();
    // Back to the preset; every preset is a programme.
    page.on('dialog', (dialog) => dialog.accept());
    await page.getByRole('button', { name: lang === 'ja' ? '見本に戻す' : 'Back to the preset' }).click();
    await page.getByText(words.unchanged).waitFor();
    for (const preset of await page.locator('#preset option').evaluateAll((all) => all.map((one) => one.value))) {
      await page.locator('#preset').selectOption(preset);
      await verdict(page, words.sound);
    }
    await other.context().close();
    await page.context().close();
  });

  test(`a member: card, eligibility, bookings (${lang})`, async () => {
    const page = await site.open({ view: 'member', lang });
    // A number of another scheme, a mistyped one, and one that is taken, each with its remedy.
    await verdict(page, said('scheme_not_accepted', lang));
    await has(page, said('scheme_not_accepted', lang, 'remedy'));
    await page.locator('#card-insurer_number').fill('31130017');
    await verdict(page, said('wrong_check_digit', lang));
    await has(page, said('wrong_check_digit', lang, 'remedy'));
    await page.locator('#card-insurer_number').fill('31130016');
    await verdict(page, lang === 'ja' ? '登録できます。' : 'This person can be registered.');
    await page.locator('#card-name').fill('ｹﾝｺﾑ ﾀﾛｳ');
    await verdict(page, said('not_full_width_kana', lang));
    await page.getByRole('button', { name: 'ケンコム　タロウ' }).click();
    await page.locator('#card-born').fill('昭和99年1月1日');
    await page.locator('#card-born[aria-invalid=true]').waitFor();
    await page.locator('#card-born').fill('平成2年3月4日');
    await has(page, '1990-03-04');
    // The table of checks: rule, clause.
    await page.locator('details').first().locator('summary').click();
    await has(page, 'KKR-01');
    await has(page, '共済組合証');
    // Identity, by the society's data.
    await page.locator('#member-preset').selectOption('kencom_web');
    await page.getByText(lang === 'ja' ? '健康保険組合のデータにこの人がいる' : 'The society’s data hold this person').click();
    await verdict(page, said('no_record', lang));
    // Eligibility over the year, and on a day.
    await page.locator('#member-preset').selectOption('kkr');
    await page.locator('#area-eligibility').click();
    await page.locator('.span').first().waitFor();
    await page.getByText(lang === 'ja' ? 'スマートフォンと専用アプリがある' : 'Has a smartphone with the app').click();
    await verdict(page, said('smartphone_needed', lang));
    // Bookings: deadlines, a booking, a change, a cancellation, and time travel.
    await page.locator('#member-preset').selectOption('kenren');
    await page.locator('#area-booking').click();
    await page.locator('#today').fill('2026-06-01');
    await page.locator('#cell-2026-07-20').click();
    await verdict(page, said('booked', lang));
    await page.getByRole('button', { name: lang === 'ja' ? '予約する' : 'Book', exact: true }).click();
    await page.locator('#cell-2026-07-20.booked').waitFor();
    await page.locator('#cell-2026-07-26').click();
    await verdict(page, said('changed', lang));
    await page.locator('#today').fill('2026-07-10');
    await page.getByRole('button', { name: lang === 'ja' ? '前の月' : 'Month before' }).click();
    await page.locator('#cell-2026-07-26').click();
    await verdict(page, said('change_deadline_passed', lang));
    await page.locator('#cell-2026-07-20').click();
    await verdict(page, said('cancelled', lang));
    await page.locator('#today').fill('2026-07-19');
    await verdict(page, said('deadline_passed', lang));
    await page.locator('#area-subsidy').click();
    await verdict(page, said('accepted', lang));
    // Nothing about the member is in the address.
    const address = decodeURIComponent(page.url());
    for (const own of ['31130016', 'ケンコム', '1990', '71-0001', '1975', '2010']) assert.ok(!address.includes(own), own);
    assert.ok(!address.includes('doc='), 'a preset’s document is not in the address');
    await page.context().close();
  });

  test(`a member: steps, points, caps, exchange, coupon, time travel (${lang})`, async () => {
    const page = await site.open({ view: 'member', lang });
    await page.locator('#area-points').click();
    const available = () => page.locator('.figures dd').first().innerText();
    // KKR pays at most 500 a month: on 1 July three months have been paid.
    assert.equal(await available(), '1,500');
    await page.locator('.time input[type=range]').fill('364');
    await page.waitForFunction(() => document.querySelector('#balance-title + dl dd, .figures dd').innerText !== '1,500');
    const year = Number((await available()).replace(',', ''));
    assert.ok(year > 1500 && year <= 6000, String(year));
    await has(page, lang === 'ja' ? '上限は500' : 'of 500 at most');
    // An exchange, answered before it is done, and undone.
    await page.locator('#today').fill('2022-06-01');
    await verdict(page, said('exchanged', lang));
    const before = Number((await available()).replace(',', ''));
    await page.getByRole('button', { name: lang === 'ja' ? /に交換する/ : /^Exchange on/ }).click();
    await page.waitForFunction((was) => Number(document.querySelector('.figures dd').innerText.replace(',', '')) === was - 500, before);
    await page.locator('#quantity').fill('99');
    await verdict(page, said('balance_too_low', lang));
    await page.locator('#today').fill('2022-05-01');
    await page.waitForFunction(() => !document.querySelector('#log-title'));
    await page.locator('#today').fill('2022-06-02');
    await page.getByRole('button', { name: lang === 'ja' ? '取り消す' : 'Undo' }).click();
    await page.waitForFunction(() => !document.querySelector('#log-title'));
    // The day's answer with its checks.
    await page.locator('#one-day-title').locator('..').locator('summary').click();
    await has(page, 'KKR-06');
    await has(page, 'KKR-07');
    // A file of steps, in the encoding and the layout that people have.
    const rows = Array.from({ length: 30 }, (_, at) => `2022/6/${at + 1},"12,000"`);
    const csv = Buffer.concat([Buffer.from([0x93, 0xfa, 0x95, 0x74]), Buffer.from(`,steps\r\n${rows.join('\r\n')}\r\nnot a day,1\r\n`)]);
    await page.locator('#steps-file').setInputFiles({ name: 'steps.csv', mimeType: 'text/csv', buffer: csv });
    await page.getByText(lang === 'ja' ? '30日分を読みました。読めなかった行：1' : '30 days were read; rows left out: 1').waitFor();
    await page.locator('#today').fill('2022-07-31');
    await page.waitForFunction(() => document.querySelector('.figures dd').innerText === '500');
    await page.locator('#steps-file').setInputFiles({ name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from('a,b\nc,d\n') });
    await page.getByText(lang === 'ja' ? '日付と歩数のある行が見つかりませんでした。' : 'There is no row with a date and steps.').waitFor();
    await page.getByRole('button', { name: lang === 'ja' ? '架空の歩数に戻す' : 'Back to made-up steps' }).click();
    // A programme whose points expire: lots with their last days, and what has expired the day after.
    await page.locator('#member-preset').selectOption('template-points');
    await page.locator('#today').fill('2027-03-31');
    await page.getByText(lang === 'ja' ? '2027年3月31日(水)' : 'Wed, 31 Mar 2027').first().waitFor();
    await page.locator('caption', { hasText: lang === 'ja' ? '使える期限ごとの内訳' : 'By the last day' }).waitFor();
    // An activity, which a programme pays once.
    await page.locator('#member-preset').selectOption('template-checkup');
    const record = page.getByRole('button', { name: lang === 'ja' ? /に記録する/ : /^Record on/ });
    await record.click();
    await page.locator('#log-title').waitFor();
    assert.equal(await record.isDisabled(), true);
    // A coupon, and how it stands later.
    await page.locator('#member-preset').selectOption('kkr');
    await page.locator('#area-coupons').click();
    await page.locator('#today').fill('2022-06-23');
    await page.getByRole('button', { name: lang === 'ja' ? /に発行する/ : /^Issue on/ }).click();
    await page.locator('code', { hasText: /^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/ }).waitFor();
    await has(page, lang === 'ja' ? '2024年3月31日(日)' : 'Sun, 31 Mar 2024');
    await page.locator('table', { hasText: 'coupon-1' }).getByText(lang === 'ja' ? '5,000円' : '¥5,000', { exact: true }).waitFor();
    await page.locator('#today').fill('2024-04-01');
    await page.locator('table', { hasText: 'coupon-1' }).getByText(lang === 'ja' ? '0円' : '¥0', { exact: true }).waitFor();
    assert.ok(!page.url().includes('2022-06'));
    await page.context().close();
  });

  test(`what if: two versions, members and yen that differ (${lang})`, async () => {
    const page = await site.open({ view: 'whatif', lang });
    const differs = (count, all) => (lang === 'ja' ? `${all}人のうち${count}人` : `${count} of ${all} members`);
    await page.locator('#count').selectOption('20');
    await page.getByText(differs(0, 20)).waitFor();
    await field(page, 'points-caps-0-points', 'w').fill('100');
    await page.waitForFunction(() => document.querySelectorAll('#result-title ~ * .picked, section .picked').length === 1);
    await page.locator('#per-point').fill('2');
    const cells = await page.locator('section[aria-labelledby=result-title] table').first().locator('td.number').allInnerTexts();
    const [a, b, difference] = cells.slice(0, 3).map((cell) => Number(cell.replaceAll(/[,+]/g, '')));
    assert.equal(b - a, difference);
    assert.ok(difference < 0);
    assert.ok(b <= 20 * 12 * 100, `${b} is more than the cap allows`);
    const yen = Number(cells[8].replaceAll(/[^\d-−]/g, ''));
    assert.equal(Math.abs(yen), Math.abs(2 * difference));
    assert.equal(await page.locator('canvas').count(), 2);
    // Members of a file.
    const csv = ['member,date,steps', ...['taro', 'hanako'].flatMap((who, at) => Array.from({ length: 30 }, (_, day) => `${who},2022-04-${String(day + 1).padStart(2, '0')},${at ? 12000 : 100}`))].join('\n');
    await page.locator('#members-file').setInputFiles({ name: 'm.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
    await page.getByText(differs(1, 2)).waitFor();
    await page.getByRole('button', { name: 'hanako' }).waitFor();
    assert.ok(!page.url().includes('hanako'));
    // A programme of which the typed lane does not reach all.
    await page.locator('#left').selectOption('published-07_kobaton');
    await page.locator('#right').selectOption('published-04_yokohama_walking');
    await page.locator('progress').waitFor({ state: 'detached' });
    assert.equal(await page.locator('section[aria-labelledby=result-title] .verdict.bad').count(), 0);
    await page.context().close();
  });

  test(`draw: verify, and see where what was tampered with fails (${lang})`, async () => {
    const page = await site.open({ view: 'draw', lang });
    const good = lang === 'ja' ? 'すべて確かめられました。' : 'Everything holds.';
    const failing = () => page.locator('.steps .first code').innerText();
    await verdict(page, good);
    for (const [id, step] of [['count', 'proof_totals'], ['winner', 'proof_scores'], ['randomness', 'proof_randomness'], ['prizes', 'proof_manifest_bytes']]) {
      await page.locator(`input[name=change][value=${id}]`).check();
      await page.locator('.steps .first').waitFor();
      await page.waitForFunction((wanted) => document.querySelector('.steps .first code')?.innerText === wanted, step).catch(async () => assert.equal(await failing(), step, id));
      await verdict(page, said(step, lang));
    }
    // Only the beacon's check sees that the signature is not drand's, or the randomness not of it.
    await page.locator('input[name=change][value=signature]').check();
    await page.locator('.steps .fail code', { hasText: 'beacon_signature' }).waitFor();
    await page.locator('input[name=change][value=""]').check();
    await verdict(page, good);
    await page.locator('#sample').selectOption('settled');
    await page.locator('input[name=change][value=event]').check();
    await page.locator('.steps .first').waitFor();
    await page.locator('#sample').selectOption('receipt');
    await verdict(page, good);
    await page.locator('input[name=change][value=award_withheld]').check();
    await page.locator('.steps .first code', { hasText: 'receipt_awards' }).waitFor();
    await page.locator('input[name=change][value=""]').check();
    await page.locator('#hash').fill('00'.repeat(32));
    await page.locator('.steps .first code', { hasText: 'proof_draw_hash' }).waitFor();
    // A file of one's own, and one that is neither a proof nor a receipt.
    const proof = readFileSync(new URL('../src/samples/proof_settled.json', import.meta.url));
    await page.locator('#draw-file').setInputFiles({ name: 'proof.json', mimeType: 'application/json', buffer: proof });
    await verdict(page, good);
    await page.locator('#draw-file').setInputFiles({ name: 'a.json', mimeType: 'application/json', buffer: Buffer.from('{}') });
    await page.getByRole('alert').waitFor();
    await page.context().close();
  });
}

test('by keyboard alone', async () => {
  const page = await site.open({ lang: 'en' });
  const at = () => page.evaluate(() => document.activeElement.innerText || document.activeElement.id || document.activeElement.tagName);
  await page.keyboard.press('Tab');
  assert.equal(await at(), 'Skip to the content');
  // The focus is seen.
  assert.match(await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle), /solid/);
  for (let tab = 0; tab < 4; tab += 1) await page.keyboard.press('Tab');
  assert.equal(await at(), 'A member');
  await page.keyboard.press('Enter');
  await page.locator('#area-card').waitFor();
  await page.locator('.time input[type=range]').focus();
  await page.keyboard.press('ArrowRight');
  await page.getByText('Sat, 2 Jul 2022').first().waitFor();
  await page.locator('#area-card').focus();
  await page.keyboard.press('End');
  await page.locator('#area-coupons[aria-selected=true]').waitFor();
  await page.keyboard.press('ArrowLeft');
  await page.locator('#area-points[aria-selected=true]').waitFor();
  // From the tab into its panel, and out of the editor.
  await page.keyboard.press('Tab');
  assert.equal(await at(), 'level');
  await page.locator('nav a').first().focus();
  await page.keyboard.press('Enter');
  await page.locator('.cm-content').focus();
  await page.keyboard.press('Tab');
  assert.notEqual(await page.evaluate(() => document.activeElement.className.includes('cm-content')), true);
  // Every stop of a view is seen and has a name.
  const found = await page.evaluate(() => {
    const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary')].filter((one) => one.checkVisibility());
    return all.filter((one) => !(one.labels?.[0]?.innerText || one.innerText || one.getAttribute('aria-label') || one.labels?.[0]?.textContent)).map((one) => one.outerHTML.slice(0, 80));
  });
  assert.deepEqual(found, []);
  await page.context().close();
});

test('reduced motion, and printing', async () => {
  const page = await site.open({ lang: 'en', reducedMotion: 'reduce' });
  assert.equal(await page.locator('.button').first().evaluate((one) => getComputedStyle(one).transitionDuration), '0s');
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.locator('nav').isVisible(), false);
  assert.ok((await page.pdf({ format: 'A4' })).length > 10_000);
  await page.context().close();
});

/** Printed, and not asserted: a shared machine's times say little about a person's. */
test('times', async () => {
  const firsts = [];
  for (let run = 0; run < 3; run += 1) {
    const page = await site.open({ view: 'programme' });
    firsts.push(await page.evaluate(() => performance.getEntriesByName('kenpo-first-answer')[0].startTime));
    await page.context().close();
  }
  const page = await site.open({ view: 'member' });
  await page.locator('#area-points').click();
  await page.locator('canvas').first().waitFor();
  const measure = (selector, values) =>
    page.evaluate(
      async ([where, list]) => {
        const input = document.querySelector(where);
        const took = [];
        for (const value of list) {
          const start = performance.now();
          input.value = value;
          input.dispatchEvent(new Event(input.type === 'date' ? 'change' : 'input', { bubbles: true }));
          // The frame after the change is drawn when the task after its callback runs.
          await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
          took.push(performance.now() - start);
        }
        return took.sort((one, other) => one - other);
      },
      [selector, values],
    );
  const days = Array.from({ length: 60 }, (_, at) => String((at * 37) % 365));
  const slide = await measure('.time input[type=range]', days);
  const level = await measure('#level', Array.from({ length: 20 }, (_, at) => String(2000 + at * 700)));
  const p = (list, share) => Math.round(list[Math.min(list.length - 1, Math.floor(list.length * share))]);
  console.log(`first answer: ${firsts.map((one) => Math.round(one)).join(', ')} ms`);
  console.log(`a year of steps, the date moved: median ${p(slide, 0.5)} ms, 95th percentile ${p(slide, 0.95)} ms of ${slide.length}`);
  console.log(`a year of steps, the steps moved: median ${p(level, 0.5)} ms, 95th percentile ${p(level, 0.95)} ms of ${level.length}`);
  await page.context().close();
});

test('without errors, and without a request to anywhere else', () => {
  assert.deepEqual(site.errors, []);
  assert.deepEqual(site.foreign, []);
});
