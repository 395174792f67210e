import { expect, it } from 'vitest';
import { collectItems } from './collected-items.ts';

it('keeps the first items and texts, and says what it left out', () => {
  const items = collectItems();
  for (let index = 0; index < 1_003; index += 1) items.add({ index });
  const kept = items.value();
  expect(kept).toHaveLength(1_001);
  expect(kept).toMatchObject({ 0: { index: 0 }, 999: { index: 999 }, 1000: '[3 more items]' });
  const texts = collectItems();
  const half = 'x'.repeat(600_000);
  for (const text of [half, half, 'end']) texts.add(text);
  expect(texts.value()).toBe(`${half}…[600003 characters cut]`);
});

it('joins what fits', () => {
  const texts = collectItems();
  for (let index = 0; index < 2_500; index += 1) texts.add('ab');
  expect(texts.value()).toBe('ab'.repeat(2_500));
  expect(collectItems().value()).toBeUndefined();
});
