// Changes of single settings in the text, which keeps its layout elsewhere.

import { applyEdits, modify } from 'jsonc-parser';

const options = { formattingOptions: { insertSpaces: true, tabSize: 2 } };

/** The text with a value at a path; without it where the value is absent. */
export const set = (text, path, value) => applyEdits(text, modify(text, path, value, options));

/** The text with one more element at the end of a list. */
export const append = (text, path, at, value) => applyEdits(text, modify(text, [...path, at], value, { ...options, isArrayInsertion: true }));
