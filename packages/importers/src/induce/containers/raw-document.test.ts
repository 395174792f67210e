import { expect, it, vi } from 'vitest';
import { parseDocument } from './raw-document.ts';

it('reads a value that opens at the end of a line of a log', () => {
  const text = `10:00:01 INFO http -- request:
- url: https://llm.example
- body: {
  "messages" : [ {
    "role" : "user"
  } ]
}

10:00:02 INFO tools -- result = [
  1
]
10:00:03 INFO http -- done {
`;
  const document = parseDocument('a.log', text, { container: 'json-values' });
  expect(document.root).toEqual([{ messages: [{ role: 'user' }] }, [1]]);
  expect(document.place('/0')).toEqual({ path: 'a.log', line: 3 });
  expect(document.problems).toEqual([{ where: 'line 1', message: 'not JSON', count: 3 }]);
});

it('tries a value that opens in a line once, and reads on', () => {
  const text = `const a = {\n  b: c,\n};\n${'}\n'.repeat(3)}- body: {\n  "id": 1\n}\n`;
  const { root, problems } = parseDocument('a.log', text, { container: 'json-values' });
  expect(root).toEqual([{ id: 1 }]);
  expect(problems).toEqual([{ where: 'line 1', message: 'not JSON', count: 4 }]);
});

it('tries what was never closed, or closed too often, no more often than it opens', () => {
  const closings = '}\n'.repeat(500);
  const parse = vi.spyOn(JSON, 'parse');
  const triedOf = (text: string): number => {
    parse.mockClear();
    parseDocument('a.log', text, { container: 'json-values' });
    return parse.mock.calls.reduce((sum, [part]) => sum + part.length, 0) / text.length;
  };
  try {
    for (const start of ['{\n"a": ' + '['.repeat(600), '{\n"a" 1\n', '{\n"a" 1\n}\n"b": {\n'])
      expect(triedOf(`${start}\n${closings}`)).toBeLessThan(4);
    expect(triedOf(`{\n"a" 1\n${'},\n"b": {\n}\n'.repeat(200)}`)).toBeLessThan(4);
  } finally {
    parse.mockRestore();
  }
});

it('reads values of which a text holds brackets and a line closes one and opens the next', () => {
  const text = '{\n"a": "}{\\"["\n}\n{\n"b": [\n { }\n]\n} {\n"c": {\n}\n}\n';
  const { root, problems } = parseDocument('a.log', text, { container: 'json-values' });
  expect({ root, problems }).toEqual({
    root: [{ a: '}{"[' }, { b: [{}] }, { c: {} }],
    problems: [],
  });
});
