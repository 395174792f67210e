/** A run in windows: what of `Client` answers about parts of one run. */
import {
  type Client,
  type Diagnosis,
  type Finding,
  type RunId,
  type RunSummaryJson,
  type SpanStore,
  type StoredRun,
  toRunDetailJson,
} from '@tracewright/core';
import {
  readGraph,
  readOutline,
  readSteps,
  readText,
  readTreeOutline,
  readTreeRows,
} from '../run-views/run-view.ts';
import type { RunViews } from '../run-views/run-views.ts';
import { ensureDiagnosis } from './diagnoses.ts';
import { getRunByPrefix } from './find-run.ts';
import type { SharedSpans } from './share-spans.ts';

export type RunWindows = Pick<
  Client,
  | 'getRunSummary'
  | 'getRunOutline'
  | 'getSteps'
  | 'getText'
  | 'getRunGraph'
  | 'getTreeOutline'
  | 'getTreeRows'
>;

export interface RunWindowsOptions {
  readonly views: RunViews;
  readonly readSpans: SharedSpans;
  /** What the detectors did not find: what came with the run, and second opinions. */
  readonly readOtherFindings: (diagnosis: Diagnosis) => Promise<readonly Finding[]>;
  readonly isReadOnly: boolean;
}

export function createRunWindows(
  store: SpanStore,
  { views, readSpans, readOtherFindings, isReadOnly }: RunWindowsOptions,
): RunWindows {
  const summarise = async (run: StoredRun): Promise<RunSummaryJson> => {
    const diagnosis = await ensureDiagnosis(store, run, { readSpans: () => readSpans(run), isReadOnly });
    const others = await readOtherFindings(diagnosis);
    const { steps: _steps, ...summary } = toRunDetailJson(run, [], diagnosis, others, Date.now());
    return { ...summary, run: { ...summary.run, onsetStep: diagnosis.onset?.stepIndex ?? null } };
  };
  // The page asks for the summary and the outline at once: a diagnosis that is missing is made once for both.
  const underWay = new Map<RunId, Promise<RunSummaryJson>>();
  const summariseOnce = (run: StoredRun): Promise<RunSummaryJson> => {
    const summary =
      underWay.get(run.runId) ??
      summarise(run).finally(() => {
        underWay.delete(run.runId);
      });
    underWay.set(run.runId, summary);
    return summary;
  };
  return {
    getRunSummary: async (id) => summariseOnce(await getRunByPrefix(store, id)),
    async getRunOutline(id) {
      const run = await getRunByPrefix(store, id);
      const { findings } = await summariseOnce(run);
      const spanIds = new Set(
        findings.flatMap(({ spanId, evidence }) => [
          ...(spanId === null ? [] : [spanId]),
          ...evidence.map((place) => place.spanId),
        ]),
      );
      return views.read(run, (view) => readOutline(view, run.runId, spanIds));
    },
    getSteps: async (id, range) =>
      views.read(await getRunByPrefix(store, id), (view) => readSteps(view, range)),
    getText: async (id, request) =>
      views.read(await getRunByPrefix(store, id), (view) => readText(view, request)),
    getRunGraph: async (id) => views.read(await getRunByPrefix(store, id), readGraph),
    getTreeOutline: async (id, tree) =>
      views.read(await getRunByPrefix(store, id), (view) => readTreeOutline(view, tree)),
    getTreeRows: async (id, tree, range) =>
      views.read(await getRunByPrefix(store, id), (view) => readTreeRows(view, tree, range)),
  };
}
