import fc from 'fast-check';
import { expect, it } from 'vitest';
import { indentJson } from './indent-json.ts';

it('sets one line of JSON in lines, and keeps numbers and escapes as they are', () => {
  expect(indentJson('{"id":12345678901234567890,"a":[],"b":[1,{"c":"\\u00e4,:\\""}]}')).toBe(
    '{\n  "id": 12345678901234567890,\n  "a": [],\n  "b": [\n    1,\n    {\n      "c": "\\u00e4,:\\""\n    }\n  ]\n}',
  );
});

it('leaves alone what is no JSON, too long, or in lines already', () => {
  for (const text of ['', 'text', '12', '"x"', '{"a":', '{\n"a":1}', `["${'x'.repeat(30_000)}"]`])
    expect(indentJson(text)).toBeUndefined();
});

it('changes white space only', () => {
  fc.assert(
    fc.property(fc.oneof(fc.array(fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue())), (value) => {
      const text = JSON.stringify(value);
      const lines = indentJson(text);
      if (text.length > 20_000) return;
      expect(lines).toBeDefined();
      expect(JSON.stringify(JSON.parse(lines ?? ''))).toBe(JSON.stringify(JSON.parse(text)));
    }),
  );
});
