// `node test/vectors/node.mjs [project root]`: every vector through the package, imported by its name.

import * as api from 'kenpo';
import { ROOT } from '../../scripts/paths.mjs';
import { closingLine, runVectors } from './core.mjs';
import { readVectors } from './files.mjs';

const { files, programmes } = readVectors(process.argv[2] ?? process.env.KENPO_ROOT ?? ROOT);
const outcome = await runVectors({ ...api, kenpo: await api.load() }, files, programmes);
for (const failure of outcome.failures) console.log(failure);
console.log(closingLine('node', outcome));
process.exitCode = outcome.failures.length > 0 ? 1 : 0;
