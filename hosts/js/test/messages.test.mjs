import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { brotliCompressSync } from 'node:zlib';
import { Reason } from 'kenpo';
import { errorMessage, explain, explainFault, reasonMessage } from 'kenpo/messages';
import * as en from 'kenpo/messages/en';
import * as ja from 'kenpo/messages/ja';
import { DIST, ROOT } from '../scripts/paths.mjs';

const CATALOGUE = JSON.parse(readFileSync(`${ROOT}/messages/messages.json`, 'utf8'));
const FAULTS = JSON.parse(readFileSync(`${ROOT}/tests/faults.json`, 'utf8'));
const require = createRequire(import.meta.url);

test('every reason and error has its message in every language, by code and by number, however it is loaded', async () => {
  for (const [language, module] of Object.entries({ en, ja })) {
    const required = require(`kenpo/messages/${language}`);
    for (const entry of CATALOGUE.reasons) {
      assert.deepEqual(module.reasonMessage(entry.code), entry[language]);
      assert.deepEqual(module.reasonMessage(Reason[entry.code]), entry[language]);
      assert.deepEqual(required.reasonMessage(entry.code), entry[language]);
      assert.deepEqual(await reasonMessage(entry.code, language), entry[language]);
    }
    for (const entry of CATALOGUE.errors) {
      assert.deepEqual(module.errorMessage(entry.code), entry[language]);
      assert.deepEqual(await errorMessage(entry.code, language), entry[language]);
      assert.deepEqual(await require('kenpo/messages').errorMessage(entry.code, language), entry[language]);
    }
  }
  assert.equal((await reasonMessage('cap_reached', 'ja')).text, 'ポイントの上限に達しているため、付与はありません。');
});

test('a check fills in its values', async () => {
  const check = { code: 'locked', values: [{ name: 'until', value: '2024-02-01T10:30:00+09:00' }, { name: 'failures', value: '3' }] };
  const { short, text } = await explain(check, 'ja');
  assert.equal(short, '2024-02-01T10:30:00+09:00までロック中です。');
  assert.equal(text, ja.reasonMessage('locked').text);
  assert.equal(en.explain(check).short, 'Locked until 2024-02-01T10:30:00+09:00.');
  // What the check does not say stays as it is.
  assert.deepEqual(ja.explain({ code: 'locked' }), ja.reasonMessage('locked'));
  assert.equal(ja.explain({ code: 'nothing' }), undefined);
});

test('a fault of a document is told in one text, however it is loaded', async () => {
  for (const { id, fault, ...texts } of FAULTS) {
    for (const [language, module] of Object.entries({ en, ja })) {
      const text = texts[language] ?? undefined;
      assert.equal(module.explainFault(fault), text, id);
      assert.equal(require(`kenpo/messages/${language}`).explainFault(fault), text, id);
      assert.equal(await explainFault(fault, language), text, id);
      assert.equal(await require('kenpo/messages').explainFault(fault, language), text, id);
    }
  }
  await assert.rejects(explainFault(FAULTS[0].fault, 'fr'), RangeError);
});

test('nothing is said of what is unknown', async () => {
  for (const reason of ['toString', 'nothing', 0, 9999]) assert.equal(ja.reasonMessage(reason), undefined);
  assert.equal(en.errorMessage('constructor'), undefined);
  await assert.rejects(reasonMessage('cap_reached', 'fr'), RangeError);
});

test('a language is small, and is loaded by itself', () => {
  for (const language of ['en', 'ja']) {
    assert.ok(brotliCompressSync(readFileSync(`${DIST}/messages/${language}.js`)).length < 40_000, language);
  }
  assert.ok(readFileSync(`${DIST}/messages/index.js`).length < 2_000);
});
