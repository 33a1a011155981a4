// The entry `kenpo`: everything.

export { Kenpo, Programme } from '../kenpo.js';
export { AccruedColumns } from '../steps.js';
