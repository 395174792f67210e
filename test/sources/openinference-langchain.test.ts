import { expect, it } from 'vitest';
import { answered, called, said } from './messages.ts';
import { ofOperation, outline, tokens } from './outline.ts';
import { IS_MISSING, runSource } from './run-source.ts';

it.skipIf(IS_MISSING)('takes LangChain.js under OpenInference: a chain, a retriever, a tool', async () => {
  const { runs, spans } = await runSource('openinference-langchain');
  expect(runs).toMatchObject([
    {
      session: 'desk-7',
      user: 'ada',
      model: 'gpt-5-mini',
      tools: [{ name: 'find_book' }],
      stats: { inputTokens: 100, outputTokens: 13 },
      outcome: { status: 'success', source: 'test' },
    },
  ]);
  expect(outline(spans)).toEqual([
    'desk (other)',
    '  librarian (other)',
    '    Catalogue (retrieval)',
    '    ChatOpenAI (model)',
    '    find_book (tool)',
    '    ChatOpenAI (model)',
  ]);
  expect(tokens(spans)).toEqual([
    [40, 8],
    [60, 5],
  ]);
  const [asked, answer] = ofOperation(spans, 'model');
  const question = [said('system', 'You keep a library: "Salt", on shelf B4'), said('user', 'Is "Salt" in?')];
  // Its flattened messages have no call ids; the raw ones beside them do.
  const call = called('call_1_0', 'find_book', { title: 'Salt' });
  expect(asked).toMatchObject({ input: question, output: [call] });
  expect(answer).toMatchObject({
    input: [...question, call, answered('call_1_0', '{"title":"Salt","copies":2}')],
    output: [said('assistant', 'Two copies are in.')],
    attributes: { 'gen_ai.usage.cache_read.input_tokens': 32, 'gen_ai.usage.reasoning.output_tokens': 2 },
  });
  // A single argument that is a text comes without its name.
  expect(ofOperation(spans, 'tool')[0]?.tool).toEqual({
    name: 'find_book',
    callId: 'call_1_0',
    arguments: 'Salt',
    result: { title: 'Salt', copies: 2 },
  });
  expect(ofOperation(spans, 'retrieval')[0]?.tool).toMatchObject({
    arguments: { query: 'Is "Salt" in?' },
    result: [{ content: '"Salt", on shelf B4', metadata: { source: 'catalogue' } }],
  });
});
