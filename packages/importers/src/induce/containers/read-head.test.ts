import { isTraceError } from '@tracewright/core';
import { expect, it } from 'vitest';
import { memoryFile } from '../../reading/source-file.ts';
import { readHead } from './raw-document.ts';

const refused = (error: unknown): boolean => isTraceError(error) && error.code === 'limit-exceeded';

it('reads a file, and of one that is larger whole lines', async () => {
  expect(await readHead(memoryFile('a.log', 'ask: a\nsay: b'), 100)).toBe('ask: a\nsay: b');
  expect(await readHead(memoryFile('a.log', 'ask: a\nsay: b\nask: c\n'), 16)).toBe('ask: a\nsay: b\n');
  expect(await readHead(memoryFile('a.jsonl', '{"a":1}\n{"a":2}\n{"a":3}\n'), 18)).toBe('{"a":1}\n{"a":2}\n');
});

it.each([
  '[09:00] ask\n[09:01] say\n',
  '[INFO] ask\n[INFO] say\n',
  "{'a': 1}\n{'a': 2}\n",
  '<13>Nov 1 ask\n<13>Nov 1 say\n',
  '<|user|>ask\n<|agent|>say\n',
  '<ann> ask\n<bob> say\n',
  '{\n  "a": 1\n}\n{\n',
])('takes lines that only begin as a value does: %j', async (text) => {
  expect(await readHead(memoryFile('a.log', `${text}${'and more\n'.repeat(9)}`), text.length + 3)).toBe(text);
});

it('refuses a larger one that is a single value or a single line', async () => {
  await expect(readHead(memoryFile('a.json', '{\n"a": 1,\n"b": 2\n}\n'), 12)).rejects.toSatisfy(refused);
  await expect(readHead(memoryFile('a.json', '{"a": [1,\n2,\n3]}\n'), 12)).rejects.toSatisfy(refused);
  await expect(readHead(memoryFile('a.xml', '<?xml version="1.0"?><a>\n<b/>\n</a>\n'), 30)).rejects.toSatisfy(
    refused,
  );
  await expect(readHead(memoryFile('a.xml', '<a>\n<b/>\n<b/>\n</a>\n'), 12)).rejects.toSatisfy(refused);
  await expect(readHead(memoryFile('a.json', '[1, 2, 3, 4, 5, 6]'), 12)).rejects.toSatisfy(refused);
});
