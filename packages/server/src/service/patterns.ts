/** Patterns over the runs of a store: profiles are made run by run and kept small, so that thousands fit in memory. */
import { type Attempt, profileRun, quoteSteps, type RunProfile, toAttempt } from '@tracewright/analysis';
import {
  type Evidence,
  type Filter,
  parseFilter,
  type PatternsJson,
  type PatternsRequest,
  type PlaceJson,
  RUN_FIELDS,
  type SpanStore,
  TraceError,
} from '@tracewright/core';
import { cancelled, type Comparer } from '../comparing/comparer.ts';
import { createRunDeriver } from './derive-runs.ts';
import { ensureDiagnosis, withoutLabels } from './diagnoses.ts';
import { groupRuns, listAllRuns } from './list-runs.ts';

export interface PatternsOptions {
  /** Told after each run, on either side. */
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
  readonly signal?: AbortSignal;
}

/** Profiles kept for the next question: about 10 kB each. */
const KEPT_PROFILES = 10_000;
/** More runs are refused: their profiles would take more than a gigabyte. */
const MAX_RUNS = 100_000;
/** Contrasts whose examples are quoted; beyond it they name the step only. */
const QUOTED_CONTRASTS = 40;

export function createPatternFinder(
  store: SpanStore,
  { isReadOnly, comparer }: { readonly isReadOnly: boolean; readonly comparer: Comparer },
): (request: PatternsRequest, options?: PatternsOptions) => Promise<PatternsJson> {
  const readProfiles = createRunDeriver<RunProfile>(store, KEPT_PROFILES, async (run, spans) => {
    const diagnosis = await ensureDiagnosis(store, run, { readSpans: async () => spans, isReadOnly });
    return profileRun(withoutLabels(run), spans, diagnosis);
  });

  const readAttempts = async (
    where: Filter | undefined,
    onRun: () => void,
    signal: AbortSignal | undefined,
  ): Promise<Attempt[]> => {
    const attempts: Attempt[] = [];
    for await (const group of groupRuns(listAllRuns(store, where))) {
      if (signal?.aborted === true) throw cancelled();
      for (const { run, derived } of await readProfiles(group)) {
        attempts.push(toAttempt(run, derived));
        onRun();
      }
    }
    return attempts;
  };

  return async ({ where, against }, { onProgress, signal } = {}) => {
    const filters = [parse(where, 'where'), parse(against, 'against')] as const;
    const hasBefore = against !== undefined && against.trim() !== '';
    const counts = await Promise.all([
      store.countRuns(filters[0]),
      hasBefore ? store.countRuns(filters[1]) : 0,
    ]);
    const total = counts[0] + counts[1];
    if (total > MAX_RUNS)
      throw new TraceError('limit-exceeded', {
        message: `${total} runs are compared, more than ${MAX_RUNS}`,
        fix: 'narrow the runs with where',
      });
    let done = 0;
    const onRun = (): void => {
      done += 1;
      onProgress?.({ done, total });
    };
    const attempts = await readAttempts(filters[0], onRun, signal);
    const before = hasBefore ? await readAttempts(filters[1], onRun, signal) : undefined;
    return quoteExamples(store, await comparer.patterns(attempts, before, signal));
  };
}

function parse(text: string | undefined, name: string): Filter | undefined {
  if (text === undefined || text.trim() === '') return undefined;
  try {
    return parseFilter(text, RUN_FIELDS);
  } catch (error) {
    if (!(error instanceof TraceError) || name === 'where') throw error;
    throw new TraceError(error.code, {
      message: error.summary,
      where: `${name}, ${error.where ?? ''}`,
      fix: error.fix,
      cause: error,
    });
  }
}

/** Adds the quotes to the examples that are shown first, each run read once. */
async function quoteExamples(store: SpanStore, patterns: PatternsJson): Promise<PatternsJson> {
  const wanted = new Map<string, Set<number>>();
  const want = ({ runId, stepIndex }: PlaceJson): void => {
    if (stepIndex !== null) wanted.set(runId, (wanted.get(runId) ?? new Set()).add(stepIndex));
  };
  const contrasts = patterns.contrasts.slice(0, QUOTED_CONTRASTS);
  for (const { examples } of contrasts) [...examples.failing, ...examples.passing].forEach(want);
  for (const { examples } of patterns.capabilities) examples.forEach(want);
  for (const { example } of patterns.clusters) want(example);
  const quotes = new Map<string, ReadonlyMap<number, readonly Evidence[]>>();
  for (const [runId, steps] of wanted) {
    const [run] = await store.findRuns(runId);
    if (run === undefined) continue;
    quotes.set(runId, quoteSteps(withoutLabels(run), await store.readSpans(run.runId), steps));
  }
  const quoted = (place: PlaceJson): PlaceJson => ({
    ...place,
    evidence: quotes.get(place.runId)?.get(place.stepIndex ?? -1) ?? [],
  });
  return {
    ...patterns,
    contrasts: patterns.contrasts.map((contrast, at) =>
      at < QUOTED_CONTRASTS
        ? {
            ...contrast,
            examples: {
              failing: contrast.examples.failing.map(quoted),
              passing: contrast.examples.passing.map(quoted),
            },
          }
        : contrast,
    ),
    capabilities: patterns.capabilities.map((item) => ({ ...item, examples: item.examples.map(quoted) })),
    clusters: patterns.clusters.map((item) => ({ ...item, example: quoted(item.example) })),
  };
}
