import { describe, expect, it } from 'vitest';
import type { Span } from '@tracewright/core';
import { buildContext } from '../../detect/context.ts';
import { detectAll } from '../../detect/detect-all.ts';
import { makeRun, toolTurn, turn } from '../../testing/spans.ts';
import { describeSteps } from '../describe-steps.ts';
import { ONSET_RANKING } from '../onset-ranking.ts';
import { FIRST_ACT } from '../ranking.ts';
import { FEATURES } from './registry.ts';
import { shareOfPlan, WordMemory } from './word-memory.ts';

/** The features above 0 of each step of an agent, by step. */
function featuresOf(
  spans: readonly Span[],
  taskText = 'How long is the longest river of the country',
): Map<number, Set<string>> {
  const context = buildContext(makeRun({ taskText }), spans);
  const { candidates, values } = describeSteps(context, detectAll(context));
  return new Map(
    candidates.map((step, row) => [
      step,
      new Set(
        FEATURES.flatMap(({ name }, column) =>
          (values[row * FEATURES.length + column] ?? 0) > 0 ? [name] : [],
        ),
      ),
    ]),
  );
}

const speak = (id: string, agent: string, text: string): Span =>
  turn(id, agent === 'Terminal' ? 'environment' : 'assistant', text, { agent });

it('has names of its own for every feature, and a weight only for those', () => {
  const names = FEATURES.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  const weighed = [...Object.keys(FIRST_ACT.weights), ...Object.keys(ONSET_RANKING.body.weights)];
  expect(weighed.map((key) => key.split('/').at(-1)).filter((name) => !names.includes(name ?? ''))).toEqual(
    [],
  );
});

describe('a conversation', () => {
  const features = featuresOf([
    speak('a', 'Planner', 'Plan: 1. look the rivers up 2. compare them'),
    speak('b', 'Coder', 'Assuming the length is 1234 km\n```python\nriver = 1234\nother = 5678\n```'),
    speak(
      'c',
      'Terminal',
      'exitcode: 1 (execution failed)\nTraceback (most recent call last):\nValueError: no',
    ),
    speak('d', 'Coder', 'Let me try another way.'),
    speak('e', 'Checker', 'I agree, 1234 is correct. TERMINATE'),
  ]);
  it.each([
    [0, ['first-turn', 'new-agent', 'plans', 'hands-over'], ['act', 'code', 'new-numbers']],
    [
      1,
      ['first-act', 'code', 'assumes', 'new-numbers', 'literal-data', 'first-failure'],
      ['uncited-numbers'],
    ],
    [3, ['promises-only', 'changes-course', 'after-failure'], ['code', 'new-agent']],
    [4, ['says-verified', 'ends', 'last-step', 'new-agent'], ['new-numbers', 'promises-only']],
  ])('tells of step %i what it does, and nothing else', (step, there, absent) => {
    const own = features.get(step) ?? new Set();
    expect(there.filter((name) => !own.has(name))).toEqual([]);
    expect(absent.filter((name) => own.has(name))).toEqual([]);
  });
});

it('tells values that stood nowhere before, and a check that broke', () => {
  const features = featuresOf([
    turn('u', 'user', 'Cancel order W123456'),
    ...toolTurn('a', [['cancel_order', { id: 'W123456' }, 'ok']]),
    ...toolTurn('b', [['cancel_order', { id: 'Q987654' }, 'ok']]),
    ...toolTurn('c', [['run_tests', { path: 'all' }, '3 passed']]),
    ...toolTurn('d', [['run_tests', { path: 'all' }, 'FAILED tests/a.py::b - AssertionError']]),
  ]);
  expect([...features].filter(([, own]) => own.has('ungrounded-arguments')).map(([step]) => step)).toEqual([
    2, 3,
  ]);
  expect(features.get(4)).toContain('regression');
  expect(features.get(3)).not.toContain('regression');
});

it('reads the same numbers whatever the outcome', () => {
  const spans = toolTurn('a', [['f', { x: 1 }, 'r']]);
  const [one, two] = (['success', 'failure'] as const).map((status) => {
    const context = buildContext(makeRun({ outcome: { status } }), spans);
    return describeSteps(context, detectAll(context));
  });
  expect(one).toEqual(two);
});

it('knows a word again, and a number with its separators', () => {
  const memory = new WordMemory('the longest river');
  expect(memory.take('river of 1,234 km')).toMatchObject({ newNumbers: 1, newWords: 1 / 2 });
  expect(memory.take('1234')).toMatchObject({ newNumbers: 0, newWords: 0 });
});

it('compares what is done with what was planned, where both say something', () => {
  expect(shareOfPlan('1. look the rivers up', 'look the rivers up')).toBe(1);
  expect(shareOfPlan('1. look the rivers up', 'delete all rivers')).toBeCloseTo(1 / 3);
  expect(shareOfPlan('', 'delete all')).toBe(1);
  const features = featuresOf([
    speak('a', 'Planner', 'Plan: 1. compare rivers'),
    speak('b', 'Coder', 'compare rivers'),
    speak('c', 'Coder', 'book flights'),
  ]);
  expect([...features].filter(([, own]) => own.has('off-plan')).map(([step]) => step)).toEqual([2]);
});

it('keeps every value between 0 and 1', () => {
  const spans = Array.from({ length: 60 }, (_, index) =>
    index % 3 === 0
      ? toolTurn(`m${index}`, [
          ['bash', { command: `python t${index}.py` }, index % 2 === 0 ? 'Error: 12' : ''],
        ])
      : [
          speak(
            `s${index}`,
            `A${index % 4}`,
            `Step ${index}: https://x.y says ${index * 97}?\n`.repeat(index),
          ),
        ],
  ).flat();
  const context = buildContext(makeRun(), spans);
  const { values } = describeSteps(context, detectAll(context));
  expect([...values].filter((value) => !(value >= 0 && value <= 1))).toEqual([]);
});

describe('going back', () => {
  const stepsThat = (name: string, spans: readonly Span[]): number[] =>
    [...featuresOf(spans)].flatMap(([step, features]) => (features.has(name) ? [step] : []));
  const bash = (id: string, command: string, result = 'ok'): Span[] =>
    toolTurn(id, [['bash', { command }, result]]);

  it('is to come back to a page or file after another, or to undo', () => {
    const work = [
      ...bash('a', 'cat src/a.py'),
      ...bash('b', 'sed -i s/x/y/ src/a.py'),
      ...bash('c', 'cat src/b.py'),
      ...bash('d', 'cat src/a.py'),
      ...bash('e', 'git checkout .'),
    ];
    expect(stepsThat('backtracks', work)).toEqual([3, 4]);
  });

  it("is the agent's own: where another was does not count", () => {
    const pages = ['a', 'b', 'a'].map((page, at) =>
      speak(`s${at}`, `Surfer ${at}`, `I see https://${page}.example`),
    );
    expect(stepsThat('backtracks', pages)).toEqual([]);
  });

  it('is something else than to contradict what came back', () => {
    const spans = [...bash('a', 'make', 'error: no rule'), speak('b', 'Coder', 'The build has been fixed.')];
    expect(stepsThat('contradicts-result', spans)).toEqual([1]);
  });
});
