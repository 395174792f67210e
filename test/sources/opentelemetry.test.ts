import { expect, it } from 'vitest';
import { IS_MISSING, runSource } from './run-source.ts';

it.skipIf(IS_MISSING)('takes spans of the OpenTelemetry SDK over http/json', async () => {
  const { runs, spans } = await runSource('opentelemetry', { OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' });
  expect(runs).toHaveLength(1);
  const [agent, asked, tool, answered] = spans;
  expect(spans.map(({ name, operation }) => [name, operation])).toEqual([
    ['invoke_agent librarian', 'agent'],
    ['chat gpt-5-mini', 'model'],
    ['execute_tool find_book', 'tool'],
    ['chat gpt-5-mini', 'model'],
  ]);
  expect(agent?.agent).toBe('librarian');
  expect(spans.map(({ parentSpanId }) => parentSpanId)).toEqual([
    undefined,
    agent?.spanId,
    agent?.spanId,
    agent?.spanId,
  ]);
  expect(asked).toMatchObject({ model: 'gpt-5-mini-2026-05-01', inputTokens: 21, outputTokens: 7 });
  expect(answered).toMatchObject({ inputTokens: 34, outputTokens: 6 });
  const call = { name: 'find_book', arguments: { title: 'Salt' }, id: 'call_1_0' };
  const question = { role: 'user', parts: [{ type: 'text', content: 'Is "Salt" in?' }] };
  expect(asked?.input).toEqual([question]);
  expect(asked?.output).toEqual([{ role: 'assistant', parts: [{ type: 'tool_call', ...call }] }]);
  expect(answered?.input).toEqual([
    question,
    ...(asked?.output ?? []),
    { role: 'tool', parts: [{ type: 'tool_call_response', id: 'call_1_0', response: 'no such book' }] },
  ]);
  expect(tool).toMatchObject({
    status: 'error',
    statusMessage: 'RangeError: no such book',
    tool: { name: 'find_book', callId: 'call_1_0', arguments: { title: 'Salt' }, result: 'no such book' },
  });
  expect(tool?.events.map(({ name }) => name)).toEqual(['exception']);
});
