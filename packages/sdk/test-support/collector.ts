/**
 * A collector on a real socket: keeps what is posted and reads it with the same importer that Tracewright reads it with.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Run, Span } from '@tracewright/core';
import { createContentReader, importUnit, memoryFile, planImport } from '@tracewright/importers';

export interface Collector extends AsyncDisposable {
  readonly url: string;
  readonly bodies: readonly string[];
  readonly requests: readonly IncomingMessage[];
  /** How requests are answered from now on; 200 when not set. */
  answer: (request: IncomingMessage, response: ServerResponse, body: string) => void;
  /** Spans and runs of everything taken so far, in order of time. */
  read(): Promise<Recorded>;
}

export interface Recorded {
  readonly spans: readonly Span[];
  readonly runs: readonly Run[];
  readonly problems: readonly string[];
  /** The one span of this name. */
  readonly span: (name: string) => Span;
  /** Names along the parents, outermost first: `run > invoke_agent a > chat m`. */
  readonly path: (span: Span) => string;
}

export async function startCollector(): Promise<Collector> {
  const bodies: string[] = [];
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      requests.push(request);
      collector.answer(request, response, body);
      if (response.statusCode === 200) bodies.push(body);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  // A listening TCP server has an address with a port.
  const { port } = server.address() as AddressInfo;
  const collector: Collector = {
    url: `http://127.0.0.1:${port}`,
    bodies,
    requests,
    answer: (_request, response) => void response.setHeader('content-type', 'application/json').end('{}'),
    read: () => readBodies(bodies),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
  return collector;
}

export async function readBodies(bodies: readonly string[]): Promise<Recorded> {
  const spans: Span[] = [];
  const runs: Run[] = [];
  const problems: string[] = [];
  if (bodies.length > 0) {
    const open = createContentReader();
    const plan = await planImport([memoryFile('recorded.jsonl', bodies.join('\n'))], open, {
      format: 'otlp',
    });
    for (const unit of plan.units) {
      for await (const item of importUnit(unit, open)) {
        if (item.kind === 'spans') spans.push(...item.spans);
        else if (item.kind === 'run') runs.push(item.run);
        else problems.push(JSON.stringify(item));
      }
    }
    problems.push(...plan.problems.map((problem) => JSON.stringify(problem)));
  }
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  return {
    spans,
    runs,
    problems,
    span(name) {
      const found = spans.filter((span) => span.name === name);
      if (found.length !== 1 || found[0] === undefined)
        throw new Error(
          `${found.length} spans are named "${name}"; there are: ${spans.map((span) => span.name).join(', ')}`,
        );
      return found[0];
    },
    path(span) {
      const names: string[] = [];
      for (let at: Span | undefined = span; at !== undefined;)
        [names[names.length], at] = [
          at.name,
          at.parentSpanId === undefined ? undefined : byId.get(at.parentSpanId),
        ];
      return names.toReversed().join(' > ');
    },
  };
}
