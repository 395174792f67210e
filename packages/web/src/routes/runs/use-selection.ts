import { useState } from 'react';
import type { RunJson } from '@tracewright/core';

export interface Selection {
  /** By id, in the order chosen; also those that a later filter hides. */
  readonly runs: ReadonlyMap<string, RunJson>;
  readonly toggle: (run: RunJson) => void;
  readonly add: (runs: readonly RunJson[]) => void;
  readonly clear: () => void;
}

/** The runs that a reader has chosen: they outlive a change of the filter. */
export function useSelection(): Selection {
  const [runs, setRuns] = useState<ReadonlyMap<string, RunJson>>(new Map());
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
