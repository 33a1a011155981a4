// The check as rules. Each engine's own way: a condition as a document, or an expression.

import rulesEngine from 'json-rules-engine';
import zen from '@gorules/zen-engine';
import { luhn } from './handwritten.mjs';

const SCHEMES = [1, 2, 3, 4, 6, 7, 31, 32, 33, 34, 39, 63, 72, 73, 74, 75];

/**
 * json-rules-engine compares facts and reckons nothing: what is compared is read off the number by this code, the check
 * digit, too.
 */
export function jsonRulesEngine(texts) {
  const engine = new rulesEngine.Engine();
  const fact = (name, operator, value) => ({ fact: name, operator, value });
  engine.addRule({
    conditions: {
      all: [
        fact('digitsOnly', 'equal', true),
        { any: [fact('length', 'equal', 6), { all: [fact('length', 'equal', 8), fact('scheme', 'in', SCHEMES)] }] },
        fact('prefecture', 'greaterThanInclusive', 1),
        fact('prefecture', 'lessThanInclusive', 47),
        fact('checkDigitFits', 'equal', true),
      ],
    },
    event: { type: 'wellFormed' },
  });
  return async () => {
    let count = 0;
    for (const text of texts) {
      const { events } = await engine.run({
        digitsOnly: /^[0-9]+$/.test(text),
        length: text.length,
        scheme: Number(text.slice(0, 2)),
        prefecture: Number(text.slice(-6, -4)),
        checkDigitFits: luhn(text),
      });
      count += events.length;
    }
    return count;
  };
}

// ZEN sees the number as an integer, whose leading zeros add nothing to the sum. Its `matches` compiles the expression
// at each call and takes longer than looking at the characters.
const DIGITS_ONLY = (text) => `all(split(${text}, ''), # in ['', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'])`;
const SCHEME_IS_ONE = (number) => `floor(${number} / 1000000) in [${SCHEMES}]`;
const REST_IS_RIGHT = (number) => {
  const plain = [1, 100, 10000, 1000000].map((place) => `floor(${number} / ${place}) % 10`);
  const weighted = [10, 1000, 100000, 10000000].map(
    (place) => `[0, 2, 4, 6, 8, 1, 3, 5, 7, 9][floor(${number} / ${place}) % 10]`,
  );
  return `floor(${number} / 10000) % 100 in [1..47] and (${[...plain, ...weighted].join(' + ')}) % 10 == 0`;
};

/** A decision of one expression, asked for each number. */
export function zenDecision(texts) {
  const number = `(len(text) == 6 or len(text) == 8) and ${DIGITS_ONLY('text')} ? number(text) : 0`;
  const wellFormed = `(len(text) == 6 or ${SCHEME_IS_ONE('number')}) and ${REST_IS_RIGHT('number')}`;
  const decision = decide(`number = ${number}; ${wellFormed}`);
  return async () => {
    let count = 0;
    for (const text of texts) if ((await decision.evaluate({ text })).result.answer) count += 1;
    return count;
  };
}

/** A decision that is asked once, for all numbers. */
export function zenDecisionOfAll(texts) {
  const numbers = (length) =>
    `map(filter(texts, len(#) == ${length} and ${DIGITS_ONLY('#')}), number(#))`;
  const six = `count(${numbers(6)}, ${REST_IS_RIGHT('#')})`;
  const eight = `count(${numbers(8)}, ${SCHEME_IS_ONE('#')} and ${REST_IS_RIGHT('#')})`;
  const decision = decide(`${six} + ${eight}`);
  return async () => (await decision.evaluate({ texts })).result.answer;
}

/** The smallest graph: input, expression, output. */
export function decide(value) {
  const expressions = [{ id: '1', key: 'answer', value }];
  const node = (id, type, more) => ({ id, name: id, type, position: { x: 0, y: 0 }, ...more });
  const edge = (sourceId, targetId) => ({ id: `${sourceId}-${targetId}`, sourceId, targetId, type: 'edge' });
  const content = {
    nodes: [node('input', 'inputNode'), node('check', 'expressionNode', { content: { expressions } }), node('output', 'outputNode')],
    edges: [edge('input', 'check'), edge('check', 'output')],
  };
  return new zen.ZenEngine().createDecision(content);
}
