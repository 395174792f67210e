/** What the engine is told about memory: a name that it does not know would go unnoticed. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'tracewright-memory-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a process that opens a store writes to its standard error. */
async function openElsewhere(name: string, env: NodeJS.ProcessEnv): Promise<string> {
  const store = join(import.meta.dirname, '..', 'index.ts');
  const script = `
    const { openStore } = await import(${JSON.stringify(store)});
    await (await openStore({ path: ${JSON.stringify(join(folder, name))} })).close();`;
  const options = [
    '--conditions=@tracewright/source',
    '--import',
    'tsx',
    '--input-type=module',
    '-e',
    script,
  ];
  return (await promisify(execFile)(process.execPath, options, { env: { ...process.env, ...env } })).stderr;
}

// The allocator is a part of the engine on Linux only.
it.runIf(process.platform === 'linux')(
  "sets what the engine's allocator reads, unless the environment does",
  async () => {
    const ours = await openElsewhere('ours.duckdb', { DUCKDB_JE_MALLOC_CONF: undefined });
    expect(ours).not.toContain('jemalloc');
    const theirs = await openElsewhere('theirs.duckdb', { DUCKDB_JE_MALLOC_CONF: 'no_such_setting:1' });
    expect(theirs).toContain('no_such_setting:1');
  },
);
