// What is shipped: the module and the package around it.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { oversized } from '../scripts/size.mjs';
import { DIST, PACKAGE, PROBE, ROOT } from '../scripts/paths.mjs';

const compiled = (folder) => new WebAssembly.Module(readFileSync(`${folder}/kenpo_bg.wasm`));
const probes = (module) => WebAssembly.Module.exports(module).filter(({ name }) => /probe/i.test(name));

test('no probe is shipped', () => {
  assert.deepEqual(probes(compiled(DIST)), []);
  assert.equal(probes(compiled(PROBE)).length, 3);
  for (const name of ['web.js', 'node.cjs', 'inline.js', 'inline.cjs']) {
    assert.doesNotMatch(readFileSync(`${DIST}/${name}`, 'utf8').replaceAll(/"[A-Za-z0-9+/=]{1000,}"/g, ''), /probe/i, name);
  }
});

test('the module holds no names, no descriptions, no debug information and no path of the machine that built it', () => {
  const module = compiled(DIST);
  for (const section of ['name', 'producers', 'target_features', 'sourceMappingURL', 'external_debug_info', '.debug_info']) {
    assert.deepEqual(WebAssembly.Module.customSections(module, section), [], section);
  }
  const bytes = readFileSync(`${DIST}/kenpo_bg.wasm`).toString('latin1');
  for (const path of [ROOT, process.env.HOME, '.cargo/registry']) assert.ok(!path || !bytes.includes(path), path);
  const { operations } = JSON.parse(readFileSync(`${ROOT}/docs/schemas/contract.json`, 'utf8'));
  for (const { description } of operations) assert.ok(!bytes.includes(description), description);
});

test('the module takes no 64-bit integers', () => {
  const source = readFileSync(`${DIST}/web.js`, 'utf8');
  assert.doesNotMatch(source, /BigInt/);
});

test('no entry is larger than recorded', () => assert.deepEqual(oversized('recorded'), []));

test('each entry is within its budget', { todo: 'the JSON reader is compiled once for every type' }, () => {
  assert.deepEqual(oversized('budget'), []);
});

test('publint has nothing to say', async () => {
  const { messages, pkg } = await publint({ pkgDir: PACKAGE, strict: true, pack: 'npm' });
  assert.deepEqual(messages.map((message) => formatMessage(message, pkg)), []);
});

test('the types are right for every way to import', () => {
  const attw = `${PACKAGE}/node_modules/@arethetypeswrong/cli/dist/index.js`;
  // Node's resolution before version 12 knows no entries but the first.
  const args = ['--pack', '.', '--profile', 'node16', '--no-definitely-typed', '--exclude-entrypoints', './kenpo.wasm', './card/kenpo.wasm', './verify/kenpo.wasm'];
  execFileSync(process.execPath, [attw, ...args], { cwd: PACKAGE, encoding: 'utf8' });
});
