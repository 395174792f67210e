import fc from 'fast-check';
import { expect, it } from 'vitest';
import { buildContext } from '../detect/context.ts';
import { makeRun, turn } from '../testing/spans.ts';
import { checkReasoning } from './check-reasoning.ts';
import { checkRunReasoning } from './check-run.ts';

const check = (taskText: string, ...texts: string[]) =>
  checkRunReasoning(
    buildContext(
      makeRun({ taskText }),
      texts.map((text, index) => turn(`s${index}`, 'assistant', text)),
    ),
  );

it('verifies a run whose lines are all right', () => {
  expect(check('(2 + 3) * 4 =', '2 + 3 = 5', '5 * 4 = 20\nThe answer is 20')).toEqual({
    faults: [],
    isOneTrace: true,
    verifiedSteps: new Set([0, 1]),
    isVerified: true,
  });
});

it.each([
  ['a line too long to read', `${' '.repeat(9000)}5 * 4 = 21`],
  ['more lines than are read', '2 + 3 = 5\n'.repeat(20_001)],
])('does not call a run verified that has %s', (_, text) => {
  expect(check('(2 + 3) * 4 =', '2 + 3 = 5', text).isVerified).toBe(false);
});

it('reports the first wrong line only where the run is one trace, and one a step elsewhere', () => {
  const lines = ['2 + 3 = 6', '6 * 4 = 25'];
  expect(check('(2 + 3) * 4 =', ...lines)).toMatchObject({
    isVerified: false,
    faults: [{ start: 0, end: 9 }],
  });
  expect(check('Plan a trip', ...lines).faults.map(({ step }) => step.index)).toEqual([0, 1]);
  expect(check('Plan a trip', '2 + 3 = 5').isVerified).toBe(false);
});

it('never throws, whatever it reads', () => {
  const piece = fc.constantFrom(
    ...[
      '(',
      ')',
      '=',
      '-',
      '^',
      '9',
      '0.',
      '"ab"',
      '<',
      '?',
      '[',
      ']',
      'A',
      ' ',
      '\n',
      'stack:',
      'swap',
      '{',
      '%',
    ],
    ...[
      'first is ',
      'the owl',
      ' km',
      'sort ',
      ' and ',
      'Alice',
      'has the',
      'from left to right: ',
      '"a": "b" (1)',
    ],
  );
  const text = fc.array(fc.oneof(piece, fc.string({ unit: 'binary', maxLength: 6 })), { maxLength: 40 });
  fc.assert(
    fc.property(text, fc.array(text, { maxLength: 5 }), (task, lines) => {
      const texts = lines.map((parts) => parts.join(''));
      const { verdicts, fault } = checkReasoning(task.join(''), texts);
      const line = texts[fault?.line ?? 0] ?? '';
      return (
        verdicts.length === texts.length &&
        (fault === undefined || line.slice(fault.start, fault.end) === fault.found)
      );
    }),
    { numRuns: 500 },
  );
});
