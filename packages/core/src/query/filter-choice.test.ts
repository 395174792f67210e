import { describe, expect, it } from 'vitest';
import {
  type ChosenValue,
  readChoice,
  readTimeChoice,
  replaceChoice,
  replaceTimeChoice,
  toggleChoice,
} from './filter-choice.ts';
import { formatFilter } from './format-filter.ts';
import { parseFilter } from './parse-filter.ts';
import { type Filter, RUN_FIELDS } from './query.ts';

const parse = (text: string): Filter => parseFilter(text, RUN_FIELDS);
const format = (filter: Filter | undefined): string => (filter === undefined ? '' : formatFilter(filter));

describe('the choice in a filter', () => {
  it('is what its terms say about the field, and no other term', () => {
    const filter = parse(
      'steps > 2 and (agent = a or agent = "b c" or not has agent) and agent ~ x and model = m',
    );
    const { values, rest } = readChoice(filter, 'agent');
    expect(values).toEqual(['a', 'b c', undefined]);
    expect(format(rest)).toBe('steps > 2 and agent ~ x and model = m');
    expect(readChoice(filter, 'task').values).toEqual([]);
    expect(readChoice(parse('agent = a or steps > 2'), 'agent').values).toEqual([]);
    expect(readChoice(undefined, 'agent')).toEqual({ values: [], rest: undefined });
  });

  it('grows and shrinks with each toggle, and the filter around it stays', () => {
    const steps: readonly (readonly [ChosenValue, string])[] = [
      ['a', '(steps > 2 or has cost) and agent = a'],
      ['and', '(steps > 2 or has cost) and (agent = a or agent = "and")'],
      [undefined, '(steps > 2 or has cost) and (agent = a or agent = "and" or not has agent)'],
      ['a', '(steps > 2 or has cost) and (agent = "and" or not has agent)'],
      ['and', '(steps > 2 or has cost) and not has agent'],
      [undefined, 'steps > 2 or has cost'],
    ];
    let filter: Filter | undefined = parse('steps > 2 or has cost');
    for (const [value, text] of steps) {
      filter = toggleChoice(filter, 'agent', value);
      expect(format(filter)).toBe(text);
      // What the page keeps is the text.
      expect(parse(text)).toEqual(filter);
    }
    expect(toggleChoice(parse('agent = a'), 'agent', 'a')).toBeUndefined();
    expect(format(replaceChoice(parse('outcome = failure and steps > 2'), 'outcome', ['success']))).toBe(
      'steps > 2 and outcome = success',
    );
  });

  it('of times is a range', () => {
    const filter = parse('start >= 2026-01-01 and cost > 1 and start < 2026-02-01');
    const { from, to, rest } = readTimeChoice(filter, 'start');
    expect([from, to]).toEqual([1_767_225_600_000_000_000n, 1_769_904_000_000_000_000n]);
    expect(format(rest)).toBe('cost > 1');
    expect(format(replaceTimeChoice(filter, 'start', { from, to: undefined }))).toBe(
      'cost > 1 and start >= 2026-01-01T00:00:00.000Z',
    );
    expect(format(replaceTimeChoice(filter, 'start', { from: undefined, to: undefined }))).toBe('cost > 1');
    expect(readTimeChoice(parse('start > 2026-01-01'), 'start').from).toBeUndefined();
  });
});
