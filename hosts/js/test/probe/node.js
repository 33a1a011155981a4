import { join } from 'node:path';
import { loaders } from '../../src/node-core.js';

export * from '../../src/exports.js';
export { probes } from './probes.js';

export const { load } = loaders(join(__dirname, 'kenpo_bg.wasm'));
