// Milliseconds to read and to check the documents that document/main.rs wrote, in the module under Node.

import { readFile } from 'node:fs/promises';
import { load } from '../../hosts/js/dist/node.js';

const ROUNDS = 50;
const kenpo = await load();

function best(work) {
  let least = Infinity;
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now();
    work();
    least = Math.min(least, performance.now() - start);
  }
  return least.toFixed(2);
}

for (const name of ['sound', 'faulty']) {
  const text = await readFile(`${process.argv[2]}/${name}.json`);
  const parsed = best(() => {
    try {
      kenpo.parseProgramme(text)[Symbol.dispose]();
    } catch (error) {
      if (name === 'sound') throw error;
    }
  });
  const checked = best(() => kenpo.programmeCheck(text));
  console.log(`module  ${name.padEnd(7)} ${text.length} bytes: read ${parsed} ms, programme.check ${checked} ms`);
}
