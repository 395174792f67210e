/**
 * A list of byte sections, each deflated for itself, and an index: what is derived from a run, to be read in small parts. In memory, or
 * as a file: the sections, the index as deflated JSON, its length and a mark. A file that is damaged or of another kind is no pack.
 */
import { chmod, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { deflateRaw, deflateRawSync, inflateRaw, inflateRawSync } from 'node:zlib';

const MARK = 'TRWPACK1';
const TAIL = 4 + MARK.length;
/** Larger sections are inflated on another thread. */
const LARGE = 256 * 1024;
/** Little is gained by more: packs are made while somebody may wait. */
const LEVEL = { level: 1 } as const;

const deflate = promisify(deflateRaw) as (bytes: Uint8Array, options: { level: number }) => Promise<Buffer>;
const inflate = promisify(inflateRaw) as (bytes: Uint8Array) => Promise<Buffer>;

export interface Pack<Index> {
  readonly index: Index;
  /** That it takes in memory. */
  readonly sizeBytes: number;
  /** @throws Error when the file is gone or damaged */
  read(section: number): Promise<Buffer>;
}

export class PackWriter {
  readonly #sections: Buffer[] = [];

  /** @returns the section's number */
  async add(bytes: Uint8Array): Promise<number> {
    this.#sections.push(await deflate(bytes, LEVEL));
    return this.#sections.length - 1;
  }

  get sizeBytes(): number {
    return this.#sections.reduce((sum, { length }) => sum + length, 0);
  }

  toMemory<Index>(index: Index): Pack<Index> {
    const sections = this.#sections;
    return {
      index,
      sizeBytes: this.sizeBytes,
      read: (section) => inflateSection(sections[section]),
    };
  }

  /** Whole or not at all: a reader never sees half a file. It holds text of runs, so it is readable for its owner only. */
  async toFile<Index>(path: string, index: Index): Promise<void> {
    const ends: number[] = [];
    for (const { length } of this.#sections) ends.push((ends.at(-1) ?? 0) + length);
    const tail = deflateRawSync(JSON.stringify({ index, ends }), LEVEL);
    const size = Buffer.alloc(4);
    size.writeUInt32LE(tail.length);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const unfinished = `${path}.${process.pid}.new`;
    try {
      const file = await open(unfinished, 'w', 0o600);
      try {
        for (const section of [...this.#sections, tail, size, Buffer.from(MARK)])
          await file.writeFile(section);
      } finally {
        await file.close();
      }
      await chmod(unfinished, 0o600);
      await rename(unfinished, path);
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    }
  }
}

/** @returns undefined when there is no such file, or it is no pack */
export async function openPack<Index>(path: string): Promise<Pack<Index> | undefined> {
  const found = await readTail<Index>(path).catch(() => undefined);
  if (found === undefined) return undefined;
  const { index, ends } = found;
  return {
    index,
    sizeBytes: ends.length * 8,
    async read(section) {
      const start = ends[section - 1] ?? 0;
      const end = ends[section];
      if (end === undefined) throw new Error(`the pack has no section ${section}`);
      return inflateSection(await readRange(path, start, end - start));
    },
  };
}

async function readTail<Index>(
  path: string,
): Promise<{ readonly index: Index; readonly ends: readonly number[] }> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const tail = Buffer.alloc(TAIL);
    await file.read(tail, 0, TAIL, Math.max(size - TAIL, 0));
    if (tail.toString('latin1', 4) !== MARK) throw new Error('no pack');
    const length = tail.readUInt32LE(0);
    const bytes = Buffer.alloc(Math.min(length, size));
    await file.read(bytes, 0, bytes.length, size - TAIL - length);
    // The cast: the mark names the layout that toFile writes.
    return JSON.parse(inflateRawSync(bytes).toString()) as { index: Index; ends: number[] };
  } finally {
    await file.close();
  }
}

async function readRange(path: string, start: number, length: number): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const bytes = Buffer.alloc(length);
    const { bytesRead } = await file.read(bytes, 0, length, start);
    if (bytesRead < length) throw new Error(`${path} ends too early`);
    return bytes;
  } finally {
    await file.close();
  }
}

async function inflateSection(bytes: Buffer | undefined): Promise<Buffer> {
  if (bytes === undefined) throw new Error('the pack has no such section');
  return bytes.length > LARGE ? inflate(bytes) : inflateRawSync(bytes);
}
