import { expect, it } from 'vitest';
import type { JsonObject } from '@tracewright/core';
import type { RecordCase } from '../adapter/adapter.ts';
import { induceCases } from './induce-cases.ts';

it('takes a tool that is called "act" for one of many that are named by their member', () => {
  const step = (name: string, given: Record<string, string>): { actions: object[]; thought: string } => ({
    thought: `now ${name}, and then look again`,
    actions: [{ [name]: given }],
  });
  const records = [
    step('look', {}),
    step('move', { direction: 'up' }),
    step('act', { verb: 'open', object: 'chest' }),
    step('act', { verb: 'take', object: 'key' }),
    step('done', { text: 'the chest is open' }),
  ];
  const { cases } = induceCases(JSON.parse(JSON.stringify(records)));
  expect(cases.flatMap(({ inside = [] }) => inside)).toEqual([
    {
      at: 'actions[*]',
      cases: [{ when: [], as: 'call', fields: { callText: [''] }, callsInText: ['named-member'] }],
    },
  ]);
});

it('takes neither the program that logs for a tool nor the sentence that tells the kind for words', () => {
  const line = (msg: string, others: object): object => ({
    level: 'INFO',
    msg,
    function_name: 'barista',
    ...others,
  });
  const round = (order: string): object[] => [
    line('Incoming message', { body: `a ${order}, please` }),
    line('Model reasoning', { reasoning: `they want a ${order} and I can make that` }),
    line('Tool requested', { tool_name: `make_${order}`, call_id: `c-${order}`, input: { cup: order } }),
    line('Tool succeeded', {
      tool_name: `make_${order}`,
      call_id: `c-${order}`,
      output: `one ${order} made`,
    }),
    line('Outgoing message', { body: `here is the ${order} that you wanted` }),
  ];
  const records = ['tea', 'mocha', 'latte'].flatMap(round);
  const { cases } = induceCases(JSON.parse(JSON.stringify(records)));
  const fieldsOf = (kind: string): unknown =>
    cases.find(({ when }) => when.some((condition) => condition.in?.includes(kind)))?.fields;
  expect(fieldsOf('Model reasoning')).toEqual({ text: ['reasoning'] });
  expect(fieldsOf('Outgoing message')).toMatchObject({ text: ['body'] });
  expect(fieldsOf('Outgoing message')).not.toHaveProperty('tool');
  expect(fieldsOf('Tool requested')).toMatchObject({ tool: ['tool_name'], arguments: ['input'] });
});

it('reads what a tool brought as the call too, where nobody else tells the call', () => {
  const turns = (calls: readonly object[]): readonly JsonObject[] =>
    ['kettle', 'cup'].flatMap((what, index) => [
      { role: 'user', content: `How much does the ${what} weigh?` },
      ...calls.map((call) => ({
        role: 'assistant',
        content: 'I weigh it.',
        tool_calls: [call as JsonObject],
      })),
      {
        role: 'tool',
        content: {
          tool_results: [
            { call: { id: `c${index}`, name: 'weigh', arguments: { what } }, output: `${index} grams` },
          ],
        },
      },
      { role: 'assistant', content: `The ${what} weighs ${index} grams.` },
    ]);
  const ofTool = (records: readonly JsonObject[]): RecordCase | undefined =>
    induceCases(records).cases.find(({ when }) => when[0]?.in?.includes('tool'));
  const alone = ofTool(turns([]));
  expect(alone?.role).toBe('agent');
  expect(alone?.inside?.[0]?.cases[0]?.fields).toMatchObject({
    tool: ['call.name'],
    arguments: ['call.arguments'],
    result: ['output'],
  });
  expect(ofTool(turns([{ id: 'c0', name: 'weigh', arguments: { what: 'kettle' } }]))?.role).toBe('tool');
});

it('takes labels of which one follows the user for names of who answers', () => {
  const line = (label: string, head: string): object => ({ label, head, body: '', text: head });
  const records = [
    line('User', 'Is the hall dark?'),
    line('butler', 'It is dark now.'),
    line('User', 'And the door?'),
    line('butler', 'It is locked.'),
    line('gardener', 'I was asked for nothing.'),
    line('gardener', 'Nothing at all.'),
  ];
  const { cases } = induceCases(JSON.parse(JSON.stringify(records)));
  const roleOf = (label: string): unknown =>
    cases.find(({ when }) => when.some((condition) => condition.in?.includes(label)))?.role;
  expect([roleOf('User'), roleOf('butler'), roleOf('gardener')]).toEqual(['user', 'agent', undefined]);
});

it('takes what is written beside every tool for nothing that one of them is given', () => {
  const did = (name: string, policy: string | null, others: object = {}): object => ({
    event: 'action',
    name,
    policy,
    note: null,
    ...others,
  });
  const argumentsOf = (records: readonly object[]): unknown =>
    induceCases(JSON.parse(JSON.stringify(records))).cases[0]?.fields.arguments;
  const bare = [did('start', null), did('start', 'rules'), did('find', 'rules'), did('weigh', 'rules')];
  expect(argumentsOf([...bare, { event: 'user', text: 'how heavy is it?' }])).toBeUndefined();
  const given = [
    ...bare,
    did('find', 'rules', { item: 'lamp' }),
    { event: 'user', text: 'how heavy is it?' },
  ];
  expect(argumentsOf(given)).toEqual([{ path: '', omit: ['event', 'name', 'policy', 'note'] }]);
});

it('takes a label of a tool over calls written as in code for the calls', () => {
  const line = (label: string, head: string, body: string = ''): object => ({
    label,
    head,
    body,
    text: head + body,
  });
  const records = [
    line('tool', 'find({"item": "lamp"})'),
    line('tool', 'find({"item": "bell"})'),
    line('success', '', 'shelf 3'),
    line('success', '', 'shelf 4'),
    line('user', '', 'thank you'),
  ];
  const { cases } = induceCases(JSON.parse(JSON.stringify(records)));
  expect(cases[0]).toMatchObject({ as: 'call', fields: { callText: ['text'] } });
});

it('takes neither a tool that is named beside counts of tokens for a call nor a note beside none for words', () => {
  const span = (name: string, others: object): object => ({
    name,
    startTime: '2026-01-01T00:00:00Z',
    model: 'kettle-2',
    usage: { input_tokens: 20, output_tokens: 4 },
    ...others,
  });
  const fieldsOf = (records: readonly object[]): RecordCase['fields'] =>
    Object.assign({}, ...induceCases(JSON.parse(JSON.stringify(records))).cases.map(({ fields }) => fields));
  const counted = [
    span('plan', { tool_name: 'weigh' }),
    span('answer', {}),
    span('answer', {}),
    { name: 'page', startTime: '2026-01-01T00:00:03Z', remark: 'the shelf was dusted' },
  ];
  expect(fieldsOf(counted)).not.toHaveProperty('tool');
  expect(fieldsOf(counted)).not.toHaveProperty('text');
  // What it was given makes it a call, and what is said where tokens are counted is said.
  const given = counted.map((record, index) =>
    index === 0 ? { ...record, tool_name: 'weigh', tool_input: { item: 'cup' } } : record,
  );
  expect(fieldsOf(given)).toMatchObject({ tool: ['tool_name'], arguments: ['tool_input'] });
  const remarked = counted.map((record, index) => ({ ...record, remark: `cup ${index} was dusted` }));
  expect(fieldsOf(remarked)).toMatchObject({ text: ['remark'] });
});

it('takes of the name of an error and what it says, beside each other, what it says', () => {
  const records = ['kettle', 'cup', 'pot', 'jug'].flatMap((what, index) => [
    { kind: 'tool_call', id: `c${index}`, tool: 'weigh', arguments: { what } },
    {
      kind: 'tool_result',
      id: `c${index}`,
      result:
        index < 2
          ? { ok: true, output: `the ${what} weighs two pounds` }
          : { error: index === 2 ? 'ScaleError' : 'LookupError', error_text: `there is no ${what} here` },
    },
  ]);
  const { cases } = induceCases(JSON.parse(JSON.stringify(records)));
  const fields = cases.find(({ as }) => as === 'result')?.fields;
  expect(fields).toMatchObject({ result: ['result.output'], error: ['result.error_text'] });
});

it('keeps what is final apart from what was said, so that it is told once', () => {
  const told = (label: string, text: string): JsonObject => ({ label, head: '', body: text, text });
  const { cases } = induceCases([
    told('User', 'Is it dry?'),
    told('reply', 'I look.'),
    told('Result', '0.1'),
    told('reply', 'It is dry.'),
    told('Final Result', 'It is dry.'),
    told('User', 'Thanks.'),
  ]);
  const spoken = cases.filter(({ role }) => role === 'agent').map(({ when }) => when[0]?.in);
  expect(spoken).toEqual([['reply'], ['Final Result']]);
});

it('reads the calls of a list of tools that were used', () => {
  const used = { name: 'find_lamp', arguments: { room: 'hall' }, result: 'one lamp' };
  const records = [
    { role: 'user', content: 'Is there a lamp in the hall?' },
    {
      role: 'assistant',
      content: 'There is one.',
      used_tools: [used, { ...used, arguments: { room: 'attic' } }],
    },
  ];
  const inside = induceCases(JSON.parse(JSON.stringify(records))).cases.flatMap((one) => one.inside ?? []);
  expect(inside.map(({ at }) => at)).toEqual(['used_tools[*]']);
});

it('takes what an answer brought out of the object that names the call, of two answers too', () => {
  const call = (name: string, ref: string, input: object): object => ({ toolRequest: { name, ref, input } });
  const answer = (name: string, ref: string, output: object): object => ({
    toolResponse: { name, ref, output },
  });
  const records = [
    { role: 'user', content: [{ text: 'Which trains and hotels are there?' }] },
    {
      role: 'model',
      content: [call('trains', 'r-11', { to: 'Ghent' }), call('hotels', 'r-12', { nights: 2 })],
    },
    {
      role: 'tool',
      content: [answer('trains', 'r-11', { trains: ['t1'] }), answer('hotels', 'r-12', { free: 9 })],
    },
  ];
  const { cases } = induceCases(JSON.parse(JSON.stringify(records)));
  const results = cases
    .filter(({ when }) => when.some(({ in: values = [] }) => values.includes('tool')))
    .flatMap(({ inside = [] }) => inside.flatMap((one) => one.cases.map(({ fields }) => fields.result)));
  expect(results).toEqual([['toolResponse.output']]);
});

it('takes a handoff between agents for nothing that one of them said', () => {
  const records = [
    { type: 'message.input', content: 'Please look into the delay of my parcel.' },
    { type: 'message.output', content: 'I will ask somebody who knows.' },
    { type: 'agent.handoff', next_agent_name: 'clerk' },
    { type: 'message.output', content: 'It will arrive on Monday.' },
  ];
  const { cases } = induceCases(JSON.parse(JSON.stringify(records)));
  expect(cases.find(({ when }) => when.some(({ in: [value] = [] }) => value === 'agent.handoff'))?.as).toBe(
    'note',
  );
});

it('reads what was heard and spoken on a socket, and nothing of settings and of items that are yet to come', () => {
  const frame = (from: string, event: object): object => ({ from, event });
  const spoken = (id: string, transcript: string): object[] => [
    frame('server', {
      type: 'reply.item.added',
      item: { id, type: 'message', role: 'assistant', content: [] },
    }),
    frame('server', { type: 'reply.output_audio_transcript.done', item_id: id, transcript }),
    frame('server', {
      type: 'reply.item.done',
      item: { id, type: 'message', role: 'assistant', content: [{ type: 'output_audio', transcript }] },
    }),
  ];
  const heard = (id: string, transcript: string): object =>
    frame('server', { type: 'item.input_audio_transcription.completed', item_id: id, transcript });
  const tools = ['light', 'oven'].map((name) => ({ type: 'function', name, parameters: { type: 'object' } }));
  const records = [
    frame('client', { type: 'session.update', session: { tools, instructions: 'Be brief.' } }),
    frame('server', { type: 'session.updated', session: { tools, instructions: 'Be brief.' } }),
    heard('i1', 'Is the light in the hall on?'),
    ...spoken('i2', 'It is, since this morning.'),
    heard('i3', 'Then switch it off, please.'),
    ...spoken('i4', 'It is off now.'),
  ];
  const { cases } = induceCases(JSON.parse(JSON.stringify(records)));
  const kindOf = (type: string): unknown =>
    cases
      .filter(({ when }) => when.some(({ in: values = [] }) => values.includes(type)))
      .map(({ as, role }) => [as, role]);
  expect(kindOf('session.update')).toEqual([['note', undefined]]);
  expect(kindOf('item.input_audio_transcription.completed')).toEqual([['turn', 'user']]);
  expect(kindOf('reply.output_audio_transcript.done')).toEqual([['turn', 'agent']]);
  const blocks = cases.flatMap(({ inside = [] }) =>
    inside.flatMap((one) => one.cases.map(({ fields }) => fields)),
  );
  expect(blocks).toEqual([{ text: ['transcript'] }]);
});

it('takes a kind of the agent of which nothing is told for a note', () => {
  const kinds = (more: object): unknown => {
    const records = [
      { type: 'user_message', text: 'What time is it in Ghent?' },
      { type: 'assistant_item', id: 'm1', time: '2026-01-02T10:00:00Z', ...more },
      { type: 'tool_call', tool: 'clock', arguments: { city: 'Ghent' } },
      { type: 'tool_result', output: '11:05' },
      { type: 'assistant_message', text: 'It is five past eleven.' },
    ];
    const { cases } = induceCases(JSON.parse(JSON.stringify(records)));
    return cases.find(({ when }) => when[0]?.in?.[0] === 'assistant_item')?.as;
  };
  expect(kinds({})).toBe('note');
  expect(kinds({ text: 'One moment, I look at the clock.' })).not.toBe('note');
});

it('takes tools whose parameters are schemas for none that were called', () => {
  const tools = ['light', 'oven'].map((name) => ({ name, parameters: { type: 'object' } }));
  const called = ['light', 'oven'].map((name) => ({ name, parameters: { room: name } }));
  const insideOf = (listed: readonly object[]): unknown[] =>
    induceCases(
      JSON.parse(
        JSON.stringify([
          { role: 'user', content: 'Is the light in the hall on?' },
          { role: 'assistant', content: 'I look at it now.', tools: listed },
        ]),
      ),
    ).cases.flatMap(({ inside = [] }) => inside.map(({ at }) => at));
  expect(insideOf(tools)).toEqual([]);
  expect(insideOf(called)).toEqual(['tools[*]']);
});

it('takes the number of a plan for no thought, and finds inputs of a tool and when a row was created', () => {
  const row = { plan: 'P-7189', created_on: '2026-01-02 10:00:00' };
  const message = (role: string, text: string): object => ({ ...row, role, message: text });
  const used = (tool: string, given: object): object => ({
    ...row,
    tool,
    tool_inputs: JSON.stringify(given),
    tool_output: 'done, as it was asked for',
  });
  const records = [
    message('user', 'Is the lamp in the hall still on?'),
    message('agent', 'I look at it now.'),
    used('look_at', { lamp: 'hall' }),
    used('switch', { lamp: 'hall', to: 'off' }),
  ];
  const [fields] = induceCases(JSON.parse(JSON.stringify(records))).cases.map((one) => one.fields);
  expect(fields).toMatchObject({ arguments: ['tool_inputs'], result: ['tool_output'], time: ['created_on'] });
  expect(fields).not.toHaveProperty('thought');
});
