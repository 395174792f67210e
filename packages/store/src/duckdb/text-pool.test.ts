import { expect, it } from 'vitest';
import { TextPool } from './text-pool.ts';

it('gives every cell as it is, of whatever length and however many', () => {
  const pool = new TextPool();
  const cells = Array.from({ length: 600 }, (_, index) => `span ${index % 400}`.padEnd((index % 7) * 20));
  expect([...cells, null, 7, 7n, true].map((cell) => pool.share(cell))).toEqual([
    ...cells,
    null,
    7,
    7n,
    true,
  ]);
});
