/**
 * Checks quantities with units: conversions (`2 hours = 120 minutes`) and sums of like units (`3 kg + 500 g = 3.5 kg`).
 * Factors are exact by definition; what has no fixed factor (currencies, months) is left alone.
 */
import { isHedged } from '../arithmetic/other-readings.ts';
import {
  applyOperator,
  formatRational,
  isEqual,
  isRounding,
  parseRational,
  type Rational,
} from '../arithmetic/rational.ts';
import {
  joinChecks,
  type LineCheck,
  NONE,
  type ReasoningChecker,
  RIGHT,
  UNKNOWN,
  wrong,
} from '../checker.ts';

/** By dimension: spellings and how many of the smallest unit they are. */
const UNITS: Readonly<Record<string, readonly (readonly [spellings: string, factor: bigint])[]>> = {
  length: [
    ['mm|millimeters?|millimetres?', 1n],
    ['cm|centimeters?|centimetres?', 10n],
    ['m|meters?|metres?', 1000n],
    ['km|kilometers?|kilometres?', 1_000_000n],
  ],
  mass: [
    ['mg|milligrams?', 1n],
    ['g|grams?', 1000n],
    ['kg|kilograms?', 1_000_000n],
  ],
  time: [
    ['ms|milliseconds?', 1n],
    ['s|secs?|seconds?', 1000n],
    ['min|mins|minutes?', 60_000n],
    ['h|hrs?|hours?', 3_600_000n],
    ['days?', 86_400_000n],
    ['weeks?', 604_800_000n],
  ],
  volume: [
    ['ml|mL|milliliters?|millilitres?', 1n],
    ['l|L|liters?|litres?', 1000n],
  ],
  information: [
    ['bits?', 1n],
    ['bytes?', 8n],
  ],
};

const SPELLINGS = Object.values(UNITS)
  .flatMap((units) => units.map(([spellings]) => spellings))
  .join('|');
const QUANTITY = String.raw`(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)? ?(?:${SPELLINGS})\b`;
const SIDE = String.raw`${QUANTITY}(?:\s{0,4}[+\-−]\s{0,4}${QUANTITY})*`;
const EQUALS = String.raw`\s{0,4}(?:=|equals|is equal to)\s{0,4}`;
/** `1'500 m`, `1h30min`; `3 x 20 min`, `half of 2 hours`, `from 3 km to 5 km`: the side begins before the quantity. */
const BEGINS = String.raw`(?<![\w'’]|\b(?:x|times|of|to|half|twice|by)\s{1,4})`;
/** `2 hours 30 minutes`, `1 km and 200 m` are one quantity: none of its parts is a side. */
const IN_PARTS_BEFORE = String.raw`(?<!\d\s?(?:${SPELLINGS})\s{1,4}(?:and\s{1,4}|&\s{0,4})?)`;
const IN_PARTS_AFTER = String.raw`(?!\s{0,4}(?:,|and|&)?\s{0,4}${QUANTITY}(?!${EQUALS}))`;
const EQUATION = new RegExp(
  String.raw`(?<![\d.,*/×^+\-−=]\s?)${BEGINS}${IN_PARTS_BEFORE}(?<left>${SIDE})${EQUALS}(?<right>${SIDE})(?!\s*[*/×^+\-−]|[\w/²³^]|\s{1,4}(?:of|per)\b)${IN_PARTS_AFTER}`,
  'g',
);

/** Most lines hold none: telling so takes a tenth of looking for sides. */
const ANY_EQUALS = /=|equal/;

export const units: ReasoningChecker = {
  name: 'units',
  summary: 'conversions between units, sums of like units',
  applies(_task, lines) {
    return lines.some((line) => ANY_EQUALS.test(line) && line.search(EQUATION) !== -1) ? 'text' : undefined;
  },
  check(_task, lines) {
    return lines.map((line) =>
      line.length > 4000
        ? NONE
        : joinChecks([...line.matchAll(EQUATION)].map((match) => checkEquation(match))),
    );
  },
};

interface Quantity {
  readonly dimension: string;
  readonly amount: Rational;
  readonly factor: bigint;
  readonly decimals: number;
}

function checkEquation(match: RegExpExecArray): LineCheck {
  const { left = '', right = '' } = match.groups ?? {};
  const [a, b] = [readSide(left), readSide(right)];
  if (a === 'unlike' || b === 'unlike')
    return wrong('unlike-units', match[0], match.index, 'quantities of one kind in a sum');
  if (a === undefined || b === undefined || a.dimension !== b.dimension) return UNKNOWN;
  const inRight = applyOperator('/', a.amount, { numerator: b.factor, denominator: 1n });
  const said = applyOperator('/', b.amount, { numerator: b.factor, denominator: 1n });
  if (inRight === undefined || said === undefined) return UNKNOWN;
  if (isEqual(inRight, said)) return RIGHT;
  if (isRounding(inRight, said, b.decimals) || isDoubtful(match)) return UNKNOWN;
  const unit = /[a-z]+$/i.exec(right)?.[0] ?? '';
  return wrong('unit-conversion', match[0], match.index, `${left} = ${formatRational(inRight)} ${unit}`);
}

/** Days of work have eight hours or so, a point may stand for thousands, and maps and games have clocks and lengths of their own. */
function isDoubtful({ 0: text, index, input }: RegExpExecArray): boolean {
  return (
    /\b(?:day|week)s?\b|\b[1-9]\d{0,2}\.\d{3}\b/.test(text) ||
    /\b(?:scale|map|drawing|model|game|in-game|rate)\b/i.test(input) ||
    isHedged(input, index, index + text.length)
  );
}

/** The sum of a side in the smallest unit of its kind; its last unit is the one that is shown. */
function readSide(text: string): Quantity | 'unlike' | undefined {
  let sum: Quantity | undefined;
  for (const [, sign = '', number = '', unit = ''] of text.matchAll(
    new RegExp(String.raw`([+\-−]?)\s*([\d,.]+) ?(${SPELLINGS})\b`, 'g'),
  )) {
    const known = findUnit(unit);
    const value = parseRational(number.replaceAll(',', ''));
    const amount = known && value && applyOperator('*', value, { numerator: known.factor, denominator: 1n });
    if (known === undefined || amount === undefined) return undefined;
    if (sum !== undefined && sum.dimension !== known.dimension)
      // `2 h + 30 m`: minutes.
      return [sum.dimension, known.dimension].every((own) => own === 'time' || own === 'length')
        ? undefined
        : 'unlike';
    const total: Rational | undefined =
      sum === undefined ? amount : applyOperator(sign === '+' ? '+' : '-', sum.amount, amount);
    if (total === undefined) return undefined;
    sum = { ...known, amount: total, decimals: number.split('.')[1]?.length ?? 0 };
  }
  return sum;
}

function findUnit(unit: string): { dimension: string; factor: bigint } | undefined {
  for (const [dimension, known] of Object.entries(UNITS))
    for (const [spellings, factor] of known)
      if (new RegExp(`^(?:${spellings})$`).test(unit)) return { dimension, factor };
  return undefined;
}
