import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markRange, RANGE_MARK } from '../../text/text-range.ts';
import { formatHash, parsePlace } from './place.ts';

describe('places in addresses', () => {
  it('are read as they are written, whatever the names are', () => {
    const step = fc.nat({ max: 999_999_999 });
    const text = fc.string({ minLength: 1, unit: 'grapheme' });
    fc.assert(
      fc.property(step, text, text, fc.nat(), fc.nat(), (index, part, findingId, start, length) => {
        const range = { part, start, end: start + length + 1 };
        expect(parsePlace(formatHash({ step: index }))).toEqual({ step: index });
        expect(parsePlace(formatHash({ step: index, range }))).toEqual({ step: index, range });
        expect(parsePlace(formatHash({ findingId }))).toEqual({ findingId });
      }),
    );
    expect(parsePlace('#step-12:output:120-180')).toEqual({
      step: 12,
      range: { part: 'output', start: 120, end: 180 },
    });
  });

  it('are none where the hash names none; a range that is none leaves the step', () => {
    for (const hash of ['', '#', '#step-', '#step--1', '#step-1x', '#finding-%', '#elsewhere'])
      expect(parsePlace(hash)).toBeUndefined();
    for (const hash of ['#step-3:', '#step-3:output', '#step-3:output:9-9', '#step-3:%:1-2'])
      expect(parsePlace(hash)).toEqual({ step: 3 });
  });
});

it('marks a range over the quotes of findings', () => {
  const marks = [
    { start: 0, end: 10, findingId: 'a' },
    { start: 20, end: 30, findingId: 'b' },
  ];
  const range = { part: 'output', start: 5, end: 25 };
  expect(markRange(marks, range, 100)).toEqual([
    { start: 0, end: 5, findingId: 'a' },
    { start: 5, end: 25, findingId: RANGE_MARK },
    { start: 25, end: 30, findingId: 'b' },
  ]);
  expect(markRange(marks, { ...range, start: 200, end: 300 }, 100)).toBe(marks);
});
