import { expect, it } from 'vitest';
import { withoutReprinted } from './without-reprinted.ts';

const log = (...heads: readonly string[]) => ({
  records: heads.map((head) => ({ label: 'note', head, body: '' })),
  places: heads.map((_, index) => ({ line: index + 1, endLine: index + 1 })),
});
const SAID = 'abcdefghi'.split('');

it('tells what a log prints again once, whatever follows it', () => {
  const again = log('begin', ...SAID, 'failed', ...SAID, 'sum');
  const last = again.records.map((record, index) => (index === 9 ? { ...record, body: 'and more' } : record));
  const { records, places } = withoutReprinted({ ...again, records: last });
  expect(records.map(({ head }) => head)).toEqual(['begin', ...SAID, 'failed', 'sum']);
  expect(places.at(-1)?.line).toBe(21);
});

it('leaves loops and what is said again', () => {
  const loops = log('ask', ...'ababababababababababab'.split(''), 'ask', 'a', 'b', 'answer');
  expect(withoutReprinted(loops)).toEqual(loops);
  const short = log(...SAID.slice(0, 6), 'x', ...SAID.slice(0, 6));
  expect(withoutReprinted(short).records).toHaveLength(13);
});

it('compares what stands below where nothing stands behind the header', () => {
  const records = [...SAID, ...SAID].map((body, index) => ({ head: '', body: `${body}${index}` }));
  const places = records.map((_, index) => ({ line: index, endLine: index }));
  expect(withoutReprinted({ records, places }).records).toHaveLength(18);
});

it('leaves the same steps taken again with something else below', () => {
  const steps = [1, 2].flatMap((round) =>
    SAID.map((head) => ({ label: 'tool', head, body: `{"n": ${round}}` })),
  );
  const places = steps.map((_, index) => ({ line: index, endLine: index }));
  expect(withoutReprinted({ records: steps, places }).records).toHaveLength(18);
});
