// The table `dates` once more, with the eras of Intl, which are those of Unicode's CLDR.

import { readFileSync } from "node:fs";

const ERAS = ["明治", "大正", "昭和", "平成", "令和"];
const DAY = 86_400_000;
const FIRST = Date.UTC(1873, 0, 1);
const LAST = Date.UTC(2100, 11, 31);

const format = new Intl.DateTimeFormat("ja-JP-u-ca-japanese", { era: "long", year: "numeric", timeZone: "UTC" });
if (format.resolvedOptions().calendar !== "japanese") throw new Error("this Node.js has no Japanese calendar");

function inEra(time) {
  const parts = Object.fromEntries(format.formatToParts(time).map(({ type, value }) => [type, value]));
  const year = parts.year === "元" ? 1 : Number(parts.year);
  return { era: parts.era, year, named: parts.era + (year === 1 ? "元" : year) };
}

// A fiscal year has the name of its first day's era; 2019 has that of Reiwa, which began a month later.
const fiscalYears = new Map();
function fiscalYear(start) {
  if (!fiscalYears.has(start)) {
    const day = Date.UTC(start, start === 2019 ? 4 : 3, 1);
    fiscalYears.set(start, day < FIRST ? "" : `${inEra(day).named}年度`);
  }
  return fiscalYears.get(start);
}

function line(time) {
  const date = new Date(time);
  const [month, day] = [date.getUTCMonth() + 1, date.getUTCDate()];
  const start = date.getUTCFullYear() - (month < 4 ? 1 : 0);
  const { era, year, named } = inEra(time);
  const compact = [year, month, day].map((number) => String(number).padStart(2, "0")).join("");
  const digit = ERAS.indexOf(era) + 1;
  const written = `${named}年${month}月${day}日`;
  return [date.toISOString().slice(0, 10), written, digit + compact, start, fiscalYear(start)].join("\t");
}

const ours = readFileSync(0, "utf8").trimEnd().split("\n");
const theirs = [];
for (let time = FIRST; time <= LAST; time += DAY) theirs.push(line(time));
const wrong = theirs.filter((expected, index) => expected !== ours[index]);
if (wrong.length > 0 || ours.length !== theirs.length) {
  for (const expected of wrong.slice(0, 10)) console.log(`kenpo: ${ours[theirs.indexOf(expected)]}\nIntl:  ${expected}`);
  console.log(`${wrong.length} days differ; ${ours.length} lines for ${theirs.length} days`);
  process.exit(1);
}
console.log(`${theirs.length} agreed with Intl of ICU ${process.versions.icu}`);
