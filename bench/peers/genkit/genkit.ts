/** Genkit's telemetry server: one JSON file a trace, read, merged and rewritten with each request that names it. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { findFreePort, startAndAwait, type Target } from '../../ingest/target.ts';
import type { Peer } from '../peer.ts';

export const GENKIT: Peer = { name: 'genkit', folder: 'genkit', start };

async function start(data: string): Promise<Target> {
  mkdirSync(data, { recursive: true });
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const child = await startAndAwait(
    process.execPath,
    [join(import.meta.dirname, 'serve.js'), String(port), data],
    `${url}/api/__health`,
  );
  return {
    url: `${url}/api/otlp`,
    process: child,
    countSpans: async (traceIds) => {
      let spans = 0;
      for (const traceId of traceIds) {
        const answer = await fetch(`${url}/api/traces/${traceId}`);
        const text = await answer.text();
        if (!answer.ok || text === '') continue;
        // The cast: Genkit's trace.
        spans += Object.keys((JSON.parse(text) as { spans: object }).spans).length;
      }
      return spans;
    },
  };
}
