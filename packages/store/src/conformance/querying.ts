import { describe, expect, it } from 'vitest';
import type { CompareOperator, Filter, SpanQuery, SpanStore } from '@tracewright/core';
import {
  makeFullRun,
  makeFullSpan,
  makeMessage,
  makeRun,
  makeSpan,
  runId,
  spanId,
  traceId,
} from './builders.ts';
import { findErrorCode, useStore, type OpenEmptyStore } from './describe.ts';

export function describeQuerying(openEmpty: OpenEmptyStore): void {
  describe('querying', () => {
    const store = useStore(openEmpty);
    const sequences = async (query: SpanQuery): Promise<number[]> =>
      (await store().querySpans(query)).items.map(({ sequence }) => sequence);
    const where = (field: string, operator: CompareOperator, value: string | number | bigint): Filter => ({
      kind: 'compare',
      field,
      operator,
      value,
    });

    it('answers an empty store', async () => {
      expect(await store().queryRuns({})).toStrictEqual({ items: [] });
      expect(await store().querySpans({ text: 'x' })).toStrictEqual({ items: [] });
      expect(await store().countRuns()).toBe(0);
      expect(await store().findRuns('')).toStrictEqual([]);
      expect(await store().readSpans(runId(1))).toStrictEqual([]);
      expect(await store().findSpan(traceId(1), spanId(1))).toBeUndefined();
      expect((await store().info()).counts).toStrictEqual({ runs: 0, spans: 0, messages: 0, diagnoses: 0 });
    });

    it('filters by every span field', async () => {
      const span = makeFullSpan();
      await store().write({
        spans: [span, makeSpan(99, { traceId: traceId(5), runId: runId(5), operation: 'other' })],
      });
      const values: Readonly<Record<string, string | number | bigint>> = {
        run: span.runId, trace: span.traceId, span: span.spanId, parent: spanId(1), name: span.name, operation: 'tool', status: 'error',
        agent: 'coder', model: 'm-1', tool: 'bash', start: 1_700_000_000_123_456_789n, end: 1_700_000_001_623_456_789n,
        duration: 1.5, sequence: 7, tokens: 1234, cost: 0.0123, 'attributes.text': 'a', 'attributes.whole': '3', 'attributes.fraction': '0.1',
        'attributes.tiny': '1e-7', 'attributes.yes': 'true', 'attributes.list': '["a",1]', 'attributes.nested': '{"a":{"b":"c"}}',
      }; // prettier-ignore
      for (const [field, value] of Object.entries(values)) {
        expect([field, await sequences({ where: where(field, '=', value) })]).toStrictEqual([field, [7]]);
        expect([field, await sequences({ where: where(field, '!=', value) })]).toStrictEqual([field, [99]]);
      }
      expect(await sequences({ where: { kind: 'exists', field: 'attributes.none' } })).toStrictEqual([]);
    });

    it('reads the attributes that are wanted, of one run and of several', async () => {
      const [long, short] = [
        makeFullSpan(),
        makeSpan(99, { traceId: traceId(5), runId: runId(5), attributes: { yes: 'no', a: 1 } }),
      ];
      await store().write({ spans: [long, short] });
      const reading = { attributes: ['yes', 'whole', 'absent'] };
      const wanted = {
        ...long,
        attributes: { whole: long.attributes['whole'], yes: long.attributes['yes'] },
      };
      expect(await store().readSpans(long.runId, reading)).toEqual([wanted]);
      expect(await store().readSpansOf([long.runId, short.runId], reading)).toEqual(
        new Map([
          [long.runId, [wanted]],
          [short.runId, [{ ...short, attributes: { yes: 'no' } }]],
        ]),
      );
      expect(await store().readSpansOf([short.runId], { attributes: [] })).toEqual(
        new Map([[short.runId, [{ ...short, attributes: {} }]]]),
      );
      expect(await store().readSpans(long.runId)).toEqual([long]);
    });

    it('filters by every run field', async () => {
      await store().write({ runs: [makeFullRun(), makeRun(9)] });
      const values: Readonly<Record<string, string | number | bigint>> = {
        run: runId(3), agent: 'coder', model: 'm-1', task: 'task-7', format: 'test', path: 'runs/3.json', session: 's-1', user: 'ann', outcome: 'failure', score: 0.25,
        start: 1_700_000_000_000_000_001n, end: 1_700_000_060_000_000_001n, duration: 60, steps: 4, spans: 9, tokens: 120, cost: 0.5,
      }; // prettier-ignore
      for (const [field, value] of Object.entries(values)) {
        if (field === 'format') continue;
        const { items } = await store().queryRuns({ where: where(field, '=', value) });
        expect([field, items.map(({ runId: id }) => id)]).toStrictEqual([field, [runId(3)]]);
      }
      expect(await store().countRuns(where('format', '=', 'test'))).toBe(2);
      expect(await store().countRuns(where('findings', '>=', 0))).toBe(0);
    });

    it('takes a comparison with a missing value as false, and != and !~ as its negation', async () => {
      await store().write({ spans: [makeSpan(1, { agent: 'a' }), makeSpan(2), makeSpan(3, { agent: 'b' })] });
      expect(await sequences({ where: where('agent', '=', 'a') })).toStrictEqual([1]);
      expect(await sequences({ where: where('agent', '!=', 'a') })).toStrictEqual([2, 3]);
      expect(await sequences({ where: where('agent', '!~', 'A') })).toStrictEqual([2, 3]);
      expect(await sequences({ where: where('agent', '>', '') })).toStrictEqual([1, 3]);
      expect(await sequences({ where: { kind: 'not', filter: where('agent', '<', 'b') } })).toStrictEqual([
        2, 3,
      ]);
      expect(
        await sequences({
          where: {
            kind: 'not',
            filter: { kind: 'and', filters: [where('agent', '>', ''), where('sequence', '>', 1)] },
          },
        }),
      ).toStrictEqual([1, 2]);
    });

    it('takes no parts as true for and, as false for or', async () => {
      await store().write({ spans: [makeSpan(1)] });
      expect(await sequences({ where: { kind: 'and', filters: [] } })).toStrictEqual([1]);
      expect(await sequences({ where: { kind: 'or', filters: [] } })).toStrictEqual([]);
    });

    it('ignores case by simple folding', async () => {
      const names = [
        'STRASSE',
        'Straße',
        'ÉCOLE',
        'kelvin \u212a',
        'ΣΑΣ',
        'İstanbul',
        '\u{10400}eseret',
        'ſharp',
      ];
      await store().write({ spans: names.map((name, index) => makeSpan(index, { name })) });
      const expected: Readonly<Record<string, number[]>> = {
        strasse: [0], straße: [1], STRAẞE: [1], école: [2], K: [3], 'VIN K': [3], σας: [4], istanbul: [], i̇: [], '\u{10428}ESERET': [6], SHARP: [7], '': [0, 1, 2, 3, 4, 5, 6, 7],
      }; // prettier-ignore
      for (const [value, found] of Object.entries(expected)) {
        expect([value, await sequences({ where: where('name', '~', value) })]).toStrictEqual([value, found]);
        expect([value, await sequences({ text: value })]).toStrictEqual([value, found]);
      }
    });

    it('compares an attribute with a number as numbers', async () => {
      const values = [9, 10, '11', 10.5, 1e21, 'ten', '0x10', ' 12 ', null, true, '-3', '1e400'];
      await store().write({
        spans: values.map((value, index) => makeSpan(index, { attributes: { n: value } })),
      });
      expect(await sequences({ where: where('attributes.n', '>', 9.5) })).toStrictEqual([1, 2, 3, 4]);
      expect(await sequences({ where: where('attributes.n', '=', 10n) })).toStrictEqual([1]);
      expect(await sequences({ where: where('attributes.n', '<', 0) })).toStrictEqual([10]);
      expect(await sequences({ where: where('attributes.n', '=', '10') })).toStrictEqual([1]);
    });

    it('keeps times exact to the nanosecond, before 1970 and up to year 9999', async () => {
      const times = [
        -(2n ** 62n),
        -1n,
        0n,
        2n ** 53n + 1n,
        2n ** 53n + 2n,
        2n ** 63n + 5n,
        253_402_300_799_999_999_999n,
      ];
      await store().write({
        spans: times.map((startTime, index) => makeSpan(index, { startTime, endTime: startTime + 1n })),
      });
      expect((await store().querySpans({})).items.map(({ startTime }) => startTime)).toStrictEqual(times);
      for (const [index, time] of times.entries())
        expect(await sequences({ where: where('start', '=', time) })).toStrictEqual([index]);
      expect(await sequences({ where: where('start', '>', 2n ** 53n + 1n) })).toStrictEqual([4, 5, 6]);
      expect(await sequences({ where: where('start', '<', '1970-01-01T00:00:00Z') })).toStrictEqual([0, 1]);
    });

    it('orders missing values last in both directions, ties by id', async () => {
      await store().write({
        spans: [
          makeSpan(5, { cost: 1 } as object),
          makeSpan(4, { costUsd: 2 }),
          makeSpan(3),
          makeSpan(2, { costUsd: 1 }),
          makeSpan(1, { costUsd: 2 }),
        ],
      });
      expect(await sequences({ orderBy: { field: 'cost' } })).toStrictEqual([2, 1, 4, 3, 5]);
      expect(await sequences({ orderBy: { field: 'cost', descending: true } })).toStrictEqual([
        1, 4, 2, 3, 5,
      ]);
      expect(await sequences({ orderBy: { field: 'attributes.none', descending: true } })).toStrictEqual([
        1, 2, 3, 4, 5,
      ]);
    });

    it('orders text by code point', async () => {
      const names = ['', 'A', 'Z', 'a', 'aa', 'a\0', 'é', '\ue000', '\uffff', '😀'];
      const sorted = ['', 'A', 'Z', 'a', 'a\0', 'aa', 'é', '\ue000', '\uffff', '😀'];
      await store().write({ spans: names.map((name, index) => makeSpan(index, { name })) });
      expect(
        (await store().querySpans({ orderBy: { field: 'name' } })).items.map(({ name }) => name),
      ).toStrictEqual(sorted);
      expect(
        (await store().querySpans({ where: where('name', '>', '\uffff') })).items.map(({ name }) => name),
      ).toStrictEqual(['😀']);
    });

    it('lists runs newest first and spans by start, then sequence', async () => {
      await store().write({
        runs: [makeRun(1, { startTime: 5n }), makeRun(2), makeRun(3, { startTime: 9n })],
        spans: [
          makeSpan(3, { startTime: 5n }),
          makeSpan(2, { startTime: 9n }),
          makeSpan(1, { startTime: 9n }),
          makeSpan(0),
        ],
      });
      expect((await store().queryRuns({})).items.map(({ runId: id }) => id)).toStrictEqual([
        runId(3),
        runId(1),
        runId(2),
      ]);
      expect(await sequences({})).toStrictEqual([3, 1, 2, 0]);
    });

    it('pages through everything once, also when more is written in between', async () => {
      const spans = Array.from({ length: 23 }, (_, index) =>
        makeSpan(index, index % 3 === 0 ? {} : { agent: `a${index % 4}` }),
      );
      await store().write({ spans });
      for (const descending of [false, true]) {
        const seen: number[] = [];
        let cursor: string | undefined;
        do {
          const page = await store().querySpans({
            orderBy: { field: 'agent', descending },
            limit: 4,
            ...(cursor === undefined ? {} : { cursor }),
          });
          seen.push(...page.items.map(({ sequence }) => sequence));
          cursor = page.next;
          await store().write({ spans: [makeSpan(1_000, { agent: descending ? 'z' : '' })] });
        } while (cursor !== undefined);
        expect(seen.filter((sequence) => sequence < 1_000)).toHaveLength(23);
        expect(new Set(seen).size).toBe(seen.length);
      }
    });

    it('refuses broken cursors and limits', async () => {
      await store().write({ runs: [makeRun(1), makeRun(2)] });
      const { next } = await store().queryRuns({ limit: 1 });
      const forged = Buffer.from(JSON.stringify(['-start run', ['x', 1]])).toString('base64url');
      for (const cursor of ['', 'x', '!!', forged, `${next}x`.slice(4)]) {
        expect([cursor, await findErrorCode(store().queryRuns({ cursor }))]).toStrictEqual([
          cursor,
          'request-invalid',
        ]);
      }
      await expect(
        store().queryRuns({ cursor: next ?? '', orderBy: { field: 'agent' } }),
      ).rejects.toMatchObject({ code: 'request-invalid' });
      for (const limit of [0, -1, 1.5, 1_001, Number.NaN]) {
        await expect(store().queryRuns({ limit })).rejects.toMatchObject({ code: 'request-invalid' });
      }
      expect((await store().queryRuns({ cursor: next ?? '' })).items).toHaveLength(1);
    });

    it('refuses filters that mean nothing', async () => {
      const deep = Array.from({ length: 200 }).reduce<Filter>(
        (filter) => ({ kind: 'not', filter }),
        where('name', '=', 'x'),
      );
      const filters: Filter[] = [
        where('colour', '=', 'red'), where('constructor', '=', 'x'), where('attributes', '=', 'x'), where('cost', '~', '1'), where('cost', '=', 'much'), where('cost', '=', Number.NaN),
        where('start', '=', 'soon'), where('start', '=', 1.5), where('name', 'LIKE' as CompareOperator, 'x'), { kind: 'exists', field: 'name; DROP TABLE spans' }, deep,
        { kind: 'or', filters: Array.from({ length: 2_000 }, () => where('name', '=', 'x')) }, where('name', '~', 'x'.repeat(2_000)),
      ]; // prettier-ignore
      for (const filter of filters) {
        const code = await findErrorCode(store().querySpans({ where: filter }));
        expect([filter, code]).toStrictEqual([filter, 'filter-invalid']);
      }
      await expect(store().queryRuns({ where: where('attributes.x', '=', 'x') })).rejects.toMatchObject({
        code: 'filter-invalid',
      });
      await expect(store().querySpans({ orderBy: { field: 'colour' as 'name' } })).rejects.toMatchObject({
        code: 'filter-invalid',
      });
      await expect(store().querySpans({ text: 'x'.repeat(2_000) })).rejects.toMatchObject({
        code: 'filter-invalid',
      });
    });

    it('finds text wherever a span holds it, decoded', async () => {
      await fillForSearch(store());
      const expected: Readonly<Record<string, number[]>> = {
        'IN THE NAME': [1], 'in the status': [2], 'say "hi"': [3], 'path\\to': [4], 'line one\nline two': [5], 'my reasoning': [6], 'search_flights': [7], 'order 77': [8],
        'attribute only': [], 'user': [], '\\n': [],
      }; // prettier-ignore
      for (const [text, found] of Object.entries(expected))
        expect([text, await sequences({ text })]).toStrictEqual([text, found]);
      expect(await sequences({ text: 'o', where: where('sequence', '>', 6) })).toStrictEqual([7, 8]);
    });

    it('reads the spans of a run by sequence', async () => {
      const spans = [
        makeSpan(1, { sequence: 5 }),
        makeSpan(2, { sequence: 1, traceId: traceId(8) }),
        makeSpan(3, { sequence: 5, startTime: 1n }),
      ];
      await store().write({ spans: [...spans, makeSpan(4, { runId: runId(2) })] });
      expect((await store().readSpans(runId(1))).map(({ spanId: id }) => id)).toStrictEqual([
        spanId(2),
        spanId(3),
        spanId(1),
      ]);
    });

    it('reads the spans of several runs at once, those that have any', async () => {
      const spans = [1, 2, 3, 4].flatMap((run) =>
        [3, 1, 2].map((sequence) =>
          makeSpan(run * 10 + sequence, { runId: runId(run), sequence, input: [makeMessage(`of ${run}`)] }),
        ),
      );
      await store().write({ spans });
      const wanted = [4, 9, 2].map(runId);
      const found = await store().readSpansOf(wanted);
      expect([...found.keys()].toSorted()).toStrictEqual([runId(2), runId(4)]);
      for (const [id, ofRun] of found) expect(ofRun).toStrictEqual(await store().readSpans(id));
      expect(await store().readSpansOf([])).toStrictEqual(new Map());
    });

    it('finds runs by the start of their id, two at most', async () => {
      await store().write({ runs: [makeRun(0x10), makeRun(0x11), makeRun(0x12), makeRun(0x20)] });
      const find = async (prefix: string): Promise<string[]> =>
        (await store().findRuns(prefix)).map(({ runId: id }) => id);
      expect(await find('0'.repeat(14) + '2')).toStrictEqual([runId(0x20)]);
      expect(await find('0'.repeat(14) + '1')).toStrictEqual([runId(0x10), runId(0x11)]);
      expect(await find(runId(0x12))).toStrictEqual([runId(0x12)]);
      expect(await find('%')).toStrictEqual([]);
    });
  });
}

async function fillForSearch(store: SpanStore): Promise<void> {
  await store.write({
    spans: [
      makeSpan(1, { name: 'in the name' }),
      makeSpan(2, { statusMessage: 'in the status' }),
      makeSpan(3, { tool: { name: 't', arguments: { command: 'say "hi"' } } }),
      makeSpan(4, { tool: { name: 't', result: 'C:\\path\\to' } }),
      makeSpan(5, { input: [makeMessage('line one\nline two')] }),
      makeSpan(6, {
        output: [{ role: 'assistant', parts: [{ type: 'reasoning', content: 'my reasoning' }] }],
      }),
      makeSpan(7, {
        output: [
          {
            role: 'assistant',
            parts: [{ type: 'tool_call', name: 'search_flights', arguments: { to: 'Oslo' } }],
          },
        ],
      }),
      makeSpan(8, {
        input: [{ role: 'tool', parts: [{ type: 'tool_call_response', response: { message: 'order 77' } }] }],
      }),
      makeSpan(9, { attributes: { a: 'attribute only' } }),
    ],
  });
}
