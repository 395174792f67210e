import { useEffect, useMemo, useRef } from 'react';
import type { RunOutlineJson, RunSummaryJson } from '@tracewright/core';
import { useKept } from '../../../loading/use-kept.ts';
import { type Load, useLoad } from '../../../loading/use-load.ts';
import { decodeOutline, type RunOutline } from './run-outline.ts';
import type { RunStart } from './start-run.ts';

/** The outline of the run, loaded again whenever the summary is: findings name spans whose steps it tells. The last one stays when that fails. */
export function useOutline(
  summary: RunSummaryJson,
  start: RunStart,
): {
  readonly load: Load<RunOutlineJson>;
  readonly outline: RunOutline | undefined;
} {
  const { runId } = summary.run;
  const load = useLoad(runId, () => start.loadOutline(), start.ready?.outline);
  const { refresh } = load;
  const shown = useRef(summary);
  useEffect(() => {
    if (shown.current === summary) return;
    shown.current = summary;
    refresh();
  }, [summary, refresh]);
  const json = useKept(load);
  const outline = useMemo(() => (json === undefined ? undefined : decodeOutline(json)), [json]);
  return { load, outline };
}
