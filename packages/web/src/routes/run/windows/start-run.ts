/**
 * What the first screen of a run asks for, all of it at once: nothing waits for the page to show something else. `public/early.js` asks for the
 * same before the program is there.
 */
import type { RunOutlineJson, RunSummaryJson, StepsWindowJson } from '@tracewright/core';
import { client } from '../../../api.ts';
import { parsePlace } from '../place.ts';

/** Steps loaded together, as the server keeps them. */
export const STEP_BLOCK = 64;

export interface RunStart {
  loadSummary(): Promise<RunSummaryJson>;
  loadOutline(): Promise<RunOutlineJson>;
  /** @param version of the outline: steps of another one are asked for anew */
  loadSteps(from: number, to: number, version: string): Promise<StepsWindowJson>;
}

/** @param hash of the address: the steps there are the first to be seen */
export function startRun(runId: string, hash: string): RunStart {
  const place = parsePlace(hash);
  const from = Math.floor((place?.step ?? 0) / STEP_BLOCK) * STEP_BLOCK;
  let outline: Promise<RunOutlineJson> | undefined;
  let steps: Promise<StepsWindowJson> | undefined;
  let isStarted = false;
  return {
    async loadSummary() {
      const summary = client.getRunSummary(runId);
      if (isStarted) return summary;
      isStarted = true;
      outline = client.getRunOutline(runId);
      // Where a finding's step is, the outline tells. A run that ends before gives what there is.
      if (place?.findingId === undefined) steps = client.getSteps(runId, { from, to: from + STEP_BLOCK });
      // Whoever takes them hears of a failure.
      outline.catch(() => undefined);
      steps?.catch(() => undefined);
      return summary;
    },
    loadOutline() {
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
