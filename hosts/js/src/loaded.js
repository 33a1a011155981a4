import { Kenpo } from 'kenpo-area';
import { start, startSync } from './engine.js';
import { compile, compileSync } from './module.js';

let kenpo;

/** The library over the module that `source` gives; whoever loads it later gets the same. */
export async function loaded(source) {
  await start(async () => compile(await source()));
  return (kenpo ??= new Kenpo());
}

/** The same at once. */
export function loadedSync(source) {
  startSync(() => compileSync(source()));
  return (kenpo ??= new Kenpo());
}
