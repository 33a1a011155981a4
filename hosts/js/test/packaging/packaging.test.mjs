// Packs the package as it would be published, installs it as a stranger would, and uses it in every way that needs no more than
// what the package itself is built with. `test/consumers` has the others.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import * as esbuild from 'esbuild';
import * as vite from 'vite';
import webpack from 'webpack';
import { loadSync } from 'kenpo/verify';
import { PACKAGE, ROOT } from '../../scripts/paths.mjs';
import { ANSWER, ANSWERS, ASK, HTML, PAGE, SERVER, answersAlone, pages, prints, stranger } from './stranger.mjs';

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

test('holds what it should and nothing else', () => {
  const installed = readdirSync(join(home, 'node_modules/kenpo'), { recursive: true }).sort();
  const entries = ['core.cjs', 'inline.cjs', 'inline.js', 'node.cjs', 'node.js', 'web.js', 'workerd.js'];
  const others = ['LICENSE-APACHE', 'LICENSE-MIT', 'index.d.cts', 'index.d.ts', 'kenpo_bg.wasm'];
  const programmes = ['kencom_app', 'kencom_web', 'kenren', 'kkr', 'shochiku'].map((name) => `programmes/${name}.json`);
  const messages = ['en', 'index', 'ja'].flatMap((name) => ['cjs', 'd.cts', 'd.ts', 'js'].map((ending) => `messages/${name}.${ending}`));
  const areas = ['card', 'verify'].flatMap((area) => [area, ...[...entries, 'index.d.cts', 'index.d.ts', 'kenpo_bg.wasm'].map((name) => `${area}/${name}`)]);
  const evidence = ['beacon', 'timestamp'].flatMap((name) => [name, ...['cjs', 'd.cts', 'd.ts', 'js'].map((ending) => `${name}/index.${ending}`)]);
  const dist = [...entries, ...others, ...areas, ...evidence, 'messages', ...messages, 'programmes', ...programmes].map((name) => `dist/${name}`);
  assert.deepEqual(installed, ['README.ja.md', 'README.md', 'dist', ...dist, 'package.json'].sort());
});

test('is not packed before it is built', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kenpo-unbuilt-'));
  for (const name of ['package.json', 'README.md', 'scripts']) cpSync(`${PACKAGE}/${name}`, join(folder, name), { recursive: true });
  const { status, stderr } = spawnSync('npm', ['pack', '--offline'], { cwd: folder, encoding: 'utf8' });
  assert.notEqual(status, 0);
  assert.match(stderr, /kenpo is not built: .*dist\/node\.js.*Run `npm run build` first/);
  rmSync(folder, { recursive: true });
});

test('Node, import', () => {
  const folder = project('node-import', {
    'main.mjs': SERVER('kenpo'),
    'inline.mjs': SERVER('kenpo/inline'),
    'resolve.mjs': SERVER('kenpo').replaceAll('load()', "load(import.meta.resolve('kenpo/kenpo.wasm'))").replaceAll('loadSync()', "loadSync(import.meta.resolve('kenpo/kenpo.wasm'))"),
    'sync.mjs': `import { loadSync, load } from 'kenpo';\nconst kenpo = loadSync();\nconsole.log(${ASK}, kenpo === (await load()));\n`,
  });
  for (const main of ['main.mjs', 'inline.mjs', 'resolve.mjs']) assert.equal(prints(folder, main), ANSWERS, main);
  assert.equal(prints(folder, 'sync.mjs'), `${ANSWER} true\n`);
});

test('Node, require', () => {
  const main = (entry) => `const { loadSync } = require('${entry}');\nconst kenpo = loadSync();\nconsole.log(${ASK});\n`;
  const folder = project('node-require', { 'main.cjs': main('kenpo'), 'inline.cjs': main('kenpo/inline') });
  for (const name of ['main.cjs', 'inline.cjs']) assert.equal(prints(folder, name), `${ANSWER}\n`, name);
});

test('Node, an entry of one area', () => {
  const required = "const { loadSync } = require('kenpo/card');\nconst kenpo = loadSync();\nconsole.log(" + ASK + ');\n';
  const folder = project('node-card', { 'import.mjs': SERVER('kenpo/card'), 'inline.mjs': SERVER('kenpo/card/inline'), 'require.cjs': required });
  for (const main of ['import.mjs', 'inline.mjs']) assert.equal(prints(folder, main), ANSWERS, main);
  assert.equal(prints(folder, 'require.cjs'), `${ANSWER}\n`);
});

/** What `npm install kenpo @noble/curves pkijs asn1js` would bring into a folder, from this package's own. */
function libraries(folder) {
  for (const name of ['@noble', '@peculiar', 'asn1js', 'pkijs', 'bytestreamjs']) {
    cpSync(`${PACKAGE}/node_modules/${name}`, join(folder, 'node_modules', name), { recursive: true });
  }
  cpSync(join(home, 'node_modules/kenpo'), join(folder, 'node_modules/kenpo'), { recursive: true });
}

test('entries with libraries of their own: without these they are named, with them Node, Vite and TypeScript take both', async () => {
  const round = "{ round: 1000, signature: 'b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39' }";
  const use = `const found = [await checkRound(quicknet, ${round}), await checkTimestamp({ token: '00', manifest_bytes: '', draw_time: '2022-06-23T12:00:00+09:00' })];\nconst said = found.map(({ reason }) => reason).join(' ');\n`;
  const imported = `import { checkRound, quicknet } from 'kenpo/beacon';\nimport { checkTimestamp } from 'kenpo/timestamp';\n${use}`;
  const required = `const { checkRound, quicknet } = require('kenpo/beacon');\nconst { checkTimestamp } = require('kenpo/timestamp');\n(async () => {\n${use}console.log(said);\n})();\n`;
  const files = { 'main.mjs': `${imported}console.log(said);\n`, 'main.cjs': required, 'index.html': HTML('/main.js'), 'main.js': `${imported}document.title = said;\n` };
  const config = JSON.stringify({ compilerOptions: { module: 'nodenext', moduleResolution: 'nodenext', target: 'es2022', lib: ['es2022'], types: [], strict: true, noEmit: true }, include: ['*.mts', '*.cts'] });
  const typed = `import { load } from 'kenpo/verify';
import { withBeacon, type BeaconStep } from 'kenpo/beacon';
import { withTimestamp } from 'kenpo/timestamp';
import type { Proof } from 'kenpo';
export async function shown(proof: Proof) {
  const { verdict } = (await load()).lotteryVerify({ proof }).answer;
  const { reason, steps, time_evidence } = await withTimestamp(await withBeacon(verdict, proof), proof);
  const named: boolean = reason === 'beacon_signature' || reason === 'timestamp_imprint' || reason === 'proof_log';
  // @ts-expect-error no step of any of them
  const other: boolean = reason === 'beacon_time';
  const step: BeaconStep = 'beacon_chain';
  return { named, other, step, steps, time_evidence };
}
`;
  const root = project('evidence', { ...files, 'typed.mts': typed, 'typed.cts': typed, 'tsconfig.json': config });
  assert.throws(() => prints(root, 'main.mjs'), /@noble\/curves|asn1js|pkijs/);
  libraries(root);
  for (const main of ['main.mjs', 'main.cjs']) assert.equal(prints(root, main), 'accepted timestamp_token\n', main);
  prints(root, `${PACKAGE}/node_modules/typescript/bin/tsc`, '--project', '.');
  await vite.build({ root, configFile: false, logLevel: 'error' });
  assert.equal(await browser.titleOf(join(root, 'dist')), 'accepted timestamp_token');
});

test('Vite, built for the browser', async () => {
  const root = project('vite', { 'index.html': HTML('/main.js'), 'main.js': PAGE('kenpo') });
  await vite.build({ root, configFile: false, logLevel: 'error' });
  assert.equal(await browser.titleOf(join(root, 'dist')), ANSWER);
});

test('Vite, with a page that needs a card alone', async () => {
  const root = project('vite-card', { 'index.html': HTML('/main.js'), 'main.js': PAGE('kenpo/card') });
  await vite.build({ root, configFile: false, logLevel: 'error' });
  assert.equal(await browser.titleOf(join(root, 'dist')), ANSWER);
  const [module] = readdirSync(join(root, 'dist/assets')).filter((name) => name.endsWith('.wasm'));
  assert.ok(readFileSync(join(root, 'dist/assets', module)).length < 200_000, module);
});

test('Vite, with messages of which a page loads one language', async () => {
  const main = "import { reasonMessage } from 'kenpo/messages';\ndocument.title = (await reasonMessage('cap_reached', 'ja')).text;\n";
  const root = project('vite-messages', { 'index.html': HTML('/main.js'), 'main.js': main });
  await vite.build({ root, configFile: false, logLevel: 'error' });
  assert.equal(await browser.titleOf(join(root, 'dist')), 'ポイントの上限に達しているため、付与はありません。');
  const scripts = readdirSync(join(root, 'dist/assets')).map((name) => readFileSync(join(root, 'dist/assets', name), 'utf8'));
  assert.deepEqual(scripts.map((text) => text.includes('cap_reached:{')).sort(), [false, true, true]);
});

test('Vite, served while it is worked on', async () => {
  // Without an icon of its own the page asks for one and is told that there is none.
  const html = HTML('/main.js').replace('</title>', '</title><link rel="icon" href="data:,">');
  const root = project('vite-dev', { 'index.html': html, 'main.js': PAGE('kenpo') });
  const server = await vite.createServer({ root, configFile: false, logLevel: 'error', server: { port: 0, host: '127.0.0.1' } });
  await server.listen();
  try {
    assert.equal(await browser.title(`http://127.0.0.1:${server.httpServer.address().port}/`), ANSWER);
  } finally {
    await server.close();
  }
});

test('Vite, built for the server, the package outside and inside of the bundle', async () => {
  const root = project('vite-ssr', { 'main.mjs': SERVER('kenpo') });
  const config = (outDir, ssr) => ({
    root,
    configFile: false,
    logLevel: 'error',
    build: { ssr: 'main.mjs', outDir, rollupOptions: { output: { entryFileNames: 'main.mjs' } } },
    ssr,
  });
  await vite.build(config('outside', {}));
  assert.equal(prints(root, 'outside/main.mjs'), ANSWERS);
  await vite.build(config('inside', { noExternal: true }));
  answersAlone(join(root, 'inside'), (from, to) => cpSync(from, to, { recursive: true }));
});

test('webpack, for the browser', async () => {
  const context = project('webpack', { 'main.mjs': PAGE('kenpo') });
  const output = { path: join(context, 'dist'), publicPath: '/', filename: 'main.js' };
  await pack({ context, output });
  writeFileSync(join(output.path, 'index.html'), HTML('/main.js'));
  assert.equal(await browser.titleOf(output.path), ANSWER);
});

test('webpack, for the server, as bundlers find it and by the place of its file', async () => {
  const context = project('webpack-node', { 'main.mjs': SERVER('kenpo') });
  for (const [name, resolve] of [['inside', {}], ['beside', { conditionNames: ['node', 'import'] }]]) {
    const output = { path: join(context, name), filename: 'main.mjs', module: true };
    await pack({ context, output, resolve, target: 'node20', experiments: { outputModule: true } });
    assert.equal(readdirSync(output.path).some((file) => file.endsWith('.wasm')), name === 'beside');
    answersAlone(output.path, (from, to) => cpSync(from, to, { recursive: true }));
  }
});

async function pack(options) {
  const compiler = webpack({ entry: './main.mjs', mode: 'production', performance: { hints: false }, ...options });
  const stats = await new Promise((resolve, reject) => compiler.run((error, done) => (error ? reject(error) : resolve(done))));
  assert.deepEqual(stats.toJson().errors, []);
}

test('esbuild, for the browser, with the module inside', async () => {
  const folder = project('esbuild', { 'index.html': HTML('/out.js'), 'main.js': PAGE('kenpo/inline') });
  await esbuild.build({ entryPoints: [join(folder, 'main.js')], outfile: join(folder, 'out.js'), bundle: true, format: 'esm', logLevel: 'error' });
  assert.equal(await browser.titleOf(folder), ANSWER);
});

test('esbuild, for the server', async () => {
  const folder = project('esbuild-node', { 'main.mjs': SERVER('kenpo') });
  const options = { entryPoints: [join(folder, 'main.mjs')], bundle: true, platform: 'node', format: 'esm', logLevel: 'error' };
  await esbuild.build({ ...options, outfile: join(folder, 'out/main.mjs') });
  answersAlone(join(folder, 'out'), (from, to) => cpSync(from, to, { recursive: true }));
});

test('code that lost its module names the entry that holds it', async () => {
  const folder = project('lost', {
    'main.mjs': "import { load } from 'kenpo';\nawait load();\n",
    'sync.mjs': "import { loadSync } from 'kenpo';\nloadSync();\n",
  });
  for (const name of ['main.mjs', 'sync.mjs']) {
    // Without `module` among its conditions a bundler takes Node's own entry, and this one copies no files.
    const options = { entryPoints: [join(folder, name)], bundle: true, platform: 'node', conditions: ['import'], format: 'esm', minify: true };
    await esbuild.build({ ...options, banner: { js: REQUIRE }, outfile: join(folder, 'out', name), logLevel: 'error' });
    assert.doesNotMatch(readFileSync(join(folder, 'out', name), 'utf8'), new RegExp(home), 'the path of the machine that built it');
    assert.throws(() => prints(folder, join('out', name)), /kenpo_bg\.wasm is not beside the code.*'kenpo\/inline'/);
  }
});

/** esbuild leaves `require` of Node's own modules to the runtime, which has none in a module. */
const REQUIRE = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

test('a static host, with no bundler', async () => {
  for (const [name, entry] of [['static', 'web.js'], ['static-inline', 'inline.js']]) {
    const folder = project(name, { 'index.html': HTML('/main.js'), 'main.js': PAGE(`./kenpo/${entry}`) });
    cpSync(join(home, 'node_modules/kenpo/dist'), join(folder, 'kenpo'), { recursive: true });
    assert.equal(await browser.titleOf(folder), ANSWER, entry);
  }
});

test('TypeScript, for import, require and bundlers', () => {
  const source = readFileSync(`${PACKAGE}/test/packaging/types.ts`, 'utf8');
  const quickStart = readFileSync(`${PACKAGE}/README.md`, 'utf8').match(/```js\n(.*?)```/s)[1];
  const nodeTypes = "interface ImportMeta { resolve(specifier: string): string }\ndeclare class URL { constructor(url: string) }\ndeclare module 'node:fs/promises' { export function readFile(path: string | URL): Promise<Uint8Array>; }\ndeclare const console: { log(...values: unknown[]): void };\n";
  const config = (module, moduleResolution, lib) =>
    JSON.stringify({
      compilerOptions: { module, moduleResolution, target: 'es2022', lib, types: [], strict: true, noEmit: true, exactOptionalPropertyTypes: true },
      include: ['*'],
    });
  const readme = { 'readme.mts': quickStart, 'node.d.ts': nodeTypes };
  const areas = `import { load } from 'kenpo/card';
import { loadSync } from 'kenpo/verify/inline';
const card = await load();
const reason: string = ${ASK.replaceAll('kenpo.', 'card.')};
// @ts-expect-error another entry's
card.lotteryFreeze;
loadSync().lotteryFreeze;
// @ts-expect-error this entry reads no programmes
card.parseProgramme;
export { reason };
`;
  const dom = "import { loadSync } from 'kenpo';\nloadSync(new WebAssembly.Module(new Uint8Array()));\n// @ts-expect-error not a module\nloadSync(5);\n";
  const projects = {
    'ts-node': [config('nodenext', 'nodenext', ['es2022']), { 'import.mts': source, 'require.cts': source, 'areas.mts': areas, ...readme }],
    'ts-bundler': [config('preserve', 'bundler', ['es2022']), { 'bundled.ts': source, 'areas.ts': areas, ...readme }],
    'ts-dom': [config('preserve', 'bundler', ['esnext', 'dom']), { 'bundled.ts': source, 'dom.ts': dom }],
  };
  for (const [name, [tsconfig, sources]] of Object.entries(projects)) {
    const folder = project(name, { 'tsconfig.json': tsconfig, ...sources });
    prints(folder, `${PACKAGE}/node_modules/typescript/bin/tsc`, '--project', '.');
  }
});

test('what the READMEs show runs as it stands', () => {
  const blocks = (name) => Array.from(readFileSync(`${PACKAGE}/${name}`, 'utf8').matchAll(/```js\n(.*?)```/gs), ([, code]) => code);
  const [quickStart, card, evidence, messages] = blocks('README.md');
  assert.deepEqual(blocks('README.ja.md'), [quickStart, card, evidence, messages]);
  assert.ok(quickStart.split('\n').filter((line) => line.trim() !== '').length <= 10);
  const folder = project('readme', { 'quick-start.mjs': quickStart, 'card.mjs': card, 'messages.mjs': messages });
  const draw = project('readme-draw', { 'evidence.mjs': evidence, 'proof.json': JSON.stringify(proof()) });
  libraries(draw);
  assert.equal(prints(draw, 'evidence.mjs'), `${evidence.match(/\/\/ (accepted .*)/)[1]}\n`);
  assert.equal(prints(folder, 'quick-start.mjs'), 'paid 20\n');
  assert.equal(prints(folder, 'card.mjs'), `${ANSWER}\n`);
  assert.equal(prints(folder, 'messages.mjs'), 'ポイントの上限に達しているため、付与はありません。\n');
});

/** The proof of a draw by round 1000 of drand, which `tests/vectors` has. */
function proof() {
  const vectors = JSON.parse(readFileSync(`${ROOT}/tests/vectors/lottery/draw_drand.json`, 'utf8'));
  const { request } = vectors.cases[0];
  return loadSync().lotteryDraw(request).answer.verdict.proof;
}
