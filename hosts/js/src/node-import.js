// Node by `import`; the package's only instance is that of core.cjs.

import kenpo from './core.cjs';

export const { load, loadSync } = kenpo.loaders(new URL('./kenpo_bg.wasm', import.meta.url));
export const { KENPO_NAMES } = kenpo;
