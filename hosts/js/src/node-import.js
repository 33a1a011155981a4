// Node by `import`; the package's only instance is that of node.cjs.

import kenpo from './node.cjs';

export const { load, Kenpo, Programme, AccruedColumns, KenpoError, Reason, Status } = kenpo;
