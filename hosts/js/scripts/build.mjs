// Builds the package into dist/, and once more with the probes, for tests, below the project's target folder.

import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { build } from 'esbuild';
import { evidence } from './evidence.mjs';
import { DIST, PACKAGE, PROBE, ROOT, TARGET } from './paths.mjs';

const SRC = `${PACKAGE}/src`;

/** The entries: where each lies in dist/, the module's features, and what it exports beside what all do. */
const ENTRIES = [
  { area: 'complete', folder: DIST, features: [], names: ['Kenpo', 'Programme', 'AccruedColumns'] },
  { area: 'card', folder: `${DIST}/card`, features: ['--no-default-features', '--features', 'card'], names: ['Kenpo'] },
  { area: 'verify', folder: `${DIST}/verify`, features: ['--no-default-features', '--features', 'verify'], names: ['Kenpo'] },
];

// The places in which the compiler saw its sources stay out of the module. Those of Rust's own have a name of their own, unless the toolchain has its component
// rust-src: then the compiler writes where that lies.
const rustc = (...args) => execFileSync(process.env.RUSTC ?? 'rustc', args, { cwd: ROOT, encoding: 'utf8' });
const library = `${rustc('--print', 'sysroot').trim()}/lib/rustlib/src/rust`;
const homes = {
  [process.env.CARGO_HOME ?? `${homedir()}/.cargo`]: 'cargo',
  [ROOT.replace(/\/$/, '')]: 'kenpo',
  [library]: `/rustc/${/^commit-hash: (\w+)$/m.exec(rustc('-vV'))[1]}`,
};
const flags = Object.entries(homes).map(([from, to]) => `--remap-path-prefix=${from}=${to}`);
const env = { ...process.env, CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS: flags.join(' ') };

const run = (program, args) => execFileSync(program, args, { cwd: ROOT, env, stdio: ['ignore', 'inherit', 'inherit'] });
const cargo = (args) => run(process.env.CARGO ?? 'cargo', args);

/** Builds the module with these features, and writes bindgen's glue and the module it belongs to into `door`. */
function open(door, features) {
  const target = ['--target-dir', TARGET];
  const wasm = ['--package', 'kenpo-wasm', '--profile', 'wasm', '--target', 'wasm32-unknown-unknown'];
  cargo(['build', '--quiet', '--locked', ...target, ...wasm, ...features]);
  const bindgen = ['--manifest-path', `${ROOT}/xtask/bindgen/Cargo.toml`, '--target-dir', `${TARGET}/bindgen`];
  const built = `${TARGET}/wasm32-unknown-unknown/wasm/kenpo_wasm.wasm`;
  cargo(['run', '--quiet', '--locked', ...bindgen, '--', built, door]);
}

/** Makes the module small, and leaves nothing in it but what runs. */
function optimise(from, to) {
  const optimiser = `${PACKAGE}/node_modules/binaryen/bin/wasm-opt`;
  const strip = ['--strip-debug', '--strip-producers', '--strip-target-features'];
  run(process.execPath, [optimiser, '-Oz', ...strip, from, '-o', to]);
}

/** An entry and all it imports, in one readable file. */
function bundle(entry, outfile, { door, area, folder }, options) {
  return build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'warning',
    alias: {
      'kenpo-area': `${SRC}/areas/${area}.js`,
      'kenpo-door': `${door}/kenpo.js`,
      'kenpo-module': `${folder}/kenpo_bg.wasm`,
    },
    loader: { '.wasm': 'binary' },
    ...options,
  });
}

const browser = { format: 'esm', platform: 'browser' };
const node = { format: 'cjs', platform: 'node' };

/** An entry: its module, and the code around it for each kind of host. */
async function ship({ area, folder, features, names }) {
  const entry = { area, folder, door: `${TARGET}/js/door-${area}` };
  open(entry.door, features);
  mkdirSync(folder, { recursive: true });
  optimise(`${entry.door}/kenpo_bg.wasm`, `${folder}/kenpo_bg.wasm`);
  await bundle(`${SRC}/web.js`, `${folder}/web.js`, entry, browser);
  await bundle(`${SRC}/workerd.js`, `${folder}/workerd.js`, entry, { ...browser, external: ['./kenpo_bg.wasm'] });
  await bundle(`${SRC}/node-core.js`, `${folder}/core.cjs`, entry, node);
  await bundle(`${SRC}/inline.js`, `${folder}/inline.js`, entry, browser);
  await bundle(`${SRC}/inline.js`, `${folder}/inline.cjs`, entry, { ...node, platform: 'neutral' });
  const all = [...names, 'KenpoError', 'Reason', 'Status'].join(', ');
  writeFileSync(`${folder}/node.js`, readFileSync(`${SRC}/node-import.js`, 'utf8').replace('KENPO_NAMES', all));
  copyFileSync(`${SRC}/node-require.cjs`, `${folder}/node.cjs`);
  if (area !== 'complete') for (const ending of ['ts', 'cts']) copyFileSync(`${SRC}/areas/${area}.d.${ending}`, `${folder}/index.d.${ending}`);
}

function documents() {
  // The source programmes alone: the published ones are material of the tests, the templates belong to documents yet to be written.
  mkdirSync(`${DIST}/programmes`);
  const programmes = readdirSync(`${ROOT}/programmes`).filter((name) => name.endsWith('.json'));
  for (const name of programmes) copyFileSync(`${ROOT}/programmes/${name}`, `${DIST}/programmes/${name}`);
  for (const licence of ['LICENSE-APACHE', 'LICENSE-MIT']) copyFileSync(`${ROOT}/${licence}`, `${DIST}/${licence}`);
  // TypeScript reads the types of `import` and of `require` from two files.
  const types = ['contract.d.ts', 'api.d.ts'].map((name) => readFileSync(`${SRC}/${name}`, 'utf8')).join('\n');
  writeFileSync(`${DIST}/index.d.ts`, types);
  writeFileSync(`${DIST}/index.d.cts`, types);
}

async function probe() {
  const door = `${TARGET}/js/probe-door`;
  open(door, ['--features', 'probe']);
  mkdirSync(PROBE, { recursive: true });
  copyFileSync(`${door}/kenpo_bg.wasm`, `${PROBE}/kenpo_bg.wasm`);
  const entry = { area: 'complete', folder: DIST, door };
  await bundle(`${PACKAGE}/test/probe/web.js`, `${PROBE}/web.js`, entry, browser);
  await bundle(`${PACKAGE}/test/probe/node.js`, `${PROBE}/node.cjs`, entry, node);
}

/** The catalogue of messages, a file for each language and one that loads whichever is asked for. */
async function messages() {
  const from = `${SRC}/messages`;
  const to = `${DIST}/messages`;
  const contract = JSON.parse(readFileSync(`${ROOT}/docs/schemas/contract.json`, 'utf8'));
  const numbers = Object.fromEntries(contract.reasons.map(({ name, number }) => [name, number]));
  const catalogue = JSON.parse(readFileSync(`${ROOT}/messages/messages.json`, 'utf8'));
  const options = { bundle: true, target: 'es2022', platform: 'neutral', charset: 'utf8', logLevel: 'warning' };
  const kinds = { js: { format: 'esm' }, cjs: { format: 'cjs', supported: { 'dynamic-import': false } } };
  const names = ['en', 'ja'];
  for (const [ending, kind] of Object.entries(kinds)) {
    for (const name of names) {
      const said = (list, more) => Object.fromEntries(list.map((entry) => [entry.code, { ...more(entry.code), ...entry[name] }]));
      const reasons = said(catalogue.reasons, (code) => ({ number: numbers[code] }));
      const words = Object.fromEntries(catalogue.faults.map((entry) => [entry.code, entry[name].text]));
      const all = JSON.stringify({ reasons, errors: said(catalogue.errors, () => ({})), words });
      const contents = `import { messages } from './language.js';\nexport const { reasonMessage, explain, explainFault, errorMessage } = messages(${all});\n`;
      await build({ ...options, ...kind, stdin: { contents, resolveDir: from }, outfile: `${to}/${name}.${ending}` });
    }
    const external = names.map((name) => `./${name}.js`);
    await build({ ...options, ...kind, entryPoints: [`${from}/index.js`], outfile: `${to}/index.${ending}`, external });
  }
  const required = readFileSync(`${to}/index.cjs`, 'utf8').replaceAll(/require\("\.\/(\w+)\.js"\)/g, 'require("./$1.cjs")');
  writeFileSync(`${to}/index.cjs`, required);
  for (const [types, files] of [['index', ['index']], ['language', names]]) {
    const text = readFileSync(`${from}/${types}.d.ts`, 'utf8');
    for (const name of files) for (const ending of ['ts', 'cts']) writeFileSync(`${to}/${name}.d.${ending}`, text);
  }
}

rmSync(DIST, { recursive: true, force: true });
for (const entry of ENTRIES) await ship(entry);
documents();
await messages();
await evidence();
await probe();
