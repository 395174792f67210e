import { useEffect, useRef, useState } from 'react';
import type { RunJson } from '@tracewright/core';
import { client, type Failure, toFailure } from '../../api.ts';
import { saveFile } from '../../components/save-file.ts';

export interface Exporting {
  /** Runs read so far; undefined when nothing is under way. */
  readonly done: number | undefined;
  readonly total: number;
  readonly failure: Failure | undefined;
  readonly start: (runs: readonly RunJson[]) => void;
  readonly stop: () => void;
}

/** Reads runs one after the other and saves them as a file: one run as JSON, several as a line each. */
export function useExport(): Exporting {
  const [state, setState] = useState<Pick<Exporting, 'done' | 'total' | 'failure'>>({
    done: undefined,
    total: 0,
    failure: undefined,
  });
  const current = useRef<AbortController>(undefined);
  useEffect(() => () => current.current?.abort(), []);
  const start = async (runs: readonly RunJson[]): Promise<void> => {
    const controller = new AbortController();
    current.current = controller;
    const total = runs.length;
    setState({ done: 0, total, failure: undefined });
    try {
      const lines: string[] = [];
      for (const { runId } of runs) {
        lines.push(`${JSON.stringify(await client.getRun(runId))}\n`);
        if (controller.signal.aborted) return;
        setState({ done: lines.length, total, failure: undefined });
      }
      const [only] = runs;
      const name = only !== undefined && total === 1 ? `run-${only.runId}.json` : `runs-${total}.jsonl`;
      saveFile(name, 'application/json', lines);
      setState({ done: undefined, total, failure: undefined });
    } catch (error) {
      if (controller.signal.aborted) return;
      setState({ done: undefined, total, failure: toFailure(error) });
    }
  };
  return {
    ...state,
    start: (runs) => void start(runs),
    stop() {
      current.current?.abort();
      setState({ done: undefined, total: 0, failure: undefined });
    },
  };
}
