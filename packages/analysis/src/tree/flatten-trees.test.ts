import { describe, expect, it } from 'vitest';
import { TREE_ERROR, TREE_OPERATIONS } from '@tracewright/core';
import { buildSteps } from '../steps/build-steps.ts';
import { makeSpan, toolTurn } from '../testing/spans.ts';
import { flattenSpanTree, flattenStageTree, type TreeColumns } from './flatten-trees.ts';

function outline({ rows, depths }: TreeColumns): readonly string[] {
  return rows.map(({ name }, row) => '  '.repeat(depths[row] ?? 0) + name);
}

describe('flattenSpanTree', () => {
  it('keeps order and nesting, also of spans without their parent and of cycles', () => {
    const spans = [
      makeSpan('a', 'agent', { start: 0, end: 100 }),
      makeSpan('b', 'other', { parent: 'a', start: 10, end: 20 }),
      makeSpan('c', 'other', { parent: 'a', start: 30, end: 50, status: 'error' }),
      makeSpan('d', 'other', { parent: 'c', start: 40, end: 45 }),
      makeSpan('e', 'other', { parent: 'gone' }),
      makeSpan('f', 'other', { parent: 'g' }),
      makeSpan('g', 'other', { parent: 'f' }),
    ];
    const tree = flattenSpanTree(spans);
    expect(outline(tree)).toEqual(['a', '  b', '  c', '    d', 'e', 'g', '  f']);
    expect(tree.kinds[2]).toBe(TREE_OPERATIONS.indexOf('other') | TREE_ERROR);
    expect([...tree.starts].map((start) => Math.round(start * 100))).toEqual([
      0, 10, 30, 40, -100, -100, -100,
    ]);
    expect(tree.lengths[0]).toBe(1);
    expect(tree.seconds).toBeCloseTo(1e-7, 12);
  });

  it('names rows the same when others come between them', () => {
    const spans = [
      makeSpan('root', 'agent', { start: 0, end: 100 }),
      makeSpan('late', 'other', { parent: 'root', start: 30, end: 50 }),
    ];
    const before = flattenSpanTree(spans).ids;
    const after = flattenSpanTree([
      ...spans,
      makeSpan('early', 'other', { parent: 'root', start: 10, end: 20 }),
    ]);
    expect(outline(after)).toEqual(['root', '  early', '  late']);
    expect([after.ids[0], after.ids[2]]).toEqual([...before]);
    expect(new Set(after.ids).size).toBe(3);
  });

  it('is not recursive', () => {
    const deep = Array.from({ length: 70_000 }, (_, index) =>
      makeSpan(String(index), 'other', index === 0 ? {} : { parent: String(index - 1) }),
    );
    expect(flattenSpanTree(deep).depths.at(-1)).toBe(0xffff);
  });
});

describe('flattenStageTree', () => {
  it('hangs changes below the step before, and starts anew with each stage', () => {
    const commands = [
      ...Array<string>(20).fill('ls'),
      ...Array<string>(3).fill('touch a'),
      ...Array<string>(20).fill('pytest'),
    ];
    const tree = flattenStageTree(
      buildSteps(commands.flatMap((command, index) => toolTurn(`m${index}`, [['bash', { command }, 'ok']]))),
    );
    const lines = outline(tree);
    expect(new Set(tree.ids).size).toBe(lines.length);
    expect(lines[0]).toMatch(/^Stage 0, steps 0 to \d+$/);
    expect(lines.slice(1, 3)).toEqual(['  0 bash', '  1 bash']);
    const changes = lines.filter((line) => /^ +2[012] bash/.test(line)).map((line) => line.search(/\d/));
    expect(changes).toEqual(changes.map((_, index) => (changes[0] ?? 0) + 2 * index));
    expect(lines.filter((line) => line.startsWith('Stage')).length).toBeGreaterThan(1);
    expect([...tree.steps].filter((step, row) => tree.depths[row] !== 0 && step !== -1)).toHaveLength(43);
  });

  it('is empty for a run without steps', () => {
    expect(flattenStageTree([]).rows).toEqual([]);
  });
});
