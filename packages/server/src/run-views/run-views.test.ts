/** Runs in windows, as a service answers them: the same as the whole run, from memory and from the files beside a store. */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSpanTree, countStats, graphRun } from '@tracewright/analysis';
import { findByPointer, type JsonValue, type SpanStore, type StepJson } from '@tracewright/core';
import { openMemoryStore, openStore } from '@tracewright/store';
import { makeMessage, makeRun, makeSpan, runId, spanId } from '@tracewright/store/testing';
import { afterAll, describe, expect, it } from 'vitest';
import { createService } from '../service/service.ts';
import { FILED_SPANS } from './run-views.ts';

const RUN = runId(1);
/** No character stands where a piece of it would be mistaken for another; a pair stands across each cut. */
const LONG = `${'0123456789 abcdefghij\n'.repeat(9_000)}${'𝄞'.repeat(40_000)}`;

/** @param spans a tool call each, of which the third has long arguments and a long result */
async function fill(store: SpanStore, spans: number, suffix = ''): Promise<void> {
  const made = Array.from({ length: spans }, (_, number) =>
    makeSpan(number, {
      operation: 'tool',
      name: `execute_tool t${number % 3}`,
      agent: number % 2 === 0 ? 'coder' : 'tester',
      ...(number === 0 ? {} : { parentSpanId: spanId(number - (number % 4 === 0 ? 4 : 1)) }),
      status: number % 10 === 7 ? 'error' : 'ok',
      startTime: BigInt(number) * 1_000_000_000n,
      endTime: BigInt(number) * 1_000_000_000n + 500_000_000n,
      input: number === 0 ? [makeMessage('Count them all.')] : [],
      tool: {
        name: `t${number % 3}`,
        arguments: { shelf: number, 'a/b': number === 3 ? LONG : 'short' },
        result: (number === 3 ? LONG : `shelf ${number}`) + suffix,
      },
    }),
  );
  for (let from = 0; from < spans; from += 500) await store.write({ spans: made.slice(from, from + 500) });
  const { run } = makeRun(1, { outcome: { status: 'failure' } });
  await store.write({ runs: [{ run, stats: countStats(made) }] });
}

function decode(base64: string): Buffer {
  return Buffer.from(base64, 'base64');
}

const folders: string[] = [];
async function newPath(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tracewright-views-'));
  folders.push(folder);
  return join(folder, 'traces.duckdb');
}
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

describe('a run in windows', () => {
  it('is the run', async () => {
    await using store = openMemoryStore();
    await fill(store, 150);
    const service = createService(store);
    const { steps, ...summary } = await service.getRun(RUN);
    expect(await service.getRunSummary(RUN.slice(0, 16))).toEqual(summary);

    const outline = await service.getRunOutline(RUN);
    expect(outline.steps).toBe(steps.length);
    const tools = new Uint16Array(new Uint8Array(decode(outline.tools)).buffer);
    expect(Array.from(tools, (tool) => outline.toolNames[tool - 1] ?? null)).toEqual(
      steps.map(({ action }) => action.tool),
    );
    const errors = steps.flatMap(({ observation, index }) =>
      observation?.status === 'error' ? [index] : [],
    );
    expect(
      [...decode(outline.flags).entries()].flatMap(([step, flags]) => ((flags & 16) === 0 ? [] : [step])),
    ).toEqual(errors);
    for (const [named, step] of Object.entries(outline.stepsOfSpans))
      expect(steps.findIndex((candidate) => candidate.spanId === named)).toBe(step);

    for (const [from, to] of [
      [0, 10],
      [60, 130],
      [140, 999],
      [500, 510],
    ] as const) {
      const window = await service.getSteps(RUN, { from, to });
      const whole: StepJson[] = [];
      for (const { cuts = [], ...step } of window.steps) {
        for (const { pointer, length } of cuts) {
          const { text } = await service.getText(RUN, { step: step.index, pointer, from: 0, to: length });
          const beginning = findByPointer(step as unknown as JsonValue, pointer);
          expect(typeof beginning === 'string' && text.startsWith(beginning)).toBe(true);
          expect(text).toBe(findByPointer(steps[step.index] as unknown as JsonValue, pointer));
        }
        whole.push(cuts.length === 0 ? step : (steps[step.index] ?? step));
      }
      expect(whole).toEqual(steps.slice(from, to));
    }
  });

  it('gives pieces of a long text from anywhere, and its windows stay small', async () => {
    await using store = openMemoryStore();
    await fill(store, 8);
    const service = createService(store);
    const window = await service.getSteps(RUN, { from: 0, to: 8 });
    expect(JSON.stringify(window).length).toBeLessThan(60_000);
    const cut = window.steps.flatMap(({ index, cuts = [] }) =>
      cuts.map((place) => ({ ...place, step: index })),
    );
    expect(cut.map(({ pointer }) => pointer)).toEqual(['/action/arguments/a~1b', '/observation/text']);
    for (const { step, pointer, length } of cut) {
      expect(length).toBe(LONG.length);
      for (const [from, to] of [
        [0, 7],
        [65_530, 65_550],
        [131_000, 196_700],
        [length - 3, length + 50],
      ] as const)
        expect(await service.getText(RUN, { step, pointer, from, to })).toEqual({
          text: LONG.slice(from, to),
          from,
          length,
        });
    }
  });

  it('gives the rows of its trees as the tree has them', async () => {
    await using store = openMemoryStore();
    await fill(store, 40);
    const service = createService(store);
    const nodes: [name: string, depth: number][] = [];
    const walk = (list: ReturnType<typeof buildSpanTree>, depth: number): void => {
      for (const { name, children } of list) {
        nodes.push([name, depth]);
        walk([...children], depth + 1);
      }
    };
    walk(buildSpanTree(await store.readSpans(RUN)), 0);
    const outline = await service.getTreeOutline(RUN, 'spans');
    const { rows } = await service.getTreeRows(RUN, 'spans', { from: 0, to: outline.rows });
    const depths = new Uint16Array(new Uint8Array(decode(outline.depths)).buffer);
    expect(rows.map(({ name }, row) => [name, depths[row]])).toEqual(nodes);
    const stages = await service.getTreeRows(RUN, 'stages', { from: 0, to: 2 });
    expect(stages.rows[0]).toEqual({ name: expect.stringMatching(/^Stage 0, steps? 0/), spanId: null });
    expect(stages.rows[1]?.name).toBe('0 t0');
  });

  it('tells who took each step, and where work passed on', async () => {
    await using store = openMemoryStore();
    await fill(store, 40);
    const spans = await store.readSpans(RUN);
    const graph = graphRun(spans);
    const answer = await createService(store).getRunGraph(RUN);
    expect(answer.lanes.map(({ name }) => name ?? undefined)).toEqual(graph.lanes.map(({ name }) => name));
    const numbers = (column: string): Int32Array => new Int32Array(new Uint8Array(decode(column)).buffer);
    expect(new Uint16Array(new Uint8Array(decode(answer.laneOfSteps)).buffer)).toEqual(graph.laneOfSteps);
    expect([numbers(answer.from), numbers(answer.to)]).toEqual([graph.from, graph.to]);
    expect(new Uint8Array(decode(answer.kinds))).toEqual(graph.kinds);
  });

  it('refuses ranges that are none or too long, and texts that were not cut', async () => {
    await using store = openMemoryStore();
    await fill(store, 8);
    const service = createService(store);
    const invalid = { code: 'request-invalid' };
    for (const range of [
      { from: -1, to: 4 },
      { from: 4, to: 3 },
      { from: 0, to: 5_000 },
      { from: 0.5, to: 2 },
      { from: 0, to: Number.NaN },
    ])
      await expect(service.getSteps(RUN, range)).rejects.toMatchObject(invalid);
    for (const step of [0, 99, Number.NaN])
      await expect(service.getText(RUN, { step, pointer: '/thought', from: 0, to: 4 })).rejects.toMatchObject(
        invalid,
      );
    await expect(service.getSteps('ffff', { from: 0, to: 4 })).rejects.toMatchObject({
      code: 'run-not-found',
    });
  });
});

describe('the first screen of a run', () => {
  it('asked for at once, makes the diagnosis once', async () => {
    await using store = openMemoryStore();
    await fill(store, 40);
    let writes = 0;
    const told = new Proxy(store, {
      get(target, name) {
        // The cast: as the store's own members.
        const member = Reflect.get(target, name) as unknown;
        if (typeof member !== 'function') return member;
        return (...args: unknown[]) => {
          if (name === 'write') writes += 1;
          return Reflect.apply(member, target, args) as unknown;
        };
      },
    });
    const service = createService(told);
    const [summary, outline, first] = await Promise.all([
      service.getRunSummary(RUN),
      service.getRunOutline(RUN),
      // More than there are: what is there.
      service.getSteps(RUN, { from: 0, to: 64 }),
    ]);
    expect(writes).toBe(1);
    expect([outline.steps, first.steps.length, first.version]).toEqual([
      summary.run.steps,
      summary.run.steps,
      outline.version,
    ]);
  });
});

describe('the files beside a store', () => {
  it('hold large runs, are used again, made anew when damaged, and go with the run', async () => {
    const path = await newPath();
    const views = `${path}.views`;
    const file = join(views, `${RUN}.pack`);
    {
      await using store = await openStore({ path });
      await fill(store, FILED_SPANS);
      const first = await createService(store).getSteps(RUN, { from: 100, to: 164 });
      expect(await readdir(views)).toEqual([`${RUN}.pack`]);
      // Another service, as after a start: nothing is read of the spans.
      const again = createService(storeWithoutSpans(store));
      expect(await again.getSteps(RUN, { from: 100, to: 164 })).toEqual(first);
      for (const bytes of ['', 'no pack', 'x'.repeat(5_000)]) {
        await writeFile(file, bytes);
        expect(await createService(store).getSteps(RUN, { from: 100, to: 164 })).toEqual(first);
      }
      // Gone while it is open.
      const open = createService(store);
      await open.getSteps(RUN, { from: 0, to: 1 });
      await rm(views, { recursive: true });
      expect(await open.getSteps(RUN, { from: 100, to: 164 })).toEqual(first);

      const service = createService(store);
      await service.getSteps(RUN, { from: 0, to: 1 });
      // As a crash in the middle of writing leaves it.
      await writeFile(`${file}.123.new`, 'half of it');
      await service.deleteRun(RUN);
      expect(await readdir(views)).toEqual([]);
    }
  }, 60_000);

  it('hold nothing of a run that is deleted while its view is made', async () => {
    const path = await newPath();
    await using store = await openStore({ path });
    await fill(store, FILED_SPANS);
    let deleted: Promise<unknown> = Promise.resolve();
    const service = createService(
      withSpans(store, async (run) => {
        const spans = await store.readSpans(run);
        deleted = service.deleteRun(RUN);
        // The store has none of it any more, and the view is made of what was read.
        while ((await store.findRuns(RUN)).length > 0) await new Promise((resolve) => setTimeout(resolve, 5));
        return spans;
      }),
    );
    await service.prepareRun(RUN);
    await deleted;
    expect(await readdir(`${path}.views`).catch(() => [])).toEqual([]);
  }, 60_000);

  it('are not made for small runs', async () => {
    const path = await newPath();
    await using store = await openStore({ path });
    await fill(store, 20);
    const service = createService(store);
    await service.prepareRun(RUN);
    expect((await service.getSteps(RUN, { from: 0, to: 5 })).steps).toHaveLength(5);
    await expect(readdir(`${path}.views`)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('shows a run that grew as it is now', async () => {
    await using store = openMemoryStore();
    await fill(store, 10);
    const service = createService(store);
    const before = await service.getRunOutline(RUN);
    await fill(store, 12);
    const after = await service.getRunOutline(RUN);
    expect([after.steps - before.steps, after.version === before.version]).toEqual([2, false]);
    expect((await service.getSteps(RUN, { from: 10, to: 20 })).steps).toHaveLength(2);
  });
});

function storeWithoutSpans(store: SpanStore): SpanStore {
  return withSpans(store, () => {
    throw new Error('the spans are read again');
  });
}

function withSpans(store: SpanStore, readSpans: SpanStore['readSpans']): SpanStore {
  return new Proxy(store, {
    get(target, name) {
      if (name === 'readSpans') return readSpans;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
