import { expect, it } from 'vitest';
import { answered, called, said } from './messages.ts';
import { ofOperation, outline, tokens } from './outline.ts';
import { IS_MISSING, runSource } from './run-source.ts';

it.skipIf(IS_MISSING)(
  'takes the OpenAI client under OpenLLMetry: workflow, tool, a stream, a response',
  async () => {
    const { runs, spans } = await runSource('traceloop-openai');
    expect(runs).toMatchObject([
      {
        session: 'desk-7',
        user: 'ada',
        model: 'gpt-5-mini-2026-05-01',
        tools: [{ name: 'find_book' }],
        stats: { inputTokens: 49, outputTokens: 15 },
        outcome: { status: 'success', source: 'test' },
      },
    ]);
    expect(outline(spans)).toEqual([
      'desk.workflow (other)',
      '  chat gpt-5-mini (model)',
      '  find_book.tool (tool)',
      '  chat gpt-5-mini (model)',
      '  chat gpt-5-mini (model)',
    ]);
    // The instrumentation passes over the usage at the end of a stream.
    expect(tokens(spans)).toEqual([
      [40, 8],
      [undefined, undefined],
      [9, 7],
    ]);
    const [asked, streamed, response] = ofOperation(spans, 'model');
    const call = called('call_1_0', 'find_book', { title: 'Salt' });
    const question = [said('system', 'You keep a library.'), said('user', 'Is "Salt" in?')];
    expect(asked).toMatchObject({ input: question, output: [call] });
    expect(streamed).toMatchObject({
      input: [...question, call, answered('call_1_0', '{"copies":2}')],
      output: [said('assistant', 'Two copies are in.')],
    });
    // Of a response it tells neither the instructions nor the reasoning.
    expect(response).toMatchObject({
      input: [said('user', 'Greet the reader.')],
      output: [said('assistant', 'Good morning.')],
    });
    expect(ofOperation(spans, 'tool')[0]?.tool).toEqual({
      name: 'find_book',
      callId: 'call_1_0',
      arguments: { title: 'Salt' },
      result: { copies: 2 },
    });
  },
);
