import fc from 'fast-check';
import { expect, it } from 'vitest';
import { boundText, toJsonText } from './json-text.ts';

const WIDE = { maxText: 1_000_000, maxTotal: 10_000_000 };

it('is JSON.stringify for what JSON can say', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(toJsonText(value, WIDE)).toEqual({ text: JSON.stringify(value), isTruncated: false });
    }),
    { seed: 1, numRuns: 500 },
  );
});

it('stays valid JSON under any limit, and marks what it cut', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.nat(60), fc.nat(200), (value, maxText, maxTotal) => {
      const { text, isTruncated } = toJsonText(value, { maxText, maxTotal });
      JSON.parse(text);
      return isTruncated || text === JSON.stringify(value);
    }),
    { seed: 2, numRuns: 1000 },
  );
});

it('never throws, whatever it is given', () => {
  fc.assert(
    fc.property(
      fc.anything({
        withBigInt: true,
        withDate: true,
        withMap: true,
        withSet: true,
        withTypedArray: true,
        withNullPrototype: true,
        withObjectString: true,
        withSparseArray: true,
      }),
      (value) => {
        JSON.parse(toJsonText(value, { maxText: 100, maxTotal: 1000 }).text);
      },
    ),
    { seed: 3, numRuns: 1000 },
  );
});

it('holds its size: a long list costs the limit, not its length', () => {
  const long = Array.from({ length: 1_000_000 }, (_item, index) => ({ index, text: 'x'.repeat(50) }));
  const start = performance.now();
  const { text, isTruncated } = toJsonText(long, { maxText: 100, maxTotal: 10_000 });
  expect(performance.now() - start).toBeLessThan(500);
  expect(text.length).toBeLessThan(11_000);
  expect(isTruncated).toBe(true);
  expect(text).toMatch(/"\[\d+ items cut\]"\]$/);
});

it('masks every text, and keeps back what the mask fails on', () => {
  const mask = (text: string): string => text.replaceAll('secret', '***');
  expect(toJsonText({ a: 'secret', b: ['a secret'] }, { ...WIDE, mask }).text).toBe(
    '{"a":"***","b":["a ***"]}',
  );
  const broken = (): string => {
    throw new Error('no');
  };
  expect(toJsonText({ a: 'secret' }, { ...WIDE, mask: broken }).text).not.toContain('secret');
  expect(boundText('abcdef', { maxText: 3, maxTotal: 100 })).toEqual({
    text: 'abc…[3 characters cut]',
    isTruncated: true,
  });
});

it('cuts what nests too deep and what holds itself', () => {
  const loop: unknown[] = [];
  loop.push(loop, 1);
  expect(toJsonText(loop, WIDE).text).toBe('["[circular]",1]');
  let deep: unknown = 1;
  for (let depth = 0; depth < 10_000; depth += 1) deep = [deep];
  expect(toJsonText(deep, WIDE)).toMatchObject({ isTruncated: true });
  expect(toJsonText({ toJSON: () => ({ b: 2n }) }, WIDE).text).toBe('{"b":"2"}');
});

it('cuts no character of two units in half', () => {
  const text = `${'x'.repeat(3)}\u{1F600}y`;
  for (let maxText = 0; maxText <= text.length; maxText += 1) {
    const cut = boundText(text, { maxText, maxTotal: 100 }).text;
    expect(cut).not.toMatch(/\p{Surrogate}/u);
    const kept = maxText === 4 ? 3 : maxText;
    expect(cut).toBe(
      kept === text.length ? text : `${text.slice(0, kept)}…[${text.length - kept} characters cut]`,
    );
  }
});
