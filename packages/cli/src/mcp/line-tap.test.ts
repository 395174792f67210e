import { expect, it } from 'vitest';
import { createEventTap } from './line-tap.ts';

function readEvents(chunks: readonly Uint8Array[]): unknown[] {
  const messages: unknown[] = [];
  const tap = createEventTap((message) => messages.push(message));
  for (const chunk of chunks) tap.push(chunk);
  tap.end();
  return messages;
}

/** In pieces of so many bytes. */
function cut(text: string, size: number): Uint8Array[] {
  const bytes = Buffer.from(text);
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  );
}

it.each(['\n', '\r\n', '\r'])('reads events whose lines end with %j, wherever they are cut', (end) => {
  const text = ['event: message', 'data: {"a":', 'data:"é😀"}', '', ': a word', '', 'data: 2', '', ''].join(
    end,
  );
  for (const size of [1, 2, 3, 7, 1_000]) expect(readEvents(cut(text, size))).toEqual([{ a: 'é😀' }, 2]);
});

it('passes over an event that is too long, and reads the next', () => {
  const long = 'x'.repeat(9 * 1024 * 1024);
  const events = [`data: "${long}`, `data: ${long}"`, '', `data: "${long}${long}"`, '', 'data: 1', '', ''];
  expect(readEvents(cut(events.join('\n'), 64 * 1024))).toEqual([1]);
});

it('reads a long line in the time of its length', () => {
  const timeOf = (length: number): number => {
    const chunks = cut(`data: "${'x'.repeat(length)}"\n\n`, 16 * 1024);
    const start = performance.now();
    expect(readEvents(chunks)).toHaveLength(1);
    return performance.now() - start;
  };
  timeOf(1_000_000);
  const short = Math.min(timeOf(1_000_000), timeOf(1_000_000), timeOf(1_000_000));
  expect(timeOf(15_000_000)).toBeLessThan(Math.max(short, 2) * 15 * 5);
});
