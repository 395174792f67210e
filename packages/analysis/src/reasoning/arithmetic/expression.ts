/**
 * Arithmetic as it stands in prose: integers, decimals with thousands separators, money, percentages, names of sub-expressions,
 * + - * / ^ %, brackets of three kinds, unary signs, and products without a sign such as `(2)(3)` and `2(3)`.
 */
import { applyOperator, type BinaryOperator, negate, parseRational, type Rational } from './rational.ts';

export interface Token {
  readonly kind: 'number' | 'name' | 'operator' | 'open' | 'close' | 'equals' | 'word' | 'mark';
  /** Operators and brackets in one spelling. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export interface Expression {
  /** Undefined where a name is unknown or the value is not a rational number of sensible size. */
  readonly value: Rational | undefined;
  readonly operators: number;
  readonly names: readonly string[];
  /** A quotient's decimal may be rounded. */
  readonly divides: boolean;
  readonly start: number;
  readonly end: number;
}

const TOKEN =
  /(?<number>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+)|(?<word>[\p{L}_][\p{L}\p{N}_']*)|(?<operator>\*\*|[+\-−–*×·⋅/÷^%])|(?<open>[([{])|(?<close>[)\]}])|(?<equals>(?<![<>!=:+\-*/])=(?![=>~]))|(?<space>[\s$€£]+)|(?<mark>[^\s])/gu;

const SAME: Readonly<Record<string, string>> = {
  '**': '^',
  '−': '-',
  '–': '-',
  '×': '*',
  '·': '*',
  '⋅': '*',
  '÷': '/',
  '[': '(',
  '{': '(',
  ']': ')',
  '}': ')',
};

export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(TOKEN)) {
    const kind = Object.entries(match.groups ?? {}).find(([, value]) => value !== undefined)?.[0];
    if (kind === undefined || kind === 'space') continue;
    const [found] = match;
    tokens.push({
      kind: kind === 'word' && /^\p{L}\d?$/u.test(found) ? 'name' : (kind as Token['kind']),
      text: SAME[found] ?? found,
      start: match.index,
      end: match.index + found.length,
    });
  }
  // `3 x 4`: a product sign.
  return tokens.map((token, index) =>
    token.text === 'x' && tokens[index - 1]?.kind === 'number' && tokens[index + 1]?.kind === 'number'
      ? { ...token, kind: 'operator', text: '*' }
      : token,
  );
}

export type Values = ReadonlyMap<string, Rational | undefined>;

/** Reads all of the tokens as one expression; undefined where they are none. */
export function parseExpression(tokens: readonly Token[], values: Values): Expression | undefined {
  const parser = {
    tokens,
    at: 0,
    values,
    operators: 0,
    names: [] as string[],
    divides: false,
    isBroken: false,
  };
  const value = readSum(parser, 0);
  const [first, last] = [tokens[0], tokens.at(-1)];
  if (parser.isBroken || parser.at !== tokens.length || first === undefined || last === undefined)
    return undefined;
  const { operators, names, divides } = parser;
  return { value, operators, names, divides, start: first.start, end: last.end };
}

interface Parser {
  readonly tokens: readonly Token[];
  readonly values: Values;
  readonly names: string[];
  at: number;
  operators: number;
  divides: boolean;
  isBroken: boolean;
}

const MAX_DEPTH = 60;

function readSum(parser: Parser, depth: number): Rational | undefined {
  let sum = readProduct(parser, depth);
  for (let token = parser.tokens[parser.at]; isSign(token); token = parser.tokens[parser.at]) {
    parser.at += 1;
    sum = combine(parser, token.text as BinaryOperator, sum, readProduct(parser, depth));
  }
  return sum;
}

function readProduct(parser: Parser, depth: number): Rational | undefined {
  let product = readSigned(parser, depth);
  for (;;) {
    const token = parser.tokens[parser.at];
    const before = parser.tokens[parser.at - 1];
    if (token?.kind === 'operator' && (token.text === '*' || token.text === '/' || token.text === '%')) {
      parser.at += 1;
      product = combine(parser, token.text, product, readSigned(parser, depth));
    } else if (
      token?.kind === 'open' &&
      (before?.kind === 'close' || (before?.kind === 'number' && before.end === token.start))
    )
      product = combine(parser, '*', product, readSigned(parser, depth));
    else return product;
  }
}

function readSigned(parser: Parser, depth: number): Rational | undefined {
  const token = parser.tokens[parser.at];
  if (!isSign(token)) return readPower(parser, depth);
  parser.at += 1;
  if (depth > MAX_DEPTH) return fail(parser);
  const from = parser.at;
  const value = readSigned(parser, depth + 1);
  // `-2^2` means -4 to some and 4 to others.
  if (parser.tokens.slice(from, parser.at).some(({ text }) => text === '^')) return undefined;
  return value === undefined || token.text === '+' ? value : negate(value);
}

function readPower(parser: Parser, depth: number): Rational | undefined {
  const base = readAtom(parser, depth);
  if (parser.tokens[parser.at]?.text !== '^') return base;
  parser.at += 1;
  return depth > MAX_DEPTH ? fail(parser) : combine(parser, '^', base, readSigned(parser, depth + 1));
}

function readAtom(parser: Parser, depth: number): Rational | undefined {
  const token = parser.tokens[parser.at];
  parser.at += 1;
  if (token?.kind === 'number') return readPercent(parser, token);
  if (token?.kind === 'name') {
    parser.names.push(token.text);
    return parser.values.get(token.text);
  }
  if (token?.kind !== 'open' || depth > MAX_DEPTH) return fail(parser);
  const value = readSum(parser, depth + 1);
  if (parser.tokens[parser.at]?.kind !== 'close') return fail(parser);
  parser.at += 1;
  return value;
}

/** `20%` is a fifth; `20 % 3` a remainder. */
function readPercent(parser: Parser, token: Token): Rational | undefined {
  const value = parseRational(token.text.replaceAll(',', ''));
  const sign = parser.tokens[parser.at];
  if (sign?.text !== '%' || sign.start !== token.end) return value;
  parser.at += 1;
  parser.operators += 1;
  return value && applyOperator('/', value, { numerator: 100n, denominator: 1n });
}

function combine(
  parser: Parser,
  operator: BinaryOperator,
  left: Rational | undefined,
  right: Rational | undefined,
): Rational | undefined {
  parser.operators += 1;
  if (operator === '/') parser.divides = true;
  return left === undefined || right === undefined ? undefined : applyOperator(operator, left, right);
}

function isSign(token: Token | undefined): token is Token {
  return token?.kind === 'operator' && (token.text === '+' || token.text === '-');
}

function fail(parser: Parser): undefined {
  parser.isBroken = true;
  return undefined;
}
