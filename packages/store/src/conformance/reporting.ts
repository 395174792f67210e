import type { CompareOperator, Filter, RunId, Span, TraceId } from '@tracewright/core';
import { describe, expect, it } from 'vitest';
import { makeDiagnosis, makeFinding, makeRun, makeSpan, runId, spanId, traceId } from './builders.ts';
import { useStore, type OpenEmptyStore } from './describe.ts';

const [first, second] = [runId(1), runId(2)];

/** Reported findings: what no diagnosis makes anew. */
export function describeReporting(openEmpty: OpenEmptyStore): void {
  describe('reported findings', () => {
    const store = useStore(openEmpty);

    it('gives back every property, the later version of an id', async () => {
      const finding = makeFinding(first, 'a', {
        stepIndex: 3,
        spanId: spanId(1),
        confidence: 0.25,
        evidence: [{ spanId: spanId(1), path: 'output/0', start: 1, end: 3, quote: 'é\n' }],
        fix: 'none',
      });
      await store().write({ findings: [makeFinding(second, 'a'), makeFinding(first, 'b'), finding] });
      await store().write({ findings: [finding] });
      expect(await store().readReportedFindings(second)).toStrictEqual([]);
      expect(await store().readReportedFindings(first)).toStrictEqual([finding, makeFinding(first, 'b')]);
    });

    it('are listed with those of diagnoses, by run, step and then id', async () => {
      await store().write({
        diagnoses: [
          makeDiagnosis(first, [makeFinding(first, 'z', { stepIndex: 1 }), makeFinding(first, 'y')]),
        ],
        findings: [
          makeFinding(second, 'second'),
          makeFinding(first, 'b', { stepIndex: 1 }),
          makeFinding(first, 'a', { stepIndex: 1 }),
          makeFinding(first, 'x'),
          makeFinding(first, 'start', { stepIndex: 0 }),
        ],
      });
      const findings = await store().listFindings([second, first]);
      expect(findings.map(({ id }) => id)).toStrictEqual(['start', 'z', 'a', 'b', 'y', 'x', 'second']);
    });

    it('count with those of the diagnosis, once there is one', async () => {
      await store().write({
        runs: [makeRun(1), makeRun(2)],
        findings: [makeFinding(first, 'a'), makeFinding(first, 'b')],
      });
      const counts = async (): Promise<unknown> =>
        (await store().queryRuns({ orderBy: { field: 'run' } })).items.map(({ findings }) => findings);
      expect(await counts()).toStrictEqual([undefined, undefined]);
      await store().write({
        diagnoses: [makeDiagnosis(first, [makeFinding(first, 'c')]), makeDiagnosis(second, [])],
      });
      expect(await counts()).toStrictEqual([3, 0]);
      const where = { kind: 'compare', field: 'findings', operator: '>=', value: 3 } as const;
      expect(await store().countRuns(where)).toBe(1);
    });

    it('order the runs, page by page, those without a diagnosis last', async () => {
      const numbers = [1, 2, 3, 4, 5, 6, 7];
      await store().write({
        runs: numbers.map((number) => makeRun(number)),
        // Of a run that is not there, too.
        diagnoses: [2, 3, 4, 5, 6, 99].map((number) =>
          makeDiagnosis(
            runId(number),
            Array.from({ length: number > 3 ? 2 : 1 }, (_, index) =>
              makeFinding(runId(number), `${number}-${index}`),
            ),
          ),
        ),
        findings: [
          makeFinding(runId(3), 'reported'),
          makeFinding(runId(1), 'of no diagnosis'),
          makeFinding(runId(2), 'of a person', {
            annotation: { kind: 'note', author: 'ann', time: '2026-01-31T12:00:00.000Z' },
          }),
        ],
      });
      const inPagesOf = async (limit: number): Promise<(readonly [RunId, number | undefined])[]> => {
        const listed: (readonly [RunId, number | undefined])[] = [];
        let cursor: string | undefined;
        do {
          const page = await store().queryRuns({
            orderBy: { field: 'findings', descending: true },
            limit,
            ...(cursor === undefined ? {} : { cursor }),
          });
          listed.push(...page.items.map(({ runId: id, findings }) => [id, findings] as const));
          cursor = page.next;
        } while (cursor !== undefined);
        return listed;
      };
      const expected = [
        ...[3, 4, 5, 6].map((number) => [runId(number), 2]),
        [runId(2), 1],
        [runId(1), undefined],
        [runId(7), undefined],
      ];
      for (const limit of [1, 2, 3, 5, 100]) expect(await inPagesOf(limit)).toStrictEqual(expected);
    });
  });

  describe('categories of findings', () => {
    const store = useStore(openEmpty);
    const matching = async (filter: Filter): Promise<RunId[]> =>
      (await store().queryRuns({ where: filter, orderBy: { field: 'run' } })).items.map(
        ({ runId: id }) => id,
      );
    const category = (operator: CompareOperator, value: string): Filter => ({
      kind: 'compare',
      field: 'category',
      operator,
      value,
    });

    it('match a run that has one such finding, diagnosed or reported', async () => {
      await store().write({
        runs: [makeRun(1), makeRun(2), makeRun(3)],
        diagnoses: [
          makeDiagnosis(first, [
            makeFinding(first, 'a', { category: 'loop' }),
            makeFinding(first, 'b', { category: 'Tool-error' }),
          ]),
          makeDiagnosis(second, []),
        ],
        findings: [
          makeFinding(second, 'c', { category: 'loop' }),
          // What people mark is no finding of a detector.
          makeFinding(runId(3), 'd', {
            category: 'loop',
            annotation: { kind: 'note', author: 'ann', time: '2026-01-31T00:00:00.000Z' },
          }),
        ],
      });
      const third = runId(3);
      expect(await matching(category('=', 'loop'))).toStrictEqual([first, second]);
      expect(await matching(category('!=', 'loop'))).toStrictEqual([third]);
      expect(await matching(category('~', 'tool'))).toStrictEqual([first]);
      expect(await matching(category('!~', 'tool'))).toStrictEqual([second, third]);
      expect(await matching({ kind: 'exists', field: 'category' })).toStrictEqual([first, second]);
      const both = ['loop', 'Tool-error'].map((value) => category('=', value));
      expect(await matching({ kind: 'and', filters: both })).toStrictEqual([first]);
    });

    it('are those of the latest diagnosis, and go with the run', async () => {
      const about = (name: string) => makeDiagnosis(first, [makeFinding(first, 'a', { category: name })]);
      await store().write({ runs: [makeRun(1)], diagnoses: [about('loop')] });
      await store().write({ diagnoses: [about('guess')] });
      expect(await matching(category('=', 'loop'))).toStrictEqual([]);
      expect(await matching(category('=', 'guess'))).toStrictEqual([first]);
      await store().deleteRuns([first]);
      await store().write({ runs: [makeRun(1)] });
      expect(await matching({ kind: 'exists', field: 'category' })).toStrictEqual([]);
    });

    it('order nothing: a run may have several', async () => {
      await expect(store().queryRuns({ orderBy: { field: 'category' } })).rejects.toMatchObject({
        code: 'filter-invalid',
        where: 'orderBy',
      });
    });
  });

  describe('stale runs', () => {
    const store = useStore(openEmpty);

    it('are those whose record is missing or counts other spans', async () => {
      const [right, wrong] = [makeRun(1), makeRun(2)];
      await store().write({
        runs: [
          { ...right, stats: { ...right.stats, spans: 1 } },
          { ...wrong, stats: { ...wrong.stats, spans: 7 } },
        ],
        spans: [1, 2, 3].map((number) =>
          makeSpan(number, { traceId: traceId(number), runId: runId(number) }),
        ),
      });
      await store().write({
        runs: [makeRun(4)].map((entry) => ({ ...entry, stats: { ...entry.stats, spans: 2 } })),
      });
      expect(await store().findStaleRuns()).toStrictEqual([runId(2), runId(3), runId(4)].toSorted());
    });
  });

  describe('the runs of traces', () => {
    const store = useStore(openEmpty);

    it('are those their spans name, the one written last', async () => {
      const [one, two, three] = [1, 2, 3].map(traceId) as [TraceId, TraceId, TraceId];
      const move = (number: number, run: number): Span => makeSpan(number, { runId: runId(run) });
      await store().write({
        spans: [move(1, 1), move(2, 1), makeSpan(3, { traceId: two, runId: runId(2) })],
      });
      expect(await store().findRunsOfTraces([one, two, three])).toStrictEqual(
        new Map([
          [one, runId(1)],
          [two, runId(2)],
        ]),
      );
      await store().write({ spans: [move(1, 2), move(2, 1)] });
      expect(await store().findRunsOfTraces([one])).toStrictEqual(new Map([[one, runId(2)]]));
      expect(await store().findRunsOfTraces([])).toStrictEqual(new Map());
    });
  });
}
