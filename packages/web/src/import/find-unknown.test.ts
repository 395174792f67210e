import type { Problem } from '@tracewright/core';
import { expect, it } from 'vitest';
import { findUnknown } from './find-unknown.ts';

it('finds the files that no format knows, and the archives that hold such', () => {
  const files = ['a.log', 'logs.zip', 'other.zip', 'what!.log', 'a', 'b.log', 'b.log'].map((path) => ({
    path,
  }));
  const problem = (path: string, code: Problem['code']): Problem => ({
    path,
    code,
    where: '',
    message: '',
    fix: '',
  });
  const problems = [
    problem('a.log', 'format-unknown'),
    problem('logs.zip!b/c.log', 'format-unknown'),
    problem('other.zip!d.json', 'record-invalid'),
    problem('what_.log', 'format-unknown'),
    problem('b.log~2', 'format-unknown'),
  ];
  expect(findUnknown(files, { problems }).map((file) => files.indexOf(file))).toEqual([0, 1, 3, 6]);
});
