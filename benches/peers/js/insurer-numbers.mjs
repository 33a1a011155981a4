// Which of a column of insurer numbers are well-formed: as texts, and as a column of eight bytes each.

import { readFile } from 'node:fs/promises';
import validator from 'validator';
import { load } from '../../../hosts/js/dist/node.js';
import { recordWellFormed, wellFormed } from './handwritten.mjs';
import { jsonRulesEngine, zenDecision, zenDecisionOfAll } from './rule-engines.mjs';

const RECORD = 8;

export async function prepare(folder) {
  const texts = (await readFile(`${folder}/insurer-numbers.txt`, 'utf8')).split('\n').slice(0, -1);
  const records = pack(texts);
  const kenpo = await load();
  const contestants = {
    'kenpo column': () => accepted(kenpo.insurerNumberReasons(records)),
    'kenpo column from texts': () => accepted(kenpo.insurerNumberReasons(pack(texts))),
    'kenpo one by one': () => {
      let count = 0;
      for (const text of texts) if (kenpo.insurerNumberReason(text) === 0) count += 1;
      return count;
    },
    handwritten: () => {
      let count = 0;
      for (const text of texts) if (wellFormed(text)) count += 1;
      return count;
    },
    'handwritten, column': () => {
      let count = 0;
      for (let start = 0; start < records.length; start += RECORD) if (recordWellFormed(records, start)) count += 1;
      return count;
    },
    'validator.js isLuhnNumber': () => {
      let count = 0;
      for (const text of texts) if (validator.isLuhnNumber(text)) count += 1;
      return count;
    },
    'json-rules-engine': jsonRulesEngine(texts),
    'zen-engine decision': zenDecision(texts),
    'zen-engine decision of all': zenDecisionOfAll(texts),
  };
  return { items: texts.length, contestants };
}

/** Filled with spaces. What is longer, or not ASCII, is no number, and neither is a record of spaces. */
function pack(texts) {
  const records = new Uint8Array(texts.length * RECORD).fill(32);
  for (let index = 0; index < texts.length; index += 1) {
    const text = texts[index];
    const length = text.length > RECORD ? 0 : text.length;
    for (let at = 0; at < length; at += 1) {
      const code = text.charCodeAt(at);
      records[RECORD * index + at] = code < 128 ? code : 63;
    }
  }
  return records;
}

function accepted(reasons) {
  let count = 0;
  for (let at = 0; at < reasons.length; at += 1) if (reasons[at] === 0) count += 1;
  return count;
}
