/** Notes on an agent, from real runs: made, read, edited, switched off, given to a model, and never seen by a diagnosis. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunId, SpanStore } from '@tracewright/core';
import { startScriptedModel } from '@tracewright/llm/testing';
import { createModelAccess, createService, type Service } from '@tracewright/server';
import { openStore } from '@tracewright/store';
import { makeRun, makeSpan, traceId } from '@tracewright/store/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { answerWith } from './scripted-opinion.ts';

let folder: string;
let store: SpanStore;
let model: Awaited<ReturnType<typeof startScriptedModel>>;
const runIds: RunId[] = [];

/** As after a restart: nothing is left but the files. */
function open(): Service {
  const env = { TRACEWRIGHT_MODEL: 'own/scripted', TRACEWRIGHT_MODEL_URL: model.url };
  return createService(store, { models: createModelAccess(env) });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tracewright-memory-'));
  store = await openStore({ path: join(folder, 'traces.duckdb') });
  model = await startScriptedModel(answerWith());
  const outcomes = ['failure', 'failure', 'success'] as const;
  for (const [index, status] of outcomes.entries()) {
    const made = makeRun(
      index + 1,
      { agent: 'shop', task: 'cancel', outcome: { status } },
      { steps: 1, spans: 1 },
    );
    const { runId } = made.run;
    runIds.push(runId);
    const isFailed = status === 'failure';
    const result = isFailed ? 'Error: no such order' : 'order is cancelled';
    const span = makeSpan(index + 1, {
      runId,
      traceId: traceId(index + 1),
      operation: 'tool',
      status: isFailed ? 'error' : 'ok',
      tool: { name: 'cancel_order', arguments: { order: index }, result },
    });
    await store.write({ runs: [made], spans: [span] });
  }
});
afterAll(async () => {
  await store.close();
  await model.close();
  await rm(folder, { recursive: true, force: true });
});

it('is made, kept, edited, switched off and on, and diagnoses nothing', async () => {
  const before = await open().diagnose([]);
  await expect(open().getMemory('shop')).rejects.toMatchObject({ code: 'artifact-not-found' });
  await expect(open().changeMemory({ agent: 'nobody', action: 'refresh' })).rejects.toMatchObject({
    code: 'artifact-not-found',
  });

  const [made] = await open().changeMemory({ action: 'refresh' });
  const path = join(folder, 'memory', 'shop.md');
  expect(made).toMatchObject({ agent: 'shop', isEnabled: true, path, edited: 0 });
  const text = await readFile(path, 'utf8');
  expect(text).toContain('Seen in 2 of 2 failed runs, 0 of 1 that passed.');
  const [failed = '?', , passed = '?'] = runIds;
  expect(text).toContain(
    `Passed in another attempt without it, task cancel: run ${passed}, beside run ${failed} step 0. They part first where run ${failed} step 0 calls cancel_order “{"order":0}”, and run ${passed} step 0 calls cancel_order “{"order":2}”`,
  );

  await writeFile(path, text.replace('Seen in 2 of 2 failed runs', 'Seen whenever it rains'));
  const [again] = await open().changeMemory({ agent: 'shop', action: 'refresh' });
  expect(again).toMatchObject({
    edited: 1,
    markdown: expect.stringContaining('whenever it rains') as string,
  });

  await writeFile(path, (await readFile(path, 'utf8')).replace('agent: shop', 'agent: somebody else'));
  expect(await open().changeMemory({ agent: 'shop', action: 'refresh' })).toMatchObject([
    { agent: 'shop', path },
  ]);
  expect(await readdir(join(folder, 'memory'))).toEqual(['shop.md']);

  const ask = async (run: RunId | undefined, memory?: false): Promise<string> => {
    const asked = await open().askOpinion(run ?? '', {
      refresh: true,
      ...(memory === undefined ? {} : { memory }),
    });
    const sent = JSON.stringify(model.requests.at(-1)?.body);
    expect(asked.reading.isWithMemory).toBe(sent.includes('whenever it rains'));
    return sent;
  };
  const sent = await ask(runIds[0]);
  expect(sent).toContain('whenever it rains');
  // Its own outcome would stand there.
  expect(sent).not.toContain(runIds[0]);
  expect(sent).toContain(runIds[1]);
  expect(await ask(runIds[0], false)).not.toContain('whenever it rains');
  expect(await open().changeMemory({ action: 'off' })).toMatchObject([{ isEnabled: false }]);
  expect(await ask(runIds[0])).not.toContain('whenever it rains');
  expect(await open().changeMemory({ agent: 'shop', action: 'on' })).toMatchObject([{ isEnabled: true }]);

  // What is kept is given again for the same notes only.
  const isKept = async (): Promise<boolean> => (await open().askOpinion(runIds[0] ?? '', {})).isCached;
  expect(await isKept()).toBe(false);
  expect(await isKept()).toBe(true);
  await writeFile(path, (await readFile(path, 'utf8')).replace('whenever it rains', 'when it snows'));
  expect(await isKept()).toBe(false);
  expect(await isKept()).toBe(true);
  await open().changeMemory({ action: 'off' });
  expect(await isKept()).toBe(false);

  expect(await open().diagnose([])).toEqual(before);
});
