import { describe, expect, it } from 'vitest';
import type { JsonObject, Span } from '@tracewright/core';
import { answer, call, makeSpan, say, spanId, tool, toolTurn, turn } from '../testing/spans.ts';
import { buildSteps } from './build-steps.ts';
import { locateSteps } from './locate-steps.ts';

const outline = (spans: readonly Span[]): string[] =>
  buildSteps(spans).map(
    ({ role, action, observation }) =>
      `${role}: ${action.tool ?? action.text ?? ''}${observation === undefined ? '' : ` -> ${observation.text}`}`,
  );

describe('order', () => {
  it('is by time when every source of steps is dated, whatever the order of record', () => {
    const spans = [turn('b', 'user', 'second', { start: 2 }), turn('a', 'user', 'first', { start: 1 })];
    expect(outline(spans)).toEqual(['user: first', 'user: second']);
  });

  it('is by sequence as soon as one source of steps has no time', () => {
    const spans = [
      turn('b', 'user', 'first', { start: 2 }),
      turn('a', 'user', 'second', { start: 1 }),
      turn('c', 'user', 'third'),
    ];
    expect(outline(spans.toReversed())).toEqual(['user: first', 'user: second', 'user: third']);
  });
});

describe('turns', () => {
  it('gives one step each, even for an empty one, so that indices agree with the record', () => {
    const spans = [
      turn('a', 'user', 'Hi', { agent: 'user' }),
      makeSpan('b', 'turn'),
      turn('c', 'environment', 'exitcode: 0'),
      turn('d', 'assistant', 'Done'),
    ];
    expect(buildSteps(spans).map(({ index, role }) => [index, role])).toEqual([
      [0, 'user'],
      [1, 'agent'],
      [2, 'environment'],
      [3, 'agent'],
    ]);
  });

  it('keeps reasoning as thought', () => {
    const [step] = buildSteps([
      makeSpan('a', 'turn', {
        agent: 'A',
        output: [say('assistant', { type: 'reasoning', content: 'hm' }, 'yes')],
      }),
    ]);
    expect(step).toMatchObject({ agent: 'A', thought: 'hm', action: { text: 'yes' } });
  });
});

describe('model calls', () => {
  it('gives one step a tool call; the first carries thought, tokens and cost', () => {
    const output = [
      say(
        'assistant',
        { type: 'reasoning', content: 'think' },
        'Let me look.',
        call('a', { x: 1 }, 'c1'),
        call('b', { y: 'z' }, 'c2'),
      ),
    ];
    const spans = [
      makeSpan('m', 'model', { output, model: 'gpt', inputTokens: 5, outputTokens: 2, costUsd: 0.1 }),
      makeSpan('t2', 'tool', {
        status: 'error',
        statusMessage: 'boom',
        tool: { name: 'b', callId: 'c2', arguments: { y: 'z' } },
      }),
      makeSpan('t1', 'tool', {
        status: 'ok',
        tool: { name: 'a', callId: 'c1', arguments: { x: 1 }, result: { found: 1 } },
      }),
    ];
    const steps = buildSteps(spans);
    expect(steps).toMatchObject([
      {
        spanId: spanId('t1'),
        thought: 'think\nLet me look.',
        action: { tool: 'a', arguments: { x: 1 }, callId: 'c1' },
        observation: { text: '{"found":1}', status: 'ok' },
        inputTokens: 5,
        outputTokens: 2,
        costUsd: 0.1,
        model: 'gpt',
      },
      {
        spanId: spanId('t2'),
        action: { tool: 'b', text: 'z' },
        observation: { text: 'boom', status: 'error' },
        model: 'gpt',
      },
    ]);
    expect(steps[1]).not.toHaveProperty('thought');
    expect(steps[1]).not.toHaveProperty('inputTokens');
  });

  it('pairs calls without ids by name, in order, with the latest model call of the same agent', () => {
    const spans = [
      makeSpan('g', 'agent', { agent: 'A' }),
      makeSpan('m1', 'model', { parent: 'g', output: [say('assistant', call('look', 1), call('look', 2))] }),
      tool('t1', 'look', 1, 'one', { parent: 'g' }),
      tool('t2', 'look', 2, 'two', { parent: 'm1' }),
      makeSpan('m2', 'model', { parent: 'g', output: [say('assistant', call('look', 3))] }),
      tool('t3', 'look', 3, 'three', { parent: 'g' }),
    ];
    expect(outline(spans)).toEqual(['agent: look -> one', 'agent: look -> two', 'agent: look -> three']);
  });

  it('tells calls apart whose messages are one object, as a store gives messages that are alike', () => {
    const asks = say('assistant', call('test', {}));
    const spans = ['fails', 'passes'].flatMap((result, n) => [
      makeSpan(`m${n}`, 'model', { output: [asks] }),
      tool(`t${n}`, 'test', {}, result),
    ]);
    expect(outline(spans)).toEqual(['agent: test -> fails', 'agent: test -> passes']);
    expect(buildSteps(spans).map(({ spanId: id }) => id)).toEqual([spanId('t0'), spanId('t1')]);
  });

  it('gives a reused call id to the latest call before the tool span', () => {
    const spans = ['1', '2'].flatMap((n) => [
      makeSpan(`m${n}`, 'model', { output: [say('assistant', call('f', n, 'call_0'))] }),
      makeSpan(`t${n}`, 'tool', { tool: { name: 'f', callId: 'call_0', arguments: n, result: `r${n}` } }),
    ]);
    expect(outline(spans)).toEqual(['agent: f -> r1', 'agent: f -> r2']);
  });

  it('keeps a tool span that no call claims, but not the same tool instrumented twice', () => {
    expect(
      outline([
        tool('t', 'f', {}, 'r'),
        tool('u', 'f', {}, 'r', { parent: 't' }),
        tool('v', 'g', {}, 's', { parent: 't' }),
      ]),
    ).toEqual(['agent: f -> r', 'agent: g -> s']);
  });

  it('takes one step from a wrapper and what it wraps', () => {
    const spans = [
      makeSpan('outer', 'model', {
        start: 1,
        input: [say('user', 'Hi')],
        output: [say('assistant', 'Hello')],
      }),
      makeSpan('inner', 'model', {
        start: 2,
        parent: 'outer',
        input: [say('user', 'Hi')],
        output: [say('assistant', 'Hello')],
      }),
    ];
    expect(buildSteps(spans).map(({ spanId: id, action }) => [id, action.text])).toEqual([
      [spanId('inner'), 'Hi'],
      [spanId('inner'), 'Hello'],
    ]);
  });

  it('keeps the wrapper when only it recorded the output', () => {
    const spans = [
      makeSpan('outer', 'model', { output: [say('assistant', 'Hello')] }),
      makeSpan('inner', 'model', { parent: 'outer' }),
    ];
    expect(outline(spans)).toEqual(['agent: Hello']);
  });

  it('shows a failed call without output as a failed step', () => {
    expect(outline([makeSpan('m', 'model', { status: 'error', statusMessage: 'rate limit' })])).toEqual([
      'agent:  -> rate limit',
    ]);
  });
});

describe('histories', () => {
  it('lends a call the pictures of its result, and only those', () => {
    const picture = { type: 'media', modality: 'image', uri: 'data:image/png;base64,AAAA' } as const;
    const asked = say('assistant', call('look', {}, 'c'), call('see', {}, 'd'));
    const [looked, seen] = buildSteps([
      makeSpan('a', 'model', { output: [asked] }),
      makeSpan('b', 'model', {
        input: [asked, say('tool', answer('a door', 'c'), picture, answer('nothing', 'd'))],
        output: [say('assistant', 'done')],
      }),
    ]);
    expect(looked?.pictures).toEqual([picture]);
    expect(seen?.pictures).toBeUndefined();
  });

  const history = (count: number): ReturnType<typeof say>[] =>
    [
      say('system', 'Be kind'),
      say('user', 'yes'),
      say('assistant', 'ok 1'),
      say('user', 'yes'),
      say('assistant', 'ok 2'),
      say('user', 'yes'),
    ].slice(0, count);

  it('tells a resent message once and keeps a repeated one', () => {
    const spans = [2, 4, 6].map((count, index) =>
      makeSpan(`m${index}`, 'model', {
        input: history(count),
        output: [say('assistant', `ok ${index + 1}`)],
      }),
    );
    expect(outline(spans)).toEqual([
      'user: yes',
      'agent: ok 1',
      'user: yes',
      'agent: ok 2',
      'user: yes',
      'agent: ok 3',
    ]);
  });

  it('recovers assistant turns and tool results that only the history holds', () => {
    const input = [
      say('user', 'weather?'),
      say('assistant', call('get', { city: 'X' }, 'c')),
      say('tool', answer('sunny', 'c')),
    ];
    const steps = locateSteps([
      makeSpan('m', 'model', { input, output: [say('assistant', 'It is sunny.')] }),
    ]);
    expect(steps.map(({ step }) => step.action.tool ?? step.action.text)).toEqual([
      'weather?',
      'get',
      'It is sunny.',
    ]);
    expect(steps[1]?.step.observation).toEqual({ text: 'sunny', status: 'unknown' });
    expect(steps[1]?.observed?.path).toBe('input/2/parts/0');
  });

  it('answers calls of earlier model spans from later histories, without ids in order', () => {
    const calls = say('assistant', call('a', {}), call('b', {}));
    const spans = [
      makeSpan('m1', 'model', { input: [say('user', 'go')], output: [calls] }),
      makeSpan('m2', 'model', {
        input: [say('user', 'go'), calls, say('tool', answer('A')), say('tool', answer('B'))],
        output: [say('assistant', 'done')],
      }),
    ];
    expect(outline(spans)).toEqual(['user: go', 'agent: a -> A', 'agent: b -> B', 'agent: done']);
  });

  it('does not take an edited resend of what a span gave for something new', () => {
    const spans = [
      makeSpan('m1', 'model', { output: [say('assistant', '<b>Hello</b>')] }),
      makeSpan('m2', 'model', {
        input: [say('assistant', 'Hello'), say('user', 'Hi')],
        output: [say('assistant', 'Bye')],
      }),
    ];
    expect(outline(spans)).toEqual(['agent: <b>Hello</b>', 'user: Hi', 'agent: Bye']);
  });

  it('leaves the history of an agent span to the model calls below it', () => {
    const spans = [
      makeSpan('g', 'agent', { input: [say('user', 'go'), say('assistant', 'end')] }),
      makeSpan('m', 'model', { parent: 'g', input: [say('user', 'go')], output: [say('assistant', 'end')] }),
    ];
    expect(outline(spans)).toEqual(['user: go', 'agent: end']);
  });
});

describe('agents', () => {
  it('takes name and depth from the chain of agent spans', () => {
    const spans = [
      makeSpan('main', 'agent', { agent: 'main' }),
      makeSpan('again', 'agent', { agent: 'main', parent: 'main' }),
      makeSpan('x', 'other', { parent: 'again' }),
      makeSpan('m', 'model', { parent: 'x', output: [say('assistant', 'I')] }),
      makeSpan('sub', 'agent', { agent: 'sub', parent: 'm' }),
      makeSpan('n', 'model', { parent: 'sub', output: [say('assistant', 'you')] }),
    ];
    expect(buildSteps(spans).map(({ agent, depth }) => [agent, depth])).toEqual([
      ['main', 0],
      ['sub', 1],
    ]);
  });

  it('takes the last message of an agent from an output that is the whole conversation', () => {
    const question = say('user', 'Where is my bike?');
    const output = [
      question,
      say('assistant', call('look', { id: 1 }, 'c1')),
      say('tool', answer('shipped', 'c1')),
      say('assistant', 'It is on its way.'),
    ];
    const spans = [makeSpan('g', 'agent', { input: [question], output })];
    expect(outline(spans)).toEqual(['user: Where is my bike?', 'agent: It is on its way.']);
    expect(
      locateSteps(spans)
        .at(-1)
        ?.said.map(({ path }) => path),
    ).toEqual(['output/3']);
    // What was said in it is not said again by a later history.
    const next = makeSpan('h', 'agent', { input: output, output: [say('assistant', 'Bye')] });
    expect(outline([...spans, next])).toEqual([...outline(spans), 'agent: Bye']);
    const tools = [tool('t', 'look', { id: 1 }, 'shipped')];
    expect(outline([...spans, ...tools])).toEqual([...outline(spans), 'agent: look -> shipped']);
  });

  it('gives the output of an agent span only when nothing below gives steps', () => {
    expect(outline([makeSpan('g', 'agent', { output: [say('assistant', 'all I know')] })])).toEqual([
      'agent: all I know',
    ]);
    expect(
      outline([
        makeSpan('g', 'agent', { output: [say('assistant', 'x')] }),
        tool('t', 'f', {}, 'r', { parent: 'g' }),
      ]),
    ).toEqual(['agent: f -> r']);
  });
});

it('takes 300,000 spans', () => {
  const spans = Array.from({ length: 100_000 }, (_, index) =>
    toolTurn(`m${index}`, [
      ['f', { index }, `result ${index}`],
      ['f', { index }, 'again'],
    ]),
  ).flat();
  expect(spans).toHaveLength(300_000);
  expect(buildSteps(spans)).toHaveLength(200_000);
});

it('survives a chain of 100,000 spans and a cycle', () => {
  const chain = Array.from({ length: 100_000 }, (_, index) =>
    makeSpan(`s${index}`, index === 99_999 ? 'turn' : 'agent', { parent: `s${index - 1}` }),
  );
  expect(buildSteps(chain)).toMatchObject([{ depth: 99_998 }]);
  expect(
    buildSteps([turn('a', 'user', 'x', { parent: 'b' }), turn('b', 'user', 'y', { parent: 'a' })]),
  ).toHaveLength(2);
});

describe('retrievals', () => {
  const search = (name: string, init: Parameters<typeof makeSpan>[2] = {}): Span =>
    makeSpan(name, 'retrieval', {
      tool: {
        name: 'library',
        arguments: { query: 'moss' },
        result: [{ id: 'd1', content: 'Moss is green.' }],
      },
      ...init,
    });

  it('gives a step that explores, with the documents as observation', () => {
    const spans = [
      search('r', { start: 1, end: 2 }),
      makeSpan('m', 'model', { start: 3, output: [say('assistant', 'Green.')] }),
    ];
    const [step, answer_] = locateSteps(spans);
    expect(step?.step).toMatchObject({
      kind: 'explore',
      role: 'agent',
      action: { tool: 'library', arguments: { query: 'moss' }, text: 'moss' },
      observation: { text: '[{"id":"d1","content":"Moss is green."}]', status: 'unknown' },
    });
    expect(step?.observed?.path).toBe('tool/result');
    expect(answer_?.step.action.text).toBe('Green.');
  });

  it('gives none inside the tool call whose result it is, nor inside another retrieval, nor without query and documents', () => {
    const spans = [
      tool('t', 'look_up', { q: 1 }, 'Moss is green.'),
      search('inner', { parent: 't' }),
      search('r'),
      search('again', { parent: 'r' }),
      makeSpan('bare', 'retrieval'),
    ];
    expect(buildSteps(spans).map(({ spanId: id }) => id)).toEqual([spanId('t'), spanId('r')]);
  });
});

it('gives the step of messages that were logged apart the tokens of their model span, once', () => {
  const spans = [
    makeSpan('m', 'model', { inputTokens: 7, outputTokens: 2, costUsd: 0.5, model: 'k' }),
    makeSpan('logged', 'model', { parent: 'm', output: [say('assistant', 'Hi')] }),
    makeSpan('more', 'model', { parent: 'm', output: [say('assistant', 'there')] }),
  ];
  expect(buildSteps(spans)).toMatchObject([
    { action: { text: 'Hi' }, inputTokens: 7, outputTokens: 2, costUsd: 0.5 },
    { action: { text: 'there' } },
  ]);
  expect(buildSteps(spans)[1]).not.toHaveProperty('inputTokens');
});

it('tells a tool that calls itself from the spans of one call', () => {
  const count = (outer: JsonObject, inner: JsonObject): number =>
    buildSteps([
      makeSpan('outer', 'tool', { tool: { name: 'task', arguments: outer } }),
      makeSpan('inner', 'tool', { parent: 'outer', tool: { name: 'task', arguments: inner } }),
    ]).length;
  expect(count({ about: 'moss' }, { about: 'fern' })).toBe(2);
  expect(count({ about: 'moss' }, { about: 'moss', limit: 10 })).toBe(1);
  expect(count({ count: 7, at: { x: 1 } }, { count: '7', at: '{"x":1}' })).toBe(1);
});

it('takes what a tool span leaves out from the spans of the same call inside it, and quotes it there', () => {
  const spans = [
    makeSpan('m', 'model', { output: [say('assistant', call('weigh', { parcel: 7 }, 'k1'))] }),
    makeSpan('outer', 'tool', { tool: { name: 'weigh', callId: 'k1' } }),
    makeSpan('client', 'tool', {
      parent: 'outer',
      status: 'error',
      tool: { name: 'weigh', result: 'no scales' },
    }),
    makeSpan('server', 'tool', {
      parent: 'client',
      tool: { name: 'weigh', arguments: { parcel: 8 }, result: 'x' },
    }),
  ];
  const [located, ...others] = locateSteps(spans);
  expect(others).toEqual([]);
  expect(located?.step).toMatchObject({
    spanId: spanId('outer'),
    action: { tool: 'weigh', arguments: { parcel: 7 }, callId: 'k1' },
    observation: { text: 'no scales', status: 'error' },
  });
  expect(located?.observed).toMatchObject({ span: { spanId: spanId('client') }, path: 'tool/result' });
  expect(located?.asked).toMatchObject({ span: { spanId: spanId('m') } });
});
