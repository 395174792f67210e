import { expect, it } from 'vitest';
import { createZstdFrames } from './zstd-frames.ts';

const MAGIC = [0x28, 0xb5, 0x2f, 0xfd];

/** Kind 0 holds its bytes, 1 one byte that stands for `size`, 2 what is compressed. */
function block(kind: 0 | 1 | 2, size: number, isLast: boolean): number[] {
  const header = size * 8 + kind * 2 + (isLast ? 1 : 0);
  const content = new Array<number>(kind === 1 ? 1 : size).fill(0xfd);
  return [header & 255, (header >> 8) & 255, header >> 16, ...content];
}

const FRAMES: readonly (readonly [string, readonly number[]])[] = [
  ['one block, a window', [...MAGIC, 0x00, 0x58, ...block(0, 5, true)]],
  ['a size of one byte', [...MAGIC, 0x20, 0x05, ...block(0, 5, true)]],
  [
    'a dictionary, a size of eight bytes, a checksum',
    [
      ...MAGIC,
      0xe7,
      ...[1, 2, 3, 4],
      ...[5, 0, 0, 0, 0, 0, 0, 0],
      ...block(2, 300, false),
      ...block(1, 90_000, false),
      ...block(0, 0, true),
      ...[9, 9, 9, 9],
    ],
  ],
  ['bytes to skip', [0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]],
  ['nothing to skip', [0x50, 0x2a, 0x4d, 0x18, 0, 0, 0, 0]],
];

it.each(FRAMES)('%s: is whole at its end alone, in pieces of any size', (_, frame) => {
  const bytes = Uint8Array.from([...frame, ...frame]);
  const wholeAt = [frame.length, bytes.length];
  const single = createZstdFrames();
  expect(single.isWhole).toBe(true);
  for (const [index, byte] of bytes.entries()) {
    single.add(Uint8Array.of(byte));
    expect([index, single.isWhole]).toEqual([index, wholeAt.includes(index + 1)]);
  }
  for (let cut = 0; cut <= bytes.length; cut += 1) {
    const frames = createZstdFrames();
    frames.add(bytes.subarray(0, cut));
    expect([cut, frames.isWhole]).toEqual([cut, cut === 0 || wholeAt.includes(cut)]);
    frames.add(bytes.subarray(cut));
    expect(frames.isWhole).toBe(true);
  }
});
