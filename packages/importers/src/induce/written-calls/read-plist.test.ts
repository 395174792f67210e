import { expect, it } from 'vitest';
import { readPlist } from './read-plist.ts';

it('reads names and values as Lisp writes them, and where they end', () => {
  const written =
    '(:name "find" :args (:q "a \\"b\\"\nc" :pages [1 -2.5 "x" 1755585733173000001] :exact t :sort :json-false :pair ("a" 1) :none nil))';
  expect(readPlist(`${written}\n\n3 files`)).toEqual({
    value: {
      name: 'find',
      args: {
        q: 'a "b"\nc',
        pages: [1, -2.5, 'x', '1755585733173000001'],
        exact: true,
        sort: false,
        pair: ['a', 1],
        none: null,
      },
    },
    end: written.length,
  });
});

it('takes nothing else for it, however deep it is', () => {
  expect(readPlist('(a note in brackets)')).toBeUndefined();
  expect(readPlist('(:name "find" :args (:q "never closed')).toBeUndefined();
  expect(readPlist(`(:a ${'('.repeat(100_000)}`)).toBeUndefined();
});
