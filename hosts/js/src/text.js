import { KenpoError, Status } from './error.js';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const invalidArgument = (path) => new KenpoError({ status: Status.invalid_argument, path });

/** Whether a value is a view of bytes, of whatever realm. */
export function bytes(value) {
  if (ArrayBuffer.isView(value) && value.BYTES_PER_ELEMENT === 1) return value;
  throw invalidArgument();
}

/** A list, whatever it holds. */
export function list(value) {
  if (Array.isArray(value)) return value;
  throw invalidArgument();
}

/** A string, whatever it holds. */
export function string(value, path) {
  if (typeof value === 'string') return value;
  throw invalidArgument(path);
}

/** A string that has a UTF-8 form; in another, one with a lone surrogate, encoding would replace what was written. */
export function text(value, status = Status.invalid_request, path = undefined) {
  if (string(value, path).isWellFormed()) return value;
  throw new KenpoError({ status, code: 'utf8_invalid', path });
}

/** A programme document's bytes, a copy of the caller's. */
export function documentBytes(document) {
  if (typeof document === 'string') return encoder.encode(text(document, Status.invalid_programme));
  return Uint8Array.from(bytes(document));
}

/** A programme document's text. */
export function documentText(document) {
  if (typeof document === 'string') return document;
  try {
    return decoder.decode(bytes(document));
  } catch (error) {
    if (error instanceof KenpoError) throw error;
    throw new KenpoError({ status: Status.invalid_request, code: 'utf8_invalid' });
  }
}
