import { loaded, loadedSync } from './loaded.js';
import { isPlace } from './module.js';

/** `load` and `loadSync` of an entry that holds its module, and that reads no other. */
export function held(module) {
  const given = (source = module) => {
    if (isPlace(source)) throw new TypeError('kenpo: this entry holds the module and reads no other; pass bytes or a compiled module');
    return source;
  };
  return { load: (source) => loaded(() => given(source)), loadSync: (source) => loadedSync(() => given(source)) };
}
