import { useState } from 'react';
import type { RunJson } from '@tracewright/core';

export interface Selection {
  /** By id, in the order chosen; also those that a later filter hides. */
  readonly runs: ReadonlyMap<string, RunJson>;
  readonly toggle: (run: RunJson) => void;
  readonly add: (runs: readonly RunJson[]) => void;
  readonly clear: () => void;
}

/** Of the visit: who looks into a run and comes back has not lost what was chosen. */
let kept: ReadonlyMap<string, RunJson> = new Map();

/** The runs that a reader has chosen: they outlive a change of the filter, and a look at another screen. */
export function useSelection(): Selection {
  const [runs, setShown] = useState(kept);
  const setRuns = (next: ReadonlyMap<string, RunJson>): void => {
    kept = next;
    setShown(next);
  };
  return {
    runs,
    toggle(run) {
      const next = new Map(runs);
      if (!next.delete(run.runId)) next.set(run.runId, run);
      setRuns(next);
    },
    add: (added) => setRuns(new Map([...runs, ...added.map((run) => [run.runId, run] as const)])),
    clear: () => setRuns(new Map()),
  };
}
