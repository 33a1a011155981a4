// Faults of the document, in words.

import { app } from './state.svelte.js';
import { choice, t } from './texts.js';

/** A limit that tells something: 2^53 − 1 is that of all integers. */
export const limit = (value) => (value === undefined || Math.abs(value) > 2 ** 50 ? '' : value);

/** A fault in words: what is wrong, what was meant, and what is allowed. */
export function told(fault) {
  // The catalogue's remedies of errors are for whoever calls the library.
  const { text } = app.wrong(fault.code);
  const { meant, other, allowed } = fault;
  const parts = [text];
  if (meant) parts.push(t('meant', meant));
  if (other) parts.push(t('other', other));
  if (allowed?.choices) parts.push(t('choices', allowed.choices.join(', ')));
  else if (allowed) {
    if (allowed.kind) parts.push(t('kind', choice(allowed.kind)));
    const range = [allowed.at_least, allowed.at_most].map(limit);
    if (range.some((one) => one !== '')) parts.push(t('range', ...range));
  }
  return parts.join(' ');
}
