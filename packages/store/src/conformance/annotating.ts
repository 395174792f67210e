import type { Annotation, Finding, RunId } from '@tracewright/core';
import { describe, expect, it } from 'vitest';
import { makeDiagnosis, makeFinding, makeRun, makeSpan, runId } from './builders.ts';
import { useStore, type OpenEmptyStore } from './describe.ts';

/** Findings by people: they are counted apart, may set the outcome, and only people and deletions of the run remove them. */
export function describeAnnotating(openEmpty: OpenEmptyStore): void {
  describe('annotations', () => {
    const store = useStore(openEmpty);
    const first = runId(1);

    const annotate = (run: RunId, id: string, changes: Partial<Annotation> = {}): Finding =>
      makeFinding(run, id, {
        detector: 'human@1',
        annotation: { kind: 'note', author: 'ann', time: '2026-01-31T12:00:00.000Z', ...changes },
      });
    const judge = (id: string, status: 'success' | 'failure'): Finding =>
      annotate(first, id, { kind: 'outcome', status });
    const read = async (): Promise<unknown> => {
      const [run] = await store().findRuns(first);
      return [run?.outcome, run?.recordedOutcome, run?.findings, run?.annotations];
    };
    const failed = { status: 'failure', score: 0.2, source: 'grader' } as const;

    it('are given back as they were written, and counted apart', async () => {
      await store().write({ runs: [makeRun(1)], diagnoses: [makeDiagnosis(first, [])] });
      const about = { id: 'x', detector: 'loop@1', category: 'loop' };
      const findings = [annotate(first, 'a', { kind: 'reject', about }), makeFinding(first, 'b')];
      await store().write({ findings });
      expect(await store().readReportedFindings(first)).toStrictEqual(findings);
      expect(await read()).toMatchObject([{ status: 'unknown' }, undefined, 1, 1]);
      const annotated = { kind: 'compare', field: 'annotations', operator: '>', value: 0 } as const;
      expect(await store().countRuns(annotated)).toBe(1);
    });

    it('set the outcome: the last of them, for filters too', async () => {
      await store().write({ runs: [makeRun(1, { outcome: failed })], findings: [judge('a', 'failure')] });
      await store().write({ findings: [judge('b', 'success')] });
      expect(await read()).toStrictEqual([{ status: 'success', source: 'human' }, failed, undefined, 2]);
      const compare = (field: string, value: string | number) =>
        ({ kind: 'compare', field, operator: '=', value }) as const;
      expect(await store().countRuns(compare('outcome', 'success'))).toBe(1);
      expect(await store().countRuns(compare('outcome', 'failure'))).toBe(0);
      expect(await store().countRuns(compare('score', 0.2))).toBe(0);
      const query = { from: 'runs', groupBy: ['outcome'], measures: [{ operation: 'count' }] } as const;
      expect(await store().aggregate(query)).toStrictEqual([{ keys: ['success'], values: [1] }]);
    });

    it('give the outcome back when they are removed', async () => {
      await store().write({
        runs: [makeRun(1, { outcome: failed })],
        findings: [judge('a', 'success'), annotate(first, 'b')],
      });
      expect(await store().deleteFindings(['a', 'a', 'none'])).toBe(1);
      expect(await read()).toStrictEqual([failed, undefined, undefined, 1]);
      expect(await store().deleteFindings([])).toBe(0);
      await store().write({ findings: [judge('a', 'success')] });
      expect(await read()).toStrictEqual([{ status: 'success', source: 'human' }, failed, undefined, 2]);
    });

    it('outlive another import and another diagnosis of their run, and go with the run', async () => {
      const batch = { runs: [makeRun(1, { outcome: failed })], spans: [makeSpan(1)] };
      await store().write({ ...batch, diagnoses: [makeDiagnosis(first, [makeFinding(first, 'x')])] });
      await store().write({ findings: [judge('a', 'success'), makeFinding(first, 'masked')] });
      const again = { runs: [makeRun(1, { outcome: failed, agent: 'renamed' })], spans: [makeSpan(1)] };
      await store().write({ ...again, findings: [makeFinding(first, 'masked', { message: 'again' })] });
      await store().write({ diagnoses: [makeDiagnosis(first, [], { version: 'test@2' })] });
      expect(await read()).toStrictEqual([{ status: 'success', source: 'human' }, failed, 1, 1]);
      expect((await store().listFindings([first])).map(({ id }) => id)).toStrictEqual(['a', 'masked']);
      await store().deleteRuns([first]);
      await store().write(batch);
      expect(await read()).toStrictEqual([failed, undefined, undefined, 0]);
    });
  });
}
