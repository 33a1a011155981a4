// A headless Chromium and a server for its pages, for everything that runs in a browser.

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname } from 'node:path';
import { chromium } from 'playwright-core';

const TYPES = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.wasm': 'application/wasm',
};

/** What a page may do: its own scripts, WebAssembly, and nothing else. */
export const POLICY = "default-src 'none'; connect-src 'self'; script-src 'self' 'wasm-unsafe-eval'";

/** Serves `routes`: the text of a path, or the folder below which the paths are that begin with one ending in `/`. */
export async function serve(routes) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    try {
      const body = await find(routes, decodeURIComponent(pathname));
      const type = TYPES[extname(pathname)] ?? 'application/octet-stream';
      response.writeHead(200, { 'Content-Type': type, 'Content-Security-Policy': POLICY }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

function find(routes, path) {
  if (Object.hasOwn(routes, path)) return routes[path];
  const folder = Object.keys(routes).find((route) => route.endsWith('/') && path.startsWith(route));
  const below = path.slice(folder.length);
  if (below.split('/').includes('..')) throw new Error('outside of what is served');
  return readFile(`${routes[folder]}/${below}`);
}

/** A browser that talks to nobody but the page's server. */
export const launch = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
