import { type Expression, parseExpression, type Token, tokenize, type Values } from './expression.ts';

/** The two sides of one `=` in a line of prose; a chain `a = b = c` has two. */
export interface Equation {
  readonly left: Expression;
  readonly right: Expression;
  /** What stands around the sides may belong to them (a unit, an operator, a call): then nothing is proved. */
  readonly isSure: boolean;
  /** The left side is the right one of the equation before. */
  readonly isChained: boolean;
}

/** Longer sides are not read: parsing tries every beginning of a side. */
const MAX_SIDE = 200;

/** Words that end an expression without being a unit of it. */
const CONNECTIVES = new Set(
  'and so then but thus hence therefore which where because since as for if when while is this that the we with now again also giving leading from by'.split(
    ' ',
  ),
);

/** Words that do something to the number after them: the side begins before them. */
const PREFIXES =
  /^(?:of|times|plus|minus|over|mod|half|twice|double|log\w*|ln|exp|sin|cos|tan|sqrt|root|abs|max|min|floor|ceil|x)$/i;

/** The equations of a line, left to right. `values` is asked anew for each, so that a caller may define names on the way. */
export function* findEquations(line: string, values: Values): Generator<Equation> {
  // The sign of a list item is no minus.
  const tokens = tokenize(line.replace(/^\s*[-–—*+•]\s+/, (bullet) => ' '.repeat(bullet.length)));
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== 'equals') continue;
    const left = readBackwards(tokens, index, values);
    const right = readForwards(tokens, index, values);
    if (left !== undefined && right !== undefined)
      yield {
        left: left.side,
        right: right.side,
        isSure: isClosedBefore(tokens, left.from) && isClosedAfter(tokens, right.to),
        isChained: tokens[left.from - 1]?.kind === 'equals',
      };
  }
}

function readBackwards(
  tokens: readonly Token[],
  equals: number,
  values: Values,
): { side: Expression; from: number } | undefined {
  let from = equals;
  while (from > 0 && equals - from < MAX_SIDE && isPart(tokens[from - 1])) from -= 1;
  for (; from < equals; from += 1) {
    const side = parseExpression(tokens.slice(from, equals), values);
    if (side !== undefined) return { side, from };
  }
  return undefined;
}

function readForwards(
  tokens: readonly Token[],
  equals: number,
  values: Values,
): { side: Expression; to: number } | undefined {
  let to = equals + 1;
  while (to - equals <= MAX_SIDE && isPart(tokens[to])) to += 1;
  for (; to > equals + 1; to -= 1) {
    const side = parseExpression(tokens.slice(equals + 1, to), values);
    if (side !== undefined) return { side, to };
  }
  return undefined;
}

function isPart(token: Token | undefined): boolean {
  return token !== undefined && !['equals', 'word', 'mark'].includes(token.kind);
}

function isClosedBefore(tokens: readonly Token[], from: number): boolean {
  const [before, first] = [tokens[from - 1], tokens[from]];
  if (before === undefined || first === undefined) return true;
  if (before.kind === 'operator' || before.kind === 'number' || before.kind === 'close') return false;
  const earlier = tokens[from - 2];
  // `total - 5`, `f(3)`, `Bob 4` in `Ann 3 + Bob 4`, `log 8`, `\\times 3`: the side begins before what was read.
  if (before.kind === 'word' || before.kind === 'name')
    return (
      first.kind !== 'operator' &&
      before.end !== first.start &&
      earlier?.kind !== 'operator' &&
      earlier?.text !== '\\' &&
      !PREFIXES.test(before.text)
    );
  if (before.kind !== 'mark') return true;
  // `1'000`, `2,5`, `8:30`.
  const isInside = earlier?.kind === 'number' && earlier.end === before.start;
  if (before.end === first.start) return !isInside && /["'“‘`:;,([{]/.test(before.text);
  // `5² - 3`, `1 + ... + 9`; `5 • 3`, `√ 16`.
  if (first.kind === 'operator' && !/[:;,]/.test(before.text)) return false;
  const isOperand = earlier?.kind === 'number' || earlier?.kind === 'close';
  return !(isOperand ? /[^:;,.!?"'”’]/ : /[√∛≈~±∓]/).test(before.text);
}

function isClosedAfter(tokens: readonly Token[], to: number): boolean {
  const [last, after, next] = [tokens[to - 1], tokens[to], tokens[to + 1]];
  if (after === undefined || last === undefined) return true;
  switch (after.kind) {
    case 'operator':
    case 'number':
      return false;
    case 'word':
    case 'name':
      return after.start > last.end && CONNECTIVES.has(after.text.toLowerCase());
    case 'open':
      return after.start > last.end && next?.kind === 'word';
    case 'close':
    case 'equals':
      return true;
    case 'mark':
      if (after.start > last.end) return !/[±~≈‰\p{No}]/u.test(after.text);
      // `2,5`, `9:15`, `4!`, `8?`
      return !(next?.kind === 'number' && next.start === after.end) && /["'”’`;:,.…)\]}]/.test(after.text);
  }
}
