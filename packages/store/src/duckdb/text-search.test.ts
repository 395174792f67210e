import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page, Span, SpanQuery, SpanStore } from '@tracewright/core';
import { makeRandom, makeText } from '../../bench/workload.ts';
import { makeMessage, makeSpan, runId, traceId } from '../conformance/builders.ts';
import { withStore } from '../conformance/with-store.ts';
import { MemoryStore } from '../memory/memory-store.ts';
import { openStore } from '../open-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'tracewright-search-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SPANS = 9_000;
const PER_RUN = 300;
const random = makeRandom(11);

/** Text enough for several blocks of either kind; the odd ones stand in one place each. */
const ODD: Readonly<Record<number, string>> = {
  77: 'NeedleInAStatus',
  // A tool's, whose result it stands in; the name is that of the last.
  400: 'NeedleInAResult',
  401: 'NeedleInAName',
  2_500: 'xxneedle_9f3kxx',
  2_501: '错误发生在第三步',
  5_000: 'STRASSE Straße \u212aelvin ΣΑΣ',
  8_990: 'last needle_tail',
};

function makeSearchSpan(number: number): Span {
  const odd = ODD[number] ?? '';
  const text = `${makeText(random, 120)}${number === 400 || number === 401 ? '' : odd}`;
  const place = number % 4;
  return makeSpan(number, {
    ...(number === 401 ? { name: `step ${odd}` } : {}),
    traceId: traceId(Math.floor(number / PER_RUN)),
    runId: runId(Math.floor(number / PER_RUN)),
    operation: place === 0 ? 'tool' : 'model',
    // Out of order here and there, and some without.
    ...(number % 97 === 0 ? {} : { startTime: BigInt(number + (number % 5) * 300) * 1_000n }),
    ...(place === 0 ? { tool: { name: 't', arguments: { text }, result: makeText(random, 60) + odd } } : {}),
    ...(place === 1 ? { statusMessage: text, input: [makeMessage(`shared ${number % 7}`)] } : {}),
    ...(place >= 2 ? { input: [makeMessage(`shared ${number % 7}`)], output: [makeMessage(text)] } : {}),
  });
}

const NEEDLES = [
  'NEEDLE_9F3K', 'edle_9f', 'needle', 'needleinastatus', 'NeedleInAResult', 'needleinaname', '错误', '三步', '误发生在', 'strasse', 'straße', 'KELVIN', 'σας', 'tail',
  'shared 3', 'connection', 'no such text anywhere', 'zqj', 'a', '', 'error return',
]; // prettier-ignore

/** Of a closed file. */
async function countIndex(path: string): Promise<Readonly<Record<string, number>>> {
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  const sql =
    'SELECT subject, count(*)::INTEGER FROM text_blocks GROUP BY subject ' +
    "UNION ALL SELECT 'uses', count(*)::INTEGER FROM message_uses";
  const rows = (await connection.runAndReadAll(sql)).getRows();
  connection.closeSync();
  instance.closeSync();
  return Object.fromEntries(rows.map(([subject, count]) => [String(subject), Number(count)]));
}

describe('text search over many blocks', () => {
  const path = join(folder, 'search.duckdb');
  const reference = new MemoryStore();
  let store: SpanStore;

  beforeAll(async () => {
    store = await openStore({ path });
    const spans = Array.from({ length: SPANS }, (_, number) => makeSearchSpan(number));
    for (let start = 0; start < SPANS; start += 500) {
      const batch = { spans: spans.slice(start, start + 500) };
      await Promise.all([store.write(batch), reference.write(batch)]);
    }
  });
  afterAll(() => store.close());

  it.each(NEEDLES)('finds what reading everything finds: %j', async (text) => {
    await expectSameSearch({ text });
    await expectSameSearch({ text, orderBy: { field: 'start', descending: true }, limit: 20 });
  });

  it('agrees under filters, orders and pages', async () => {
    const property = fc.asyncProperty(
      fc.constantFrom(...NEEDLES),
      fc.constantFrom('start' as const, 'sequence' as const, 'name' as const),
      fc.boolean(),
      fc.option(fc.constantFrom('tool', 'model')),
      fc.integer({ min: 1, max: 40 }),
      async (text, field, descending, operation, limit) => {
        const where = { kind: 'compare', field: 'operation', operator: '=', value: operation ?? '' } as const;
        await expectSameSearch({
          text,
          orderBy: { field, descending },
          limit,
          ...(operation === null ? {} : { where }),
        });
      },
    );
    await fc.assert(property, { seed: 20_260_131, numRuns: 20 });
  });

  it('stays right when runs are deleted, spans change and the file is opened again', async () => {
    const changed = { ...makeSearchSpan(77), statusMessage: 'an afterthought' };
    const gone = [runId(Math.floor(2_500 / PER_RUN)), runId(Math.floor(8_990 / PER_RUN))];
    for (const each of [store, reference]) {
      await each.write({ spans: [changed] });
      await each.deleteRuns(gone);
    }
    await store.close();
    expect(await countIndex(path)).toMatchObject({ messages: 4, spans: 8 });
    store = await openStore({ path });
    const later = { spans: [makeSearchSpan(2_500), makeSearchSpan(8_990)] };
    await Promise.all([store.write(later), reference.write(later)]);
    for (const text of [...NEEDLES, 'an afterthought']) await expectSameSearch({ text });
  });

  /** Three pages, with a write in between none. */
  async function expectSameSearch(query: SpanQuery): Promise<void> {
    let cursor: { readonly cursor?: string } = {};
    for (let pages = 0; pages < 3; pages += 1) {
      const page: Page<Span> = await store.querySpans({ ...query, ...cursor });
      expect(page).toEqual(await reference.querySpans({ ...query, ...cursor }));
      if (page.next === undefined) return;
      cursor = { cursor: page.next };
    }
  }
});

it('does not grow with what was written and deleted', async () => {
  const path = join(folder, 'retention.duckdb');
  const reference = new MemoryStore();
  const kept = runId(0);
  for (let round = 0; round < 3; round += 1) {
    const spans = Array.from({ length: 2_400 }, (_, index) => makeSearchSpan(round * 2_400 + index));
    const gone = [...new Set(spans.map((span) => span.runId))].filter((id) => id !== kept);
    await withStore(openStore({ path }), async (store) => {
      for (const each of [store, reference]) {
        await each.write({ spans });
        await each.deleteRuns(gone);
      }
      const query = { text: 'shared 3', limit: 1_000 };
      expect(await store.querySpans(query)).toEqual(await reference.querySpans(query));
    });
  }
  // The block of the run that stays, and the last, which says how far the index has come. The run names 150 messages of its
  // own, and each block the 7 shared ones.
  expect(await countIndex(path)).toStrictEqual({ messages: 2, spans: 2, uses: 164 });
});
