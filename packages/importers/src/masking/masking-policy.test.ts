import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonValue } from '@tracewright/core';
import { describe, expect, it } from 'vitest';
import { costOfPattern } from './pattern-cost.ts';
import { DEFAULT_MASKING_POLICY, readMaskingPolicy } from './masking-policy.ts';

describe('readMaskingPolicy', () => {
  it('reads the smallest policy as the default', () => {
    expect(readMaskingPolicy({ version: 1 })).toEqual(DEFAULT_MASKING_POLICY);
  });

  it('reads the example of the documentation', () => {
    const page = readFileSync(join(import.meta.dirname, '../../../../docs/masking.md'), 'utf8');
    const example = /```json\n([^]*?)```/.exec(page)?.[1] ?? '';
    const policy = readMaskingPolicy(JSON.parse(example) as JsonValue);
    expect(policy.fields.map(({ action }) => action)).toEqual(['drop', 'hash', 'hash', 'keep', 'mask']);
    expect(policy.patterns.map(({ name }) => name)).toEqual(['employee', 'badge']);
  });

  it.each<[JsonValue, string]>([
    [[], 'p.json: [] is not an object'],
    [{}, 'p.json: /version: the version is nothing'],
    [{ version: 2 }, 'p.json: /version: the version is 2'],
    [{ version: 1, field: [] }, 'p.json: /field: there is no member "field"'],
    [{ version: 1, defaultRules: 'no' }, 'p.json: /defaultRules'],
    [{ version: 1, fields: {} }, 'p.json: /fields: {} is not a list'],
    [
      { version: 1, fields: [{ field: 'attribute.x', action: 'keep' }] },
      'p.json: /fields/0/field: "attribute.x" names no field',
    ],
    [
      { version: 1, fields: [{ field: 'attributes.x', action: 'hide' }] },
      'p.json: /fields/0/action: "hide" is no action',
    ],
    [
      { version: 1, fields: [{ field: 'attributes.x', action: 'hash' }] },
      'p.json: /fields/0/action: "hash" needs a key',
    ],
    [{ version: 1, hashKey: 'short' }, 'p.json: /hashKey'],
    [{ version: 1, patterns: [{ name: 'A b', pattern: 'x' }] }, 'p.json: /patterns/0/name'],
    [
      { version: 1, patterns: [{ name: 'a', pattern: '(' }] },
      'p.json: /patterns/0/pattern: not a regular expression',
    ],
    [
      { version: 1, patterns: [{ name: 'a', pattern: '(a+)+b' }] },
      '/patterns/0/pattern: the pattern is refused at character 3: "+" repeats without end',
    ],
    [
      { version: 1, patterns: [{ name: 'a', pattern: '(a{1,30}){1,30}b' }] },
      'ways from one place; the limit is',
    ],
    [{ version: 1, patterns: [{ name: 'a', pattern: '(?=a)' }] }, 'matches the empty text'],
    [{ version: 1, patterns: [{ name: 'a', pattern: '^a' }] }, 'ties a pattern to an end'],
    [{ version: 1, patterns: [{ name: 'a', pattern: '(a)\\1' }] }, '\\1 is not accepted'],
    [{ version: 1, patterns: [{ name: 'a', pattern: '.{5000}' }] }, 'can match 5000 characters'],
    [{ version: 1, patterns: [{ name: 'a', pattern: 'x'.repeat(1001) }] }, '1001 characters long'],
    [{ version: 1, allow: [1] }, 'p.json: /allow/0: 1 is not a text'],
  ])('refuses %j', (json, message) => {
    const attempt = (): unknown => readMaskingPolicy(json, 'p.json');
    expect(attempt).toThrow(message);
    expect(attempt).toThrow(expect.objectContaining({ code: 'usage-invalid', fix: expect.any(String) }));
  });
});

it('costOfPattern counts length and ways', () => {
  expect(costOfPattern('EMP-\\d{6}')).toEqual({ length: 10, ways: 1 });
  expect(costOfPattern('a|bc|[d-f]{2,4}')).toEqual({ length: 8, ways: 5 });
  expect(costOfPattern('(?:ab?){2}')).toEqual({ length: 4, ways: 4 });
  expect(costOfPattern('\\bx(?=y{1,3})')).toEqual({ length: 1, ways: 3 });
});
