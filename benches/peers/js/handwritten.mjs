// The check as a portal's programmer writes it: digits, scheme, prefecture, check digit.

const SCHEMES = new Set([1, 2, 3, 4, 6, 7, 31, 32, 33, 34, 39, 63, 72, 73, 74, 75]);

export function wellFormed(text) {
  const { length } = text;
  if (length !== 6 && length !== 8) return false;
  for (let place = 0; place < length; place += 1) {
    const code = text.charCodeAt(place);
    if (code < 48 || code > 57) return false;
  }
  if (length === 8 && !SCHEMES.has(number(text.charCodeAt(0), text.charCodeAt(1)))) return false;
  const at = length - 6;
  const prefecture = number(text.charCodeAt(at), text.charCodeAt(at + 1));
  if (prefecture < 1 || prefecture > 47) return false;
  return luhn(text);
}

export function luhn(text) {
  let sum = 0;
  for (let place = 0; place < text.length; place += 1) {
    let digit = text.charCodeAt(text.length - 1 - place) - 48;
    if (place % 2 === 1) {
      digit *= 2;
      if (digit > 9) digit -= 9;
    }
    sum += digit;
  }
  return sum % 10 === 0;
}

/** The same over eight bytes; six digits are followed by two spaces. */
export function recordWellFormed(records, start) {
  const length = records[start + 6] === 32 && records[start + 7] === 32 ? 6 : 8;
  for (let place = 0; place < length; place += 1) {
    if (records[start + place] < 48 || records[start + place] > 57) return false;
  }
  if (length === 8 && !SCHEMES.has(number(records[start], records[start + 1]))) return false;
  const at = start + length - 6;
  const prefecture = number(records[at], records[at + 1]);
  if (prefecture < 1 || prefecture > 47) return false;
  let sum = 0;
  for (let place = 0; place < length; place += 1) {
    let digit = records[start + length - 1 - place] - 48;
    if (place % 2 === 1) {
      digit *= 2;
      if (digit > 9) digit -= 9;
    }
    sum += digit;
  }
  return sum % 10 === 0;
}

/** Of two digits' codes. */
function number(tens, ones) {
  return (tens - 48) * 10 + ones - 48;
}
