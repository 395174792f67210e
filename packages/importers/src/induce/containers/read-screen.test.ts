import { expect, it } from 'vitest';
import { readScreen } from './read-screen.ts';

const ESCAPE = String.fromCodePoint(0x1b);

it('shows what is left in a line that is erased or overprinted', () => {
  const spinner = `◒ Thinking...\r${ESCAPE}[2K${ESCAPE}[?25h`;
  expect(readScreen(`a\n${spinner}\r\nb\r\n${spinner}Dry.\r\n`)).toBe('a\n\nb\nDry.\n');
  expect(readScreen(`1 %\r${ESCAPE}[K50 %\r${ESCAPE}[K\r\n`)).toBe('\n');
  expect(readScreen(`1 %\r50 %\r\n`)).toBe('50 %\n');
});
