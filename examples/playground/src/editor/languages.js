// What CodeMirror shows of a document: completions and hovers by the schema, faults by the library.

import { syntaxTree } from '@codemirror/language';
import { hoverTooltip } from '@codemirror/view';
import { getLocation, parseTree, findNodeAtLocation } from 'jsonc-parser';
import { app } from '../state.svelte.js';
import { at, choices, resolve } from '../schema.js';
import { choice, t, word } from '../texts.js';

const quoted = (value) => JSON.stringify(value);
/** A limit that tells something: 2^53 − 1 is that of all integers. */
const limit = (value) => (value === undefined || Math.abs(value) > 2 ** 50 ? '' : value);

/** Keys that are not there yet, or the values that there are. */
export function complete(context) {
  const text = context.state.doc.toString();
  const location = getLocation(text, context.pos);
  const node = syntaxTree(context.state).resolveInner(context.pos, -1);
  const isText = node.name === 'String' || node.name === 'PropertyName';
  if (!isText && !context.explicit) return null;
  const from = isText ? node.from : (context.matchBefore(/[\w"-]*/)?.from ?? context.pos);
  const to = isText ? node.to : context.pos;
  if (location.isAtPropertyKey) return keys(text, location, from, to);
  const part = at(location.path);
  const all = choices(part) ?? (part?.type === 'boolean' ? [{ value: true }, { value: false }] : idsOf(location.path));
  if (!all) return null;
  const options = all.map(({ value, says }) => ({ label: quoted(value), apply: quoted(value), detail: says ? undefined : '', info: says, displayLabel: `${value}  ${choice(value)}`, type: 'enum' }));
  return { from, to, options, validFor: /^"?[\w-]*"?$/ };
}

function keys(text, { path }, from, to) {
  const part = at(path.slice(0, -1));
  if (!part?.properties) return null;
  const holder = findNodeAtLocation(parseTree(text), path.slice(0, -1));
  const there = new Set((holder?.children ?? []).map((property) => property.children?.[0]?.value));
  const own = path.at(-1);
  const after = /^\s*:/.test(text.slice(to));
  const options = Object.entries(part.properties)
    .filter(([key]) => key === own || !there.has(key))
    .map(([key, below]) => ({
      label: quoted(key),
      apply: after ? quoted(key) : `${quoted(key)}: `,
      displayLabel: key,
      detail: word(key),
      info: resolve(below)?.description,
      type: 'property',
      boost: part.required?.includes(key) ? 1 : 0,
    }));
  return { from, to, options, validFor: /^"?\w*"?$/ };
}

/** Ids of the document's own lists, for the keys that name them. */
function idsOf(path) {
  const key = path.filter((part) => typeof part === 'string').at(-1);
  const lists = { counts: ['points', 'rules'], exchange: ['points', 'exchanges'] }[key];
  const found = lists?.reduce((part, name) => part?.[name], app.document);
  return found?.map(({ id }) => ({ value: id }));
}

/** What a key means, in the language shown, and what the schema says of it. */
export const hover = hoverTooltip((view, position) => {
  const node = syntaxTree(view.state).resolveInner(position, 0);
  if (node.name !== 'PropertyName' && node.name !== 'String') return null;
  const { path } = getLocation(view.state.doc.toString(), node.from + 1);
  const key = path.filter((part) => typeof part === 'string').at(-1);
  const part = at(path);
  if (!part) return null;
  const value = node.name === 'String' ? JSON.parse(view.state.sliceDoc(node.from, node.to)) : undefined;
  const chosen = choices(part)?.find((one) => one.value === value);
  return {
    pos: node.from,
    end: node.to,
    create() {
      const dom = document.createElement('div');
      dom.className = 'hover';
      const add = (name, words, language) => {
        const line = dom.appendChild(document.createElement(name));
        line.textContent = words;
        if (language) line.lang = language;
      };
      add('strong', `${word(key)}${word(key) === key ? '' : ` (${key})`}`);
      if (chosen) add('div', `${choice(chosen.value)}${chosen.says ? ` – ${chosen.says}` : ''}`);
      if (part.description) add('div', part.description, 'en');
      const range = [part.minimum, part.maximum].map(limit);
      if (range[0] !== '' || range[1] !== '') add('div', t('range', ...range));
      return { dom };
    },
  };
});

/** The library's faults at their places, which are counted in code points. */
export function marks(faults, doc) {
  return faults.map((fault) => {
    const line = doc.line(Math.min(Math.max(fault.line, 1), doc.lines));
    const from = Math.min(line.from + [...line.text].slice(0, fault.column - 1).join('').length, line.to);
    const token = /^("(?:[^"\\]|\\.)*"|[^\s,:\]}]+)/.exec(doc.sliceString(from, line.to))?.[0].length ?? 0;
    return { from, to: Math.min(from + Math.max(token, 1), doc.length), severity: 'error', message: app.told(fault), source: fault.path };
  });
}
