import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Outcome, Step } from '@tracewright/core';
import { buildSteps } from '../steps/build-steps.ts';
import { spanId, toolTurn } from '../testing/spans.ts';
import { makeSteps, type StepInit } from '../testing/steps.ts';
import { compareRuns, type Comparison } from './compare-runs.ts';

const PASS: Outcome = { status: 'success' };
const FAIL: Outcome = { status: 'failure' };

const call = (tool: string, value: string, result = 'done', status: 'ok' | 'error' = 'ok'): StepInit => ({
  action: { tool, arguments: { value } },
  kind: tool.startsWith('get') ? 'explore' : 'change',
  observation: { text: result, status },
});
const say = (text: string, init: Partial<Step> = {}): StepInit => ({ action: { text }, ...init });
const ask = (text: string): StepInit => say(text, { role: 'user' });

function compare(
  a: readonly StepInit[],
  b: readonly StepInit[],
  outcomes: readonly [Outcome, Outcome] = [PASS, FAIL],
): Comparison {
  return compareRuns(
    { outcome: outcomes[0], steps: makeSteps(a) },
    { outcome: outcomes[1], steps: makeSteps(b) },
  );
}
const shape = ({ segments }: Comparison): unknown[] =>
  segments.map(({ kind, a, b }) => [kind, [a.start, a.end], [b.start, b.end]]);

const BASE = [
  ask('Cancel order 7, please.'),
  call('get_order', '7'),
  call('cancel_order', '7'),
  say('Order 7 is cancelled.'),
];

describe('compareRuns', () => {
  it('finds nothing between equal runs', () => {
    const comparison = compare(BASE, BASE, [PASS, PASS]);
    expect(shape(comparison)).toEqual([['same', [0, 4], [0, 4]]]);
    expect(comparison).toMatchObject({
      firstDivergence: null,
      separatingStep: null,
      structure: { kind: 'none', editDistance: 0 },
      outcome: { change: 'same', answer: 'same' },
      contaminationLabel: 'no_observable_effect',
      isExact: true,
    });
  });

  it.each([
    ['arguments', call('cancel_order', '8'), 'different_action', 'arguments'],
    ['tool', call('return_order', '7'), 'different_tool', 'tool'],
    [
      'failure',
      call('cancel_order', '7', 'Error: shipped', 'error'),
      'tool_success_failure_change',
      'status',
    ],
    ['result', call('cancel_order', '7', 'already shipped by the carrier'), 'different_result', 'result'],
  ] as const)('tells a different %s, and names the action that decides', (_, step, type, difference) => {
    const other = BASE.with(2, step);
    const { firstDivergence, separatingStep } = compare(BASE, other);
    expect(firstDivergence).toMatchObject({ a: 2, b: 2, type, difference, position: 0.5 });
    expect(separatingStep?.failStep).toBe(2);
  });

  it('does not take other words, spaces or times for another step', () => {
    const { firstDivergence, aligned } = compare(
      [ask('Cancel order 7, please.'), call('get_order', '7', 'sent 2024-05-01 12:00:00'), say('Done!')],
      [ask('please cancel  ORDER 7'), call('get_order', '7', 'sent 2024-05-02 13:00:01'), say('done')],
    );
    expect(firstDivergence).toBeNull();
    expect(aligned.map(({ difference }) => difference)).toEqual(['wording', 'none', 'none']);
  });

  it('takes a value in structured data seriously, and a word in output lightly', () => {
    const read = (text: string): StepInit[] => [call('get_order', '7', text)];
    expect(
      compare(read('{"paid": 40, "at": "2024-05-01"}'), read('{"paid":41,"at":"2024-05-01"}'))
        .firstDivergence,
    ).toMatchObject({
      difference: 'result',
    });
    expect(compare(read('{"paid": 40}'), read('{"paid":  40}')).firstDivergence).toBeNull();
    expect(compare(read('3 files, 12 kB in all'), read('3 files, 14 kB in all')).firstDivergence).toBeNull();
  });

  it('hears a yes become a no', () => {
    const { firstDivergence } = compare([...BASE, ask('Yes.')], [...BASE, ask("No, don't.")]);
    expect(firstDivergence).toMatchObject({ a: 4, b: 4, difference: 'message' });
  });

  it('names what is missing, extra, cut short and extended', () => {
    const long = [...BASE, call('get_order', '9'), call('get_order', '10')];
    expect(shape(compare(long, BASE))).toEqual([
      ['same', [0, 4], [0, 4]],
      ['cut-short', [4, 6], [4, 4]],
    ]);
    expect(shape(compare(BASE, long))).toEqual([
      ['same', [0, 4], [0, 4]],
      ['extended', [4, 4], [4, 6]],
    ]);
    const without = BASE.filter((_, index) => index !== 1);
    expect(shape(compare(BASE, without))[1]).toEqual(['missing', [1, 2], [1, 1]]);
    expect(shape(compare(without, BASE))[1]).toEqual(['extra', [1, 1], [1, 2]]);
    expect(compare(BASE, without).firstDivergence).toMatchObject({ a: 1, b: 1, type: 'event_missing_in_b' });
  });

  it('keeps how a run went apart from what came of it', () => {
    const loop = [
      ...BASE.slice(0, 2),
      ...Array.from({ length: 4 }, () => call('get_order', '7')),
      ...BASE.slice(2),
    ];
    expect(compare(BASE, loop, [PASS, PASS])).toMatchObject({
      structure: { kind: 'loop', repetitionsAdded: 4, insertions: 4 },
      outcome: { change: 'same', answer: 'same' },
      contaminationLabel: 'loop_or_extended_execution',
    });
    expect(compare(BASE, BASE.slice(0, 2), [PASS, FAIL])).toMatchObject({
      structure: { kind: 'early-termination' },
      outcome: { change: 'changed', answer: 'unknown' },
      contaminationLabel: 'catastrophic_failure',
    });
    expect(compare(BASE, BASE.with(3, say('Order 8 is cancelled.')), [PASS, FAIL])).toMatchObject({
      structure: { kind: 'none' },
      outcome: { change: 'changed', answer: 'changed' },
      contaminationLabel: 'silent_semantic_corruption',
    });
  });

  it('finds the missing change, whichever run comes first', () => {
    const failing = [...BASE.slice(0, 2), say('I must not cancel orders; ask at the counter instead.')];
    expect(compare(BASE, failing).separatingStep).toEqual({
      passStep: 2,
      failStep: 2,
      changeStep: 2,
      kind: 'missing-action',
    });
    expect(compare(failing, BASE, [FAIL, PASS]).separatingStep).toEqual({
      passStep: 2,
      failStep: 2,
      changeStep: 2,
      kind: 'missing-action',
    });
  });

  it('says where the change was proposed, when a person answered', () => {
    const talk = (order: string): StepInit[] => [
      ask('Cancel my order, please.'),
      call('get_order', order),
      say(`Shall I cancel order ${order}?`),
      ask('Yes.'),
      call('cancel_order', order),
    ];
    expect(compare(talk('7'), talk('8')).separatingStep).toEqual({
      passStep: 2,
      failStep: 2,
      changeStep: 4,
      kind: 'wrong-action',
    });
    // What was said before the runs part decided nothing, and neither did what nobody answered.
    const same = talk('7').slice(0, 4);
    const later = [...same, say('Order 7 it is.'), call('cancel_order', '8')];
    expect(compare(talk('7'), later).separatingStep).toMatchObject({ failStep: 5, changeStep: 5 });
  });

  it('does not care in which order one message makes its calls', () => {
    const [x, y] = [call('get_order', '7'), call('get_order', '8')];
    const together = (init: StepInit): StepInit => ({ ...init, batch: spanId('m') });
    const { firstDivergence, aligned } = compare([x, y].map(together), [y, x].map(together));
    expect(firstDivergence).toBeNull();
    expect(aligned.map(({ a, b }) => [a, b])).toEqual([
      [0, 1],
      [1, 0],
    ]);
    expect(compare([x, y], [y, x]).firstDivergence).not.toBeNull();
  });

  it('takes the order of a run that makes them one after the other', () => {
    const calls = ['8', '7', '9'].map((id) => call('get_order', id));
    const together = calls.map((init): StepInit => ({ ...init, batch: spanId('m') }));
    expect(compare(calls, together).firstDivergence).toBeNull();
    expect(compare(together, calls).firstDivergence).toBeNull();
    const more = [...together, { ...call('get_order', '1'), batch: spanId('m') }];
    expect(compare(calls, more).firstDivergence).toMatchObject({ b: 3, type: 'event_missing_in_a' });
  });

  it('knows them by their message where each has a tool span of its own', () => {
    const calls = [
      ['get_order', { id: 7 }, 'paid'],
      ['get_user', { id: 8 }, 'Jane'],
    ] as const;
    const [steps, swapped] = [calls, calls.toReversed()].map((each) => buildSteps(toolTurn('m', each)));
    const { aligned } = compareRuns(
      { outcome: PASS, steps: steps ?? [] },
      { outcome: FAIL, steps: swapped ?? [] },
    );
    expect(aligned.map(({ difference }) => difference)).toEqual(['none', 'none']);
  });

  it('takes the name of a lone agent for what it is, and a hand-over seriously', () => {
    const named = (names: readonly string[]): StepInit[] =>
      names.map((agent, index) => ({ ...call('get_order', String(index)), agent }));
    expect(compare(named(['x', 'x']), named(['y', 'y'])).firstDivergence).toBeNull();
    expect(compare(named(['x', 'y', 'x']), named(['x', 'y', 'y'])).firstDivergence).toMatchObject({
      a: 2,
      type: 'different_agent_routed',
    });
  });

  it('covers every step of both runs once, in segments that touch', () => {
    const inits = fc.array(
      fc.constantFrom(...BASE, call('get_user', 'x'), call('cancel_order', '9', 'no', 'error'), say('Hm.')),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(inits, inits, (a, b) => {
        const { aligned, segments } = compare(a, b);
        const indexes = (side: 'a' | 'b'): number[] =>
          aligned.flatMap((pair) => (pair[side] === null ? [] : [pair[side]]));
        expect(indexes('a')).toEqual([...a.keys()]);
        expect(indexes('b')).toEqual([...b.keys()]);
        let [atA, atB] = [0, 0];
        for (const segment of segments) {
          expect([segment.a.start, segment.b.start]).toEqual([atA, atB]);
          [atA, atB] = [segment.a.end, segment.b.end];
        }
        expect([atA, atB]).toEqual([a.length, b.length]);
      }),
    );
  });
});
