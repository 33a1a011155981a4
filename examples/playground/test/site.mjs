// The built folder behind a plain static server, and a Chromium that opens it.

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launch } from '../../../hosts/js/test/browser.mjs';

const TYPES = { '.css': 'text/css', '.html': 'text/html', '.js': 'text/javascript', '.svg': 'image/svg+xml', '.wasm': 'application/wasm' };

const target = process.env.CARGO_TARGET_DIR ?? fileURLToPath(new URL('../../../target', import.meta.url));
/** The folder that `vite build` writes. */
export const SITE = `${target}/playground/site`;
export const SHOTS = `${target}/playground/screenshots`;

/** Serves a folder as any static server does. */
async function serve(folder) {
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname).replace(/\/$/, '/index.html');
    try {
      if (path.split('/').includes('..')) throw new Error('outside of the folder');
      const body = await readFile(`${folder}${path}`);
      response.writeHead(200, { 'Content-Type': TYPES[extname(path)] ?? 'application/octet-stream' }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}

/** A browser at the site; `open` gives a page in a language, which fails the test with any error or foreign request. */
export async function visit() {
  const server = await serve(SITE);
  const browser = await launch();
  const foreign = [];
  const errors = [];
  const open = async ({ view = 'programme', lang = 'ja', width = 1280, height = 900, scheme = 'light', more = '', ...options } = {}) => {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme, locale: lang === 'ja' ? 'ja-JP' : 'en-GB', ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    page.on('request', (request) => {
      if (!request.url().startsWith(server.url) && !request.url().startsWith('blob:')) foreign.push(request.url());
      if (request.method() !== 'GET') foreign.push(`${request.method()} ${request.url()}`);
    });
    page.on('websocket', (socket) => foreign.push(socket.url()));
    page.on('pageerror', (error) => errors.push(String(error)));
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    await page.goto(`${server.url}#view=${view}&lang=${lang}${more}`);
    await page.locator('h1').waitFor();
    return page;
  };
  return { open, foreign, errors, url: server.url, close: async () => (await browser.close(), server.close()) };
}
