import { fileURLToPath } from 'node:url';
import type { AnnotateRequest, FindingJson } from '@tracewright/core';
import { openMemoryStore } from '@tracewright/store';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createService, type Service } from './service.ts';

const RUN = fileURLToPath(new URL('../../../importers/fixtures/swe-agent/', import.meta.url));

describe('annotations of an imported run', () => {
  const store = openMemoryStore();
  let service: Service;
  let runId = '';
  const importIt = (): Promise<unknown> => service.importPaths({ paths: [RUN] });
  const annotate = (request: Partial<AnnotateRequest>): Promise<FindingJson> =>
    service.annotate(runId, { kind: 'note', author: 'ann', ...request });
  const own = async (): Promise<readonly FindingJson[]> =>
    (await service.listAnnotations({ where: `run = "${runId}"` })).annotations;

  beforeEach(async () => {
    service = createService(store);
    await importIt();
    await service.diagnose([]);
    const { runs } = await service.listRuns({ where: 'steps > 3 and findings > 0', order: '-steps' });
    runId = runs[0]?.runId ?? '';
  });
  afterEach(() => store.deleteRuns([...new Set([runId])] as never));

  it('keep what is marked with its evidence, beside the diagnosis and never in its place', async () => {
    const before = await service.getRun(runId);
    const step = before.steps.find(({ observation }) => (observation?.text.length ?? 0) > 20);
    const quote = step?.observation?.text.slice(5, 20) ?? '';
    const marked = await annotate({ kind: 'onset', step: step?.index ?? -1, quote, note: 'here it goes' });
    expect(marked).toMatchObject({
      detector: 'human@1',
      category: 'onset',
      stepIndex: step?.index,
      message: 'here it goes',
      evidence: [{ quote }],
      annotation: { kind: 'onset', author: 'ann' },
    });
    const after = await service.getRun(runId);
    expect(after.onset).toEqual(before.onset);
    expect(after.ranked).toEqual(before.ranked);
    expect(after.run).toMatchObject({ findings: before.run.findings, annotations: 1 });
    expect(after.findings).toEqual([...before.findings, marked]);
    const [evidence] = marked.evidence;
    const span = await service.getSpan(runId, evidence?.spanId ?? '');
    expect(JSON.stringify(span)).toContain(JSON.stringify(quote).slice(1, -1));
    const { html } = await service.getRunReport(runId, {});
    expect(html).toContain('here it goes');
    expect(html).toContain('onset by ann');
  });

  it('replace what the same person said of the same, and stand beside what others say', async () => {
    await annotate({ kind: 'onset', step: 1 });
    await annotate({ kind: 'onset', step: 2 });
    await annotate({ kind: 'onset', step: 2, author: 'bob' });
    await annotate({ note: 'one', step: 1 });
    await annotate({ note: 'two', step: 1 });
    expect((await own()).map((each) => [each.annotation?.author, each.stepIndex, each.message])).toEqual(
      expect.arrayContaining([
        ['ann', 2, 'Here the run first went wrong.'],
        ['bob', 2, 'Here the run first went wrong.'],
        ['ann', 1, 'one'],
        ['ann', 1, 'two'],
      ]),
    );
    expect(await own()).toHaveLength(4);
  });

  it('judge findings: a verdict takes the place of the opposite one, and a rejected finding is not counted', async () => {
    const [finding] = (await service.getRun(runId)).findings;
    const id = finding?.id ?? '';
    const counted = async (): Promise<number> =>
      (await service.countFindings({ where: `run = "${runId}"` })).categories.reduce(
        (sum, { findings }) => sum + findings,
        0,
      );
    const all = await counted();
    await annotate({ kind: 'accept', finding: id });
    expect(await counted()).toBe(all);
    const rejected = await annotate({ kind: 'reject', finding: id });
    expect(rejected).toMatchObject({
      category: finding?.category,
      stepIndex: finding?.stepIndex,
      evidence: finding?.evidence,
      annotation: { about: { id, detector: finding?.detector, category: finding?.category } },
    });
    expect(await own()).toEqual([rejected]);
    expect(await counted()).toBe(all - 1);
    expect((await service.getRunReport(runId, {})).html).toContain('rejected by ann');
    await annotate({ kind: 'category', finding: id, category: 'misread-output' });
    expect((await own()).map(({ category }) => category)).toContain('misread-output');
  });

  it('set the outcome, which filters see, and give it back', async () => {
    const [recorded] = (await service.listRuns({ where: `run = "${runId}"` })).runs;
    const status = recorded?.outcome.status === 'success' ? 'failure' : 'success';
    const marked = await annotate({ kind: 'outcome', status });
    const where = `run = "${runId}" and outcome = ${status} and annotations > 0`;
    const [judged] = (await service.listRuns({ where })).runs;
    expect(judged).toMatchObject({
      outcome: { status, source: 'human' },
      recordedOutcome: recorded?.outcome,
    });
    expect(await service.removeAnnotation(runId, marked.id.slice(0, 12))).toEqual(marked);
    const [again] = (await service.listRuns({ where: `run = "${runId}"` })).runs;
    expect(again).toEqual(recorded);
  });

  it('outlive another import, another diagnosis and another process', async () => {
    await annotate({ kind: 'outcome', status: 'unknown', note: 'cannot tell' });
    const marks = await own();
    await importIt();
    const diagnosis = await store.findDiagnosis(runId as never);
    if (diagnosis !== undefined) await store.write({ diagnoses: [{ ...diagnosis, version: 'older@1' }] });
    service = createService(store);
    await service.diagnose([runId]);
    expect(await own()).toEqual(marks);
    expect((await service.getRun(runId)).run.outcome).toEqual({ status: 'unknown', source: 'human' });
  });

  it('are masked as what is imported', async () => {
    const key = `sk-ant-api03-${'Ab1'.repeat(31)}AA`;
    const marked = await annotate({ note: `the agent printed ${key}` });
    expect(marked.message).not.toContain(key);
    expect(marked.message).toContain('[masked:');
  });

  it.each<[string, Partial<AnnotateRequest>, string]>([
    ['nobody', { note: 'x', author: ' ' }, 'author'],
    ['an onset nowhere', { kind: 'onset' }, 'step'],
    ['a step that there is not', { note: 'x', step: 100_000 }, 'step'],
    ['an empty note', { note: '  ' }, 'note'],
    ['a category of nothing', { kind: 'category', category: 'loop' }, 'step'],
    ['a status that would be dropped', { note: 'x', status: 'failure' }, 'status'],
    ['a step of an outcome', { kind: 'outcome', status: 'failure', step: 1 }, 'step'],
    ['a quote that stands elsewhere', { note: 'x', step: 1, quote: 'never said \u{1F40C}' }, 'quote'],
  ])('refuse %s', async (_what, request, where) => {
    await expect(annotate(request)).rejects.toMatchObject({ code: 'request-invalid', where });
    expect(await own()).toEqual([]);
  });

  it('refuse findings and marks that there are not', async () => {
    const missing = { code: 'finding-not-found' };
    await expect(annotate({ kind: 'reject', finding: 'none' })).rejects.toMatchObject(missing);
    await expect(service.removeAnnotation(runId, 'human-0')).rejects.toMatchObject(missing);
    const [finding] = (await service.getRun(runId)).findings;
    await expect(service.removeAnnotation(runId, finding?.id ?? '')).rejects.toMatchObject(missing);
    const reading = createService(store, { isReadOnly: true });
    await expect(reading.annotate(runId, { kind: 'note', author: 'a', note: 'b' })).rejects.toMatchObject({
      code: 'store-failed',
    });
  });
});
