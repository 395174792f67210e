import { createContentReader, memoryFile } from '@tracewright/importers';
import { expect, it } from 'vitest';
import { planWithAdapters } from './plan-with-adapters.ts';

const STORED = { adapters: [], problems: [], folder: undefined };

it('shows of each new adapter what it reads, though it was made from others’ files, too', async () => {
  const desk = ['Ada', 'Bo', 'Cy'].flatMap((name) => [
    { speaker: 'user', utterance: `Hi, ${name} here. What is my balance?` },
    {
      speaker: 'agent',
      utterance: 'One moment.',
      api_call: { endpoint: 'balance', params: { customer: name } },
      api_response: { balance: 880 },
    },
    { speaker: 'agent', utterance: 'It is 880.' },
  ]);
  const searches = Array.from({ length: 12 }, (_, index) => ({
    tool: 'search',
    args: { q: `bees ${index}` },
  }));
  const files = [
    memoryFile('desk.jsonl', desk.map((line) => JSON.stringify(line)).join('\n')),
    memoryFile('searches.jsonl', searches.map((line) => JSON.stringify(line)).join('\n')),
  ];
  const { adapters } = await planWithAdapters(files, createContentReader(), undefined, {
    stored: STORED,
    induce: true,
  });
  expect(adapters.map(({ name, files: count, isNew }) => [name, count, isNew])).toEqual([
    ['desk', 1, true],
    ['searches', 1, true],
  ]);
  expect(adapters.map(({ preview }) => preview[0]?.text)).toEqual(['Hi, Ada here. What is my balance?', '']);
  expect(adapters[1]?.preview[0]?.arguments).toBe('{"q":"bees 0"}');
});
