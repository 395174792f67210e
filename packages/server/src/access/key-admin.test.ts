import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createKeyAdmin } from './key-admin.ts';
import { readKeyFile } from './key-file.ts';
import { findKey } from './key.ts';

const NOW = Date.UTC(2026, 0, 2, 10, 30);
const REQUEST = { name: 'ci', project: 'shop', scopes: ['read'] } as const;
let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tracewright-key-admin-'));
  path = join(folder, 'keys.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('makes a key that counts, tells it once, and ends it', async () => {
  const admin = createKeyAdmin(path, () => NOW);
  const { key, ...told } = await admin.create({ ...REQUEST, days: 2 }, '*');
  expect(told).toEqual({
    id: told.id,
    name: 'ci',
    project: 'shop',
    scopes: ['read'],
    created: '2026-01-02T10:30:00.000Z',
    expires: '2026-01-04T10:30:00.000Z',
    lastUsed: null,
  });
  expect(await readFile(path, 'utf8')).not.toContain(key);
  expect(findKey(readKeyFile(path), key, NOW)?.id).toBe(told.id);
  expect(await admin.list('*')).toEqual([told]);
  expect(JSON.stringify(await admin.list('*'))).not.toContain('hash');
  expect(await admin.revoke(told.id, 'shop')).toEqual(told);
  expect(await admin.list('*')).toEqual([]);
});

it('keeps to the project that whoever asks may see', async () => {
  const admin = createKeyAdmin(path, () => NOW);
  const { id } = await admin.create({ ...REQUEST, project: '*' }, '*');
  expect(await admin.list('shop')).toEqual([]);
  await expect(admin.create({ ...REQUEST, project: '*' }, 'shop')).rejects.toMatchObject({
    code: 'forbidden',
  });
  await expect(admin.create({ ...REQUEST, project: 'bank' }, 'shop')).rejects.toMatchObject({
    code: 'forbidden',
  });
  await expect(admin.revoke(id, 'shop')).rejects.toMatchObject({ code: 'request-invalid' });
  expect(await admin.list('*')).toHaveLength(1);
});

it('refuses names that are none, and a store in memory', async () => {
  const admin = createKeyAdmin(path, () => NOW);
  await expect(admin.create({ ...REQUEST, project: '../x' }, '*')).rejects.toMatchObject({
    code: 'request-invalid',
  });
  const memory = createKeyAdmin(undefined);
  expect(await memory.list('*')).toEqual([]);
  await expect(memory.create(REQUEST, '*')).rejects.toMatchObject({ code: 'request-invalid' });
});
