import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '@tracewright/store';
import { expect, it } from 'vitest';
import { findAdapterFolder } from './adapter-folder.ts';

it('is of one project alone', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tracewright-adapters-'));
  try {
    await using own = await openStoreAt(join(folder, 'traces.duckdb'));
    await using shop = await openStoreAt(join(folder, 'projects', 'shop.duckdb'));
    expect(await findAdapterFolder(own.store)).toBe(join(folder, 'adapters'));
    expect(await findAdapterFolder(shop.store)).toBe(join(folder, 'projects', 'shop.adapters'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

async function openStoreAt(
  path: string,
): Promise<AsyncDisposable & { readonly store: Awaited<ReturnType<typeof openStore>> }> {
  const store = await openStore({ path });
  return { store, [Symbol.asyncDispose]: () => store.close() };
}
