import { expect, it } from 'vitest';
import { plainLines } from './plain-lines.ts';

it('takes returns from the ends of lines', () => {
  expect(plainLines('a\r\n  b \r\n\r\nc\rd\r')).toBe('a\n  b \n\nc\rd');
});

it('takes blanks from lines that are filled up with them, and leaves a few', () => {
  expect(plainLines('User:      \nIs it dry? \n\n  no      \n')).toBe('User:\nIs it dry?\n\n  no\n');
  expect(plainLines('a  \nb\nc\n')).toBe('a  \nb\nc\n');
});
