import { start } from './engine.js';
import { Kenpo } from './kenpo.js';

let kenpo;

/** The library over the module that `source` gives; whoever loads it later gets the same. */
export async function loaded(source) {
  await start(source);
  kenpo ??= new Kenpo();
  return kenpo;
}
