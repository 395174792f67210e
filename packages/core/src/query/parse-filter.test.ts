import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isTraceError, type TraceError } from '../errors.ts';
import { formatFilter } from './format-filter.ts';
import { parseFilter } from './parse-filter.ts';
import { type CompareOperator, type Filter, RUN_FIELDS, SPAN_ATTRIBUTES, SPAN_FIELDS } from './query.ts';

const parse = (text: string): Filter => parseFilter(text, RUN_FIELDS);

function errorOf(text: string): TraceError {
  try {
    parse(text);
  } catch (error) {
    if (isTraceError(error)) return error;
    throw error;
  }
  throw new Error(`"${text}" was accepted`);
}

describe('parseFilter', () => {
  it('reads comparisons, has, not, and, or, parentheses', () => {
    expect(parse('outcome = failure and (agent ~ claude or not has cost)')).toEqual({
      kind: 'and',
      filters: [
        { kind: 'compare', field: 'outcome', operator: '=', value: 'failure' },
        {
          kind: 'or',
          filters: [
            { kind: 'compare', field: 'agent', operator: '~', value: 'claude' },
            { kind: 'not', filter: { kind: 'exists', field: 'cost' } },
          ],
        },
      ],
    });
  });

  it('binds and tighter than or, and joins chains of one kind', () => {
    const shape = parse('steps=1 or steps=2 and spans=3 or (steps=4 or steps=5)');
    expect(shape.kind === 'or' && shape.filters.map(({ kind }) => kind)).toEqual([
      'compare',
      'and',
      'compare',
      'compare',
    ]);
  });

  it.each([
    ['steps > 20', 20],
    ['tokens >= 10k', 10_000],
    ['cost < .5', 0.5],
    ['tokens < 1e6', 1_000_000],
    ['duration > 1h30m', 5400],
    ['duration < 250ms', 0.25],
    ['start > 2026-01-01', 1_767_225_600_000_000_000n],
    ['start > "2026-01-01 00:00"', 1_767_225_600_000_000_000n],
    ["agent = 'it\\'s me'", "it's me"],
    ['agent == claude-code', 'claude-code'],
    ['task = "a \\"b\\" \\\\ c"', 'a "b" \\ c'],
  ])('reads the value of %s', (text, value) => {
    expect(parse(text)).toMatchObject({ value });
  });

  it.each([
    ['', 1, 'a condition is missing'],
    ['agnt = x', 1, 'there is no field "agnt"'],
    ['steps ~ 3', 7, 'steps is a number'],
    ['steps > many', 9, '"many" is not'],
    ['agent > x', 7, 'agent is a text'],
    ['outcome = fail', 11, 'outcome is never "fail"'],
    ['agent = and', 9, 'got the word and'],
    ['agent = "x', 9, 'the quoted text does not end'],
    ['(steps > 3', 11, 'expected ) for the ( in column 1'],
    ['steps > 3 agent = x', 11, 'expected and, or, or the end'],
    ['steps > 3 and', 14, 'a condition is missing'],
    ['start > 2026-13-01', 9, 'start is a time'],
    ['steps ! 3', 7, '"!" means nothing here'],
  ])('says where %j goes wrong', (text, column, message) => {
    const error = errorOf(text);
    expect(error.code).toBe('filter-invalid');
    expect(error.where).toBe(`column ${column}`);
    expect(error.summary).toContain(message);
    expect(error.fix).toBeTruthy();
    const [, shown = '', caret = ''] = error.summary.split('\n');
    expect(shown.trimStart()).toBe(text.trimStart());
    expect(caret.indexOf('^')).toBe(column + 1);
  });

  it('takes attributes of spans as text', () => {
    const parseSpan = (text: string): Filter => parseFilter(text, SPAN_FIELDS, SPAN_ATTRIBUTES);
    expect(parseSpan('attributes.http.status = 500 and has attributes.a')).toEqual({
      kind: 'and',
      filters: [
        { kind: 'compare', field: 'attributes.http.status', operator: '=', value: '500' },
        { kind: 'exists', field: 'attributes.a' },
      ],
    });
    expect(() => parseSpan('attributes. = 1')).toThrow('there is no field');
    expect(() => parseSpan('attributes.a > 1')).toThrow('is a text');
    expect(errorOf('attributes.a = 1').summary).toContain('there is no field');
  });

  it('names the field that was probably meant', () => {
    expect(errorOf('agnt = x').fix).toMatch(/^did you mean agent\?/);
    expect(errorOf('zzzzzzzz = x').fix).toMatch(/^the fields are run, agent/);
  });

  it('refuses what is too long or too deep instead of overflowing', () => {
    expect(errorOf('('.repeat(5000)).summary).toContain('nested deeper');
    expect(errorOf('not '.repeat(2000)).summary).toContain('nested deeper');
    expect(errorOf('x'.repeat(20_000)).summary).toContain('20000 characters');
  });

  it('never throws anything but TraceError', () => {
    const piece = fc.oneof(
      fc.constantFrom('and', 'or', 'not', 'has', '(', ')', '=', '~', 'steps', 'agent', '3', '"', "'", '\\'),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        try {
          parse(pieces.join(' '));
          return true;
        } catch (error) {
          return isTraceError(error) && error.code === 'filter-invalid';
        }
      }),
    );
  });
});

/** Filters as `parseFilter` makes them: no `and` directly in `and`, at least two members. */
function anyFilter(): fc.Arbitrary<Filter> {
  const text = fc.oneof(fc.string(), fc.constantFrom('claude', 'and', 'a b', '"', '\\', 'not', '1'));
  const compare = (
    field: string,
    operators: readonly CompareOperator[],
    value: fc.Arbitrary<string | number | bigint>,
  ): fc.Arbitrary<Filter> =>
    fc.record({
      kind: fc.constant('compare' as const),
      field: fc.constant(field),
      operator: fc.constantFrom(...operators),
      value,
    });
  const leaf: fc.Arbitrary<Filter> = fc.oneof(
    compare('agent', ['=', '!=', '~', '!~'], text),
    compare(
      'steps',
      ['=', '!=', '<', '<=', '>', '>='],
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
    ),
    compare(
      'start',
      ['<', '>='],
      fc.bigInt({ min: -2_000_000_000_000_000_000n, max: 9_000_000_000_000_000_000n }),
    ),
    compare('outcome', ['='], fc.constantFrom('success', 'failure', 'unknown')),
    fc.constantFrom('cost', 'score').map((field): Filter => ({ kind: 'exists', field })),
  );
  const tree = fc.letrec<{ filter: Filter }>((tie) => ({
    filter: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      tie('filter').map((filter): Filter => ({ kind: 'not', filter })),
      ...(['and', 'or'] as const).map((kind) =>
        fc.array(tie('filter'), { minLength: 2, maxLength: 4 }).map((filters): Filter => ({
          kind,
          filters: filters.flatMap((filter) => (filter.kind === kind ? filter.filters : [filter])),
        })),
      ),
    ),
  }));
  return tree.filter;
}

it('formatFilter is read back to an equal filter', () => {
  fc.assert(
    fc.property(anyFilter(), (filter) => {
      expect(parse(formatFilter(filter))).toEqual(filter);
    }),
  );
});
