/** The files of the shapes that are kept apart hold what is expected of them; more of the later ones in induce-shapes-blind-2.test.ts. */
import { describe, expect, it } from 'vitest';
import { BLIND_2_SHAPES } from '../bench/induce-shapes/blind-2/blind-2-shapes.ts';
import { BLIND_3_SHAPES } from '../bench/induce-shapes/blind-3/blind-3-shapes.ts';
import { BLIND_4_JSON } from '../bench/induce-shapes/blind-4/blind-4-json-shapes.ts';
import { BLIND_4_TEXT } from '../bench/induce-shapes/blind-4/blind-4-text-shapes.ts';
import { BLIND_5_JSON } from '../bench/induce-shapes/blind-5/blind-5-json-shapes.ts';
import { BLIND_5_TEXT } from '../bench/induce-shapes/blind-5/blind-5-text-shapes.ts';
import { BLIND_6_JSON } from '../bench/induce-shapes/blind-6/blind-6-json-shapes.ts';
import { BLIND_6_TEXT } from '../bench/induce-shapes/blind-6/blind-6-text-shapes.ts';
import { BLIND_SHAPES } from '../bench/induce-shapes/blind/blind-shapes.ts';
import type { ShapeFile } from '../bench/induce-shapes/shape.ts';

const SHAPES = Object.entries(BLIND_SHAPES);
const BLIND_4_SHAPES = { ...BLIND_4_JSON, ...BLIND_4_TEXT };
const BLIND_5_SHAPES = { ...BLIND_5_JSON, ...BLIND_5_TEXT };
const BLIND_6_SHAPES = { ...BLIND_6_JSON, ...BLIND_6_TEXT };
const LATER_SHAPES = {
  ...BLIND_2_SHAPES,
  ...BLIND_3_SHAPES,
  ...BLIND_4_SHAPES,
  ...BLIND_5_SHAPES,
  ...BLIND_6_SHAPES,
};

it.each([
  ['first', BLIND_SHAPES, 16, 8],
  ['second', BLIND_2_SHAPES, 13, 7],
  ['third', BLIND_3_SHAPES, 16, 8],
  ['fourth', BLIND_4_SHAPES, 12, 10],
  ['fifth', BLIND_5_SHAPES, 12, 10],
  ['sixth', BLIND_6_SHAPES, 24, 18],
])('the %s ones are of values and of text', (_set, shapes, values, texts) => {
  const forms = Object.values(shapes).map(({ form }) => form);
  expect(forms.filter((form) => form === 'json')).toHaveLength(values);
  expect(forms).toHaveLength(values + texts);
});

it.each([...SHAPES, ...Object.entries(LATER_SHAPES)])(
  '%s has files of its own, always the same',
  (_name, shape) => {
    const files = shape.files();
    expect(files.length).toBeGreaterThan(1);
    expect(new Set(files.map(({ path }) => path)).size).toBe(files.length);
    expect(new Set(files.map(({ text }) => text)).size).toBe(files.length);
    expect(shape.files()).toEqual(files);
  },
);

describe.each(SHAPES)('%s', (_name, shape) => {
  const files = shape.files();

  it('writes every call that is expected', () => {
    for (const file of files) expect(missingCalls(file)).toEqual([]);
  });

  it('begins each run with the user', () => {
    for (const run of files.flatMap(({ runs }) => runs)) expect(run[0]?.role).toBe('user');
  });

  it.runIf(shape.form === 'json')('can be parsed', () => {
    for (const { text } of files.filter(({ path }) => !path.endsWith('.yaml')))
      expect(toValues(text)).not.toEqual([]);
  });
});

/** Tools that stand in the text less often than they are called. */
function missingCalls({ text, runs }: ShapeFile): string[] {
  const tools = runs.flat().flatMap(({ tool }) => tool ?? []);
  return [...new Set(tools)].filter(
    (tool) => text.split(tool).length - 1 < tools.filter((other) => other === tool).length,
  );
}

/** One value, one a line, or one after the other, each from a brace in the first column on. */
function toValues(text: string): unknown[] {
  const isWhole = /^\[/.test(text) || text.trimEnd().split(/^\}$/m).length < 3;
  const isLines = text.startsWith('{"') && text.trimEnd().includes('\n{"');
  const pieces = isLines
    ? text.trimEnd().split('\n')
    : isWhole
      ? [text]
      : text.trimEnd().split(/(?<=^\})\n/m);
  return pieces.map((piece): unknown => JSON.parse(piece));
}
