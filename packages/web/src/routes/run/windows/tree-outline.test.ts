import { expect, it } from 'vitest';
import { hasChildren, listShownRows, secondsOf, type TreeOutline } from './tree-outline.ts';

function tree(depths: readonly number[]): TreeOutline {
  return {
    version: '1',
    rows: depths.length,
    seconds: 20,
    depths: Uint16Array.from(depths),
    kinds: new Uint8Array(depths.length),
    starts: Float32Array.from(depths, (_, row) => (row === 1 ? -1 : 0)),
    lengths: Float32Array.from(depths, () => 0.25),
    steps: new Int32Array(depths.length),
  };
}

it('leaves out what is inside closed rows', () => {
  const outline = tree([0, 1, 2, 2, 1, 0, 1]);
  const shown = (...closed: number[]): number[] => [...listShownRows(outline, new Set(closed))];
  expect(shown()).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(shown(1)).toEqual([0, 1, 4, 5, 6]);
  expect(shown(0, 1)).toEqual([0, 5, 6]);
  expect(shown(2, 6)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect([0, 1, 2, 5, 6].map((row) => hasChildren(outline, row))).toEqual([true, true, false, true, false]);
});

it('tells how long a row took, where it has times', () => {
  expect(secondsOf(tree([0, 1]), 0)).toBe(5);
  expect(secondsOf(tree([0, 1]), 1)).toBeNull();
});
