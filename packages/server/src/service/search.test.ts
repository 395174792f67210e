/** Text search and aggregates over both stores: what the store finds, search quotes. */
import {
  type SearchHitJson,
  type Span,
  type SpanStore,
  spanSearchTexts,
  toContainsPattern,
} from '@tracewright/core';
import { openMemoryStore, openStore } from '@tracewright/store';
import {
  makeFullSpan,
  makeMessage,
  makeRun,
  makeSpan,
  runId,
  spanId,
  traceId,
} from '@tracewright/store/testing';
import fc from 'fast-check';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aggregate } from './aggregate.ts';
import { findPlaces } from './find-places.ts';
import { findSteps } from './find-steps.ts';
import { search } from './search.ts';

const HOUR = 3_600_000_000_000n;
const START = 1_767_225_600_000_000_000n;

/** A conversation with one tool call: the question and the result are resent in the second request. */
function conversation(run: number, question: string): Span[] {
  const at = (number: number): Partial<Span> => ({
    traceId: traceId(run),
    spanId: spanId(run * 10 + number),
    runId: runId(run),
    startTime: START + BigInt(run) * HOUR + BigInt(number),
    endTime: START + BigInt(run) * HOUR + BigInt(number) + BigInt(run) * 1_000_000_000n,
  });
  const asked = makeMessage(question);
  const called = {
    role: 'assistant',
    parts: [
      { type: 'reasoning', content: 'The Order number is known.' },
      { type: 'tool_call', id: 'c1', name: 'find_parcel', arguments: { order: 'A-7', note: 'say "hi"' } },
    ],
  } as const;
  const answered = {
    role: 'tool',
    parts: [{ type: 'tool_call_response', id: 'c1', response: { error: 'no such Parcel' } }],
  } as const;
  return [
    makeSpan(1, { ...at(1), name: 'chat', model: 'm-1', agent: 'clerk', input: [asked], output: [called] }),
    makeSpan(2, {
      ...at(2),
      name: 'execute_tool',
      operation: 'tool',
      status: 'error',
      statusMessage: 'Lookup failed',
      tool: {
        name: 'find_parcel',
        callId: 'c1',
        arguments: { order: 'A-7' },
        result: { error: 'no such Parcel' },
      },
    }),
    makeSpan(3, {
      ...at(3),
      name: 'chat',
      model: 'm-2',
      agent: 'clerk',
      input: [asked, called, answered],
      output: [makeMessage('I am sorry.', 'assistant')],
    }),
  ];
}

const RUNS: readonly (readonly [number, string])[] = [
  [1, 'Where is my parcel?'],
  [2, 'Wo ist meine STRAẞE?'],
  [3, '\u{1F600}'.repeat(200) + ' needle ' + '\u{1F600}'.repeat(200)],
];

async function fill(store: SpanStore): Promise<void> {
  await store.write({
    runs: RUNS.map(([run]) => makeRun(run, { agent: 'clerk' }, { spans: 3, steps: 3 })),
    spans: [...RUNS.flatMap(([run, question]) => conversation(run, question)), makeFullSpan()],
  });
}

describe.each(['memory', 'DuckDB'])('on %s', (engine) => {
  let folder: string;
  let store: SpanStore;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tracewright-search-'));
    store = engine === 'memory' ? openMemoryStore() : await openStore({ path: join(folder, 'a.duckdb') });
    await fill(store);
  });
  afterAll(async () => {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  });
  const places = async (query: string, where = 'run = 0000000000000001'): Promise<unknown[]> =>
    (await search(store, { query, where })).hits.map((hit) => [hit.spanId, hit.where, hit.stepIndex]);

  it('names each place as evidence does, newest span first, with its step', async () => {
    expect(await places('no such parcel')).toEqual([
      [spanId(13), 'input/2/parts/0', 1],
      [spanId(12), 'tool/result', 1],
    ]);
    expect(await places('order')).toEqual([
      [spanId(13), 'input/1/parts/0', 2],
      [spanId(12), 'tool/arguments', 1],
      [spanId(11), 'reasoning/0', 1],
    ]);
    expect(await places('FIND_PARCEL')).toEqual([
      [spanId(13), 'input/1/parts/1', 1],
      [spanId(11), 'output/0/parts/1', 1],
    ]);
    expect(await places('lookup failed')).toEqual([[spanId(12), 'statusMessage', 1]]);
    expect(await places('sorry')).toEqual([[spanId(13), 'output/0', 2]]);
    expect(await places('where is')).toEqual([
      [spanId(13), 'input/0', 2],
      [spanId(11), 'input/0', 0],
    ]);
    expect(await places('execute')).toEqual([[spanId(12), 'name', 1]]);
    expect(await places('known.\nfind')).toEqual([
      [spanId(13), 'input/1', 2],
      [spanId(11), 'output/0', 1],
    ]);
  });

  it('says what kind of text a place is, and who said it', async () => {
    const kinds = async (query: string): Promise<unknown[]> =>
      (await search(store, { query, where: 'run = 0000000000000001' })).hits.map(({ place, role }) => [
        place,
        role,
      ]);
    expect(await kinds('order')).toEqual([
      ['reasoning', 'assistant'],
      ['arguments', null],
      ['reasoning', 'assistant'],
    ]);
    expect(await kinds('no such parcel')).toEqual([
      ['result', 'tool'],
      ['result', null],
    ]);
    expect(await kinds('lookup')).toEqual([['status', null]]);
    expect(await kinds('execute')).toEqual([['name', null]]);
    expect(await kinds('where is')).toEqual([
      ['message', 'user'],
      ['message', 'user'],
    ]);
  });

  it('reads values decoded, and folds case as the store does', async () => {
    expect(await places('say "hi"')).toHaveLength(2);
    expect(await places('straße', 'run = 0000000000000002')).toHaveLength(2);
    expect(await places('strasse', 'run = 0000000000000002')).toEqual([]);
    expect((await search(store, { query: '.*' })).hits).toEqual([]);
  });

  it('quotes some 160 characters around the match, whole ones', async () => {
    const { hits } = await search(store, { query: 'NEEDLE' });
    expect(hits).toHaveLength(2);
    for (const { quote, start, end } of hits) {
      expect(quote.slice(start, end)).toBe('needle');
      expect(quote.length).toBeGreaterThanOrEqual(160);
      expect(quote.length).toBeLessThan(166);
      expect(quote).not.toMatch(/\p{Surrogate}/u);
    }
  });

  it('pages through all spans once, at most three places each', async () => {
    const whole = await search(store, { query: 'e', limit: 100 });
    const paged: SearchHitJson[] = [];
    let cursor: string | null = null;
    do {
      const page = await search(store, { query: 'e', limit: 2, ...(cursor === null ? {} : { cursor }) });
      paged.push(...page.hits);
      cursor = page.next;
    } while (cursor !== null);
    expect(paged).toEqual(whole.hits);
    expect(new Set(paged.map(({ spanId: id }) => id)).size).toBe(10);
    const counts = paged.map(({ spanId: id }) => paged.filter((hit) => hit.spanId === id).length);
    expect(Math.max(...counts)).toBe(3);
    const times = paged.flatMap(({ time }) => (time === null ? [] : [time]));
    expect(times).toEqual(times.toSorted().toReversed());
  });

  it('finds what a filter over spans lets through', async () => {
    const found = async (where: string): Promise<number> =>
      new Set((await search(store, { query: 'parcel', where })).hits.map(({ spanId: id }) => id)).size;
    expect(await found('')).toBe(9);
    expect(await found('operation = tool and status = error')).toBe(3);
    expect(await found('model = m-2')).toBe(3);
    expect(await found('attributes.text = a')).toBe(0);
  });

  it.each([
    [{ query: ' ' }, 'request-invalid', 'query'],
    [{ query: '\ud83d' }, 'request-invalid', 'query'],
    [{ query: 'a', limit: 101 }, 'request-invalid', 'limit'],
    [{ query: 'a', limit: Number.NaN }, 'request-invalid', 'limit'],
    [{ query: 'a', where: 'agent' }, 'filter-invalid', 'column 6'],
    [{ query: 'a', where: 'outcome = failure' }, 'filter-invalid', 'column 1'],
  ])('refuses %j', async (request, code, where) => {
    await expect(search(store, request)).rejects.toMatchObject({ code, where });
  });

  it('refuses a cursor of something else', async () => {
    const { next } = await store.querySpans({ limit: 1 });
    await expect(search(store, { query: 'a', cursor: next ?? '' })).rejects.toMatchObject({
      code: 'request-invalid',
    });
  });

  it('every hit holds the text, and every span found has one', async () => {
    const texts = [...RUNS.flatMap(([run, question]) => conversation(run, question)), makeFullSpan()].flatMap(
      (span) => [...spanSearchTexts(span)].map(({ text }) => text),
    );
    const piece = fc
      .tuple(fc.constantFrom(...texts), fc.nat(), fc.integer({ min: 1, max: 40 }), fc.boolean())
      .map(([text, at, length, isUpper]) => {
        const from = at % Math.max(1, text.length);
        const cut = text.slice(from, from + length).replaceAll(/\p{Surrogate}/gu, '');
        return isUpper ? cut.toUpperCase() : cut;
      })
      .filter((text) => text.trim() !== '');
    await fc.assert(
      fc.asyncProperty(piece, async (query) => {
        const { hits } = await search(store, { query, limit: 100 });
        const found = (await store.querySpans({ text: query, limit: 100 })).items;
        const whole = new RegExp(`^(?:${toContainsPattern(query).source})$`, 'iu');
        expect(hits.every(({ quote, start, end }) => whole.test(quote.slice(start, end)))).toBe(true);
        expect(new Set(hits.map(({ spanId: id }) => id))).toEqual(new Set(found.map((span) => span.spanId)));
      }),
      { seed: 7, numRuns: engine === 'memory' ? 300 : 40 },
    );
  });

  it('aggregates with times as text', async () => {
    const latency = await aggregate(store, {
      from: 'spans',
      where: 'has model',
      groupBy: ['model', { field: 'start', bucket: 'hour' }],
      measures: [{ operation: 'percentile', field: 'duration', p: 0.95 }, { operation: 'count' }],
    });
    expect(latency.rows.slice(0, 2)).toEqual([
      { keys: ['m-1', '2023-11-14T22:00:00.000Z'], values: [expect.closeTo(1.5), 1] },
      { keys: ['m-1', '2026-01-01T01:00:00.000Z'], values: [expect.closeTo(1), 1] },
    ]);
    expect(latency.rows).toHaveLength(7);
    const cost = await aggregate(store, {
      from: 'runs',
      groupBy: [{ field: 'start', bucket: 'day' }],
      measures: [{ operation: 'sum', field: 'cost' }],
    });
    expect(cost.rows).toEqual([{ keys: [null], values: [null] }]);
  });

  it.each([
    [{ groupBy: ['bogus'], measures: [] }, 'groupBy/0'],
    [{ groupBy: ['model', { field: 'name', bucket: 'day' }], measures: [] }, 'groupBy/1/field'],
    [{ groupBy: [], measures: [{ operation: 'sum', field: 'name' }] }, 'measures/0/field'],
    [{ groupBy: [], measures: [{ operation: 'sum' }] }, 'measures/0/field'],
    [
      { groupBy: [], measures: [{ operation: 'count' }, { operation: 'percentile', field: 'cost', p: 2 }] },
      'measures/1/p',
    ],
    [{ groupBy: [], measures: [] }, 'groupBy'],
    [{ groupBy: [], measures: [{ operation: 'count' }], limit: 0 }, 'limit'],
    [{ groupBy: [], measures: [{ operation: 'count' }], where: 'steps > 1' }, 'column 1'],
  ] as const)('points at what is wrong in %j', async (request, where) => {
    await expect(aggregate(store, { from: 'spans', ...request })).rejects.toMatchObject({ where });
  });
});

it('tells no step where that would read too many spans, or the run has no record', async () => {
  await using store = openMemoryStore();
  await fill(store);
  const [first] = conversation(1, 'Where is my parcel?');
  const [second] = conversation(2, 'Wo ist meine STRAẞE?');
  expect(first !== undefined && second !== undefined).toBe(true);
  if (first === undefined || second === undefined) return;
  const told = async (maxSpans: number): Promise<unknown[]> => {
    const find = await findSteps(store, [first, second, makeFullSpan()], maxSpans);
    return [first, second].map((span) => find(span, 'input/0'));
  };
  expect(await told(6)).toEqual([0, 0]);
  expect(await told(5)).toEqual([0, undefined]);
  expect(await told(2)).toEqual([undefined, undefined]);
  const find = await findSteps(store, [makeSpan(1, { runId: runId(9) })]);
  expect(find(makeSpan(1, { runId: runId(9) }), 'name')).toBeUndefined();
});

it('quotes both ends of a text, and a match longer than a quote', () => {
  const quoted = (text: string, query: string): unknown =>
    findPlaces(makeSpan(1, { name: text }), toContainsPattern(query), 1)[0];
  const long = 'x'.repeat(300);
  expect(quoted(`a${long}`, 'a')).toMatchObject({ quote: `a${'x'.repeat(159)}…`, start: 0, end: 1 });
  expect(quoted(`${long}a`, 'a')).toMatchObject({ quote: `…${'x'.repeat(159)}a`, start: 160, end: 161 });
  expect(quoted('abc', 'B')).toMatchObject({ where: 'name', quote: 'abc', start: 1, end: 2 });
  expect(quoted(`a${long}b`, long)).toMatchObject({ where: 'name', quote: `…${long}…`, start: 1, end: 301 });
});

it('cuts no word of a quote in two, and says where the text goes on', () => {
  const words = (count: number): string => Array.from({ length: count }, () => 'words').join(' ');
  const quoted = (text: string): string | undefined =>
    findPlaces(makeSpan(1, { name: text }), toContainsPattern('needle'), 1)[0]?.quote;
  expect(quoted(`${words(40)} needle ${words(40)}`)).toBe(`…${words(12)} needle ${words(12)}…`);
  expect(quoted(`needle ${words(3)}`)).toBe(`needle ${words(3)}`);
});
