/**
 * The filter language of `--where` and the run list (docs/filter-language.md):
 *
 *     outcome = failure and agent ~ claude and (steps > 20 or not has cost)
 *
 * `not` binds tighter than `and`, `and` tighter than `or`. Values are checked against the field's type, so that a filter that can never match is
 * refused instead of quietly finding nothing.
 */
import { parseTimestamp } from '../time.ts';
import { filterError, OPERATORS, type Token, tokenizeFilter } from './filter-tokens.ts';
import type { CompareOperator, FieldType, Filter } from './query.ts';

export type FilterFields = Readonly<Record<string, FieldType>>;

/** Longer filters and deeper parentheses are refused: they come from a program gone wrong. */
const MAX_LENGTH = 10_000;
const MAX_DEPTH = 100;

/** Fields with a fixed set of values. */
export const FILTER_VALUES: Readonly<Record<string, readonly string[]>> = {
  outcome: ['success', 'failure', 'unknown'],
  operation: ['agent', 'model', 'tool', 'turn', 'retrieval', 'other'],
  status: ['unset', 'ok', 'error'],
};

const OPERATORS_OF: Readonly<Record<FieldType, readonly CompareOperator[]>> = {
  string: ['=', '!=', '~', '!~'],
  number: ['=', '!=', '<', '<=', '>', '>='],
  time: ['=', '!=', '<', '<=', '>', '>='],
};

const KEYWORDS: readonly string[] = ['and', 'or', 'not', 'has'];

/**
 * @param fields the fields that may be asked for, such as RUN_FIELDS
 * @param openPrefix names that begin so are fields too, and text: SPAN_ATTRIBUTES, for spans
 * @throws TraceError `filter-invalid`: where is `column N`, the message shows the place
 */
export function parseFilter(text: string, fields: FilterFields, openPrefix?: string): Filter {
  if (text.length > MAX_LENGTH) {
    throw filterError(
      text,
      MAX_LENGTH,
      `the filter has ${text.length} characters, more than ${MAX_LENGTH}`,
      'split it into several queries',
    );
  }
  const tokens = tokenizeFilter(text);
  let position = 0;

  const peek = (): Token =>
    tokens[Math.min(position, tokens.length - 1)] ?? { kind: 'end', text: 'the end', start: text.length };
  const take = (): Token => {
    const token = peek();
    position += 1;
    return token;
  };
  const fail = (token: Token, message: string, fix: string): Error =>
    filterError(text, token.start, message, fix);
  const takesKeyword = (keyword: string): boolean => {
    const token = peek();
    if (token.kind !== 'word' || token.text.toLowerCase() !== keyword) return false;
    position += 1;
    return true;
  };

  const parseList = (keyword: 'or' | 'and', depth: number, parseItem: (depth: number) => Filter): Filter => {
    const first = parseItem(depth);
    const filters = [first];
    while (takesKeyword(keyword)) filters.push(parseItem(depth));
    if (filters.length === 1) return first;
    return {
      kind: keyword,
      filters: filters.flatMap((filter) => (filter.kind === keyword ? filter.filters : [filter])),
    };
  };
  const parseOr = (depth: number): Filter => parseList('or', depth, parseAnd);
  const parseAnd = (depth: number): Filter => parseList('and', depth, parseNot);
  const parseNot = (depth: number): Filter => {
    if (depth > MAX_DEPTH)
      throw fail(peek(), `the filter is nested deeper than ${MAX_DEPTH}`, 'take out parentheses');
    if (takesKeyword('not')) return { kind: 'not', filter: parseNot(depth + 1) };
    if (takesKeyword('has')) return { kind: 'exists', field: parseField() };
    if (peek().kind !== '(') return parseCompare();
    const open = take();
    const filter = parseOr(depth + 1);
    if (peek().kind !== ')')
      throw fail(
        peek(),
        `expected ) for the ( in column ${open.start + 1}, got ${peek().text}`,
        'close the parenthesis, or join with and / or',
      );
    position += 1;
    return filter;
  };

  const parseField = (): string => {
    const token = take();
    if (token.kind === 'end')
      throw fail(token, 'a condition is missing', 'a condition is FIELD OPERATOR VALUE, as in: steps > 20');
    if (token.kind !== 'word')
      throw fail(
        token,
        `expected a field, got ${token.text}`,
        `the fields are ${Object.keys(fields).join(', ')}`,
      );
    if (Object.hasOwn(fields, token.text)) return token.text;
    const isOpen = openPrefix !== undefined && token.text.startsWith(openPrefix);
    if (isOpen && token.text.length > openPrefix.length) return token.text;
    const nearest = findNearest(token.text, Object.keys(fields));
    const known =
      openPrefix === undefined ? Object.keys(fields) : [...Object.keys(fields), `${openPrefix}KEY`];
    const list = `the fields are ${known.join(', ')}`;
    throw fail(
      token,
      `there is no field "${token.text}"`,
      nearest === undefined ? list : `did you mean ${nearest}? ${list}`,
    );
  };

  const parseCompare = (): Filter => {
    const fieldToken = peek();
    const field = parseField();
    const type = fields[field] ?? 'string';
    const allowed = OPERATORS_OF[type];
    const operator = take();
    if (operator.kind !== 'operator')
      throw fail(
        operator,
        `expected an operator after ${field}, got ${operator.text}`,
        `the operators are ${OPERATORS.join(' ')}; \`has ${field}\` asks whether it is there`,
      );
    if (!allowed.includes(operator.text)) {
      throw fail(
        operator,
        `${field} is a ${type === 'string' ? 'text' : type}: ${operator.text} cannot compare it`,
        `use one of ${allowed.join(' ')}`,
      );
    }
    const token = take();
    if (token.kind !== 'word' && token.kind !== 'string')
      throw fail(
        token,
        `expected a value after ${fieldToken.text} ${operator.text}, got ${token.text}`,
        VALUE_HELP[type],
      );
    if (token.kind === 'word' && KEYWORDS.includes(token.text.toLowerCase())) {
      throw fail(
        token,
        `expected a value after ${fieldToken.text} ${operator.text}, got the word ${token.text}`,
        `write it in quotes: "${token.text}"`,
      );
    }
    const value = parseValue(token.text, type);
    if (value === undefined)
      throw fail(token, `${field} is a ${type}, "${token.text}" is not`, VALUE_HELP[type]);
    const values = FILTER_VALUES[field];
    const isExact = operator.text === '=' || operator.text === '!=';
    if (values !== undefined && isExact && !values.includes(token.text)) {
      throw fail(token, `${field} is never "${token.text}"`, `it is one of ${values.join(', ')}`);
    }
    return { kind: 'compare', field, operator: operator.text, value };
  };

  const filter = parseOr(0);
  const rest = peek();
  if (rest.kind !== 'end') {
    throw fail(
      rest,
      `expected and, or, or the end, got ${rest.text}`,
      'join conditions with and / or; put a value with spaces in quotes',
    );
  }
  return filter;
}

const VALUE_HELP: Readonly<Record<FieldType, string>> = {
  string: 'a value is one word or stands in quotes',
  number: 'a number is 20, 0.5, 1e6 or 10k; a duration may also be 90s, 5m30s or 2h',
  time: 'a time is 2026-01-31 or 2026-01-31T08:30:00Z',
};

function parseValue(text: string, type: FieldType): string | number | bigint | undefined {
  switch (type) {
    case 'string':
      return text;
    case 'number':
      return parseNumber(text);
    case 'time':
      return parseTimestamp(text);
  }
}

/** Seconds of each unit of a duration. */
const UNITS: Readonly<Record<string, number>> = { d: 86_400, h: 3600, m: 60, s: 1, ms: 0.001 };

/** A number, with `k` for thousands, or a duration in seconds: `90s`, `1h30m`, `250ms`. `5m` is five minutes. */
function parseNumber(text: string): number | undefined {
  if (/^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i.test(text)) {
    const value = Number(text);
    return Number.isFinite(value) ? value : undefined;
  }
  if (/^\d+(?:\.\d+)?k$/i.test(text)) return Number(text.slice(0, -1)) * 1000;
  if (!/^(?:\d+(?:\.\d+)?(?:ms|d|h|m|s))+$/.test(text)) return undefined;
  let seconds = 0;
  for (const [, amount = '0', unit = 's'] of text.matchAll(/(\d+(?:\.\d+)?)(ms|d|h|m|s)/g))
    seconds += Number(amount) * (UNITS[unit] ?? 1);
  return seconds;
}

/** The candidate a slip of the keyboard away (Levenshtein distance at most 2), if there is one. */
function findNearest(word: string, candidates: readonly string[]): string | undefined {
  const ranked = candidates
    .map((candidate) => ({ candidate, distance: editDistance(word.slice(0, 40).toLowerCase(), candidate) }))
    .toSorted((a, b) => a.distance - b.distance);
  const [best] = ranked;
  return best !== undefined && best.distance <= 2 ? best.candidate : undefined;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 0; i < a.length; i += 1) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j += 1) {
      const replaced = (row[j] ?? 0) + (a[i] === b[j] ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
