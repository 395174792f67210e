/**
 * One example of examples/sources as a process of its own, its spans as they stand in the store afterwards. The examples'
 * dependencies are installed apart: without them the tests are skipped, except where CI runs them.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import type { Run, Span } from '@tracewright/core';
import { createContentReader, importUnit, memoryFile, planImport } from '@tracewright/importers';

const FOLDER = join(import.meta.dirname, '..', '..', 'examples', 'sources');

/** Whether the tests are to be skipped. */
export const IS_MISSING: boolean =
  process.env['CI'] === undefined && !existsSync(join(FOLDER, 'node_modules', '.package-lock.json'));

export interface Collected {
  readonly runs: readonly Run[];
  /** In order of start. */
  readonly spans: readonly Span[];
}

/** @param environment beside that of this process */
export async function runSource(name: string, environment: NodeJS.ProcessEnv = {}): Promise<Collected> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    void buffer(request).then((body) => {
      const isGzip = request.headers['content-encoding'] === 'gzip';
      requests.push((isGzip ? gunzipSync(body) : body).toString('utf8'));
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  try {
    await runExample(name, { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`, ...environment });
  } finally {
    server.close();
  }
  return importAll(requests.join('\n'));
}

async function runExample(name: string, environment: NodeJS.ProcessEnv): Promise<void> {
  // The person's own model and exporter settings are not part of the test.
  const { OPENAI_BASE_URL: _url, ...inherited } = process.env;
  const child = spawn(process.execPath, ['--import', 'tsx', 'run.ts', name], {
    cwd: FOLDER,
    env: { ...inherited, ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const failure = text(child.stderr);
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`${name} ended with ${String(code)}: ${await failure}`);
}

async function importAll(lines: string): Promise<Collected> {
  const open = createContentReader();
  const plan = await planImport([memoryFile('captured.jsonl', Buffer.from(lines))], open);
  const runs: Run[] = [];
  const spans: Span[] = [];
  for (const unit of plan.units) {
    for await (const item of importUnit(unit, open)) {
      if (item.kind === 'run') runs.push(item.run);
      else if (item.kind === 'spans') spans.push(...item.spans);
    }
  }
  return { runs, spans: spans.toSorted((a, b) => Number((a.startTime ?? 0n) - (b.startTime ?? 0n))) };
}
