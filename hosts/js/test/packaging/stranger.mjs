// A stranger's folder: the packed package, installed from its tarball and nowhere else, and projects that use it.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
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

/** An empty folder with the package installed, from KENPO_TARBALL or packed here; `close` removes it. */
export function stranger() {
  const home = mkdtempSync(join(tmpdir(), 'kenpo-packaging-'));
  const npm = (...args) => execFileSync('npm', [...args, '--offline', '--loglevel=error'], { cwd: home, encoding: 'utf8' });
  const pack = () => join(home, JSON.parse(npm('pack', PACKAGE, '--json', '--pack-destination', home))[0].filename);
  const tarball = process.env.KENPO_TARBALL ?? pack();
  writeFileSync(join(home, 'package.json'), '{ "private": true }');
  npm('install', tarball);
  return {
    home,
    npm,
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
