import { isTraceError } from '@tracewright/core';
import { expect, it } from 'vitest';
import { memoryFile } from '../../reading/source-file.ts';
import { readHead } from './raw-document.ts';

const refused = (error: unknown): boolean => isTraceError(error) && error.code === 'limit-exceeded';

it('reads a file, and of one that is larger whole lines', async () => {
  expect(await readHead(memoryFile('a.log', 'ask: a\nsay: b'), 100)).toBe('ask: a\nsay: b');
  expect(await readHead(memoryFile('a.log', '[09:00] ask\n[09:01] say\n'), 100)).toBe(
    '[09:00] ask\n[09:01] say\n',
  );
  expect(await readHead(memoryFile('a.log', 'ask: a\nsay: b\nask: c\n'), 16)).toBe('ask: a\nsay: b\n');
  expect(await readHead(memoryFile('a.jsonl', '{"a":1}\n{"a":2}\n{"a":3}\n'), 18)).toBe('{"a":1}\n{"a":2}\n');
});

it('refuses a larger one that is a single value or a single line', async () => {
  await expect(readHead(memoryFile('a.json', '{\n"a": 1,\n"b": 2\n}\n'), 12)).rejects.toSatisfy(refused);
  await expect(readHead(memoryFile('a.xml', '<a>\n<b/>\n<b/>\n</a>\n'), 12)).rejects.toSatisfy(refused);
  await expect(readHead(memoryFile('a.json', '[1, 2, 3, 4, 5, 6]'), 12)).rejects.toSatisfy(refused);
});
