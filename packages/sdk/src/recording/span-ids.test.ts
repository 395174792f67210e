import { expect, it } from 'vitest';
import { createId, formatTraceparent, parseTraceparent } from './span-ids.ts';

it('makes ids of their length that do not repeat', () => {
  const ids = new Set(Array.from({ length: 10_000 }, () => createId(8)));
  expect(ids.size).toBe(10_000);
  expect([...ids].every((id) => /^[0-9a-f]{16}$/.test(id))).toBe(true);
  expect(createId(16)).toMatch(/^[0-9a-f]{32}$/);
});

it('reads what it writes, later versions, and nothing else', () => {
  const scope = { traceId: 'ab'.repeat(16), spanId: 'cd'.repeat(8) };
  expect(parseTraceparent(formatTraceparent(scope))).toEqual(scope);
  expect(parseTraceparent(`01-${scope.traceId}-${scope.spanId}-01-more`)).toEqual(scope);
  for (const text of [
    '',
    7,
    null,
    `ff-${scope.traceId}-${scope.spanId}-01`,
    `00-${'0'.repeat(32)}-${scope.spanId}-01`,
    `00-${scope.traceId}-${'0'.repeat(16)}-01`,
  ])
    expect(parseTraceparent(text)).toBeUndefined();
});
