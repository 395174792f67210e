import { expect, test } from 'vitest';
import { keyOf, patternsOf, tokenizeLine } from './line-template.ts';
import { compilePattern } from '../adapter/patterns.ts';
import { matchInTurn } from './match-in-turn.ts';

test('lines that differ in times, levels, numbers and ids are alike', () => {
  const a = '2025-01-02 10:00:01.5 INFO  run 12 of call_81fa2b3c took 5ms';
  const b = '2025-01-03 11:00:01 WARNING run 7 of call_99fa2b3d took 1.25s';
  expect(keyOf(tokenizeLine(a))).toBe(keyOf(tokenizeLine(b)));
  expect(keyOf(tokenizeLine(a))).not.toBe(keyOf(tokenizeLine(a.replace('run', 'ran'))));
  const inTurn = patternsOf(tokenizeLine(a)).map(compilePattern);
  expect(matchInTurn(b, inTurn)?.groups).toEqual({ time: '2025-01-03 11:00:01' });
  expect(matchInTurn(b.replace('took', 'ate'), inTurn)).toBeUndefined();
});

test('a day that begins with 0 is a time', () => {
  expect(tokenizeLine('[09-Nov-25 10:14] x').map(({ kind }) => kind)).toEqual([
    'sign',
    'dated',
    'sign',
    'space',
    'word',
  ]);
});

test.each([
  '12:01:02 INFO  store.db: 5 ms, 3 rows',
  '[2025-01-02T03:04:05Z] [id-12345678ab] done',
  'took 99.123456789s, 0.000000001 ms',
  '1234567890123456 (.*) + [a] $ {',
  '🔧 10:00 AM: hi',
])('the pattern of a line matches all of it: %s', (line) => {
  expect(matchInTurn(line, patternsOf(tokenizeLine(line)).map(compilePattern))?.end).toBe(line.length);
});
