import { describe, expect, it } from 'vitest';
import { induceAdapter } from './induce.ts';
import { readPieces } from './interpreter/run-adapter.ts';

const NOW = '2026-01-01T00:00:00Z';

function chat(city: string, celsius: number): string {
  return [
    `USER: How warm is it in ${city}?`,
    '',
    `ASSISTANT: <functioncall> {"name": "get_weather", "arguments": '{"city": "${city}"}'} <|end|>`,
    '',
    `FUNCTION RESPONSE: {"celsius": ${celsius}}`,
    '',
    `ASSISTANT: It is ${celsius} degrees in ${city}. <|end|>`,
    '',
  ].join('\n');
}

describe('conversations as texts in records', () => {
  const rows = [
    { id: 1, system: 'You know the weather.', chat: chat('Oslo', 4) },
    { id: 2, system: 'You know the weather.', chat: chat('Lima', 19) },
    { id: 3, system: 'You know the weather.', chat: chat('Pune', 31) },
  ];
  const text = rows.map((row) => JSON.stringify(row)).join('\n');

  it('are read as their records, a run each', () => {
    const { adapter, documents } = induceAdapter([{ path: 'rows.jsonl', text }], 'rows', NOW);
    expect(adapter.body.transcripts?.member).toBe('chat');
    const [document] = documents;
    if (document === undefined) throw new Error('no document');
    const calls = [...readPieces(adapter.body, document)].flatMap((piece) => piece?.calls ?? []);
    expect(calls.map(({ tool, arguments: args }) => [tool, args])).toEqual([
      ['get_weather', { city: 'Oslo' }],
      ['get_weather', { city: 'Lima' }],
      ['get_weather', { city: 'Pune' }],
    ]);
  });

  it('lead back to the record that they stand in', () => {
    const { documents } = induceAdapter([{ path: 'rows.jsonl', text }], 'rows', NOW);
    expect(documents[0]?.place('/1/chat/2')).toEqual({ path: 'rows.jsonl', line: 2, pointer: '/chat' });
  });

  it('are not looked for where a list of turns is found', () => {
    const messages = [
      { role: 'user', content: chat('Oslo', 4) },
      { role: 'assistant', content: 'Fine.' },
    ];
    const { adapter } = induceAdapter([{ path: 'a.json', text: JSON.stringify({ messages }) }], 'a', NOW);
    expect(adapter.body.transcripts).toBeUndefined();
  });
});
