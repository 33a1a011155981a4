// What Node's two entries share, `import`'s and `require`'s, so that both have one instance. It knows no place of its own:
// a bundler would write down the one on the machine that it ran on.

import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { loaded, loadedSync } from './loaded.js';
import { isPlace, missing } from './module.js';

export * from './exports.js';

/** `load` and `loadSync` of an entry whose module is at `ours`, a path or a file URL. */
export function loaders(ours) {
  const place = (source) => source?.href ?? source;
  const file = (source) => (/^file:/i.test(source) ? new URL(source) : source);
  const fail = (source) => (cause) => {
    throw source === undefined ? missing(cause) : cause;
  };
  return {
    load: (source) =>
      loaded(() => (source === undefined || isPlace(source) ? readFile(file(place(source ?? ours))).catch(fail(source)) : source)),
    loadSync: (source) =>
      loadedSync(() => {
        if (source !== undefined && !isPlace(source)) return source;
        try {
          return readFileSync(file(place(source ?? ours)));
        } catch (cause) {
          return fail(source)(cause);
        }
      }),
  };
}
