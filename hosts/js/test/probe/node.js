export * from '../../src/node-require.js';
export { probes } from './probes.js';
