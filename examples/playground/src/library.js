// The library, and what its answers need on a page: the programme of a text, its faults, and texts for reasons.

import { KenpoError, load } from 'kenpo';

export { KenpoError };

let kenpo;

export async function start() {
  kenpo ??= await load();
  return kenpo;
}

export const library = () => kenpo;

/** The faults of a document's text, with the place of each: none where it makes a programme. */
export function faults(text) {
  try {
    kenpo.parseProgramme(text).close();
    return [];
  } catch (error) {
    if (!(error instanceof KenpoError)) throw error;
    const first = { code: error.code, path: error.path, line: error.line ?? 1, column: error.column ?? 1 };
    // A text that is not JSON cannot stand in a request.
    try {
      JSON.parse(text);
    } catch {
      return [first];
    }
    try {
      const { answer } = JSON.parse(kenpo.answer('programme.check', `{"document":${text}}`));
      return answer.verdict.faults ?? [first];
    } catch (other) {
      if (!(other instanceof KenpoError)) throw other;
      return [first];
    }
  }
}

/** An operation's whole answer, or the error in its place. */
export function ask(asked, method, request) {
  if (!asked) return undefined;
  try {
    return { ...asked[method](request).answer, request };
  } catch (error) {
    if (!(error instanceof KenpoError)) throw error;
    return { error, request };
  }
}
