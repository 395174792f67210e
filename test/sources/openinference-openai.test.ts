import { expect, it } from 'vitest';
import { answered, called, said } from './messages.ts';
import { ofOperation, outline, tokens } from './outline.ts';
import { IS_MISSING, runSource } from './run-source.ts';

it.skipIf(IS_MISSING)(
  'takes the OpenAI client under OpenInference: a call, a stream, a response',
  async () => {
    const { runs, spans } = await runSource('openinference-openai');
    expect(runs).toMatchObject([
      {
        session: 'desk-7',
        user: 'ada',
        model: 'gpt-5-mini-2026-05-01',
        tools: [{ name: 'find_book', description: 'Looks a book up in the catalogue' }],
        stats: { inputTokens: 49, outputTokens: 15 },
        outcome: { status: 'success', source: 'test' },
      },
    ]);
    expect(outline(spans)).toEqual([
      'desk (other)',
      '  OpenAI Chat Completions (model)',
      '  OpenAI Chat Completions (model)',
      '  OpenAI Responses (model)',
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
    expect(asked).toMatchObject({ status: 'ok', input: question, output: [call] });
    expect(streamed).toMatchObject({
      input: [...question, call, answered('call_1_0', '{"copies":2}')],
      output: [said('assistant', 'Two copies are in.')],
    });
    expect(response).toMatchObject({
      input: [said('system', 'Be brief.'), said('user', 'Greet the reader.')],
      output: [
        { role: 'assistant', parts: [{ type: 'reasoning', content: 'Short.' }] },
        said('assistant', 'Good morning.'),
      ],
      attributes: { 'gen_ai.provider.name': 'openai', 'gen_ai.usage.reasoning.output_tokens': 4 },
    });
  },
);
