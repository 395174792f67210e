/**
 * `serve.ts PORT FILE GATHER_MS`: OTLP/JSON requests into Mastra's DuckDBStore, answered when their spans are written. With
 * GATHER_MS 0 each request is one `batchCreateSpans`; else requests that come within that time, or while the last batch is
 * being written, go together, at most 1,000 spans. `GET /traces/ID` answers how many spans the store gives back.
 */
import { createServer, type IncomingMessage } from 'node:http';
import type { OtlpRequestJson } from '../../ingest/otlp-protobuf.ts';
import { type MastraSpan, toMastraSpans } from './to-mastra-span.ts';

/** What we call of the package, which is not there where types are checked. */
interface MastraStore {
  batchCreateSpans(batch: { readonly records: readonly MastraSpan[] }): Promise<void>;
  getTrace(query: { readonly traceId: string }): Promise<{ readonly spans: readonly unknown[] } | null>;
}

interface DuckdbModule {
  readonly DuckDBStore: new (config: { readonly path: string }) => {
    init(): Promise<void>;
    getStore(domain: 'observability'): Promise<MastraStore>;
  };
}

interface Waiting {
  readonly spans: readonly MastraSpan[];
  readonly done: () => void;
  readonly failed: (reason: unknown) => void;
}

const LARGEST_BATCH = 1000;
const [port = '0', path = '', gatherMs = '0'] = process.argv.slice(2);
// A name in a variable: the compiler must not look for the package.
const packageName: string = '@mastra/duckdb';
const { DuckDBStore } = (await import(packageName)) as DuckdbModule;
const duckdb = new DuckDBStore({ path });
await duckdb.init();
const store = await duckdb.getStore('observability');

const waiting: Waiting[] = [];
let isWriting = false;

function write(spans: readonly MastraSpan[]): Promise<void> {
  if (Number(gatherMs) === 0) return store.batchCreateSpans({ records: spans });
  return new Promise((done, failed) => {
    waiting.push({ spans, done, failed });
    if (!isWriting) {
      isWriting = true;
      setTimeout(() => void writeGathered(), Number(gatherMs));
    }
  });
}

async function writeGathered(): Promise<void> {
  while (waiting.length > 0) {
    const records: MastraSpan[] = [];
    const batch: Waiting[] = [];
    for (let next = waiting[0]; next !== undefined; next = waiting[0]) {
      if (batch.length > 0 && records.length + next.spans.length > LARGEST_BATCH) break;
      records.push(...next.spans);
      batch.push(next);
      waiting.shift();
    }
    try {
      await store.batchCreateSpans({ records });
      for (const { done } of batch) done();
    } catch (error) {
      for (const { failed } of batch) failed(error);
    }
  }
  isWriting = false;
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  // The cast: without an encoding, chunks are buffers.
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

async function answer(request: IncomingMessage): Promise<object> {
  const [, traceId] = /^\/traces\/(.+)$/.exec(request.url ?? '') ?? [];
  if (traceId !== undefined) return { spans: (await store.getTrace({ traceId }))?.spans.length ?? 0 };
  // The cast: the only sender is the benchmark's.
  await write(toMastraSpans(JSON.parse(await readBody(request)) as OtlpRequestJson));
  return {};
}

createServer((request, response) => {
  const reply = (status: number, body: object): void => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  };
  answer(request).then(
    (body) => reply(200, body),
    (error: unknown) => reply(500, { message: String(error) }),
  );
}).listen(Number(port), '127.0.0.1');
