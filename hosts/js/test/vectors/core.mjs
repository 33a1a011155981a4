// What both runners do with the vectors: asks the package every case through its public API, encodes the answers again,
// and compares them with the recorded lines. The driver brings the files.

import { columnTwins } from './columns.mjs';

const FILE_KEYS = ['operation', 'programme', 'cases'];
const CASE_KEYS = ['id', 'rules', 'note', 'request', 'request_text', 'expect'];

/**
 * @param {object} api the package: what its entry exports, and the loaded library as `kenpo`
 * @param {{name: string, vectors: string, recorded: string}[]} files texts, by path
 * @param {Map<string, Uint8Array>} programmes documents, by path
 * @returns the closing line's numbers, and a text for each case that failed
 */
export async function runVectors(api, files, programmes) {
  const failures = [];
  const lines = [];
  const ids = new Set();
  for (const { name, vectors, recorded } of files.toSorted((a, b) => compareBytes(a.name, b.name))) {
    const file = known(JSON.parse(vectors), FILE_KEYS, name);
    const document = file.programme && programmes.get(file.programme);
    const programme = document && api.kenpo.parseProgramme(document);
    const expected = recordedLines(recorded);
    for (const vector of file.cases.toSorted((a, b) => compareBytes(a.id, b.id))) {
      known(vector, CASE_KEYS, `${name} ${vector.id}`);
      if (ids.has(vector.id)) throw new Error(`${vector.id} stands twice`);
      ids.add(vector.id);
      const { line, twin } = ask({ ...api, document }, programme, file.operation, vector);
      lines.push(line);
      if (line !== expected.get(vector.id)) {
        failures.push(`${vector.id}\n  expected ${expected.get(vector.id)}\n  actual   ${line}`);
      } else if (twin) {
        failures.push(`${vector.id}\n  typed call: ${twin}`);
      }
      expected.delete(vector.id);
    }
    if (expected.size > 0) throw new Error(`${name}: recorded, but no case: ${[...expected.keys()]}`);
    programme?.close();
  }
  const bytes = new TextEncoder().encode(lines.map((line) => `${line}\n`).join(''));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return { abi: api.kenpo.abi, cases: lines.length, failures, digest: hex };
}

/** The one line with which a runner ends. */
export function closingLine(runner, { abi, cases, failures, digest }) {
  return `kenpo-vectors runner=${runner} abi=${abi} cases=${cases} failed=${failures.length} answers_sha256=${digest}`;
}

function known(object, keys, where) {
  const unknown = Object.keys(object).find((key) => !keys.includes(key));
  if (unknown !== undefined) throw new Error(`${where}: unknown key ${unknown}`);
  return object;
}

function recordedLines(text) {
  const lines = text.split('\n').slice(0, -1);
  return new Map(lines.map((line) => [line.slice(0, line.indexOf('\t')), line]));
}

/** Order of UTF-8 bytes, which is not that of JavaScript's strings. */
function compareBytes(left, right) {
  const [a, b] = [left, right].map((text) => new TextEncoder().encode(text));
  const at = a.findIndex((byte, index) => byte !== b[index]);
  return at < 0 ? a.length - b.length : a[at] - (b[at] ?? -1);
}

/** A case's line, and what its typed call says against it. */
function ask(api, programme, operation, vector) {
  try {
    const answered = answer(api.kenpo, programme, operation, vector);
    const line = `${vector.id}\t0\t${typeof answered === 'string' ? answered : JSON.stringify(answered)}`;
    return { line, twin: typeof answered === 'string' ? undefined : twin(api, programme, operation, vector, answered) };
  } catch (error) {
    if (!(error instanceof api.KenpoError)) throw error;
    const { status, code, path, line, column } = error;
    return { line: `${vector.id}\t${status}\t${JSON.stringify({ code, path, line, column })}` };
  }
}

/** The decoded answer of the operation's method, or the text that `answer` gives. */
function answer(kenpo, programme, operation, { request, request_text: text }) {
  const target = programme ?? kenpo;
  const method = operation.replace(/[._]([a-z])/g, (_, letter) => letter.toUpperCase());
  const raw = text !== undefined || operation.endsWith('.batch') || operation === 'programme.check';
  return raw ? target.answer(operation, text ?? JSON.stringify(request)) : target[method](request);
}

/** What the operation's typed twin says other than its answer; nothing where they agree. */
function twin(api, programme, operation, { request }, { answer: { verdict, store = [] } }) {
  const { kenpo, Reason } = api;
  if (operation === 'insurer_number.check') {
    const reason = verdict.reason === 'accepted' ? 0 : Reason[verdict.reason];
    const one = kenpo.insurerNumberReason(request.insurer_number);
    if (one !== reason) return `insurerNumberReason ${one}`;
    if (verdict.digits === undefined) return undefined;
    const [row] = kenpo.insurerNumberReasons(new TextEncoder().encode(verdict.digits.padEnd(8)));
    return row === reason ? undefined : `insurerNumberReasons ${row}`;
  }
  if (operation === 'name.check' && verdict.match_key_version === 1) {
    const key = kenpo.matchKey(request.name);
    if (key !== verdict.match_key) return `matchKey ${key}`;
    const keys = kenpo.matchKeys([request.name, '', request.name]);
    return JSON.stringify(keys) === JSON.stringify([key, '', key]) ? undefined : `matchKeys ${keys}`;
  }
  if (operation === 'coupon.issue' && request.drawn_on === undefined && hasCoupon(api.document, request.coupon)) {
    const typed = outcome(api, () => programme.couponLastDay(ymd(request.issued_on)));
    const expected = verdict.reason === 'not_in_effect' ? 'not_in_effect' : ymd(verdict.last_day);
    return typed === expected || typed === 'unsupported' ? undefined : `couponLastDay ${typed}`;
  }
  if (operation === 'points.accrue' && hasTypedTwin(request, verdict)) {
    const days = request.arrivals.map((arrival) => ({ walkedYmd: ymd(arrival.date), steps: arrival.steps }));
    const before = (request.ledger?.entries ?? []).filter((entry) => entry.kind === 'credit');
    const { rules = [] } = JSON.parse(new TextDecoder().decode(api.document)).points ?? {};
    const place = (id) => rules.map((rule) => rule.id).concat(id).indexOf(id);
    const credit = (entry) => ({
      walkedYmd: ymd(entry.date),
      syncedYmd: ymd(entry.synced_on),
      rule: place(entry.rule),
      earned: entry.earned,
      points: entry.points,
    });
    const given = (date) => (date === undefined ? undefined : ymd(date));
    const delivery = {
      syncedYmd: ymd(request.now.slice(0, 10)),
      bornYmd: given(request.born),
      enrolledYmd: given(request.enrolled_on),
      openedYmd: given(request.opened_on),
    };
    const typed = outcome(api, () => programme.stepsAccrue(delivery, days, before.map(credit)));
    const expected = {
      credits: store.map(credit),
      reasons: verdict.items.map((item) => Reason[item.answer.reason]),
    };
    const agrees = typed === 'unsupported' || JSON.stringify(typed) === JSON.stringify(expected);
    return agrees ? undefined : `stepsAccrue ${JSON.stringify(typed)}`;
  }
  return columnTwins[operation]?.({ Reason, outcome: (call) => outcome(api, call) }, programme, request, verdict);
}

/** The typed call knows only the programme's own coupon. */
function hasCoupon(document, id) {
  const { coupons = [] } = JSON.parse(new TextDecoder().decode(document));
  return coupons.some((coupon) => coupon.id === id);
}

function hasTypedTwin({ ledger }, { items }) {
  const linked = ({ answer: { reason, rules = [] } }) =>
    [reason, ...rules.map((rule) => rule.reason)].every((each) => each !== 'source_not_linked');
  return ledger?.opening === undefined && items.every((item) => item.answer !== undefined && linked(item));
}

/** What a typed call gives, or the code with which it fails. */
function outcome(api, call) {
  try {
    return call();
  } catch (error) {
    if (error instanceof api.KenpoError) return error.code;
    throw error;
  }
}

const ymd = (date) => Number(date.replaceAll('-', ''));
