// Packs the package as it would be published, installs it as a stranger would, and uses it in every way it offers.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import * as esbuild from 'esbuild';
import * as vite from 'vite';
import webpack from 'webpack';
import { PACKAGE, ROOT } from '../../scripts/paths.mjs';
import { launch, serve } from '../browser.mjs';

const HOME = mkdtempSync(join(tmpdir(), 'kenpo-packaging-'));
const npm = (...args) => execFileSync('npm', [...args, '--offline', '--loglevel=error'], { cwd: HOME, encoding: 'utf8' });
const node = (cwd, ...args) => execFileSync(process.execPath, args, { cwd, encoding: 'utf8' });

const ASK = "kenpo.insurerNumberCheck({ insurer_number: '06139464' }).answer.verdict.reason";
const ANSWER = 'wrong_check_digit';
/** What a page runs: the answer becomes its title. */
const PAGE = (entry) => `import { load } from '${entry}';\nconst kenpo = await load();\ndocument.title = ${ASK};\n`;
const HTML = (script) => `<!doctype html><html><head><title>-</title></head><body><script type="module" src="${script}"></script></body></html>\n`;

let browser;

before(async () => {
  const [{ filename }] = JSON.parse(npm('pack', PACKAGE, '--json', '--pack-destination', HOME));
  writeFileSync(join(HOME, 'package.json'), '{ "private": true }');
  npm('install', join(HOME, filename));
  browser = await launch();
});

after(async () => {
  await browser?.close();
  rmSync(HOME, { recursive: true, force: true });
});

/** A project's folder with these files, below the one into which the package is installed. */
function project(name, files) {
  const folder = join(HOME, name);
  mkdirSync(folder);
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
  return folder;
}

/** The title a page ends with; an error in it fails. */
async function title(url) {
  const page = await browser.newPage();
  const errors = [];
  page.on('pageerror', (error) => errors.push(error));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  await page.goto(url);
  const deadline = Date.now() + 20_000;
  while ((await page.title()) === '-' && errors.length === 0 && Date.now() < deadline) await page.waitForTimeout(20);
  const said = await page.title();
  await page.close();
  assert.deepEqual(errors, []);
  return said;
}

async function titleOf(folder) {
  const server = await serve({ '/': folder });
  try {
    return await title(`${server.url}/index.html`);
  } finally {
    server.close();
  }
}

test('holds what it should and nothing else', () => {
  const installed = readdirSync(join(HOME, 'node_modules/kenpo'), { recursive: true }).sort();
  assert.deepEqual(installed, [
    'README.md',
    'dist',
    ...['LICENSE-APACHE', 'LICENSE-MIT', 'index.d.cts', 'index.d.ts', 'inline.cjs', 'inline.js', 'kenpo_bg.wasm', 'node.cjs', 'node.js', 'web.js'].map((name) => `dist/${name}`),
    'package.json',
  ]);
});

test('Node, import', () => {
  const folder = project('node-import', {
    'main.mjs': `import { load } from 'kenpo';\nconst kenpo = await load();\nconsole.log(${ASK});\n`,
    'inline.mjs': `import { load } from 'kenpo/inline';\nconst kenpo = await load();\nconsole.log(${ASK});\n`,
    'resolve.mjs': "import { readFileSync } from 'node:fs';\nimport { fileURLToPath } from 'node:url';\nconst { load } = await import('kenpo');\nconst kenpo = await load(readFileSync(fileURLToPath(import.meta.resolve('kenpo/kenpo.wasm'))));\nconsole.log(" + ASK + ');\n',
  });
  for (const main of ['main.mjs', 'inline.mjs', 'resolve.mjs']) assert.equal(node(folder, main), `${ANSWER}\n`, main);
});

test('Node, require', () => {
  const main = (entry) => `require('${entry}').load().then((kenpo) => console.log(${ASK}));\n`;
  const folder = project('node-require', { 'main.cjs': main('kenpo'), 'inline.cjs': main('kenpo/inline') });
  for (const name of ['main.cjs', 'inline.cjs']) assert.equal(node(folder, name), `${ANSWER}\n`, name);
});

test('Vite, built', async () => {
  const root = project('vite', { 'index.html': HTML('/main.js'), 'main.js': PAGE('kenpo') });
  await vite.build({ root, configFile: false, logLevel: 'error' });
  assert.equal(await titleOf(join(root, 'dist')), ANSWER);
});

test('Vite, served while it is worked on', async () => {
  // Without an icon of its own the page asks for one and is told that there is none.
  const html = HTML('/main.js').replace('</title>', '</title><link rel="icon" href="data:,">');
  const root = project('vite-dev', { 'index.html': html, 'main.js': PAGE('kenpo') });
  const server = await vite.createServer({ root, configFile: false, logLevel: 'error', server: { port: 0, host: '127.0.0.1' } });
  await server.listen();
  try {
    assert.equal(await title(`http://127.0.0.1:${server.httpServer.address().port}/`), ANSWER);
  } finally {
    await server.close();
  }
});

test('webpack', async () => {
  const context = project('webpack', { 'main.mjs': PAGE('kenpo') });
  const output = { path: join(context, 'dist'), publicPath: '/', filename: 'main.js' };
  const compiler = webpack({ context, entry: './main.mjs', mode: 'production', output, performance: { hints: false } });
  const stats = await new Promise((resolve, reject) => compiler.run((error, done) => (error ? reject(error) : resolve(done))));
  assert.deepEqual(stats.toJson().errors, []);
  writeFileSync(join(output.path, 'index.html'), HTML('/main.js'));
  assert.equal(await titleOf(output.path), ANSWER);
});

test('esbuild, with the module inside', async () => {
  const folder = project('esbuild', { 'index.html': HTML('/out.js'), 'main.js': PAGE('kenpo/inline') });
  await esbuild.build({ entryPoints: [join(folder, 'main.js')], outfile: join(folder, 'out.js'), bundle: true, format: 'esm', logLevel: 'error' });
  assert.equal(await titleOf(folder), ANSWER);
});

test('a static host, with no bundler', async () => {
  for (const [name, entry] of [['static', 'web.js'], ['static-inline', 'inline.js']]) {
    const folder = project(name, { 'index.html': HTML('/main.js'), 'main.js': PAGE(`./kenpo/${entry}`) });
    cpSync(join(HOME, 'node_modules/kenpo/dist'), join(folder, 'kenpo'), { recursive: true });
    assert.equal(await titleOf(folder), ANSWER, entry);
  }
});

test('TypeScript, for import, require and bundlers', () => {
  const source = readFileSync(`${PACKAGE}/test/packaging/types.ts`, 'utf8');
  const config = (module, moduleResolution) =>
    JSON.stringify({
      compilerOptions: { module, moduleResolution, target: 'es2022', lib: ['es2022'], types: [], strict: true, noEmit: true, exactOptionalPropertyTypes: true },
      include: ['*'],
    });
  const projects = {
    'ts-node': [config('nodenext', 'nodenext'), { 'import.mts': source, 'require.cts': source }],
    'ts-bundler': [config('preserve', 'bundler'), { 'bundled.ts': source }],
  };
  for (const [name, [tsconfig, sources]] of Object.entries(projects)) {
    const folder = project(name, { 'tsconfig.json': tsconfig, ...sources });
    try {
      node(folder, `${PACKAGE}/node_modules/typescript/bin/tsc`, '--project', '.');
    } catch (error) {
      assert.fail(`${name}\n${error.stdout}`);
    }
  }
});

test('the quick start of the README runs as it stands', () => {
  const [, code] = readFileSync(`${PACKAGE}/README.md`, 'utf8').match(/```js\n(.*?)```/s);
  assert.ok(code.split('\n').filter((line) => line.trim() !== '').length <= 10);
  const folder = project('quick-start', { 'main.mjs': code });
  cpSync(`${ROOT}/programmes`, join(folder, 'programmes'), { recursive: true });
  assert.equal(node(folder, 'main.mjs'), 'paid 20\n');
});
