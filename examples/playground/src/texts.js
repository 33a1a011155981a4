// Everything the page says itself, in both languages: `[Japanese, English]`. What reasons and errors say is the package's.

import words from 'virtual:words';
import { app } from './state.svelte.js';
import { draw } from './texts/draw.js';
import { member } from './texts/member.js';
import { page } from './texts/page.js';
import { programme } from './texts/programme.js';
import { values } from './texts/values.js';
import { whatif } from './texts/whatif.js';

const TEXTS = { ...page, ...programme, ...member, ...whatif, ...draw };
const side = () => (app.lang === 'ja' ? 0 : 1);

/** A text of the table in the language that is shown. */
export function t(key, ...given) {
  const text = TEXTS[key]?.[side()];
  if (text === undefined) throw new Error(`no text ${key}`);
  return typeof text === 'function' ? text(...given) : text;
}

const plain = (key) => key.replaceAll('_', ' ').replace(/^./, (letter) => letter.toUpperCase());

/** What people call a key of a document or a value of a check. */
export function word(key) {
  if (app.lang === 'ja') return values[key]?.[0] ?? words[key] ?? key;
  return values[key]?.[1] ?? plain(key);
}

/** What people call a choice, such as `fiscal_year`. */
export const choice = (value) => (values[value] ? values[value][side()] : app.lang === 'ja' ? value : plain(String(value)));

const LOCALES = ['ja-JP', 'en-GB'];
const formats = new Map();
function format(kind, options) {
  const key = `${kind}${app.lang}${JSON.stringify(options)}`;
  if (!formats.has(key)) {
    const Format = kind === 'day' ? Intl.DateTimeFormat : Intl.NumberFormat;
    formats.set(key, new Format(LOCALES[side()], options));
  }
  return formats.get(key);
}

export const number = (value) => format('number', {}).format(value);
export const signed = (value) => format('number', { signDisplay: 'exceptZero' }).format(value);
export const yen = (value) => (app.lang === 'ja' ? `${number(value)}円` : `¥${number(value)}`);

const noon = (date) => new Date(`${date}T12:00:00Z`);
const UTC = { timeZone: 'UTC' };

/** A day with its weekday. */
export const day = (date) => format('day', { ...UTC, year: 'numeric', month: 'short', day: 'numeric', weekday: 'short' }).format(noon(date));
/** A day without year and weekday. */
export const shortDay = (date) => format('day', { ...UTC, month: app.lang === 'ja' ? 'numeric' : 'short', day: 'numeric' }).format(noon(date));
export const month = (date) => format('day', { ...UTC, year: 'numeric', month: 'long' }).format(noon(date));
export const shortMonth = (date) => format('day', { ...UTC, month: 'short' }).format(noon(date));
/** Names of the weekdays, from Monday. */
export const weekdays = () => Array.from({ length: 7 }, (_, at) => format('day', { ...UTC, weekday: 'short' }).format(noon(`2024-01-0${at + 1}`)));
/** An instant in Japan, as answers print it. */
export const instant = (at) => `${day(at.slice(0, 10))} ${at.slice(11, 16)}`;

export function period({ from, until }) {
  return `${from ? day(from) : ''}${app.lang === 'ja' ? '〜' : ' – '}${until ? day(until) : ''}`;
}
