// `node test/soak.mjs CALLS` prints the KiB that the process holds after a tenth of so many calls, and after all.

import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { KenpoError, load } from 'kenpo';
import { ROOT } from '../scripts/paths.mjs';

const PARSED_EVERY = 1000;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

function resident() {
  collect();
  return Math.round(process.memoryUsage().rss / 1024);
}

const soak = JSON.parse(readFileSync(`${ROOT}/tests/soak.json`, 'utf8'));
const document = readFileSync(`${ROOT}/${soak.programme}`);
const kenpo = await load();
const programme = kenpo.parseProgramme(document);
const calls = soak.calls.map(({ operation, request }) => {
  const method = operation.replace(/[._]([a-z])/g, (_, letter) => letter.toUpperCase());
  const target = method in programme ? programme : kenpo;
  return () => target[method](request);
});
const count = Number(process.argv[2]);
let refused = 0;
let early;
for (let number = 1; number <= count; number += 1) {
  try {
    calls[number % calls.length]();
  } catch (error) {
    if (!(error instanceof KenpoError)) throw error;
    refused += 1;
  }
  if (number % PARSED_EVERY === 0) kenpo.parseProgramme(document).close();
  if (number === Math.floor(count / 10)) early = resident();
}
console.log(`${early} ${resident()}`);
process.exitCode = refused === Math.floor(count / calls.length) ? 0 : 1;
