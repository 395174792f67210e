import { expect, it } from 'vitest';
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
