// A stranger's folder: the packed package, installed from a registry that has it and nothing else, and projects that use it.

import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { PACKAGE } from '../../scripts/paths.mjs';
import { launch, serve } from '../browser.mjs';

export const ASK = "kenpo.insurerNumberCheck({ insurer_number: '06139464' }).answer.verdict.reason";
export const ANSWER = 'wrong_check_digit';

/** What a page runs: the answer becomes its title. */
export const PAGE = (entry) => `import { load } from '${entry}';\nconst kenpo = await load();\ndocument.title = ${ASK};\n`;
export const HTML = (script) =>
  `<!doctype html><html><head><title>-</title></head><body><script type="module" src="${script}"></script></body></html>\n`;

/** What a server runs, loading in each way there is; it prints one answer for each. */
export const SERVER = (entry) =>
  `import { load, loadSync } from '${entry}';\nfor (const kenpo of [await load(), loadSync()]) console.log(${ASK});\n`;
export const ANSWERS = `${ANSWER}\n${ANSWER}\n`;

/** The command of the README by which the package is had. */
export const INSTALL = /^ {4}(npm install kenpo)$/m.exec(readFileSync(`${PACKAGE}/README.md`, 'utf8'))?.[1];

/** A registry that has one package, in one version, as npm asks for it. */
async function registryOf(tarball) {
  const bytes = readFileSync(tarball);
  const manifest = JSON.parse(execFileSync('tar', ['-xOf', tarball, 'package/package.json'], { encoding: 'utf8' }));
  const { name, version } = manifest;
  const server = createServer(({ url, headers }, response) => {
    if (url === `/${name}/-/${name}-${version}.tgz`) {
      response.end(bytes);
    } else if (url === `/${name}`) {
      const dist = { tarball: `http://${headers.host}${url}/-/${name}-${version}.tgz`, integrity: `sha512-${createHash('sha512').update(bytes).digest('base64')}` };
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ name, 'dist-tags': { latest: version }, versions: { [version]: { ...manifest, dist } } }));
    } else {
      response.writeHead(404).end('{}');
    }
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return { url: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}

/** An empty folder with the package installed by the README's command, from a registry that has the tarball of KENPO_TARBALL, or one packed here; `close` removes it. */
export async function stranger() {
  const home = mkdtempSync(join(tmpdir(), 'kenpo-packaging-'));
  const pack = () =>
    join(home, JSON.parse(execFileSync('npm', ['pack', PACKAGE, '--json', '--offline', '--loglevel=error', '--pack-destination', home], { encoding: 'utf8' }))[0].filename);
  const registry = await registryOf(process.env.KENPO_TARBALL ?? pack());
  writeFileSync(join(home, 'package.json'), '{ "private": true }');
  assert.ok(INSTALL, 'README.md says how the package is had');
  const [npm, ...args] = INSTALL.split(' ');
  // A cache of its own, so that nothing but this registry is had.
  const env = { ...process.env, npm_config_registry: registry.url, npm_config_cache: join(home, '.npm'), npm_config_audit: 'false', npm_config_loglevel: 'error', npm_config_update_notifier: 'false' };
  try {
    await promisify(execFile)(npm, args, { cwd: home, env });
  } finally {
    registry.close();
  }
  const there = readdirSync(join(home, 'node_modules')).filter((name) => !name.startsWith('.'));
  assert.deepEqual(there, ['kenpo'], 'npm asks for optional peers, too, and does without');
  return {
    home,
    /** A project's folder with these files, below the one into which the package is installed. */
    project(name, files) {
      const folder = join(home, name);
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), text);
      }
      return folder;
    },
    close: () => rmSync(home, { recursive: true, force: true }),
  };
}

/** What a program prints; `program` is a script for this Node where it ends in `js`. */
export function prints(cwd, ...args) {
  try {
    return execFileSync(process.execPath, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    throw new Error(`${args.join(' ')}\n${error.stdout}${error.stderr}`);
  }
}

/** That a bundle answers where nothing but itself is there, in a folder moved away from the one it was made in. */
export function answersAlone(bundle, move) {
  const folder = mkdtempSync(join(tmpdir(), 'kenpo-alone-'));
  try {
    move(bundle, folder);
    assert.equal(prints(folder, join(folder, 'main.mjs')), ANSWERS);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Pages in one browser. */
export async function pages() {
  const browser = await launch();
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
  return { title, titleOf, close: () => browser.close() };
}
