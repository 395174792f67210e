/** `import --induce`, as a user meets it: the adapter is kept, used again, given by hand, and improved by a model that is asked. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ImportReportJson } from '@tracewright/core';
import { startScriptedModel } from '@tracewright/llm/testing';
import { main } from '@tracewright/cli';
import { createService } from '@tracewright/server';
import { openStore } from '@tracewright/store';
import { afterEach, beforeEach, expect, it } from 'vitest';

const LOG = [
  { kind: 'utterance', speaker: 'human', text: 'How warm is it in Oslo?' },
  { kind: 'tool_call', ref: 'a1', tool: 'get_weather', args: { city: 'Oslo' } },
  { kind: 'tool_result', ref: 'a1', output: '4 degrees' },
  { kind: 'utterance', speaker: 'bot', text: 'It is 4 degrees.' },
  { kind: 'utterance', speaker: 'human', text: 'And in Rome?' },
  { kind: 'tool_call', ref: 'a2', tool: 'get_weather', args: { city: 'Rome' } },
  { kind: 'tool_result', ref: 'a2', output: '18 degrees' },
  { kind: 'utterance', speaker: 'bot', text: 'It is 18 degrees.' },
];

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tracewright-induce-'));
  await writeFile(join(folder, 'one.jsonl'), `${LOG.map((record) => JSON.stringify(record)).join('\n')}\n`);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function run(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<{ code: number; out: string; err: string }> {
  const written: string[] = [];
  const errors: string[] = [];
  const code = await main([...args], {
    env,
    cwd: folder,
    isTerminal: false,
    columns: 120,
    hasColor: false,
    showsProgress: false,
    write: async (text) => void written.push(text),
    writeError: (text) => void errors.push(text),
    confirm: async () => false,
    signal: new AbortController().signal,
  });
  return { code, out: written.join(''), err: errors.join('') };
}

const report = ({ out }: { out: string }): ImportReportJson => JSON.parse(out) as ImportReportJson;

it('keeps an adapter beside the store, and uses it from then on', async () => {
  expect((await run(['import', 'one.jsonl'])).code).toBe(1);
  const first = report(await run(['import', '--induce', 'one.jsonl', '--json']));
  expect(first.totals).toMatchObject({ runs: 1, problems: 0 });
  expect(first.adapters).toMatchObject([{ isNew: true, files: 1 }]);
  const path = first.adapters?.[0]?.path ?? '';
  expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ kind: 'import-adapter' });

  await writeFile(join(folder, 'two.jsonl'), await readFile(join(folder, 'one.jsonl'), 'utf8'));
  const again = report(await run(['import', 'two.jsonl', '--json']));
  expect(again.totals).toMatchObject({ runs: 1, problems: 0 });
  expect(again.adapters).toMatchObject([{ isNew: false, files: 1, edited: null }]);

  // Asked again: which adapter took the file, and how to have another; an edit shows.
  const name = first.adapters?.[0]?.name ?? '';
  const used = await run(['import', '--induce', 'two.jsonl']);
  expect(used.out).toContain(`Adapter ${name}, version 1: read 1 file\n`);
  expect(used.out).toContain('to replace it, delete it and import again with --induce');
  const adapter = JSON.parse(await readFile(path, 'utf8')) as { body: { timeUnit: string } };
  adapter.body.timeUnit = 'ms';
  await writeFile(path, JSON.stringify(adapter));
  expect((await run(['import', 'two.jsonl'])).out).toMatch(
    new RegExp(`Adapter ${name}, version 1, edited \\([0-9a-f]{7}\\): read 1 file\n`),
  );

  // Any service on a store beside the adapters, as the server runs one.
  await using store = await openStore({ path: join(folder, '.tracewright', 'served.duckdb') });
  const served = await createService(store).importPaths({ paths: [join(folder, 'one.jsonl')] });
  expect(served.totals).toMatchObject({ runs: 1, problems: 0 });
  expect(served.adapters).toMatchObject([{ path, isNew: false, files: 1 }]);

  // A project has adapters of its own.
  const listed = async (...args: string[]): Promise<readonly string[]> =>
    (JSON.parse((await run(['formats', '--json', ...args])).out) as { name: string }[]).map(
      ({ name }) => name,
    );
  const added = (await listed()).length;
  await run(['import', '--induce', 'one.jsonl', '--project', 'own']);
  expect((await listed('--project', 'own')).length).toBe(added);
  await rm(join(folder, '.tracewright', 'projects', 'own.adapters'), { recursive: true });
  expect((await listed('--project', 'own')).length).toBe(added - 1);
  expect((await run(['formats', '--project', 'nobody'])).code).toBe(3);

  // The folder holds the store as well, which is no log.
  const around = report(await run(['import', '.', '--json']));
  expect(around.problems.filter(({ path: at }) => at.includes('.duckdb'))).toEqual([]);
  const given = report(await run(['import', 'one.jsonl', '--adapter', path, '--json']));
  expect(given.imported).toMatchObject([{ runs: 1 }]);
});

it('leaves what a model proposes where it reads no more, and asks it once', async () => {
  const model = await startScriptedModel(() => ({ text: 'I cannot do that.' }));
  try {
    const env = { TRACEWRIGHT_MODEL: 'own/scripted', TRACEWRIGHT_MODEL_URL: model.url };
    const first = report(await run(['import', '--induce', '--with-model', 'one.jsonl', '--json'], env));
    expect(first.adapters?.[0]?.improvement).toMatchObject({
      accepted: false,
      reason: 'the answer is not JSON',
    });
    expect(JSON.stringify(model.requests[0]?.body)).toContain('How warm is it in Oslo?');
    for (const name of await readdir(join(folder, '.tracewright', 'adapters')))
      if (name.endsWith('.json')) await rm(join(folder, '.tracewright', 'adapters', name));
    await run(['import', '--induce', '--with-model', 'one.jsonl'], env);
    expect(model.requests).toHaveLength(1);
  } finally {
    await model.close();
  }
});

it('says what is missing to ask a model', async () => {
  expect((await run(['import', 'one.jsonl', '--with-model'])).err).toContain('add --induce');
  expect((await run(['import', 'one.jsonl', '--model', 'own/x'])).err).toContain('--with-model');
  expect((await run(['import', 'one.jsonl', '--induce', '--with-model'])).err).toContain(
    'no model is set up',
  );
});
