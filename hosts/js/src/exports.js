export * from 'kenpo-area';
export { Reason } from './contract.js';
export { KenpoError, Status } from './error.js';
