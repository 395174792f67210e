/**
 * What else an equation in prose may mean than what it says to a calculator. Where another reading holds, or the words around
 * leave open whether it is claimed at all, nothing is proved.
 */
import { type Expression, parseExpression, tokenize, type Values } from './expression.ts';
import { applyOperator, isEqual, isRounding, makeRational, type Rational } from './rational.ts';

/** Rewrites of a whole equation, one reading each. */
const READINGS: readonly ((text: string) => string)[] = [
  // `1.500 + 500 = 2.000`: the comma is the decimal sign.
  (text) => text.replace(/(?<=\d)[.,](?=\d)/g, (sign) => (sign === '.' ? ',' : '.')),
  (text) => text.replace(/(?<=\d)[·⋅](?=\d)/g, '.'),
  // `Step 1 - 3 + 4 = 7`
  (text) => text.replace(/^\d+\s*[-−–]\s+/, ''),
  // `120[1] + 30[2] = 150`: marks of sources.
  (text) => text.replace(/(?<=\d)\[\d{1,3}\]/g, ''),
  // `12 - 15 = (3)`: brackets of accounts.
  (text) => text.replace(/=\s*\(([^()]*)\)$/, '= -$1'),
  // `5 ^ 3 = 6`: as programs write the exclusive or.
  (text) => text.replace(/^(\d{1,18})\s*\^\s*(\d{1,18})(?=\s*=)/, (_all, a, b) => `${BigInt(a) ^ BigInt(b)}`),
  // `8/2(2+2) = 1`: a product without a sign first.
  (text) => text.replace(/\/\s*(\d+\([^()]*\))/g, '/($1)'),
];

/** Scores, ranges and dates: `3-1 = 3`, `11-20 = 2`, `2024-01-05 = 5`, `9/11/2001 = 1`. */
const NOT_A_SUM = /^(?:\d+[-–]\d+(?=\s+=)|\d+(?:[-–]\d+){2}|\d+(?:\/\d+){2})\s*=/;

const HUNDRED: Rational = { numerator: 100n, denominator: 1n };

/** Whether an equation that does not hold as it stands may be meant in a way in which it holds. */
export function isTrueOtherwise(line: string, left: Expression, right: Expression, values: Values): boolean {
  const text = line.slice(left.start, right.end);
  if (NOT_A_SUM.test(text) || isPercent(text, left, right) || isFloat(left, right, text)) return true;
  if (isWithinRounding(line, left, right, values)) return true;
  // The dash of a list item may be a sign.
  const isItem = /^\s*[-−–]\s+$/.test(line.slice(0, left.start));
  return (
    (isItem && holds(`-${text}`, values)) ||
    READINGS.some((rewrite) => {
      const other = rewrite(text);
      return other !== text && holds(other, values);
    })
  );
}

const HEDGE =
  /[≈~≃≅±‰]|\b(?:about|around|roughly|approx\w*|nearly|almost|or so|round\w*|estimat\w*|ceil\w*|floor\w*|whole|mod(?:ulo)?|binary|hex\w*|octal|base|xor|bitwise|string|strings|concat\w*|clock|next day)\b/i;
const UNCLAIMED =
  /\?|\b(?:if|whether|unless|suppos\w*|assum\w*|imagine|not|never|\w+n't|wrong\w*|incorrect\w*|false|mistake\w*|error\w*|claim\w*|instead|should)\b/i;

/** Whether the sentence of an equation, or the next one, says that it is rough, or not meant as true. */
export function isHedged(line: string, start: number, end: number): boolean {
  const before =
    line
      .slice(0, start)
      .split(/[.!?]\s/)
      .at(-1) ?? '';
  const after = line
    .slice(end)
    .split(/(?<=[.!?])\s/)
    .slice(0, 2)
    .join(' ');
  return [before, after].some((text) => HEDGE.test(text) || UNCLAIMED.test(text));
}

function holds(text: string, values: Values): boolean {
  const [before = '', after = ''] = text.split('=');
  const [left, right] = [before, after].map((side) => parseExpression(tokenize(side), values));
  if (left?.value === undefined || right?.value === undefined) return false;
  const decimals = /\.(\d+)/.exec(after)?.[1]?.length ?? 0;
  return (
    isEqual(left.value, right.value) ||
    ((decimals > 0 || left.divides) && isRounding(left.value, right.value, decimals))
  );
}

/** `100 + 10% = 110`, `3 / 7 * 100 = 43%`, `4/5 = 80`: per cent of what stands before, or without its sign. */
function isPercent(text: string, left: Expression, right: Expression): boolean {
  if (/[-+−]\s*[\d.,]+%/.test(text)) return true;
  if (left.value === undefined || right.value === undefined) return false;
  const decimals = /\.(\d+)\D*$/.exec(text)?.[1]?.length ?? 0;
  const [less, more] = [left.value, right.value].map((value) => applyOperator('*', value, HUNDRED));
  return (
    (text.endsWith('%') && more !== undefined && isRounding(left.value, more, decimals)) ||
    (left.divides && less !== undefined && isRounding(less, right.value, decimals))
  );
}

/** `0.1 + 0.2 = 0.30000000000000004`: what a computer prints. */
function isFloat({ value }: Expression, right: Expression, text: string): boolean {
  if (value === undefined || right.value === undefined || !/\.\d{14,}$/.test(text)) return false;
  return isRounding(value, right.value, 12);
}

/** Whether the decimals on the right, each off by half its last place, make up the difference: `2 / 3 * 100 = 0.67 * 100`. */
function isWithinRounding(line: string, left: Expression, right: Expression, values: Values): boolean {
  if (left.value === undefined || right.value === undefined) return false;
  const tokens = tokenize(line.slice(right.start, right.end));
  let room = makeRational(0n);
  for (const [index, token] of tokens.entries()) {
    const decimals = token.text.split('.')[1]?.length ?? 0;
    if (token.kind !== 'number' || decimals === 0) continue;
    // Half a unit more is a 5 at the next place.
    const nudged = tokens.with(index, { ...token, text: `${token.text}5` });
    const value = parseExpression(nudged, values)?.value;
    const shift = value && applyOperator('-', value, right.value);
    room = room && shift && applyOperator('+', room, absolute(shift));
  }
  const off = applyOperator('-', left.value, right.value);
  const rest = room && off && applyOperator('-', room, absolute(off));
  return rest !== undefined && rest.numerator >= 0n;
}

function absolute({ numerator, denominator }: Rational): Rational {
  return { numerator: numerator < 0n ? -numerator : numerator, denominator };
}
