/** Second opinions on runs: asked for within a budget, kept, and given while run and diagnosis stay as they were. */
import { createHash } from 'node:crypto';
import {
  askOpinion,
  OPINION_BUDGET,
  OPINION_VERSION,
  type OpinionProgress,
  planOpinion,
} from '@tracewright/analysis';
import {
  type AskOpinionRequest,
  type Diagnosis,
  type Opinion,
  type OpinionStateJson,
  type RunId,
  type SpanStore,
  type StoredRun,
  TraceError,
} from '@tracewright/core';
import { estimateTokens } from '@tracewright/llm';
import { ensureDiagnosis, withoutLabels } from '../service/diagnoses.ts';
import { getRunByPrefix } from '../service/find-run.ts';
import { besideStore } from './beside-store.ts';
import type { ModelAccess } from './model-access.ts';
import { createOpinionFiles, createOpinionMemory, type OpinionFiles } from './opinion-files.ts';

/** What an opinion may cost when the request does not say, in US dollars. */
export const DEFAULT_BUDGET_USD = 1;

export interface AskOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (progress: OpinionProgress) => void;
}

export interface Opinions {
  /** Those that are about the run and the diagnosis as they are, the latest first. */
  list(diagnosis: Diagnosis): Promise<readonly Opinion[]>;
  state(runPrefix: string, options: { readonly wantsEstimate: boolean }): Promise<OpinionStateJson>;
  /** @throws TraceError `usage-invalid`, `limit-exceeded`, `model-failed`, `network-failed`, `overloaded`, `cancelled` */
  ask(runPrefix: string, request: AskOpinionRequest, options?: AskOptions): Promise<Opinion>;
  remove(runIds: readonly RunId[]): Promise<void>;
}

export interface OpinionsOptions {
  readonly store: SpanStore;
  readonly models: ModelAccess;
  readonly isReadOnly: boolean;
  /** What is remembered of the agent's other runs. */
  readonly notes?: (run: StoredRun) => Promise<string | undefined>;
}

export function createOpinions({ store, models, isReadOnly, notes }: OpinionsOptions): Opinions {
  let opening: Promise<OpinionFiles> | undefined;
  // Once: a store of a million spans takes as long to count as to find a run.
  const files = (): Promise<OpinionFiles> =>
    (opening ??= store.info().then(
      ({ path }) =>
        path === undefined ? createOpinionMemory() : createOpinionFiles(besideStore(path, 'opinions')),
      (error: unknown) => {
        opening = undefined;
        throw error;
      },
    ));
  const running = new Map<RunId, OpinionProgress>();
  const list: Opinions['list'] = async ({ runId, version, spans }) => {
    const kept = await (await files()).list(runId);
    return kept
      .filter(
        (opinion) =>
          opinion.version === OPINION_VERSION &&
          opinion.diagnosisVersion === version &&
          opinion.spans === spans,
      )
      .toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
  };
  const gather = async (
    run: StoredRun,
    wantsMemory = true,
  ): Promise<Omit<Parameters<typeof planOpinion>[0], 'budget'>> => {
    const reading = store.readSpans(run.runId);
    const [spans, diagnosis, remembered] = await Promise.all([
      reading,
      ensureDiagnosis(store, run, { readSpans: () => reading, isReadOnly }),
      wantsMemory ? notes?.(run) : undefined,
    ]);
    return { run: withoutLabels(run), spans, diagnosis, notes: remembered };
  };

  return {
    list,
    async state(runPrefix, { wantsEstimate }) {
      const run = await getRunByPrefix(store, runPrefix);
      const described = models.describe();
      const isSetUp = 'model' in described;
      const kept = list(await ensureDiagnosis(store, run, { isReadOnly }));
      let usd: number | null = null;
      if (isSetUp && wantsEstimate) {
        const plan = planOpinion(await gather(run));
        const usage = { inputTokens: estimateTokens(plan), outputTokens: plan.maxOutputTokens };
        usd = models.price(models.choose(), usage) ?? null;
      }
      return {
        model: isSetUp ? described.model : null,
        fix: isSetUp ? '' : described.fix,
        estimate: isSetUp && wantsEstimate ? { usd, maxUsd: DEFAULT_BUDGET_USD } : null,
        running: running.get(run.runId) ?? null,
        opinions: await kept,
      };
    },
    async ask(
      runPrefix,
      { model: named, budgetUsd = DEFAULT_BUDGET_USD, refresh = false, memory = true },
      options = {},
    ) {
      const settings = models.choose(named);
      const run = await getRunByPrefix(store, runPrefix);
      const { runId } = run;
      const asked = await gather(run, memory);
      // Notes that were made, edited or switched since are another question.
      const notesHash =
        asked.notes === undefined ? undefined : createHash('sha256').update(asked.notes).digest('hex');
      const kept = (await list(asked.diagnosis)).find(
        ({ model, reading }) =>
          model === settings.id &&
          reading.isWithMemory === (asked.notes !== undefined) &&
          reading.notesHash === notesHash,
      );
      if (kept !== undefined && !refresh) return { ...kept, isCached: true };
      if (running.has(runId))
        throw new TraceError('overloaded', {
          where: `run ${runId}`,
          message: 'a model is being asked about this run already',
          fix: 'wait for its answer',
          retryAfterSeconds: 10,
        });
      running.set(runId, { calls: 0, stepsShown: 0 });
      try {
        const folder = await files();
        const answered = await askOpinion({
          ...asked,
          model: models.open(settings, {
            maxUsd: budgetUsd,
            maxCalls: OPINION_BUDGET.maxCalls,
            // Asked anew it answers anew.
            cacheFolder: refresh ? undefined : folder.answersFolder(runId),
          }),
          now: new Date(),
          signal: options.signal,
          onProgress: (progress) => {
            running.set(runId, progress);
            options.onProgress?.(progress);
          },
        });
        const opinion: Opinion =
          notesHash === undefined ? answered : { ...answered, reading: { ...answered.reading, notesHash } };
        await folder.write(opinion);
        return opinion;
      } finally {
        running.delete(runId);
      }
    },
    remove: async (runIds) => (await files()).remove(runIds),
  };
}
