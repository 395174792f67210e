import { mkdtemp, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { changeKeyFile, readKeyFile, readLastUsed } from './key-file.ts';
import { openKeyRing } from './key-ring.ts';
import { createKey, findKey, type KeyRecord } from './key.ts';

const NOW = Date.UTC(2026, 0, 2, 10, 30);
let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tracewright-keys-'));
  path = join(folder, 'keys.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const make = (name: string): { key: string; record: KeyRecord } =>
  createKey({ name, project: 'shop', scopes: ['read', 'ingest'] }, NOW);
const add = (record: KeyRecord): Promise<void> => changeKeyFile(path, (keys) => [...keys, record]);

it('keeps hashes only, for the owner only, and finds the key again', async () => {
  const { key, record } = make('ci');
  await add(record);
  const text = await readFile(path, 'utf8');
  expect(text).not.toContain(key.slice(3));
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(readKeyFile(path)).toEqual([record]);
  expect(findKey(readKeyFile(path), key, NOW)).toEqual(record);
  expect(findKey(readKeyFile(path), `${key}x`, NOW)).toBeUndefined();
  expect(key).toMatch(/^tw_[A-Za-z0-9_-]{43}$/);
  expect(record.scopes).toEqual(['ingest', 'read']);
});

it('loses no key when many are made at once', async () => {
  const made = Array.from({ length: 12 }, (_, index) => make(`k${index}`).record);
  await Promise.all(made.map(add));
  expect(new Set(readKeyFile(path).map(({ name }) => name)).size).toBe(12);
});

it('goes on after a process that died while it changed the file', async () => {
  await writeFile(`${path}.next`, 'half');
  const long = new Date(Date.now() - 60_000);
  await utimes(`${path}.next`, long, long);
  await add(make('ci').record);
  expect(readKeyFile(path)).toHaveLength(1);
});

it.each(['not json', '{"version":2,"keys":[]}', '{"version":1,"keys":[{"id":"a","hash":"short"}]}'])(
  'lets nobody in with a damaged file: %s',
  async (text) => {
    await writeFile(path, text);
    const ring = openKeyRing({ path });
    expect(() => ring.keys()).toThrow(expect.objectContaining({ code: 'store-failed' }));
    expect(() => ring.keys()).toThrow(expect.objectContaining({ code: 'store-failed' }));
    await expect(add(make('ci').record)).rejects.toMatchObject({ code: 'store-failed' });
    expect(await readFile(path, 'utf8')).toBe(text);
  },
);

it('sees new and revoked keys within a second, without a restart', async () => {
  let nowMs = NOW;
  const ring = openKeyRing({ path, now: () => nowMs });
  expect(ring.keys()).toEqual([]);
  const { record } = make('ci');
  await add(record);
  nowMs += 1000;
  expect(ring.keys()).toEqual([record]);
  await changeKeyFile(path, (keys) => keys.filter(({ id }) => id !== record.id));
  nowMs += 1000;
  expect(ring.keys()).toEqual([]);
});

it('notes the hour a key was last used in, in a file of its own', async () => {
  const ring = openKeyRing({ path, now: () => NOW });
  ring.touch('a1');
  ring.touch('a1');
  await ring.close();
  expect([...(await readLastUsed(path))]).toEqual([['a1', '2026-01-02T10:00:00.000Z']]);
  const later = openKeyRing({ path, now: () => NOW + 7_200_000 });
  later.touch('b2');
  await later.close();
  expect(new Map(await readLastUsed(path)).get('a1')).toBe('2026-01-02T10:00:00.000Z');
  await expect(stat(path)).rejects.toThrow('ENOENT');
});
