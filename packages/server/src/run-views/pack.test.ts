import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PackWriter } from './pack.ts';

const folder = mkdtempSync(join(tmpdir(), 'tracewright-pack-'));
const mount = (): number | null =>
  spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]).status;
const unmount = (): void => void spawnSync('umount', [folder]);
const canMount = mount() === 0;
if (canMount) unmount();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(!canMount)('on a disk without room for it', () => {
  beforeAll(() => void mount());
  afterAll(unmount);

  it('a file is not left half written', async () => {
    const writer = new PackWriter();
    for (let section = 0; section < 4; section += 1) await writer.add(randomBytes(512 * 1024));
    await expect(writer.toFile(join(folder, 'run.pack'), {})).rejects.toMatchObject({ code: 'ENOSPC' });
    expect(await readdir(folder)).toEqual([]);
  });
});
