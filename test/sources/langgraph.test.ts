import { expect, it } from 'vitest';
import { answered, called, said } from './messages.ts';
import { ofOperation, outline, tokens } from './outline.ts';
import { IS_MISSING, runSource } from './run-source.ts';

it.skipIf(IS_MISSING)('takes a LangGraph.js loop between a model node and a tool node', async () => {
  const { runs, spans } = await runSource('langgraph');
  expect(runs).toMatchObject([
    {
      agent: 'LangGraph',
      session: 'desk-7',
      user: 'ada',
      model: 'gpt-5-mini',
      taskText: 'Find "Gone", else "Salt".',
      // Three calls and the tools that they called: what nodes and graph repeat is not counted again.
      stats: { inputTokens: 210, outputTokens: 39, steps: 4 },
      outcome: { status: 'success', source: 'test' },
    },
  ]);
  const turn = ['    librarian (other)', '      ChatOpenAI (model)', '      RunnableLambda (other)'];
  const tools = ['    tools (other)', '      find_book (tool)'];
  expect(outline(spans)).toEqual([
    'desk (other)',
    '  LangGraph (agent)',
    '    __start__ (other)',
    ...turn,
    ...tools,
    ...turn,
    ...tools,
    ...turn,
  ]);
  expect(tokens(spans)).toEqual([
    [50, 20],
    [70, 8],
    [90, 11],
  ]);
  const models = ofOperation(spans, 'model');
  expect(models.map(({ agent, attributes }) => [agent, attributes['graph.node.id']])).toEqual(
    Array.from({ length: 3 }, () => ['librarian', 'librarian']),
  );
  expect(models[2]?.input.map(({ role, parts }) => ({ role, parts }))).toEqual([
    said('user', 'Find "Gone", else "Salt".'),
    called('call_1_0', 'find_book', { title: 'Gone', branch: 3 }),
    answered('call_1_0', 'Error: no such book\n Please fix your mistakes.'),
    called('call_2_0', 'find_book', { title: 'Salt', branch: 3 }),
    answered('call_2_0', '{"title":"Salt","branch":3,"copies":2}'),
  ]);
  expect(models[2]?.output).toEqual([said('assistant', '"Gone" is not there; "Salt" is.')]);
  const [failed, found] = ofOperation(spans, 'tool');
  expect(failed).toMatchObject({
    status: 'error',
    tool: { name: 'find_book', callId: 'call_1_0', arguments: { title: 'Gone', branch: 3 } },
  });
  expect(failed?.statusMessage).toMatch(/^no such book/);
  expect(found).toMatchObject({
    status: 'ok',
    tool: { callId: 'call_2_0', result: { title: 'Salt', branch: 3, copies: 2 } },
  });
});
