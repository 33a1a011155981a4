export * from '../../src/web.js';
export { probes } from './probes.js';
