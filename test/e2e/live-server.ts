/** A `tracewright serve` process that takes spans, and what tests say to it: OTLP requests as written, questions, commands. */
import { mkdtemp, rm } from 'node:fs/promises';
import { request as startRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import type { HealthResponse, RunDetailJson, RunJson, SpanJson } from '@tracewright/core';
import { encodeProto } from '../otlp/protos.ts';
import { type Ended, runCli, type Running, startCli } from './cli-process.ts';

export interface LiveServer extends AsyncDisposable {
  readonly url: string;
  readonly grpcPort: number | null;
  readonly folder: string;
  readonly db: string;
  readonly running: Running;
  /** A command on the same store, in a process of its own. */
  cli(...args: readonly string[]): Promise<Ended>;
  get<T>(path: string, headers?: Readonly<Record<string, string>>): Promise<T>;
  health(): Promise<HealthResponse>;
  runs(where?: string, project?: string): Promise<readonly RunJson[]>;
  show(runId: string, project?: string): Promise<RunDetailJson>;
  /** The recorded spans of a run that these ids name. */
  span(runId: string, spanId: string): Promise<SpanJson>;
  /** SIGTERM, and waits for the end. */
  stop(): Promise<Ended>;
  /** Stops it and starts another on the same store. */
  restart(): Promise<LiveServer>;
}

export interface LiveServerOptions {
  readonly args?: readonly string[];
  /** Where the store lies; a new folder, removed in the end, when absent. */
  readonly folder?: string;
  /** Prepares the folder before the server starts. */
  readonly prepare?: (folder: string) => Promise<void>;
}

export async function startLive(options: LiveServerOptions = {}): Promise<LiveServer> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'tracewright-live-')));
  await options.prepare?.(folder);
  const db = join(folder, 'traces.duckdb');
  const args = options.args ?? ['--no-grpc'];
  const running = startCli(['serve', '--port', '0', '--json', '--db', db, ...args], { cwd: folder });
  const [line] = await running.until(/\{.*"url".*\}/);
  // One line of JSON that the command documents.
  const { url, grpcPort } = JSON.parse(line) as { url: string; grpcPort: number | null };
  const base = url.replace('//0.0.0.0:', '//127.0.0.1:');
  const get = async <T>(path: string, headers: Readonly<Record<string, string>> = {}): Promise<T> => {
    const response = await fetch(base + path, { headers });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path}: HTTP ${response.status} ${text}`);
    // The shapes are pinned in core; a test names the one it asks for.
    return JSON.parse(text) as T;
  };
  const inProject = (project: string | undefined, mark: '?' | '&'): string =>
    project === undefined ? '' : `${mark}project=${project}`;
  const stop = async (): Promise<Ended> => {
    running.process.kill('SIGTERM');
    return running.ended;
  };
  return {
    url: base,
    grpcPort,
    folder,
    db,
    running,
    get,
    stop,
    cli: (...given) => runCli([...given, '--db', db], { cwd: folder }),
    health: () => get('/healthz'),
    async runs(where = '', project) {
      const query = `/api/runs?limit=1000&where=${encodeURIComponent(where)}${inProject(project, '&')}`;
      return (await get<{ runs: RunJson[] }>(query)).runs;
    },
    show: (runId, project) => get(`/api/runs/${runId}${inProject(project, '?')}`),
    span: (runId, spanId) => get(`/api/runs/${runId}/spans/${spanId}`),
    async restart() {
      await stop();
      return startLive({ args, folder });
    },
    async [Symbol.asyncDispose]() {
      await stop();
      if (options.folder === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}

export type Attribute = string | number | boolean;

export interface SpanSketch {
  readonly trace: string;
  readonly id: number;
  readonly parent?: number;
  readonly name?: string;
  /** Unix milliseconds. */
  readonly startMs?: number;
  readonly durationMs?: number;
  readonly attributes?: Readonly<Record<string, Attribute>>;
  readonly events?: readonly {
    readonly name: string;
    readonly attributes: Readonly<Record<string, Attribute>>;
  }[];
}

/** 2026-06-01. */
export const START_MS = 1_780_272_000_000;

export function hex(id: number): string {
  return id.toString(16).padStart(16, '0');
}

/** A trace id that is the same for the same name, and differs for others. */
export function traceId(name: string): string {
  return Buffer.from(name.padEnd(16, '.')).toString('hex').slice(0, 32);
}

/** A request of one service, in the JSON of OTLP. */
export function toTraceRequest(
  spans: readonly SpanSketch[],
  resource: Readonly<Record<string, Attribute>> = { 'service.name': 'shop' },
): object {
  return {
    resourceSpans: [
      {
        resource: { attributes: toAttributes(resource) },
        scopeSpans: [{ scope: { name: 'e2e' }, spans: spans.map(toOtlpSpan) }],
      },
    ],
  };
}

export function toAttributes(values: Readonly<Record<string, Attribute>>): object[] {
  return Object.entries(values).map(([key, value]) => ({
    key,
    value:
      typeof value === 'string'
        ? { stringValue: value }
        : typeof value === 'boolean'
          ? { boolValue: value }
          : Number.isInteger(value)
            ? { intValue: String(value) }
            : { doubleValue: value },
  }));
}

function toOtlpSpan(sketch: SpanSketch): object {
  const { trace, id, parent, name = 'work', startMs = START_MS + id, durationMs = 1 } = sketch;
  return {
    traceId: traceId(trace),
    spanId: hex(id),
    ...(parent === undefined ? {} : { parentSpanId: hex(parent) }),
    name,
    startTimeUnixNano: `${startMs}000000`,
    endTimeUnixNano: `${startMs + durationMs}000000`,
    attributes: toAttributes(sketch.attributes ?? {}),
    events: (sketch.events ?? []).map((event) => ({
      name: event.name,
      timeUnixNano: `${startMs}000000`,
      attributes: toAttributes(event.attributes),
    })),
  };
}

export interface Answer {
  /** 0 when the connection broke. */
  readonly status: number;
  readonly text: string;
  readonly retryAfter: string | undefined;
}

export interface PostOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly protobuf?: boolean;
  readonly signal?: 'traces' | 'logs';
  /** Address to connect to where it is not that of the URL. */
  readonly host?: string;
}

/** One export over HTTP; an agent is not shared, so that no connection outlives its request. */
export function post(url: string, request: object, options: PostOptions = {}): Promise<Answer> {
  const { headers = {}, protobuf = false, signal = 'traces', host } = options;
  const body = protobuf
    ? Buffer.from(toProtobuf(request, signal))
    : Buffer.from(JSON.stringify(request), 'utf8');
  const target = new URL(`/v1/${signal}`, url);
  return new Promise((resolve) => {
    const broken = (): void => resolve({ status: 0, text: '', retryAfter: undefined });
    const outgoing = startRequest(
      {
        agent: false,
        host: host ?? target.hostname,
        port: target.port,
        path: target.pathname,
        method: 'POST',
        headers: {
          'content-type': protobuf ? 'application/x-protobuf' : 'application/json',
          'content-length': body.length,
          ...headers,
        },
      },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', broken);
        answer.on('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            text: Buffer.concat(chunks).toString('utf8'),
            retryAfter: answer.headers['retry-after'],
          }),
        );
      },
    );
    outgoing.on('error', broken);
    outgoing.end(body);
  });
}

function toProtobuf(request: object, signal: 'traces' | 'logs'): Uint8Array {
  // Ids are hex in JSON and bytes in protobuf.
  const binary = JSON.parse(JSON.stringify(request), (key, value: unknown) =>
    /^(?:trace|span|parentSpan)Id$/.test(key) && typeof value === 'string'
      ? Buffer.from(value, 'hex').toString('base64')
      : value,
  ) as object;
  const name = signal === 'traces' ? 'ExportTraceServiceRequest' : 'ExportLogsServiceRequest';
  return encodeProto(name, binary);
}

/** One export over gRPC: undefined when it was taken. */
export function callGrpc(
  port: number,
  request: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<ServiceError | undefined> {
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(headers)) metadata.set(name, value);
  const asIs = (bytes: Buffer): Buffer => bytes;
  return new Promise((resolve) => {
    client.makeUnaryRequest(
      '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
      asIs,
      asIs,
      Buffer.from(toProtobuf(request, 'traces')),
      metadata,
      (error) => {
        client.close();
        resolve(error ?? undefined);
      },
    );
  });
}
