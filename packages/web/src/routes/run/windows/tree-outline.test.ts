import { expect, it } from 'vitest';
import { hasChildren, listShownRows, secondsOf, type TreeOutline } from './tree-outline.ts';

/** @param ids ten times the places when absent */
function tree(depths: readonly number[], ids?: readonly number[]): TreeOutline {
  return {
    version: '1',
    rows: depths.length,
    seconds: 20,
    depths: Uint16Array.from(depths),
    kinds: new Uint8Array(depths.length),
    starts: Float32Array.from(depths, (_, row) => (row === 1 ? -1 : 0)),
    lengths: Float32Array.from(depths, () => 0.25),
    steps: new Int32Array(depths.length),
    ids: Uint32Array.from(ids ?? depths.map((_, row) => row * 10)),
  };
}

it('leaves out what is inside closed rows', () => {
  const outline = tree([0, 1, 2, 2, 1, 0, 1]);
  const shown = (...closed: number[]): number[] => [
    ...listShownRows(outline, new Set(closed.map((row) => row * 10))),
  ];
  expect(shown()).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(shown(1)).toEqual([0, 1, 4, 5, 6]);
  expect(shown(0, 1)).toEqual([0, 5, 6]);
  expect(shown(2, 6)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect([0, 1, 2, 5, 6].map((row) => hasChildren(outline, row))).toEqual([true, true, false, true, false]);
});

it('leaves the same rows closed when others come before them', () => {
  const closed = new Set([7]);
  const shown = (depths: readonly number[], ids: readonly number[]): number[] => {
    const outline = tree(depths, ids);
    return [...listShownRows(outline, closed)].map((row) => outline.ids[row] ?? 0);
  };
  expect(shown([0, 1, 2, 1, 2], [5, 6, 8, 7, 9])).toEqual([5, 6, 8, 7]);
  expect(shown([0, 1, 2, 1, 1, 2, 2], [5, 6, 8, 3, 7, 2, 9])).toEqual([5, 6, 8, 3, 7]);
});

it('tells how long a row took, where it has times', () => {
  expect(secondsOf(tree([0, 1]), 0)).toBe(5);
  expect(secondsOf(tree([0, 1]), 1)).toBeNull();
});
