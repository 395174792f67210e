import { expect, it } from 'vitest';
import { layOut, readWidths } from './column-widths.ts';

it('keeps only widths of columns that there are, within bounds', () => {
  expect(readWidths({ task: 320.4, cost: 3, model: 1e9, colour: 80, agent: '90', steps: null })).toEqual({
    task: 320,
    cost: 40,
    model: 900,
  });
  for (const broken of [undefined, null, 'x', 7, []]) expect(readWidths(broken)).toEqual({});
});

it('gives what is left to the columns that grow, unless the reader said how wide', () => {
  expect(layOut(['outcome', 'task', 'cost'], {}).template).toBe('16px 84px minmax(140px, 3fr) 62px');
  expect(layOut(['task', 'cost'], { task: 300 }).template).toBe('16px 300px 62px');
  expect(layOut(['task', 'cost'], { task: 300 }).minWidth).toBe(32 + 16 + 310 + 72);
});
