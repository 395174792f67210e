/**
 * Mastra's DuckDB store, in a Node of its own (it needs 22). It has no OTLP receiver: HTTP and parsing are ours (serve.ts).
 * Twice: one batch a request, and requests gathered for 20 ms, which suits it better.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { findFreePort, startAndAwait, type Target } from '../../ingest/target.ts';
import type { Peer } from '../peer.ts';

const NODE = join(import.meta.dirname, 'node_modules', '.bin', 'node');
const GATHER_MS = 20;

export const MASTRA_PEERS: readonly Peer[] = [
  { name: 'mastra duckdb', folder: 'mastra', start: (data) => start(data, 0) },
  { name: 'mastra duckdb, gathered', folder: 'mastra', start: (data) => start(data, GATHER_MS) },
];

async function start(data: string, gatherMs: number): Promise<Target> {
  mkdirSync(data, { recursive: true });
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const child = await startAndAwait(
    NODE,
    [
      '--disable-warning=ExperimentalWarning',
      join(import.meta.dirname, 'serve.ts'),
      String(port),
      join(data, 'mastra.duckdb'),
      String(gatherMs),
    ],
    `${url}/traces/none`,
  );
  return {
    url: `${url}/v1/traces`,
    process: child,
    countSpans: async (traceIds) => {
      let spans = 0;
      for (const traceId of traceIds) {
        const answer = await fetch(`${url}/traces/${traceId}`);
        // The cast: our own adapter's answer.
        spans += ((await answer.json()) as { spans: number }).spans;
      }
      return spans;
    },
  };
}
