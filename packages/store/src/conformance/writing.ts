import { describe, expect, it } from 'vitest';
import type { Span, TraceId, WriteReceipt } from '@tracewright/core';
import {
  makeDiagnosis,
  makeFinding,
  makeFullRun,
  makeFullSpan,
  makeMessage,
  makeRun,
  makeSpan,
  runId,
  spanId,
  traceId,
} from './builders.ts';
import { useStore, type OpenEmptyStore } from './describe.ts';

export function describeWriting(openEmpty: OpenEmptyStore): void {
  describe('writing', () => {
    const store = useStore(openEmpty);

    it('gives back every property of a span', async () => {
      const span = makeFullSpan();
      await store().write({ spans: [span] });
      expect(await store().findSpan(span.traceId, span.spanId)).toStrictEqual(span);
    });

    it('gives back every property of a run', async () => {
      const { run, stats } = makeFullRun();
      await store().write({ runs: [{ run, stats }] });
      expect((await store().queryRuns({})).items).toStrictEqual([
        { ...run, stats, findings: undefined, onsetStep: undefined, annotations: 0 },
      ]);
    });

    it('keeps absent apart from null and empty', async () => {
      const spans = [
        makeSpan(1, {
          parentSpanId: '' as Span['spanId'],
          statusMessage: '',
          agent: '',
          tool: { name: '', arguments: null, result: '' },
        }),
        makeSpan(2, { tool: { name: 't', result: null } }),
        makeSpan(3, { tool: { name: 't' } }),
        makeSpan(4, { input: [{ role: '', name: '', parts: [] }, makeMessage('')] }),
      ];
      await store().write({ spans });
      expect(await store().readSpans(runId(1))).toStrictEqual(spans);
    });

    it('adds nothing when the same is written again', async () => {
      const batch = {
        runs: [makeFullRun()],
        spans: [makeFullSpan(), makeSpan(8, { input: [makeMessage('hello')] })],
        diagnoses: [makeDiagnosis(runId(3), [])],
      };
      expect(await store().write(batch)).toStrictEqual({
        runs: { added: 1, changed: 0 },
        spans: { added: 2, changed: 0, unchanged: 0 },
        messages: { added: 6 },
      });
      const before = (await store().info()).counts;
      expect(await store().write(structuredClone(batch))).toStrictEqual({
        runs: { added: 0, changed: 0 },
        spans: { added: 0, changed: 0, unchanged: 2 },
        messages: { added: 0 },
      });
      expect((await store().info()).counts).toStrictEqual(before);
      expect(before).toStrictEqual({ runs: 1, spans: 2, messages: 6, diagnoses: 1 });
    });

    it('lets a changed span win and counts it', async () => {
      await store().write({ spans: [makeSpan(1), makeSpan(2)] });
      const changed = makeSpan(1, { status: 'error', output: [makeMessage('new')] });
      const receipt = await store().write({ spans: [changed, makeSpan(2)] });
      expect(receipt.spans).toStrictEqual({ added: 0, changed: 1, unchanged: 1 });
      expect(receipt.messages.added).toBe(1);
      expect(await store().readSpans(runId(1))).toStrictEqual([changed, makeSpan(2)]);
      expect((await store().info()).counts.spans).toBe(2);
    });

    it('tells the same change from no change for every property of a span', async () => {
      const full = makeFullSpan();
      await store().write({ spans: [full] });
      const { output: _output, ...others } = full;
      for (const key of Object.keys(others).filter(
        (name) => !['traceId', 'spanId', 'input'].includes(name),
      )) {
        const other = {
          ...full,
          [key]: makeSpan(7, { name: 'other', sequence: 8, runId: runId(2) })[key as keyof Span],
        };
        const receipt = await store().write({ spans: [other] });
        expect([key, receipt.spans.changed]).toStrictEqual([key, 1]);
        expect([key, await store().findSpan(full.traceId, full.spanId)]).toEqual([key, other]);
        await store().write({ spans: [full] });
      }
    });

    it('takes the last of several versions in one batch', async () => {
      const receipt = await store().write({
        spans: [
          makeSpan(1, { name: 'a' }),
          makeSpan(1, { name: 'b' }),
          makeSpan(1, { name: 'b' }),
          makeSpan(1, { name: 'c' }),
        ],
        runs: [makeRun(1, { agent: 'a' }), makeRun(1, { agent: 'b' })],
      });
      expect(receipt.spans).toStrictEqual({ added: 1, changed: 2, unchanged: 1 });
      expect(receipt.runs).toStrictEqual({ added: 1, changed: 1 });
      expect((await store().readSpans(runId(1))).map(({ name }) => name)).toStrictEqual(['c']);
      expect((await store().queryRuns({})).items.map(({ agent }) => agent)).toStrictEqual(['b']);
    });

    it('keeps the traces of a run that the files of one session write one after the other', async () => {
      const [first, second, third] = [1, 2, 3].map(traceId) as [TraceId, TraceId, TraceId];
      const older = makeRun(1, { traceIds: [first, first], agent: 'older' });
      const newer = makeRun(1, { traceIds: [second, first], agent: 'newer' });
      const newest = makeRun(1, { traceIds: [third], agent: 'newest' });
      const write = async (...runs: readonly (typeof older)[]): Promise<WriteReceipt['runs']> =>
        (await store().write({ runs })).runs;
      const read = async (): Promise<unknown> =>
        (await store().queryRuns({})).items.map(({ agent, traceIds }) => [agent, ...traceIds]);

      expect(await write(older)).toStrictEqual({ added: 1, changed: 0 });
      expect(await read()).toStrictEqual([['older', first]]);
      expect(await write(newer, newest)).toStrictEqual({ added: 0, changed: 2 });
      expect(await read()).toStrictEqual([['newest', first, second, third]]);
      expect(await write(newest)).toStrictEqual({ added: 0, changed: 0 });
      expect(await write(older)).toStrictEqual({ added: 0, changed: 1 });
      expect(await read()).toStrictEqual([['older', first, second, third]]);
    });

    it('goes back to an earlier version when that is written again', async () => {
      for (const name of ['a', 'b', 'a']) await store().write({ spans: [makeSpan(1, { name })] });
      expect((await store().querySpans({})).items.map(({ name }) => name)).toStrictEqual(['a']);
    });

    it('stores k messages when an agent resends its history k times', async () => {
      const history = Array.from({ length: 12 }, (_, index) =>
        makeMessage(`turn ${index}`, index % 2 === 0 ? 'user' : 'assistant'),
      );
      const spans = history.map((_, index) =>
        makeSpan(index, { input: structuredClone(history.slice(0, index + 1)) }),
      );
      expect((await store().write({ spans })).messages.added).toBe(12);
      expect((await store().info()).counts.messages).toBe(12);
      expect(await store().readSpans(runId(1))).toStrictEqual(spans);
    });

    it('keeps messages apart that differ in role, name or kind of part alone', async () => {
      const text = 'same';
      const input = [
        makeMessage(text, 'user'),
        makeMessage(text, 'assistant'),
        { role: 'user', name: 'ann', parts: [{ type: 'text', content: text } as const] },
        { role: 'user', parts: [{ type: 'reasoning', content: text } as const] },
        {
          role: 'user',
          parts: [{ type: 'text', content: text } as const, { type: 'text', content: '' } as const],
        },
      ];
      expect((await store().write({ spans: [makeSpan(1, { input })] })).messages.added).toBe(5);
      expect((await store().readSpans(runId(1)))[0]?.input).toStrictEqual(input);
    });

    it('writes what is asked at once in the order asked', async () => {
      const names = Array.from({ length: 20 }, (_, index) => `version ${index}`);
      const receipts = await Promise.all(
        names.map((name) => store().write({ spans: [makeSpan(1, { name })] })),
      );
      expect(receipts.map(({ spans }) => spans.added + spans.changed)).toStrictEqual(names.map(() => 1));
      expect((await store().readSpans(runId(1))).map(({ name }) => name)).toStrictEqual(['version 19']);
    });

    it('writes a large batch wholly before what is asked after it', async () => {
      const many = Array.from({ length: 5_000 }, (_, index) => makeSpan(index, { name: 'old' }));
      await Promise.all([
        store().write({ spans: many, runs: [makeRun(1, { agent: 'old' })] }),
        store().write({ spans: [makeSpan(4_999, { name: 'new' })], runs: [makeRun(1, { agent: 'new' })] }),
      ]);
      expect((await store().findSpan(traceId(1), spanId(4_999)))?.name).toBe('new');
      expect((await store().queryRuns({})).items.map(({ agent }) => agent)).toStrictEqual(['new']);
    });

    it('takes a batch larger than one portion', async () => {
      const spans = Array.from({ length: 5_000 }, (_, index) =>
        makeSpan(index, { traceId: traceId(index % 7), input: [makeMessage(`m${index % 90}`)] }),
      );
      const receipt = await store().write({ spans });
      expect(receipt.spans.added).toBe(5_000);
      expect(receipt.messages.added).toBe(90);
      expect(await store().readSpans(runId(1))).toStrictEqual(spans);
    });

    it('keeps the latest diagnosis and shows it with its run', async () => {
      const id = runId(1);
      await store().write({
        runs: [makeRun(1), makeRun(2)],
        diagnoses: [makeDiagnosis(id, [makeFinding(id, 'a')])],
      });
      const latest = makeDiagnosis(
        id,
        [makeFinding(id, 'b', { stepIndex: 4, spanId: spanId(1) }), makeFinding(id, 'c', { stepIndex: 1 })],
        {
          onset: { stepIndex: 4, agent: undefined, confidence: 0.75 },
          ranked: [{ stepIndex: 4, score: 1 }],
        },
      );
      await store().write({ diagnoses: [latest] });
      expect(await store().findDiagnosis(id)).toEqual(latest);
      expect(await store().findDiagnosis(runId(2))).toBeUndefined();
      const { items } = await store().queryRuns({ orderBy: { field: 'run' } });
      expect(items.map(({ findings, onsetStep }) => [findings, onsetStep])).toStrictEqual([
        [2, 4],
        [undefined, undefined],
      ]);
    });

    it('lists findings by run, then step, those about no step last', async () => {
      const [first, second] = [runId(1), runId(2)];
      await store().write({
        diagnoses: [
          makeDiagnosis(second, [makeFinding(second, 'z', { stepIndex: 0 })]),
          makeDiagnosis(first, [
            makeFinding(first, 'none'),
            makeFinding(first, 'nine', { stepIndex: 9 }),
            makeFinding(first, 'two', { stepIndex: 2 }),
          ]),
        ],
      });
      const findings = await store().listFindings([second, first, first, runId(3)]);
      expect(findings.map(({ id }) => id)).toStrictEqual(['two', 'nine', 'none', 'z']);
      expect(await store().listFindings([])).toStrictEqual([]);
    });

    it('refuses to work when closed', async () => {
      await store().close();
      await expect(store().write({ spans: [makeSpan(1)] })).rejects.toMatchObject({ code: 'store-failed' });
      await expect(store().countRuns()).rejects.toMatchObject({ code: 'store-failed' });
      await store().close();
    });
  });
}
