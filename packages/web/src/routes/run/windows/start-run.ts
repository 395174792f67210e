/**
 * What the first screen of a run asks for, all of it at once: nothing waits for the page to show something else. `early.js` asks for the
 * same before the program is there.
 */
import type { RunOutlineJson, RunSummaryJson, StepsWindowJson } from '@tracewright/core';
import { client } from '../../../api.ts';
import { parsePlace } from '../place.ts';

/** Steps loaded together, as the server keeps them. */
export const STEP_BLOCK = 64;

/** What is there before the page is first shown. */
interface ReadyRun {
  readonly summary: RunSummaryJson;
  readonly outline: RunOutlineJson;
  /** Of the outline's version; undefined where they are asked for later, or anew. */
  readonly steps: StepsWindowJson | undefined;
}

export interface RunStart {
  /** Once `prepare` has resolved, unless something failed: whoever loads it then hears why. */
  readonly ready: ReadyRun | undefined;
  prepare(): Promise<void>;
  loadSummary(): Promise<RunSummaryJson>;
  loadOutline(): Promise<RunOutlineJson>;
  /** @param version of the outline: steps of another one are asked for anew */
  loadSteps(from: number, to: number, version: string): Promise<StepsWindowJson>;
}

/** @param hash of the address: the steps there are the first to be seen */
export function startRun(runId: string, hash: string): RunStart {
  const place = parsePlace(hash);
  const from = Math.floor((place?.step ?? 0) / STEP_BLOCK) * STEP_BLOCK;
  let ready: ReadyRun | undefined;
  let isStarted = false;
  // Each is handed out once: whoever asks again wants news.
  let summary: Promise<RunSummaryJson> | undefined;
  let outline: Promise<RunOutlineJson> | undefined;
  let steps: Promise<StepsWindowJson> | undefined;
  const begin = (): void => {
    if (isStarted) return;
    isStarted = true;
    summary = client.getRunSummary(runId);
    outline = client.getRunOutline(runId);
    // Where a finding's step is, the outline tells. A run that ends before gives what there is.
    if (place?.findingId === undefined) steps = client.getSteps(runId, { from, to: from + STEP_BLOCK });
    // Whoever takes them hears of a failure.
    for (const answer of [summary, outline, steps]) answer?.catch(() => undefined);
  };
  return {
    get ready() {
      return ready;
    },
    async prepare() {
      begin();
      const found = await Promise.all([summary, outline, steps]).catch(() => undefined);
      if (found === undefined) return;
      const [one, all, some] = found;
      if (one === undefined || all === undefined) return;
      const isWhole =
        some?.version === all.version && some.steps.length === Math.min(STEP_BLOCK, all.steps - from);
      ready = { summary: one, outline: all, steps: isWhole ? some : undefined };
      summary = undefined;
      outline = undefined;
      steps = undefined;
    },
    async loadSummary() {
      begin();
      const taken = summary ?? client.getRunSummary(runId);
      summary = undefined;
      return taken;
    },
    async loadOutline() {
      const taken = outline ?? client.getRunOutline(runId);
      outline = undefined;
      return taken;
    },
    async loadSteps(start, to, version) {
      const taken = start === from ? steps : undefined;
      if (taken !== undefined) {
        steps = undefined;
        const found = await taken;
        if (found.version === version && found.steps.length === to - start) return found;
      }
      return client.getSteps(runId, { from: start, to });
    },
  };
}
