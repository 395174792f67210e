import { describe, expect, it } from 'vitest';
import { makeDiagnosis, makeFinding, makeMessage, makeRun, makeSpan, runId, traceId } from './builders.ts';
import { useStore, type OpenEmptyStore } from './describe.ts';

export function describeDeleting(openEmpty: OpenEmptyStore): void {
  describe('deleting runs', () => {
    const store = useStore(openEmpty);
    const shared = makeMessage('You are an agent.', 'system');
    const [first, second] = [runId(1), runId(2)];
    const batch = {
      runs: [makeRun(1), makeRun(2)],
      spans: [
        makeSpan(1, { input: [shared], output: [makeMessage('mine alone')] }),
        makeSpan(2, { input: [shared, makeMessage('mine alone')] }),
        makeSpan(3, { traceId: traceId(2), runId: second, input: [shared], output: [makeMessage('theirs')] }),
      ],
      diagnoses: [makeDiagnosis(first, [makeFinding(first, 'd')]), makeDiagnosis(second, [])],
      findings: [makeFinding(first, 'a'), makeFinding(second, 'b')],
    };

    it('removes all of them, and the messages that no other span names', async () => {
      await store().write(batch);
      expect(await store().deleteRuns([first, first, runId(9)])).toStrictEqual({
        runs: 1,
        spans: 2,
        messages: 1,
      });
      expect((await store().queryRuns({})).items.map(({ runId: id }) => id)).toStrictEqual([second]);
      expect(await store().readSpans(first)).toStrictEqual([]);
      expect(await store().findDiagnosis(first)).toBeUndefined();
      expect((await store().listFindings([first, second])).map(({ id }) => id)).toStrictEqual(['b']);
      expect(await store().findRunsOfTraces([traceId(1), traceId(2)])).toStrictEqual(
        new Map([[traceId(2), second]]),
      );
      expect(await store().readSpans(second)).toStrictEqual(batch.spans.slice(2));
      expect((await store().querySpans({ text: 'mine alone' })).items).toStrictEqual([]);
      expect((await store().info()).counts).toStrictEqual({ runs: 1, spans: 1, messages: 2, diagnoses: 1 });
    });

    it('changes nothing that is read when it is compacted', async () => {
      await store().write(batch);
      const before = await store().readSpansOf([first, second]);
      await Promise.all([store().compact(), store().write(batch), store().compact()]);
      expect(await store().readSpansOf([first, second])).toStrictEqual(before);
      expect((await store().info()).counts).toMatchObject({ runs: 2, spans: 3 });
    });

    it('takes what was deleted as new when it is written again', async () => {
      const written = await store().write(batch);
      await store().deleteRuns([first, second]);
      expect((await store().info()).counts).toStrictEqual({ runs: 0, spans: 0, messages: 0, diagnoses: 0 });
      expect(await store().write(batch)).toStrictEqual(written);
      expect(await store().readSpans(first)).toStrictEqual(batch.spans.slice(0, 2));
      expect((await store().querySpans({ text: 'mine alone' })).items).toStrictEqual(batch.spans.slice(0, 2));
    });

    it('removes messages that a changed span has left behind', async () => {
      await store().write({ spans: [makeSpan(1, { input: [makeMessage('before')] })] });
      await store().write({ spans: [makeSpan(1, { input: [makeMessage('after')] })] });
      expect(await store().deleteRuns([])).toStrictEqual({ runs: 0, spans: 0, messages: 1 });
      expect((await store().readSpans(first))[0]?.input).toStrictEqual([makeMessage('after')]);
    });

    it('never shows half a run to who reads meanwhile', async () => {
      const spans = batch.spans.slice(0, 2);
      const change = async (): Promise<void> => {
        for (let round = 0; round < 10; round += 1) {
          await store().write({ spans });
          await store().deleteRuns([first]);
        }
      };
      let isChanging = true;
      const changing = change().finally(() => (isChanging = false));
      while (isChanging) expect([[], spans]).toContainEqual(await store().readSpans(first));
      await changing;
    });

    it('happens in the order asked', async () => {
      const [before, , after] = await Promise.all([
        store().write(batch),
        store().deleteRuns([first]),
        store().write({ spans: batch.spans.slice(0, 1) }),
      ]);
      expect([before.spans.added, after.spans.added]).toStrictEqual([3, 1]);
      expect(await store().readSpans(first)).toStrictEqual(batch.spans.slice(0, 1));
    });
  });
}
