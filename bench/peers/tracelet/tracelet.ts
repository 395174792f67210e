/**
 * tracelet: OTLP/JSON into a ring of 500 traces in memory. `--persist` also appends each request to a JSONL file: written
 * before the answer, not flushed, errors swallowed, cut to the ring's 500 traces at the next start.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { findFreePort, startAndAwait, type Target } from '../../ingest/target.ts';
import type { Peer } from '../peer.ts';

const COMMAND = join(import.meta.dirname, 'node_modules', '@jnmetacode', 'tracelet', 'src', 'cli.js');

export const TRACELET_PEERS: readonly Peer[] = [
  { name: 'tracelet', folder: 'tracelet', start: () => start([]) },
  {
    name: 'tracelet --persist',
    folder: 'tracelet',
    start: (data) => {
      mkdirSync(data, { recursive: true });
      return start(['--persist', join(data, 'traces.jsonl')]);
    },
  },
];

async function start(extra: readonly string[]): Promise<Target> {
  const port = await findFreePort();
  const uiPort = await findFreePort();
  const ui = `http://127.0.0.1:${uiPort}`;
  const child = await startAndAwait(
    process.execPath,
    [COMMAND, '--no-open', '--port', String(port), '--ui-port', String(uiPort), ...extra],
    `${ui}/api/traces/none`,
  );
  return {
    url: `http://127.0.0.1:${port}/v1/traces`,
    process: child,
    countSpans: async (traceIds) => {
      let spans = 0;
      for (const traceId of traceIds) {
        const answer = await fetch(`${ui}/api/traces/${traceId}`);
        // The cast: tracelet's answer, or its error for a trace that it has dropped.
        const trace = (await answer.json()) as { spanCount?: number };
        spans += trace.spanCount ?? 0;
      }
      return spans;
    },
  };
}
