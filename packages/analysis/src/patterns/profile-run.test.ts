import { describe, expect, it } from 'vitest';
import type { Run, Span } from '@tracewright/core';
import { diagnose } from '../onset/diagnose.ts';
import { makeRun, toolTurn, turn } from '../testing/spans.ts';
import { checkEvidence } from '../text/quote.ts';
import { quoteSteps } from './place.ts';
import { profileRun, type RunProfile } from './profile-run.ts';
import { describeTrait } from './traits/trait.ts';

function profile(spans: readonly Span[], run: Run = makeRun()): RunProfile {
  return profileRun(run, spans, diagnose(run, spans));
}
const labels = (spans: readonly Span[]): string[] =>
  [...profile(spans).traits.keys()].map((id) => describeTrait(id).label);
const lacks = (spans: readonly Span[]): Record<string, string> =>
  Object.fromEntries([...profile(spans).capabilities].map(([id, { label }]) => [id, label]));

/** Spans are ordered as they are made. */
const look = (): Span[] => toolTurn('a', [['get_order', { id: 'W123' }, { status: 'paid', owner: 'mia_3' }]]);
const cancel = (): Span[] =>
  toolTurn('b', [['cancel_order', { id: 'W123' }, 'Error: order W123 is shipped']]);

describe('traits', () => {
  it('say which tools are called, in which order, and what goes wrong', () => {
    const found = labels([turn('u', 'user', 'Cancel W123'), ...look(), ...cancel()]);
    expect(found).toEqual(
      expect.arrayContaining([
        'calls get_order',
        'calls get_order first of all',
        'calls get_order before cancel_order',
        'shows tool-error',
        'meets in cancel_order “Error: order ID is shipped”',
        'has its likeliest onset in cancel_order',
        'ends without a check or a look after the last change',
      ]),
    );
  });

  it('name the program that a shell runs', () => {
    const bash = (id: string, command: string): Span[] => toolTurn(id, [['bash', { command }, 'ok']]);
    const found = labels([...bash('a', 'cd /src && git diff'), ...bash('b', 'FOO=1 ./run.sh --fast')]);
    expect(found).toEqual(expect.arrayContaining(['calls git with bash', 'calls bash']));
  });

  it('do not depend on the outcome', () => {
    const spans = [...look(), ...cancel()];
    expect(profile(spans, makeRun({ outcome: { status: 'failure', score: 0 } }))).toEqual(
      profile(spans, makeRun({ outcome: { status: 'success', score: 1 } })),
    );
  });
});

describe('capabilities', () => {
  it('that a run does not need are not applicable', () => {
    const found = lacks([turn('u', 'user', 'Hello'), turn('s', 'assistant', 'Hello.')]);
    expect(Object.entries(found).filter(([, label]) => label === 'lacking')).toEqual([]);
    expect(found['verification']).toBe('not-applicable');
  });

  it.each([
    ['precondition-verification', [...look(), ...cancel()], 'present'],
    ['precondition-verification', cancel(), 'lacking'],
    ['verification', [...cancel(), ...toolTurn('c', [['get_order', { id: 'W123' }, 'shipped']])], 'present'],
    ['verification', cancel(), 'lacking'],
    ['argument-groundedness', [turn('u', 'user', 'Cancel W123, please'), ...cancel()], 'present'],
    ['argument-groundedness', [turn('u', 'user', 'Cancel it'), ...cancel()], 'lacking'],
    [
      'argument-groundedness',
      [turn('u', 'user', 'W123'), ...look(), ...toolTurn('c', [['get_user', { user: 'mia_3' }, 'x']])],
      'present',
    ],
    ['error-recovery', [...look(), ...cancel()], 'lacking'],
    ['error-recovery', [...cancel(), ...look()], 'present'],
    [
      'error-recovery',
      [...cancel(), ...toolTurn('c', [['cancel_order', { id: 'W123' }, 'Error: no']]), ...look()],
      'lacking',
    ],
    [
      'confirmation',
      [
        turn('u', 'user', 'Cancel W123'),
        turn('q', 'assistant', 'Sure?'),
        turn('v', 'user', 'Yes, please'),
        ...cancel(),
      ],
      'present',
    ],
    [
      'confirmation',
      [
        turn('u', 'user', 'Cancel W123'),
        turn('q', 'assistant', 'Sure?'),
        turn('v', 'user', 'Wait, no'),
        ...cancel(),
      ],
      'lacking',
    ],
  ] as const)('%s', (id, spans, label) => {
    expect(lacks(spans)[id]).toBe(label);
  });
});

it('quotes the steps behind a contrast', () => {
  const spans = [...look(), ...cancel()];
  const quotes = quoteSteps(makeRun(), spans, [1, 99]);
  expect([...quotes.keys()]).toEqual([1]);
  const evidence = quotes.get(1) ?? [];
  expect(evidence.map(({ quote }) => quote)).toEqual(['{"id":"W123"}', 'Error: order W123 is shipped']);
  for (const item of evidence) expect(spans.some((span) => checkEvidence(span, item))).toBe(true);
});

it('says where and how a run would have failed', () => {
  const { failure } = profile([...look(), ...cancel(), turn('s', 'assistant', 'Sorry, that failed.')]);
  expect(failure.failureClass).toEqual({ agentRx: 'invalid-invocation', kind: 'wrong-call' });
  expect(failure.features).toEqual(
    expect.arrayContaining([
      'begins with cancel_order',
      'begins on “Error: order ID is shipped”',
      'ends with a message',
    ]),
  );
});
