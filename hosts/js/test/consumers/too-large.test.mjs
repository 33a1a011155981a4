// A batch whose answer is longer than V8 can hold, or than the module has memory for: it takes gigabytes, and so is not among the
// tests of every change.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KenpoError, load } from '../../dist/node.js';

const ITEM = '{"insurer_number":"06139464","explain":"all"}';

test('a batch too large to answer is said to be, and the next call works', async () => {
  const kenpo = await load();
  const before = kenpo.answer('insurer_number.check', ITEM);
  // Of 24 MB the answer would be 580 MB long, which is more than any answer may have; of 60 MB there are too many items.
  for (const megabytes of [24, 60]) {
    const items = Array(Math.floor((megabytes * 2 ** 20) / (ITEM.length + 1))).fill(ITEM);
    const ask = () => kenpo.answer('insurer_number.check.batch', `{"items":[${items}]}`);
    assert.throws(ask, (error) => error instanceof KenpoError && error.status === 6 && error.code === 'too_large', `${megabytes} MB`);
    assert.equal(kenpo.answer('insurer_number.check', ITEM), before);
  }
});
