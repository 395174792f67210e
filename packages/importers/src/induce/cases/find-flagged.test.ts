import { expect, it } from 'vitest';
import type { RecordCase } from '../adapter/adapter.ts';
import { findFlagged } from './find-flagged.ts';

const said: RecordCase = {
  when: [{ path: 'who', in: ['user'] }],
  as: 'turn',
  role: 'user',
  fields: { text: ['words'] },
};

it('tells apart what a program wrote in the name of the user', () => {
  const group = (...flags: readonly (boolean | undefined)[]): Parameters<typeof findFlagged>[1][number] => ({
    when: said.when,
    records: flags.map((isSynthetic) => ({
      who: 'user',
      words: 'Go on.',
      isLast: true,
      ...(isSynthetic === undefined ? {} : { isSynthetic }),
    })),
    meaning: undefined,
    label: 'user',
  });
  expect(findFlagged([said], [group(true, false, undefined)])).toEqual([
    { ...said, role: 'environment', when: [...said.when, { path: 'isSynthetic', in: [true] }] },
  ]);
  // Who is never flagged, or always, is whoever the record says.
  expect(findFlagged([said], [group(false, undefined)])).toEqual([]);
  expect(findFlagged([said], [group(true, true)])).toEqual([]);
  expect(findFlagged([{ ...said, role: 'agent' }], [group(true, false)])).toEqual([]);
});
