import { expect, it } from 'vitest';
import { createShareTexts } from './share-texts.ts';

it('gives values back as they are, however many there are', () => {
  const share = createShareTexts();
  const values = [null, 7, 'x'.repeat(1_000), ...Array.from({ length: 2_000 }, (_, index) => `id ${index}`)];
  for (const value of [...values, ...values]) expect(share(value)).toBe(value);
});
