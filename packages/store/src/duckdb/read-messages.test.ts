import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { makeMessage, makeSpan, runId, traceId } from '../conformance/builders.ts';
import { withStore } from '../conformance/with-store.ts';
import { openStore } from '../open-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'tracewright-store-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const RUNS = 2;
/** More than the ranges of one statement: neighbours are joined over what lies between them. */
const SPANS = 2 * 250;

const inTurns = (count: number) =>
  Array.from({ length: count }, (_, number) =>
    makeSpan(number, {
      traceId: traceId(number % RUNS),
      runId: runId(number % RUNS),
      input: [makeMessage('You are a clerk', 'system'), makeMessage(`question ${number}`)],
    }),
  );

it('reads messages that lie between those of another run, and again after that one was deleted', async () => {
  const spans = inTurns(SPANS);
  const ofRun = (number: number) => spans.filter((span) => span.runId === runId(number));
  await withStore(openStore({ path: join(folder, 'turns.duckdb') }), async (store) => {
    await store.write({ spans });
    for (const number of [0, 1, 0]) expect(await store.readSpans(runId(number))).toStrictEqual(ofRun(number));
    await store.deleteRuns([runId(1)]);
    expect(await store.readSpans(runId(1))).toStrictEqual([]);
    expect(await store.readSpans(runId(0))).toStrictEqual(ofRun(0));
    await store.write({ spans: ofRun(1) });
    expect(await store.readSpans(runId(1))).toStrictEqual(ofRun(1));
  });
});
