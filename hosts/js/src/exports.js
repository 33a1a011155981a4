export { Reason } from './contract.js';
export { KenpoError, Status } from './error.js';
export { Kenpo, Programme } from './kenpo.js';
export { AccruedColumns } from './steps.js';
