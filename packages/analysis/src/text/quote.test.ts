import { readSpanText } from '@tracewright/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { answer, call, makeSpan, say } from '../testing/spans.ts';
import { checkEvidence, quote } from './quote.ts';

const span = makeSpan('s', 'model', {
  statusMessage: 'late',
  input: [say('user', 'a', 'b'), say('tool', answer({ x: 1 }))],
  output: [say('assistant', { type: 'reasoning', content: 'why' }, 'because', call('f', { y: 'z' }))],
  tool: { name: 'f', arguments: 'text', result: [1, 2] },
});

it.each([
  ['input/0', 'a\nb'],
  ['input/1', ''],
  ['input/1/parts/0', '{"x":1}'],
  ['output/0', 'because'],
  ['reasoning/0', 'why'],
  ['output/0/parts/2', '{"y":"z"}'],
  ['tool/arguments', 'text'],
  ['tool/result', '[1,2]'],
  ['statusMessage', 'late'],
  ['output/1', undefined],
  ['output/0/parts/9', undefined],
  ['reasoning/0/parts/0', undefined],
  ['', undefined],
  ['__proto__', undefined],
])('reads %s', (path, text) => {
  expect(readSpanText(span, path)).toBe(text);
});

it('quotes exactly, whatever the bounds, and never splits a character', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer(), fc.integer(), (text, start, end) => {
      const said = makeSpan('s', 'turn', { output: [say('user', text)] });
      const evidence = quote(said, 'output/0', start, end);
      expect(evidence !== undefined && checkEvidence(said, evidence)).toBe(true);
      expect(encodeURIComponent(evidence?.quote ?? '')).toBeTypeOf('string');
    }),
  );
});

it('refuses evidence that is not the slice it claims', () => {
  const evidence = { spanId: span.spanId, path: 'output/0', start: 0, end: 2, quote: 'be' };
  expect(checkEvidence(span, evidence)).toBe(true);
  for (const wrong of [
    { quote: 'xx' },
    { end: 3 },
    { start: -1 },
    { end: 99 },
    { path: 'output/7' },
    { start: 0.5 },
    { spanId: makeSpan('t', 'other').spanId },
  ]) {
    expect(checkEvidence(span, { ...evidence, ...wrong })).toBe(false);
  }
});
