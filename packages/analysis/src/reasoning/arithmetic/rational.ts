/** Exact rational numbers on bigint, in lowest terms, the denominator positive. */
export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** Results with more digits are not computed: no chain of thought means them. */
const MAX_DIGITS = 400;
const MAX_EXPONENT = 256n;

export function makeRational(numerator: bigint, denominator = 1n): Rational | undefined {
  if (denominator === 0n) return undefined;
  const sign = denominator < 0n ? -1n : 1n;
  const divisor = greatestCommonDivisor(numerator, denominator);
  const reduced = { numerator: (sign * numerator) / divisor, denominator: (sign * denominator) / divisor };
  return String(reduced.numerator).length + String(reduced.denominator).length > MAX_DIGITS
    ? undefined
    : reduced;
}

/** @param text digits with an optional decimal point */
export function parseRational(text: string): Rational | undefined {
  const [whole = '', fraction = ''] = text.split('.');
  if (text.length > MAX_DIGITS || !/^\d+$/.test(whole + fraction)) return undefined;
  return makeRational(BigInt(whole + fraction), 10n ** BigInt(fraction.length));
}

export type BinaryOperator = '+' | '-' | '*' | '/' | '^' | '%';

/** Undefined for a division by zero, a power that is not a small integer, a remainder of fractions, and huge results. */
export function applyOperator(operator: BinaryOperator, a: Rational, b: Rational): Rational | undefined {
  switch (operator) {
    case '+':
      return makeRational(
        a.numerator * b.denominator + b.numerator * a.denominator,
        a.denominator * b.denominator,
      );
    case '-':
      return makeRational(
        a.numerator * b.denominator - b.numerator * a.denominator,
        a.denominator * b.denominator,
      );
    case '*':
      return makeRational(a.numerator * b.numerator, a.denominator * b.denominator);
    case '/':
      return makeRational(a.numerator * b.denominator, a.denominator * b.numerator);
    case '%':
      return a.denominator === 1n && b.denominator === 1n && a.numerator >= 0n && b.numerator > 0n
        ? makeRational(a.numerator % b.numerator)
        : undefined;
    case '^':
      return power(a, b);
  }
}

export function negate({ numerator, denominator }: Rational): Rational {
  return { numerator: -numerator, denominator };
}

export function isEqual(a: Rational, b: Rational): boolean {
  return a.numerator === b.numerator && a.denominator === b.denominator;
}

/** Whether `rounded` is the value with so many decimals, rounded to the nearest or cut off. */
export function isRounding(value: Rational, rounded: Rational, decimals: number): boolean {
  const difference = applyOperator('-', value, rounded);
  if (difference === undefined) return false;
  const scale = 10n ** BigInt(decimals);
  const size = (difference.numerator < 0n ? -difference.numerator : difference.numerator) * scale;
  const isCut = value.numerator < 0n ? difference.numerator <= 0n : difference.numerator >= 0n;
  return 2n * size <= difference.denominator || (isCut && size < difference.denominator);
}

/** `-7`, `2.5`, or `1/3` where the decimal does not end. */
export function formatRational({ numerator, denominator }: Rational): string {
  if (denominator === 1n) return String(numerator);
  for (let decimals = 1; decimals <= 12; decimals += 1) {
    const scaled = numerator * 10n ** BigInt(decimals);
    if (scaled % denominator !== 0n) continue;
    const digits = String(scaled < 0n ? -scaled / denominator : scaled / denominator).padStart(
      decimals + 1,
      '0',
    );
    return `${scaled < 0n ? '-' : ''}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
  }
  return `${numerator}/${denominator}`;
}

function power(base: Rational, exponent: Rational): Rational | undefined {
  const { numerator: times } = exponent;
  if (exponent.denominator !== 1n || times > MAX_EXPONENT || times < -MAX_EXPONENT) return undefined;
  const size = times < 0n ? -times : times;
  if (BigInt(String(base.numerator).length + String(base.denominator).length) * size > BigInt(MAX_DIGITS))
    return undefined;
  const [top, bottom] = [base.numerator ** size, base.denominator ** size];
  return times < 0n ? makeRational(bottom, top) : makeRational(top, bottom);
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x === 0n ? 1n : x;
}
