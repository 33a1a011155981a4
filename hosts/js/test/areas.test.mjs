// The entries of one area answer as the whole library does, and know nothing else.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import * as complete from 'kenpo';
import * as card from 'kenpo/card';
import * as verify from 'kenpo/verify';
import { ROOT } from '../scripts/paths.mjs';
import { runVectors } from './vectors/core.mjs';
import { readVectors } from './vectors/files.mjs';

const { files, programmes } = readVectors(ROOT);
const { operations } = JSON.parse(readFileSync(`${ROOT}/docs/schemas/contract.json`, 'utf8'));
const areas = { card: /^(age|card|date|identifier|insurer_number|name)\./, verify: /^lottery\.(?!fold_)/ };
const single = ({ vectors }) => JSON.parse(vectors).operation.replace(/\.batch$/, '');

for (const [area, api] of Object.entries({ card, verify })) {
  const kenpo = await api.load();
  const own = operations.filter(({ name, needs_programme: needs }) => areas[area].test(name) && !needs).map(({ name }) => name);

  test(`kenpo/${area}: its vectors, byte for byte`, async () => {
    const chosen = files.filter((file) => own.includes(single(file)));
    const { cases, failures } = await runVectors({ ...api, kenpo }, chosen, programmes);
    assert.deepEqual(failures, []);
    assert.deepEqual([...new Set(chosen.map(single))].sort(), own.toSorted());
    assert.ok(cases >= own.length, `${cases} cases`);
  });

  test(`kenpo/${area}: no other operation`, () => {
    for (const { name } of operations.filter(({ name }) => !areas[area].test(name))) {
      assert.throws(() => kenpo.answer(name, '{}'), { code: 'unknown_operation' }, name);
    }
  });

  test(`kenpo/${area}: one instance, beside that of the whole library`, async () => {
    assert.equal(api.loadSync(), kenpo);
    assert.notEqual(await complete.load(), kenpo);
    assert.equal(kenpo.version, (await complete.load()).version);
  });
}
