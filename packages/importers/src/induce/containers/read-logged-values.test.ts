import { expect, it } from 'vitest';
import { readLoggedValues } from './read-logged-values.ts';

it('reads the value at the end of what was logged, over as many lines as it needs', () => {
  const text = `2026-01-05T09:00:00.100Z  INFO 7 --- [main] org.demo.Desk : Started
2026-01-05T09:00:01.100Z DEBUG 7 --- [main] org.demo.Log : request: Prompt{said=[Said{text='one
two', by=USER}]}
2026-01-05T09:00:02.100Z DEBUG 7 --- [main] org.demo.Log : response: {
  "text" : "three"
}
2026-01-05T09:00:03.100Z DEBUG 7 --- [main] org.demo.Log : Prompt{broken
`;
  const { records, places, logged } = readLoggedValues(text);
  expect(records).toEqual([{ said: [{ text: 'one\ntwo', by: 'USER' }] }, { text: 'three' }]);
  expect(places).toEqual([
    { line: 2, endLine: 3 },
    { line: 4, endLine: 6 },
  ]);
  expect(logged).toBe(
    "Prompt{said=[Said{text='one\ntwo', by=USER}]}".length + '{\n  "text" : "three"\n}'.length,
  );
});
