import { expect, it } from 'vitest';
import { findEdit, joinEdit } from './edit-lines.ts';

const tell = ({ text, parts }: Pick<NonNullable<ReturnType<typeof findEdit>>, 'text' | 'parts'>): string =>
  parts
    .map(({ start, end, className }) => `${className.includes('added') ? '+' : '-'}${text.slice(start, end)}`)
    .join('');

it('shows what goes and what comes, common lines once', () => {
  const edit = joinEdit('a\nold\nz', 'a\nnew\nmore\nz');
  expect(edit.text).toBe('a\nold\nnew\nmore\nz');
  expect(tell(edit)).toBe('-old\n+new\n+more\n');
});

it('takes an edit that only adds, only removes, and changes a last line without a line break', () => {
  expect(tell(joinEdit('', 'new\n'))).toBe('+new\n');
  expect(tell(joinEdit('gone', ''))).toBe('-gone\n');
  expect(tell(joinEdit('x = 1', 'x = 2'))).toBe('-x = 1\n+x = 2\n');
  expect(joinEdit('same\n', 'same\n')).toEqual({ text: 'same\n', parts: [] });
});

it('knows the arguments of edits, and takes nothing else for one', () => {
  expect(findEdit({ path: 'a', old_str: 'x', new_str: 'y' })?.names).toEqual(['old_str', 'new_str']);
  expect(findEdit({ file_path: 'a', old_string: 'x\u001b[31m', new_string: 'y' })?.text).toBe('x\ny\n');
  for (const value of [null, 'text', { old_str: 'x' }, { old_str: 1, new_str: 'y' }, ['old_str', 'new_str']])
    expect(findEdit(value)).toBeUndefined();
});
