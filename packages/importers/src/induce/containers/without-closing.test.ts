import { describe, expect, test } from 'vitest';
import { withoutClosing } from './without-closing.ts';

describe('withoutClosing', () => {
  test('the signs go, with the lines that hold nothing else, and what is said stays', () => {
    expect(withoutClosing(['said', '', 'more  <end><end> ', '', '<end>'], ['<end>'])).toEqual([
      'said',
      '',
      'more  ',
    ]);
    expect(withoutClosing(['said <end>', 'more'], ['<end>'])).toEqual(['said <end>', 'more']);
    expect(withoutClosing(['<end>', ' ', '<end>'], ['<end>', ''])).toEqual([]);
  });

  test('reads each line a few times, however many of them end the turn', () => {
    let reads = 0;
    const counted = (count: number): readonly string[] =>
      new Proxy(['said', ...Array.from({ length: count }, () => '<end>')], {
        get(lines, key, own): unknown {
          reads += 1;
          return Reflect.get(lines, key, own);
        },
      });
    expect(withoutClosing(counted(1_000), ['<end>'])).toEqual(['said']);
    expect(reads).toBeLessThan(4_000);
  });
});
