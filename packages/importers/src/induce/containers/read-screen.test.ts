import { expect, it } from 'vitest';
import { readScreen } from './read-screen.ts';

const ESCAPE = String.fromCodePoint(0x1b);

it('shows what is left in a line that is erased or overprinted', () => {
  const spinner = `◒ Thinking...\r${ESCAPE}[2K${ESCAPE}[?25h`;
  expect(readScreen(`a\n${spinner}\r\nb\r\n${spinner}Dry.\r\n`)).toBe('a\n\nb\nDry.\n');
  expect(readScreen(`1 %\r${ESCAPE}[K50 %\r${ESCAPE}[K\r\n`)).toBe('\n');
  expect(readScreen(`1 %\r50 %\r\n`)).toBe('50 %\n');
});

it('takes no longer for a line that was begun often', () => {
  const start = performance.now();
  expect(readScreen(`${'\r'.repeat(200_000)}Dry.${'\r'.repeat(200_000)}`)).toBe('Dry.');
  expect(readScreen(`${'\r'.repeat(200_000)}\b`)).toBe('');
  expect(performance.now() - start).toBeLessThan(2_000);
});
