import { expect, it } from 'vitest';
import { readTextRecords } from '../containers/read-text-records.ts';
import { induceTextRule } from './induce-text-rule.ts';

const LOG = [
  'INFO     [core] Logging starts',
  'INFO     [core] 🧠 Starting the worker with model=small tools=3',
  ...[1, 2, 3, 4, 5, 6].flatMap((step) => [
    `INFO     [core] 📍 Step ${step}`,
    `INFO     [core] 🎯 Next goal: Look at house ${step}.`,
    `INFO     [core] 🔨 Action 1/1: {"soil": {"house": ${step}}}`,
    `INFO     [tools] 📄  0.${step}`,
    'and no rain',
  ]),
  'INFO     [core] 🔨 Action 1/1: {"tank": {}}',
  'ERROR    [core] ❌ Result failed 1/3 times:',
  ' it is away',
].join('\n');

it('takes what stands behind calls with a pictogram of its own for what came back, and leaves out what costs too much', () => {
  const rule = induceTextRule(LOG);
  const { records } = readTextRecords(LOG, rule ?? { headers: [], skipFences: false });
  const told = records.filter(({ label }) => label !== undefined).map(({ label, text }) => [label, text]);
  expect(told.slice(0, 3)).toEqual([
    ['Next goal', 'Look at house 1.'],
    ['Action', '{"soil": {"house": 1}}'],
    ['📄', '0.1\nand no rain'],
  ]);
  expect(told.slice(-2)).toEqual([
    ['Action', '{"tank": {}}'],
    ['Result failed', ' it is away'],
  ]);
});

it('takes no pictogram for it that stands elsewhere too', () => {
  const rule = induceTextRule(LOG.replaceAll('📍', '📄'));
  expect(JSON.stringify(rule)).not.toContain('📄');
});
