// Runs inside the page: the same as node.mjs does in Node.

import * as api from '/dist/web.js';
import { runVectors } from './core.mjs';

export async function run() {
  const { files, programmes } = await (await fetch('/vectors.json')).json();
  const documents = new Map(programmes.map(([path, text]) => [path, new TextEncoder().encode(text)]));
  return runVectors({ ...api, kenpo: await api.load() }, files, documents);
}
