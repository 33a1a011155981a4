/** What a call returns, by name; the numbers are those of the C ABI and are never reused. */
export const Status = Object.freeze({
  ok: 0,
  invalid_argument: 1,
  panic: 2,
  buffer_too_small: 3,
  invalid_request: 4,
  invalid_programme: 5,
  too_large: 6,
  unknown_operation: 7,
  programme_required: 8,
  unsupported: 9,
  not_in_effect: 10,
});

const nameOf = (status) => Object.keys(Status).find((name) => Status[name] === status) ?? 'unknown';

/** Why there is no answer: a code and a place, never the value that was wrong. */
export class KenpoError extends Error {
  constructor({ status, code = nameOf(status), path = '', line, column }) {
    super(path === '' ? code : `${code} at ${path}`);
    this.status = status;
    this.code = code;
    this.path = path;
    if (line !== undefined) this.line = line;
    if (column !== undefined) this.column = column;
  }

  get name() {
    return 'KenpoError';
  }
}
