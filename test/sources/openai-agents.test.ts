import { expect, it } from 'vitest';
import { answered, called, said } from './messages.ts';
import { ofOperation, outline, tokens } from './outline.ts';
import { IS_MISSING, runSource } from './run-source.ts';

it.skipIf(IS_MISSING)('takes the OpenAI Agents SDK: a hand-over and a tool', async () => {
  const { runs, spans } = await runSource('openai-agents');
  expect(runs).toMatchObject([
    {
      agent: 'desk',
      session: 'desk-7',
      user: 'ada',
      model: 'gpt-5-mini-2026-05-01',
      taskText: 'Is "Salt" in?',
      stats: { inputTokens: 130, outputTokens: 17 },
      outcome: { status: 'success', source: 'test' },
    },
  ]);
  expect(runs[0]?.tools.map(({ name }) => name).toSorted()).toEqual(['find_book', 'transfer_to_librarian']);
  expect(outline(spans)).toEqual([
    'desk (other)',
    '  library (other)',
    '    library (other)',
    '      desk (agent)',
    '        turn (other)',
    '          response (model)',
    '          handoff to librarian (other)',
    '      librarian (agent)',
    '        turn (other)',
    '          response (model)',
    '          find_book (tool)',
    '        turn (other)',
    '          response (model)',
  ]);
  expect(tokens(spans)).toEqual([
    [30, 4],
    [40, 8],
    [60, 5],
  ]);
  const [handedOver, asked, answer] = ofOperation(spans, 'model');
  const question = said('user', 'Is "Salt" in?');
  const handOver = called('call_1_0', 'transfer_to_librarian', {});
  const call = called('call_2_0', 'find_book', { title: 'Salt' });
  expect(handedOver).toMatchObject({
    input: [said('system', 'Hand over what is about books.'), question],
    output: [handOver],
  });
  const history = [said('system', 'You keep a library.'), question, handOver];
  expect(asked).toMatchObject({
    input: [...history, answered('call_1_0', '{"assistant":"librarian"}')],
    output: [call],
  });
  expect(answer).toMatchObject({
    output: [said('assistant', 'Two copies are in.')],
    attributes: { 'gen_ai.usage.cache_read.input_tokens': 32 },
  });
  expect(ofOperation(spans, 'agent').map(({ agent }) => agent)).toEqual(['desk', 'librarian']);
  expect(ofOperation(spans, 'tool').map(({ tool }) => tool)).toEqual([
    {
      name: 'find_book',
      callId: 'call_2_0',
      arguments: { title: 'Salt' },
      result: { title: 'Salt', copies: 2 },
    },
  ]);
});
