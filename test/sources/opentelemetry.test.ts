import { expect, it } from 'vitest';
import { answered, called, said } from './messages.ts';
import { ofOperation, outline, tokens } from './outline.ts';
import { IS_MISSING, runSource } from './run-source.ts';

it.skipIf(IS_MISSING).each(['http/json', 'http/protobuf', 'grpc'])(
  'takes what the OpenTelemetry SDK exports over %s',
  async (protocol) => {
    const { runs, spans } = await runSource('opentelemetry', {
      environment: { OTEL_EXPORTER_OTLP_PROTOCOL: protocol },
      overGrpc: protocol === 'grpc',
    });
    expect(runs).toMatchObject([
      {
        agent: 'librarian',
        model: 'gpt-5-mini-2026-05-01',
        session: 'desk-7',
        user: 'ada',
        taskText: 'Is "Salt" in?',
        stats: { spans: 4, inputTokens: 55, outputTokens: 13 },
        live: { openSpans: 0 },
        outcome: { status: 'failure', source: 'test' },
      },
    ]);
    expect(JSON.stringify(spans.map(({ attributes }) => attributes))).not.toContain('outcome');
    expect(outline(spans)).toEqual([
      'invoke_agent librarian (agent)',
      '  chat gpt-5-mini (model)',
      '  execute_tool find_book (tool)',
      '  chat gpt-5-mini (model)',
    ]);
    const [asked, answer] = ofOperation(spans, 'model');
    const question = said('user', 'Is "Salt" in?');
    const call = called('call_1_0', 'find_book', { title: 'Salt' });
    expect(tokens(spans)).toEqual([
      [21, 7],
      [34, 6],
    ]);
    expect([asked?.input, asked?.output]).toEqual([[question], [call]]);
    expect(answer?.input).toEqual([question, call, answered('call_1_0', 'no such book')]);
    expect(answer?.output).toEqual([said('assistant', 'There is no such book.')]);
    const [tool] = ofOperation(spans, 'tool');
    expect(tool).toMatchObject({
      status: 'error',
      statusMessage: 'RangeError: no such book',
      tool: { name: 'find_book', callId: 'call_1_0', arguments: { title: 'Salt' }, result: 'no such book' },
    });
    expect(tool?.events.map(({ name }) => name)).toEqual(['exception']);
  },
);
