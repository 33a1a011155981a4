// Each view in both languages and both colour schemes: axe-core, and screenshots for a person to look at.

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { axe } from './axe.mjs';
import { SHOTS, visit } from './site.mjs';

let site;
before(async () => {
  mkdirSync(SHOTS, { recursive: true });
  site = await visit();
});
after(() => site.close());

/** What is shown of the views, and how one comes there. */
const PLACES = [
  ['programme', 'programme', ''],
  ['member', 'registration', ''],
  ['member', 'eligibility', '', 'eligibility'],
  ['member', 'booking', '&preset=kenren', 'booking'],
  ['member', 'points', '', 'points'],
  ['member', 'coupons', '', 'coupons'],
  ['member', 'subsidies', '&preset=kenren', 'subsidy'],
  ['whatif', 'whatif', ''],
  ['draw', 'draw', ''],
];

/** What is wrong with a page for axe and for its width, by name. */
async function examined(page, name, width) {
  const { lines, passes } = await axe(page);
  assert.deepEqual(lines, [], name);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= width, `${name} is ${wide} wide`);
  return passes;
}

async function settled(page, view, area) {
  if (area) await page.locator(`#area-${area}`).click();
  if (view === 'programme') await page.locator('.cm-editor').waitFor();
  if (view === 'draw') await page.locator('.steps li').first().waitFor();
  if (view === 'whatif') await page.locator('progress').waitFor({ state: 'detached' });
  await page.waitForTimeout(150);
}

for (const [view, name, more, area] of PLACES) {
  test(`axe finds nothing, nothing is wider than the screen: ${name}`, async () => {
    let [pages, passed] = [0, 0];
    const examine = async (page, called, width) => {
      passed += await examined(page, called, width);
      pages += 1;
    };
    for (const lang of ['ja', 'en']) {
      // Colours in the middle of a transition have no contrast worth examining.
      const page = await site.open({ view, lang, more, reducedMotion: 'reduce' });
      await settled(page, view, area);
      const shot = (device) => page.screenshot({ path: `${SHOTS}/${name}-${device}-${lang}.png`, fullPage: true });
      await shot('desktop');
      if (lang === 'ja') {
        await page.setViewportSize({ width: 1080, height: 1920 });
        await shot('kiosk');
      }
      await page.setViewportSize({ width: 390, height: 844 });
      await page.waitForTimeout(100);
      await shot('phone');
      // Everything that can be opened is examined. 320 CSS pixels are a screen of 1280 at 400 %, and hold at 200 % too.
      await page.evaluate(() => document.querySelectorAll('details').forEach((one) => (one.open = true)));
      await page.setViewportSize({ width: 320, height: 700 });
      await examine(page, `${name} ${lang} narrow`, 320);
      await page.setViewportSize({ width: 1280, height: 900 });
      await examine(page, `${name} ${lang} light`, 1280);
      await page.emulateMedia({ colorScheme: 'dark' });
      await page.waitForTimeout(200);
      await examine(page, `${name} ${lang} dark`, 1280);
      if (lang === 'ja') await shot('dark');
      await page.context().close();
    }
    console.log(`axe ${name}: ${pages} pages, ${passed} rules passed, 0 violations`);
  });
}

test('without errors, and without a request to anywhere else', () => {
  assert.deepEqual(site.errors, []);
  assert.deepEqual(site.foreign, []);
});
