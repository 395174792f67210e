import type { JsonValue, Span } from '@tracewright/core';
import { expect, it } from 'vitest';
import { importChatMessages } from './chat-messages.ts';
import { createRunBuilder } from './run-builder.ts';

function resultsOf(messages: JsonValue): unknown[] {
  const run = createRunBuilder({ format: 'test', path: 'chat.json', key: ['1'] });
  importChatMessages(run, messages, { path: 'chat.json', pointer: '' });
  const spans = [...run.finish()].flatMap((item): readonly Span[] =>
    item.kind === 'spans' ? item.spans : [],
  );
  return spans.flatMap(({ tool }) => (tool === undefined ? [] : [tool.result]));
}

it('pairs a result with a call of the same message', () => {
  const content = [
    { type: 'server_tool_use', id: 's1', name: 'web_search', input: { query: 'tide' } },
    { type: 'tool_result', tool_use_id: 's1', content: 'high at noon' },
  ];
  expect(resultsOf([{ role: 'assistant', content }])).toEqual(['high at noon']);
});

it('describes the pictures of a result in its place, and keeps their bytes beside it', () => {
  const call = { id: 'c', function: { name: 'look', arguments: '{}' } };
  const image = { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } };
  const answer = (content: JsonValue): JsonValue => [
    { role: 'assistant', content: null, tool_calls: [call] },
    { role: 'tool', tool_call_id: 'c', content },
  ];
  const described = { type: 'media', modality: 'image', mimeType: 'image/png', sizeBytes: 3 };
  const text = { type: 'text', text: 'a pier' };
  expect(resultsOf(answer([text, image]))).toEqual([[text, described]]);
  expect(resultsOf(answer([image]))).toEqual([[described]]);
  expect(resultsOf(answer([text]))).toEqual(['a pier']);
  expect(resultsOf(answer(null))).toEqual([null]);
});
