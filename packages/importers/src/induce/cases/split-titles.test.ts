import { expect, it } from 'vitest';
import type { RecordGroup } from './partition-records.ts';
import { splitTitles } from './split-titles.ts';

const heading = (label: string, body: string) => ({ label, head: '', body, text: body });
const ok = heading('Response', 'a b');
const title = heading('Response', '');
const error = heading('Error', 'no such file');
const group = (...records: readonly ReturnType<typeof heading>[]): RecordGroup => ({
  when: [{ path: 'label', in: [records[0]?.label ?? ''] }],
  records,
  meaning: { as: 'result', role: 'tool', confidence: 1 },
  label: records[0]?.label ?? '',
});

it('takes a result without a word over another one for its title', () => {
  const [titles, rest, other] = splitTitles([group(ok, title), group(error)], [ok, title, error]);
  expect(titles).toMatchObject({
    when: [
      { path: 'label', in: ['Response'] },
      { path: 'text', in: [''] },
    ],
    records: [title],
    meaning: { as: 'note' },
  });
  expect(rest?.records).toEqual([ok]);
  expect(other?.records).toEqual([error]);
});

it('leaves results that brought nothing', () => {
  const groups = [group(ok, title), group(error)];
  expect(splitTitles(groups, [title, ok, error])).toEqual(groups);
});
