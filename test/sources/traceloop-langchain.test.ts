import { expect, it } from 'vitest';
import { said } from './messages.ts';
import { ofOperation, outline, tokens } from './outline.ts';
import { IS_MISSING, runSource } from './run-source.ts';

it.skipIf(IS_MISSING)('takes LangChain.js under OpenLLMetry', async () => {
  const { runs, spans } = await runSource('traceloop-langchain');
  expect(runs).toMatchObject([
    {
      session: 'desk-7',
      user: 'ada',
      model: 'gpt-5-mini',
      stats: { inputTokens: 100, outputTokens: 13 },
      outcome: { status: 'success', source: 'test' },
    },
  ]);
  // Its spans know no parents but the active span, and it has none for retrievers.
  expect(outline(spans)).toEqual([
    'desk (other)',
    '  workflow RunnableLambda (other)',
    '  chat gpt-5-mini (model)',
    '  execute_tool DynamicStructuredTool (tool)',
    '  chat gpt-5-mini (model)',
  ]);
  expect(tokens(spans)).toEqual([
    [40, 8],
    [60, 5],
  ]);
  const [asked, answer] = ofOperation(spans, 'model');
  expect(asked).toMatchObject({
    input: [said('system', 'You keep a library: "Salt", on shelf B4'), said('user', 'Is "Salt" in?')],
    attributes: { 'gen_ai.response.finish_reasons': ['tool_call'] },
  });
  expect(answer?.output).toEqual([said('assistant', 'Two copies are in.')]);
  // The messages leave calls out; the tool's own message has name, id and result.
  expect(ofOperation(spans, 'tool')[0]).toMatchObject({
    status: 'ok',
    tool: {
      name: 'find_book',
      callId: 'call_1_0',
      arguments: { title: 'Salt' },
      result: { title: 'Salt', copies: 2 },
    },
  });
});
