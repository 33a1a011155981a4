// `node peers.mjs WORK FOLDER` measures this room's contestants and prints a line for each.

import * as accrual from './accrual.mjs';
import * as eligibility from './eligibility.mjs';
import * as insurerNumbers from './insurer-numbers.mjs';
import { measure } from './measure.mjs';
import * as subsidy from './subsidy.mjs';

const works = { 'insurer-numbers': insurerNumbers, eligibility, subsidy, accrual };
const [work, folder] = process.argv.slice(2);
if (!Object.hasOwn(works, work)) throw new Error(`there is no work ${work} here`);
const { items, contestants } = await works[work].prepare(folder);
await measure(items, contestants);
