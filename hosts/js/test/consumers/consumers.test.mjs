// The packed package in an empty folder, with the bundlers and runtimes that the package itself is not built with.

import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { chmodSync, cpSync, readFileSync, readdirSync, renameSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as esbuild from 'esbuild';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import { rspack } from '@rspack/core';
import { Miniflare } from 'miniflare';
import { rolldown } from 'rolldown';
import { rollup } from 'rollup';
import { ANSWER, ANSWERS, ASK, HTML, PAGE, SERVER, answersAlone, pages, stranger } from '../packaging/stranger.mjs';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const copy = (from, to) => cpSync(from, to, { recursive: true });
const run = promisify(execFile);

let home;
let project;
let browser;
let close;

before(async () => {
  ({ home, project, close } = await stranger());
  browser = await pages();
});

after(async () => {
  await browser?.close();
  close?.();
});

test('Rollup, for the server and, with the module inside, for the browser', async () => {
  const folder = project('rollup', { 'main.mjs': SERVER('kenpo'), 'page.mjs': PAGE('kenpo/inline'), 'page/index.html': HTML('/page.js') });
  const build = async (input, file, resolve) => {
    const bundle = await rollup({ input: join(folder, input), plugins: [nodeResolve(resolve)], external: /^node:/ });
    await bundle.write({ file: join(folder, file), format: 'esm' });
    await bundle.close();
  };
  await build('main.mjs', 'out/main.mjs', { exportConditions: ['node'] });
  answersAlone(join(folder, 'out'), copy);
  await build('page.mjs', 'page/page.js', { browser: true });
  assert.equal(await browser.titleOf(join(folder, 'page')), ANSWER);
});

test('Rolldown, for the server and, with the module inside, for the browser', async () => {
  const folder = project('rolldown', { 'main.mjs': SERVER('kenpo'), 'page.mjs': PAGE('kenpo/inline'), 'page/index.html': HTML('/page.js') });
  const build = async (input, platform, file) => {
    const bundle = await rolldown({ cwd: folder, input: join(folder, input), platform, logLevel: 'silent' });
    await bundle.write({ file: join(folder, file), format: 'esm' });
    await bundle.close();
  };
  await build('main.mjs', 'node', 'out/main.mjs');
  answersAlone(join(folder, 'out'), copy);
  await build('page.mjs', 'browser', 'page/page.js');
  assert.equal(await browser.titleOf(join(folder, 'page')), ANSWER);
});

test('Rspack, for the server and for the browser', async () => {
  const context = project('rspack', { 'main.mjs': SERVER('kenpo'), 'page.mjs': PAGE('kenpo'), 'page/index.html': HTML('/page.js') });
  const pack = async (options) => {
    const stats = await promisify(rspack)({ context, mode: 'production', performance: { hints: false }, ...options });
    assert.deepEqual(stats.toJson().errors, []);
  };
  const output = { path: join(context, 'out'), filename: 'main.mjs', module: true, chunkFormat: 'module' };
  await pack({ entry: './main.mjs', target: 'node20', output, experiments: { outputModule: true } });
  answersAlone(join(context, 'out'), copy);
  await pack({ entry: './page.mjs', output: { path: join(context, 'page'), publicPath: '/', filename: 'page.js' } });
  assert.equal(await browser.titleOf(join(context, 'page')), ANSWER);
});

for (const bundler of ['turbopack', 'webpack']) {
  test(`Next.js by ${bundler}, built and started: a page of the server, a route, a component of the client`, async () => {
    const folder = project(`next-${bundler}`, {
      'package.json': '{ "private": true, "type": "module" }',
      // Next.js itself is linked from elsewhere.
      'next.config.mjs': "export default { turbopack: { root: '/' }, outputFileTracingRoot: '/' };\n",
      'app/layout.jsx': 'export default ({ children }) => <html lang="ja"><head><link rel="icon" href="data:," /></head><body>{children}</body></html>;\n',
      'app/page.jsx': `import { load } from 'kenpo';\nexport const dynamic = 'force-dynamic';\nexport default async function Page() {\n  const kenpo = await load();\n  return <p>{${ASK}}</p>;\n}\n`,
      'app/route/route.js': `import { loadSync } from 'kenpo';\nexport const dynamic = 'force-dynamic';\nexport const GET = () => {\n  const kenpo = loadSync();\n  return Response.json(${ASK});\n};\n`,
      'app/client/page.jsx': "import Client from './client.jsx';\nexport const metadata = { title: '-' };\nexport default () => <Client />;\n",
      'app/client/client.jsx': `'use client';\nimport { useEffect } from 'react';\nimport { load } from 'kenpo';\nexport default function Client() {\n  useEffect(() => { load().then((kenpo) => { document.title = ${ASK}; }); }, []);\n  return null;\n}\n`,
    });
    for (const name of ['next', 'react', 'react-dom']) installed(name);
    const next = join(HERE, 'node_modules/next/dist/bin/next');
    const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', CI: '1' };
    await run(process.execPath, [next, 'build', `--${bundler}`], { cwd: folder, env });
    const port = await free();
    const server = spawn(process.execPath, [next, 'start', '-H', '127.0.0.1', '-p', `${port}`], { cwd: folder, env, stdio: 'ignore' });
    try {
      const url = `http://127.0.0.1:${port}`;
      assert.match(await (await answered(url)).text(), new RegExp(`<p>${ANSWER}</p>`));
      assert.equal(await (await fetch(`${url}/route`)).json(), ANSWER);
      assert.equal(await browser.title(`${url}/client`), ANSWER);
    } finally {
      server.kill();
    }
  });
}

test('workerd, bundled as Wrangler does, by Miniflare', async () => {
  const worker = `import { load, loadSync } from 'kenpo';\nexport default { async fetch() {\n  const said = [];\n  for (const kenpo of [await load(), loadSync()]) said.push(${ASK});\n  return Response.json(said);\n} };\n`;
  const folder = project('workerd', { 'main.mjs': worker });
  await esbuild.build({
    entryPoints: [join(folder, 'main.mjs')],
    outdir: join(folder, 'out'),
    bundle: true,
    format: 'esm',
    conditions: ['workerd', 'worker', 'browser'],
    loader: { '.wasm': 'copy' },
    logLevel: 'error',
  });
  const modules = readdirSync(join(folder, 'out')).sort((one) => (one === 'main.js' ? -1 : 1)).map((path) => ({
    type: path.endsWith('.wasm') ? 'CompiledWasm' : 'ESModule',
    path,
    contents: readFileSync(join(folder, 'out', path)),
  }));
  const miniflare = new Miniflare({ modules, compatibilityDate: '2026-01-01' });
  try {
    assert.deepEqual(await (await miniflare.dispatchFetch('http://localhost/')).json(), [ANSWER, ANSWER]);
  } finally {
    await miniflare.dispose();
  }
});

test('Deno', async () => {
  const folder = project('deno', { 'main.mjs': SERVER('kenpo'), 'deno.json': '{ "nodeModulesDir": "manual" }' });
  const deno = executable('@deno/linux-x64-glibc/deno');
  const said = await run(deno, ['run', '--allow-read', 'main.mjs'], { cwd: folder });
  assert.equal(said.stdout, ANSWERS);
});

test('Bun: run, built and moved away, compiled', async () => {
  const folder = project('bun', { 'main.mjs': SERVER('kenpo'), 'inline.mjs': SERVER('kenpo/inline') });
  const bun = executable('@oven/bun-linux-x64/bin/bun');
  assert.equal((await run(bun, ['main.mjs'], { cwd: folder })).stdout, ANSWERS);
  for (const target of ['node', 'bun']) {
    await run(bun, ['build', 'main.mjs', `--target=${target}`, '--outfile', `${target}/main.mjs`], { cwd: folder });
    assert.ok(!readFileSync(join(folder, target, 'main.mjs'), 'utf8').includes(home), 'the path of the machine that built it');
  }
  // Bun's bundler for Node knows no `module`, and is told where to go.
  assert.throws(() => answersAlone(join(folder, 'node'), copy), /'kenpo\/inline'/);
  await run(bun, ['build', 'inline.mjs', '--target=node', '--outfile', 'inline/main.mjs'], { cwd: folder });
  answersAlone(join(folder, 'inline'), copy);
  await run(bun, ['build', '--compile', 'main.mjs', '--outfile', 'alone/main'], { cwd: folder });
  renameSync(join(home, 'node_modules/kenpo'), join(home, 'node_modules/kenpo-away'));
  try {
    assert.equal((await run(join(folder, 'alone/main'), [], { cwd: '/' })).stdout, ANSWERS);
    assert.equal((await run(bun, ['bun/main.mjs'], { cwd: folder })).stdout, ANSWERS);
  } finally {
    renameSync(join(home, 'node_modules/kenpo-away'), join(home, 'node_modules/kenpo'));
  }
});

/** A program that an npm package ships; installing without scripts leaves it without its mark. */
function executable(path) {
  const program = join(HERE, 'node_modules', path);
  chmodSync(program, 0o755);
  return program;
}

/** Makes a package that is installed here one of the stranger's. */
function installed(name) {
  try {
    symlinkSync(join(HERE, 'node_modules', name), join(home, 'node_modules', name));
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
}

/** A port that nobody listens on. */
function free() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** The first answer of a server that is starting. */
async function answered(url) {
  for (let tries = 0; ; tries += 1) {
    try {
      return await fetch(url);
    } catch (error) {
      if (tries > 300) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
