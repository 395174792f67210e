import { expect, it } from 'vitest';
import { unwrapTags } from './unwrap-tags.ts';

it('reads what stands in the one tag beside those that say how it went', () => {
  expect(unwrapTags('<returncode>0</returncode>\n<output>\na.txt\nb.txt\n</output>')).toBe('a.txt\nb.txt');
  expect(unwrapTags('<output></output> <exit_code>1</exit_code>')).toBe('');
});

it('leaves what holds more than that as it is', () => {
  expect(unwrapTags('<output>a.txt</output>')).toBeUndefined();
  expect(unwrapTags('<rc>0</rc><stdout>a</stdout><stderr>b</stderr>')).toBeUndefined();
  expect(unwrapTags('<rc>0</rc><output>a</output> and more')).toBeUndefined();
  expect(unwrapTags('<rc>0</rc><h1>a</h1>')).toBeUndefined();
  expect(unwrapTags('<rc>0</rc><output>a')).toBeUndefined();
});
