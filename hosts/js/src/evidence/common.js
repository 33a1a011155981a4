// What the entries share that check what the library leaves to its host.

/** The bytes of a hexadecimal text; nothing for any other. */
export function bytesOf(text) {
  if (typeof text !== 'string' || text.length % 2 !== 0 || !/^[0-9a-f]*$/i.test(text)) return undefined;
  return Uint8Array.from({ length: text.length / 2 }, (_, at) => Number.parseInt(text.slice(2 * at, 2 * at + 2), 16));
}

export const hexOf = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

export async function sha256(...parts) {
  const all = await new Blob(parts).arrayBuffer();
  return new Uint8Array(await crypto.subtle.digest('SHA-256', all));
}

export const held = (stands) => (stands ? 'pass' : 'fail');

/** The first step that failed, as a verdict has it. */
export const first = (steps) => steps.find(({ outcome }) => outcome === 'fail')?.step ?? 'accepted';

/** A verdict of `lottery.verify` with further steps behind one of its own. */
export function withSteps(verdict, behind, more) {
  const place = verdict.steps.findIndex(({ step }) => step === behind) + 1;
  const steps = verdict.steps.toSpliced(place, 0, ...more);
  return { ...verdict, reason: first(steps), steps };
}
