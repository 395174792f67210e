import { describe, expect, it } from 'vitest';
import { readSpanText, type Span } from '@tracewright/core';
import { buildContext } from '../detect/context.ts';
import { detectAll } from '../detect/detect-all.ts';
import { call, makeRun, makeSpan, say, tool, toolTurn, turn } from '../testing/spans.ts';
import { diagnose, DIAGNOSED_ATTRIBUTES, DIAGNOSIS_VERSION } from './diagnose.ts';
import { nameFailure } from './name-failure.ts';
import { checkEvidence } from '../text/quote.ts';
import { FIRST_ACT, type RankingModel } from './ranking.ts';

const speak = (id: string, agent: string, text: string, qualifier?: string): Span =>
  turn(id, agent === 'human' ? 'user' : agent === 'Terminal' ? 'environment' : 'assistant', text, {
    agent,
    ...(qualifier === undefined ? {} : { attributes: { 'message.qualifier': qualifier } }),
  });
const onsetOf = (
  spans: readonly Span[],
  taskText = 'Find out which of the two rivers is the longer one',
): number | undefined => diagnose(makeRun({ taskText }), spans, FIRST_ACT).onset?.stepIndex;

describe('the onset, by the untrained rule', () => {
  it('is the first change, where tools are called', () => {
    const spans = [
      turn('u', 'user', 'Cancel my order'),
      ...toolTurn('a', [['get_order_details', { id: 1 }, 'found']]),
      ...toolTurn('b', [['cancel_order', { id: 1 }, 'Error: wrong id', 'error']]),
      ...toolTurn('c', [['cancel_order', { id: 2 }, 'cancelled']]),
      turn('d', 'assistant', 'Done.'),
    ];
    expect(onsetOf(spans)).toBe(2);
  });

  it('is the first code, in a group chat', () => {
    const spans = [
      speak('a', 'Expert', 'Let me plan.'),
      speak('b', 'Expert', 'Run\n```python\n1\n```'),
      speak('c', 'Terminal', 'exitcode: 0'),
      speak('d', 'Expert', 'Run\n```python\n2\n```'),
    ];
    expect(onsetOf(spans)).toBe(1);
  });

  it('is the work that was handed in, not the call that hands it in with nothing to say', () => {
    const work = [
      turn('u', 'user', 'Write it'),
      speak('a', 'Expert', 'Here:\n```python\n1\n```'),
      turn('v', 'user', 'Please finish.'),
    ];
    expect(onsetOf([...work, ...toolTurn('f', [['finish', { outputs: {} }, '']])])).toBe(1);
    expect(onsetOf([...work, ...toolTurn('f', [['finish', { answer: '2' }, '']])])).toBe(3);
  });

  const task = 'Find out which of the two rivers is the longer one';
  const rounds = (count: number, from = 0): Span[] =>
    Array.from({ length: count }, (_, index) => [
      speak(`l${from + index}`, 'Boss', `Ledger ${index}`, 'thought'),
      speak(`r${from + index}`, 'Boss', `Please look at page ${index}`, '-> Surfer'),
      speak(`w${from + index}`, 'Surfer', `Page ${index} says so`),
    ]).flat();

  it('is the first answer to a request, where a coordinator got stuck', () => {
    expect(onsetOf([speak('h', 'human', task), ...rounds(3)])).toBe(3);
    expect(
      onsetOf([
        speak('h', 'human', task),
        speak('p', 'Boss', `Plan: ${task}`, 'thought'),
        ...rounds(2),
        speak('q', 'Boss', `New plan: ${task}`, 'thought'),
        ...rounds(2, 2),
        speak('e', 'Boss', 'It is A.', 'final'),
      ]),
    ).toBe(4);
  });

  it('is the last evidence, where a coordinator answered without ever starting anew', () => {
    expect(
      onsetOf([
        speak('h', 'human', task),
        speak('p', 'Boss', `Plan: ${task}`, 'thought'),
        ...rounds(3),
        speak('e', 'Boss', 'It is A.', 'final'),
      ]),
    ).toBe(10);
  });

  it('is a call that could not work, rather than the first act', () => {
    const run = makeRun({
      tools: [
        {
          name: 'set_a',
          parameters: { type: 'object', properties: { x: { type: 'string' } }, required: ['x'] },
        },
      ],
    });
    const spans = [
      ...toolTurn('a', [['set_a', { x: 'y' }, 'ok']]),
      ...toolTurn('b', [['set_a', {}, 'ok']]),
      ...toolTurn('c', [['set_b', {}, 'Error: no such tool', 'error']]),
    ];
    expect(diagnose(run, spans, FIRST_ACT).ranked.map(({ stepIndex }) => stepIndex)).toEqual([0, 2, 1]);
  });

  it('is null without a step of an agent', () => {
    expect(diagnose(makeRun(), [turn('u', 'user', 'Hi')])).toEqual({
      runId: makeRun().runId,
      version: DIAGNOSIS_VERSION,
      spans: 1,
      onset: null,
      ranked: [],
      findings: [],
    });
  });
});

it('never sees the outcome', () => {
  const spans = toolTurn('a', [['f', {}, 'r']]);
  const diagnoses = (['success', 'failure', 'unknown'] as const).map((status) =>
    diagnose(makeRun({ outcome: { status, details: { step: 0 } } }), spans),
  );
  expect(diagnoses[1]).toEqual(diagnoses[0]);
  expect(diagnoses[2]).toEqual(diagnoses[0]);
});

it('puts the finding about the onset first, with the act and its result as evidence', () => {
  const spans = [
    turn('u', 'user', 'go'),
    tool('t', 'delete_all', { sure: true }, 'gone'),
    turn('e', 'assistant', 'Done.'),
  ];
  const { findings, onset } = diagnose(makeRun(), spans, FIRST_ACT);
  expect(onset).toMatchObject({ stepIndex: 1 });
  expect(findings[0]).toMatchObject({
    category: 'onset',
    detector: `${DIAGNOSIS_VERSION}+${FIRST_ACT.id}`,
    stepIndex: 1,
    evidence: [
      { path: 'tool/arguments', quote: '{"sure":true}' },
      { path: 'tool/result', quote: 'gone' },
    ],
  });
});

describe('the quotes of an onset', () => {
  const evidenceOf = (spans: readonly Span[], model?: RankingModel): string[] =>
    diagnose(makeRun(), spans, model).findings[0]?.evidence.map(({ quote }) => quote) ?? [];

  it('are what the agent said, where its call has nothing to say', () => {
    const ends = makeSpan('m', 'model', {
      output: [say('assistant', 'I leave the rest to you.', call('proceed', {}, 'c'))],
    });
    const ran = makeSpan('t', 'tool', { tool: { name: 'proceed', callId: 'c', arguments: {}, result: '' } });
    expect(
      evidenceOf([turn('u', 'user', 'go'), ends, ran, turn('e', 'assistant', 'Done.')], FIRST_ACT),
    ).toEqual(['I leave the rest to you.']);
  });

  it('hold the sentence that a word stands in, and no quote stands inside another', () => {
    const long = `${'We know little. '.repeat(40)}Let us assume a length of 1234 km, see https://a.example/x for it.`;
    const spans = [
      turn('a', 'assistant', long),
      turn('v', 'user', 'Go on.'),
      turn('b', 'assistant', 'Done.'),
    ];
    const model = { ...FIRST_ACT, weights: { assumes: 3, cites: 2 } };
    const quotes = evidenceOf(spans, model);
    expect(quotes).toContain('Let us assume a length of 1234 km, see https://a.example/x for it.');
    for (const quote of quotes) expect(quotes.filter((other) => other.includes(quote))).toEqual([quote]);
  });

  it('are what there is, where nothing says anything', () => {
    const silent = ['a', 'b'].map((id) => turn(id, 'assistant', '...'));
    expect(evidenceOf([turn('u', 'user', 'go'), ...silent], FIRST_ACT)).toEqual(['...']);
  });
});

it('takes another ranking model and says so in the version', () => {
  const last: RankingModel = {
    id: 'last@1',
    weights: { early: -5 },
    temperatures: FIRST_ACT.temperatures,
  };
  const spans = [...toolTurn('a', [['set_x', {}, 'r']]), ...toolTurn('b', [['set_x', { y: 1 }, 's']])];
  expect(diagnose(makeRun(), spans, last)).toMatchObject({
    version: `${DIAGNOSIS_VERSION}+last@1`,
    onset: { stepIndex: 1 },
  });
});

it('diagnoses 20,000 steps with large results', () => {
  const spans = Array.from({ length: 20_000 }, (_, index) =>
    toolTurn(`m${index}`, [['bash', { command: `cat ${index % 50}` }, 'x\n'.repeat(500)]]),
  ).flat();
  expect(diagnose(makeRun(), spans).findings.length).toBeGreaterThan(1);
});

describe('no onset', () => {
  const work = [
    ...toolTurn('a', [['edit_file', { path: 'a.py' }, 'ok']]),
    ...toolTurn('b', [['bash', { command: 'pytest' }, '3 passed', 'ok']]),
  ];
  it('is named where a check passed after the last change, and the check is quoted', () => {
    const { onset, ranked, findings } = diagnose(makeRun(), work);
    expect(onset).toBeNull();
    expect(ranked.length).toBe(2);
    expect(findings[0]).toMatchObject({
      category: 'no-onset',
      stepIndex: 1,
      evidence: [{ quote: '3 passed' }, {}],
    });
  });

  it.each([
    ['something was changed after it', toolTurn('c', [['edit_file', { path: 'b.py' }, 'ok']])],
    [
      'something failed after it',
      toolTurn('c', [['bash', { command: 'python a.py' }, 'ValueError: x', 'error']]),
    ],
  ])('is not, where %s', (_, more) => {
    expect(diagnose(makeRun(), [...work, ...more]).onset).not.toBeNull();
  });
});

it('is not named in a run of one step in which nothing was found', () => {
  const spans = [turn('u', 'user', 'Write a haiku'), turn('a', 'assistant', 'An old silent pond')];
  const alone = diagnose(makeRun(), spans);
  expect([alone.onset, alone.findings, alone.ranked.length]).toEqual([null, [], 1]);
  expect(diagnose(makeRun(), [...spans, turn('b', 'assistant', 'Done.')]).onset).not.toBeNull();
  const failed = diagnose(makeRun(), toolTurn('c', [['set_x', {}, 'Error: connection refused', 'error']]));
  expect([failed.onset?.stepIndex, failed.findings.length]).toEqual([0, 2]);
});

it('quotes long texts to the end of a word, and texts without blanks as far as quotes go', () => {
  const quotesOf = (command: string, result: string): readonly string[] => {
    const spans = [
      ...toolTurn('a', [['bash', { command }, result]]),
      ...toolTurn('b', [['read_file', { path: 'a' }, 'ok']]),
    ];
    const { findings } = diagnose(makeRun(), spans, FIRST_ACT);
    expect(findings[0]?.category).toBe('onset');
    expect(findings[0]?.evidence.every((item) => spans.some((span) => checkEvidence(span, item)))).toBe(true);
    return findings[0]?.evidence.map(({ quote }) => quote) ?? [];
  };
  const long = `mv ${'somewhere '.repeat(60)}`;
  for (const quote of quotesOf(long, `Error: ${long}`)) {
    expect(quote.length).toBeGreaterThan(200);
    expect(quote).toMatch(/ somewhere$/);
  }
  expect(quotesOf(`rm${'x'.repeat(600)}`, 'y'.repeat(600)).map(({ length }) => length)).toEqual([240, 240]);
});

it('gives reasons that are features of the step, and quotes the words they rest on', () => {
  const spans = [
    speak('a', 'Expert', 'Let me look at the plan of the manager.'),
    speak('b', 'Expert', 'Assuming sample data for demonstration:\n```python\nlength = 1234\n```'),
    speak('c', 'Terminal', 'exitcode: 1 (execution failed)\nValueError: no'),
    speak('d', 'Expert', 'TERMINATE'),
  ];
  const run = makeRun({ taskText: 'Find out which of the two rivers is the longer one' });
  const { onset, findings, ranked } = diagnose(run, spans);
  expect(onset?.stepIndex).toBe(1);
  expect(onset?.confidence).toBe(ranked[0]?.score);
  expect(findings[0]?.message).toContain('it is the first step that commits the run to something');
  for (const { spanId, path, start, end, quote } of findings[0]?.evidence ?? []) {
    const span = spans.find((each) => each.spanId === spanId);
    expect(span === undefined ? undefined : readSpanText(span, path)?.slice(start, end)).toBe(quote);
  }
});

it('names what AgentRx would call the failure, by finding or by what the step does', () => {
  const spans = [
    ...toolTurn('a', [['set_x', {}, 'Error: connection refused', 'error']]),
    ...toolTurn('b', [['set_x', {}, 'ok']]),
  ];
  const context = buildContext(makeRun(), spans);
  const findings = detectAll(context);
  expect(context.steps.map((step) => nameFailure(step, findings))).toEqual([
    'system-failure',
    'intent-plan-misalignment',
  ]);
});

it('names a request that leaves open what is needed, by a person or in the words of the agent', () => {
  const spans = [
    turn('u', 'user', 'Add the lamp'),
    turn('a', 'assistant', 'The user did not specify which lamp. I add the black one.'),
    ...toolTurn('b', [['add_item', { id: 1 }, 'ok']]),
  ];
  const context = buildContext(makeRun(), spans);
  const findings = detectAll(context);
  expect(context.steps.map((step) => nameFailure(step, findings))).toEqual([
    'underspecified-intent',
    'underspecified-intent',
    'intent-plan-misalignment',
  ]);
});

it('looks at no attribute that it does not name', () => {
  const read = new Set<string>();
  const watched = (span: Span): Span => ({
    ...span,
    attributes: new Proxy(span.attributes, {
      get: (target, name: string) => (read.add(name), target[name]),
      has: (target, name: string) => (read.add(name), name in target),
      ownKeys: () => {
        throw new Error('all of them are read');
      },
    }),
  });
  diagnose(
    makeRun(),
    [
      turn('u', 'user', 'Cancel my order'),
      ...toolTurn('a', [['get_order_details', { id: 1 }, '']]),
      ...toolTurn('b', [['cancel_order', '{"id": ', 'Error: no JSON', 'error']]),
      speak('c', 'Boss', 'Ledger', 'thought'),
      speak('d', 'Expert', 'Run\n```python\n1\n```'),
      turn('e', 'assistant', 'Done.'),
    ].map(watched),
  );
  expect([...read].toSorted()).toEqual(DIAGNOSED_ATTRIBUTES.toSorted());
});
