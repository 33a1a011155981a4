// No message, stack, JSON or cause of an error holds a value that was given.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { load } from 'kenpo';
import { ROOT } from '../scripts/paths.mjs';
import { readVectors } from './vectors/files.mjs';

const TEXT = 'planted-4711';
/** Exactly this in JavaScript too. */
const NUMBER = 4711471147114711;
/** Three cases of an operation have its fields; all of them would take minutes. */
const CASES_OF_EACH = 3;
/** Items in which a list is changed. */
const ITEMS_OF_EACH = 2;

const kenpo = await load();
const { files, programmes } = readVectors(ROOT);

let thrown = 0;
function ask(call) {
  try {
    call();
  } catch (error) {
    thrown += 1;
    // What a log makes of it: the stack with its message, all properties, also hidden ones, and causes.
    const shown = `${error} ${error.stack} ${JSON.stringify(error)} ${inspect(error, { showHidden: true, depth: Infinity })}`;
    assert.ok(!shown.includes(TEXT) && !shown.includes(NUMBER), error.name);
  }
}

/** The number of errors that a part of the sweep saw. */
function counted(sweep) {
  thrown = 0;
  sweep();
  return thrown;
}

/** The value with the mark in place of one of its parts, once for each of them. */
function* planted(value, mark) {
  if (Array.isArray(value)) {
    for (const [index, part] of value.slice(0, ITEMS_OF_EACH).entries()) {
      for (const other of planted(part, mark)) yield value.with(index, other);
    }
  } else if (typeof value === 'object') {
    for (const [key, part] of Object.entries(value)) {
      for (const other of planted(part, mark)) yield { ...value, [key]: other };
    }
  }
  yield mark;
}

/** Each case of the vectors, and what answers it. */
function* everyCase() {
  for (const file of files) {
    const { operation, programme: path, cases } = JSON.parse(file.vectors);
    const programme = path && kenpo.parseProgramme(programmes.get(path));
    for (const one of cases) yield { operation, target: programme ?? kenpo, one };
    programme?.close();
  }
}

test('requests with a mark in every place', () => {
  const done = new Map();
  const count = counted(() => {
    for (const { operation, target, one: { request } } of everyCase()) {
      const before = done.get(operation) ?? 0;
      if (request === undefined || before >= CASES_OF_EACH) continue;
      done.set(operation, before + 1);
      const method = operation.replace(/[._]([a-z])/g, (_, letter) => letter.toUpperCase());
      for (const mark of [TEXT, NUMBER]) {
        for (const changed of planted(request, mark)) {
          ask(() => target.answer(operation, JSON.stringify(changed)));
          if (method in target) ask(() => target[method](changed));
        }
      }
    }
  });
  assert.ok(done.size > 60 && count > 5000, `${done.size} operations, ${count} errors`);
});

test('requests that are no JSON', () => {
  const count = counted(() => {
    for (const { operation, target, one } of everyCase()) {
      const text = one.request_text ?? JSON.stringify(one.request);
      ask(() => target.answer(operation, text.replace('"', `"${TEXT}`)));
    }
  });
  assert.ok(count > 1000, `${count} errors`);
});

test('documents', () => {
  const document = JSON.parse(readFileSync(`${ROOT}/programmes/kkr.json`, 'utf8'));
  const count = counted(() => {
    for (const mark of [TEXT, NUMBER]) {
      for (const changed of planted(document, mark)) ask(() => kenpo.parseProgramme(JSON.stringify(changed)).close());
    }
  });
  assert.ok(count > 50, `${count} errors`);
});

test('typed calls', () => {
  const programme = kenpo.parseProgramme(programmes.get('programmes/kkr.json') ?? readFileSync(`${ROOT}/programmes/kkr.json`));
  const values = [TEXT, TEXT.repeat(30), `${TEXT}\ud800`, NUMBER, -NUMBER, [TEXT], { [TEXT]: TEXT }, new Uint8Array(7)];
  const methods = (target) => {
    const named = [];
    for (let of = target; of !== Object.prototype; of = Object.getPrototypeOf(of)) named.push(...Object.getOwnPropertyNames(of));
    return named.filter((name) => !['constructor', 'close'].includes(name) && typeof target[name] === 'function');
  };
  const count = counted(() => {
    for (const target of [kenpo, programme]) {
      for (const name of methods(target)) {
        for (const value of values) ask(() => target[name](value, value, value, value));
      }
    }
  });
  assert.ok(count > 500, `${count} errors`);
});
