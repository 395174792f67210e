import { expect, it } from 'vitest';
import { makeRun, turn } from '../testing/spans.ts';
import { diagnose } from './diagnose.ts';

const run = makeRun({ taskText: '(2 + 3) * (4 + 1) =' });
const diagnoseLines = (...lines: string[]) =>
  diagnose(
    run,
    lines.map((line, index) => turn(`s${index}`, 'assistant', line)),
  );

it('is the first line that is proved wrong', () => {
  const { onset, ranked } = diagnoseLines('2 + 3 = 5', '4 + 1 = 6', '5 * 6 = 30', 'The answer is 30');
  expect(onset).toMatchObject({ stepIndex: 1, confidence: 0.9 });
  expect(ranked.reduce((sum, { score }) => sum + score, 0)).toBeCloseTo(1);
});

it('is nowhere where every line is proved right', () => {
  const { onset, ranked, findings } = diagnoseLines(
    '2 + 3 = 5',
    '4 + 1 = 5',
    '5 * 5 = 25',
    'The answer is 25',
  );
  expect(onset).toBe(null);
  expect(findings[0]).toMatchObject({
    category: 'no-onset',
    stepIndex: 3,
    evidence: [{ quote: 'The answer is 25' }],
  });
  expect(ranked.length).toBe(4);
});

it('is as sure of the only step as of any: the checker may have misread it', () => {
  const { onset, ranked } = diagnoseLines('2 + 3 = 5\n4 + 1 = 6\n5 * 6 = 30');
  expect(onset).toMatchObject({ stepIndex: 0, confidence: 0.9 });
  expect(ranked).toEqual([{ stepIndex: 0, score: 0.9 }]);
});
