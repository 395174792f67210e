/**
 * What recording costs the host: the same spans (a run with one model call that carries its messages and one tool call)
 * through this SDK and through the OpenTelemetry JS SDK, with both of its HTTP exporters, to a sink in another process that
 * only reads. Rounds are interleaved; each round is timed in two parts: the work of recording, on the host's path, and the
 * rest until the sink has everything. Processor time counts both.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { type Context, context, type ContextManager, ROOT_CONTEXT, SpanKind } from '@opentelemetry/api';
import { AsyncLocalStorage } from 'node:async_hooks';
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtoExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor, type SpanExporter } from '@opentelemetry/sdk-trace-base';
import type { Tracewright, TracewrightOptions } from '@tracewright/sdk';
import { printFigure } from '../../../bench/figure.ts';

/** The built package: a loader that compiles on the way wraps every function it sees, which costs more than a span. */
const BUILT = new URL('../dist/node/index.js', import.meta.url).href;
// The built package has the types of its source.
const { tracewright } = (await import(BUILT)) as {
  tracewright: (options?: TracewrightOptions) => Tracewright;
};

const ROUNDS = 7;
const RUNS = 1_000;
const SPANS = RUNS * 3;
const QUEUE = 100_000;

const SINK = `
const server = require('node:http').createServer((request, response) => {
  request.on('data', (chunk) => { bytes += chunk.length; });
  request.on('end', () => {
    if (request.url === '/bytes') { response.end(String(bytes)); bytes = 0; return; }
    response.setHeader('content-type', request.headers['content-type']);
    response.end(request.headers['content-type'] === 'application/json' ? '{}' : '');
  });
});
let bytes = 0;
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
`;

/** A conversation of 2 kB, as a step of an agent sends it. */
const MESSAGES = [
  { role: 'system', content: 'You are a clerk of a shop. '.repeat(16) },
  { role: 'user', content: 'Where is my order? It was to come on Monday. '.repeat(12) },
  { role: 'assistant', content: 'I will look it up. '.repeat(8) },
  { role: 'user', content: 'Its number is 4711. "Quoted", and\nwith a line break. '.repeat(8) },
];
const ANSWER = 'The order 4711 left the warehouse yesterday and arrives tomorrow. '.repeat(4);
const INPUT = MESSAGES.map(({ role, content }) => ({ role, parts: [{ type: 'text', content }] }));
const OUTPUT = [{ role: 'assistant', parts: [{ type: 'text', content: ANSWER }], finish_reason: 'stop' }];

interface Subject {
  readonly name: string;
  readonly record: () => Promise<void>;
  readonly flush: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export async function run(args: readonly string[]): Promise<void> {
  const rounds = Number(args[0] ?? ROUNDS);
  const sink = spawn(process.execPath, ['-e', SINK], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    // A line of the sink is its port.
    const [port] = (await once(createInterface(sink.stdout), 'line')) as [string];
    const url = `http://127.0.0.1:${port}`;
    context.setGlobalContextManager(createContextManager());
    const subjects = [
      createTracewrightSubject(url),
      createOtelSubject('OpenTelemetry JS, http/json', new JsonExporter({ url })),
      createOtelSubject('OpenTelemetry JS, http/proto', new ProtoExporter({ url })),
    ];
    await compare(subjects, url, rounds);
    for (const subject of subjects) await subject.close();
    await measureWrapping(rounds);
  } finally {
    sink.kill();
  }
}

interface Samples {
  readonly recordUs: number[];
  readonly totalUs: number[];
  readonly cpuUs: number[];
  readonly heapBytes: number[];
  wireBytes: number;
}

async function compare(subjects: readonly Subject[], url: string, rounds: number): Promise<void> {
  const all = new Map<Subject, Samples>();
  for (let round = -1; round < rounds; round += 1) {
    for (const subject of subjects) {
      const sample = await measure(subject, url);
      // The first round warms up.
      if (round < 0) continue;
      const samples = all.get(subject) ?? {
        recordUs: [],
        totalUs: [],
        cpuUs: [],
        heapBytes: [],
        wireBytes: 0,
      };
      all.set(subject, samples);
      for (const key of ['recordUs', 'totalUs', 'cpuUs', 'heapBytes'] as const)
        samples[key].push(sample[key]);
      samples.wireBytes = sample.wireBytes;
    }
  }
  const base = [...all.values()][1];
  for (const [{ name }, samples] of all) {
    const print = (what: string, unit: string, pick: (samples: Samples) => number): void =>
      printFigure(`${name}: ${what}`, pick(samples), unit, base === undefined ? undefined : pick(base));
    print('recording a span, median', 'us', ({ recordUs }) => median(recordUs));
    print('recording a span, minimum', 'us', ({ recordUs }) => Math.min(...recordUs));
    print('until delivered, processor time a span, median', 'us', ({ cpuUs }) => median(cpuUs));
    print('until delivered, processor time a span, minimum', 'us', ({ cpuUs }) => Math.min(...cpuUs));
    print('until delivered, wall time a span, median', 'us', ({ totalUs }) => median(totalUs));
    print('heap a waiting span, median', 'bytes', ({ heapBytes }) => median(heapBytes));
    print('on the wire a span', 'bytes', ({ wireBytes }) => wireBytes);
  }
}

async function measure(subject: Subject, url: string): Promise<{ [Key in keyof Samples]: number }> {
  globalThis.gc?.();
  const heap = process.memoryUsage().heapUsed;
  const cpu = process.cpuUsage();
  const start = performance.now();
  for (let index = 0; index < RUNS; index += 1) await subject.record();
  const recorded = performance.now();
  const paused = process.cpuUsage();
  globalThis.gc?.();
  const heapBytes = process.memoryUsage().heapUsed - heap;
  const resumed = process.cpuUsage();
  const again = performance.now();
  await subject.flush();
  const end = performance.now();
  const last = process.cpuUsage();
  const cpuUs =
    paused.user +
    paused.system -
    cpu.user -
    cpu.system +
    (last.user + last.system - resumed.user - resumed.system);
  const wireBytes = Number(await (await fetch(`${url}/bytes`)).text());
  return {
    recordUs: ((recorded - start) * 1000) / SPANS,
    totalUs: ((recorded - start + end - again) * 1000) / SPANS,
    cpuUs: cpuUs / SPANS,
    heapBytes: heapBytes / SPANS,
    wireBytes: wireBytes / SPANS,
  };
}

function createTracewrightSubject(url: string): Subject {
  const tw = tracewright({
    endpoint: url,
    env: {},
    flushOnExit: false,
    batchDelayMs: 60_000,
    batchSpans: 512,
    maxQueueSpans: QUEUE,
    maxQueueBytes: 1e9,
  });
  // The model is called through the AI SDK's interface; the batch is sent by flush alone, as on the other side.
  const model = tw.model({
    provider: 'openai',
    modelId: 'scripted-1',
    doGenerate: async (_options: { prompt: unknown }) => ({
      content: [{ type: 'text', text: ANSWER }],
      finishReason: { unified: 'stop', raw: 'stop' },
      usage: { inputTokens: { total: 500 }, outputTokens: { total: 60 } },
      response: { id: 'r1', modelId: 'scripted-1-0' },
    }),
    doStream: async (_options: unknown) => ({}),
  });
  const prompt = MESSAGES.map(({ role, content }) => ({
    role,
    content: role === 'system' ? content : [{ type: 'text', text: content }],
  }));
  const { lookUp } = tw.tools({
    lookUp: async (order: { id: number }) => ({ ...order, state: 'on its way' }),
  });
  return {
    name: 'Tracewright SDK',
    record: async () => {
      await tw.run({ task: 'order', session: 's1', outcome: { status: 'success' } }, async () => {
        await model.doGenerate({ prompt });
        await lookUp({ id: 4711 });
      });
    },
    flush: () => tw.flush(60_000),
    close: () => tw.shutdown(),
  };
}

function createOtelSubject(name: string, exporter: SpanExporter): Subject {
  const processor = new BatchSpanProcessor(exporter, {
    maxQueueSize: QUEUE,
    maxExportBatchSize: 512,
    scheduledDelayMillis: 60_000,
  });
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'bench' }),
    spanProcessors: [processor],
    spanLimits: { attributeValueLengthLimit: 1_048_576 },
  });
  const tracer = provider.getTracer('bench');
  const session = { 'gen_ai.conversation.id': 's1', 'session.id': 's1' };
  return {
    name,
    record: async () => {
      const attributes = {
        'tracewright.run.task': 'order',
        'tracewright.run.outcome.status': 'success',
        'gen_ai.operation.name': 'invoke_workflow',
        'gen_ai.workflow.name': 'order',
        ...session,
      };
      await tracer.startActiveSpan('run order', { attributes }, async (root) => {
        await tracer.startActiveSpan(
          'chat scripted-1',
          {
            kind: SpanKind.CLIENT,
            attributes: {
              'gen_ai.operation.name': 'chat',
              'gen_ai.provider.name': 'openai',
              'gen_ai.request.model': 'scripted-1',
              'gen_ai.input.messages': JSON.stringify(INPUT),
              ...session,
            },
          },
          async (span) => {
            await Promise.resolve();
            span.setAttributes({
              'gen_ai.response.id': 'r1',
              'gen_ai.response.model': 'scripted-1-0',
              'gen_ai.response.finish_reasons': ['stop'],
              'gen_ai.usage.input_tokens': 500,
              'gen_ai.usage.output_tokens': 60,
              'gen_ai.output.messages': JSON.stringify(OUTPUT),
            });
            span.end();
          },
        );
        await tracer.startActiveSpan(
          'execute_tool lookUp',
          {
            attributes: {
              'gen_ai.operation.name': 'execute_tool',
              'gen_ai.tool.name': 'lookUp',
              'gen_ai.tool.type': 'function',
              'gen_ai.tool.call.arguments': JSON.stringify({ id: 4711 }),
              ...session,
            },
          },
          async (span) => {
            const result = await Promise.resolve({ id: 4711, state: 'on its way' });
            span.setAttribute('gen_ai.tool.call.result', JSON.stringify(result));
            span.end();
          },
        );
        root.end();
      });
    },
    flush: () => provider.forceFlush(),
    close: () => provider.shutdown(),
  };
}

/** `with` as @opentelemetry/context-async-hooks does it; nothing here is bound. */
function createContextManager(): ContextManager {
  const storage = new AsyncLocalStorage<Context>();
  return {
    active: () => storage.getStore() ?? ROOT_CONTEXT,
    with: (active, fn, thisArg, ...args) => storage.run(active, () => Reflect.apply(fn, thisArg, args)),
    bind: (_active, target) => target,
    enable() {
      return this;
    },
    disable() {
      return this;
    },
  };
}

/** The price of a wrapped function that does nothing, sync and async, beside the bare one. */
async function measureWrapping(rounds: number): Promise<void> {
  const calls = 20_000;
  const create = (): Tracewright =>
    tracewright({
      endpoint: 'http://127.0.0.1:1',
      env: {},
      flushOnExit: false,
      batchDelayMs: 60_000,
      batchSpans: 1e9,
      maxQueueSpans: 1_000,
    });
  const tw = create();
  const off = tracewright({ disabled: true });
  const bare = async (): Promise<number> => 1;
  const subjects = { bare, wrapped: tw.wrap(bare, 'nothing'), disabled: off.wrap(bare, 'nothing') };
  const results: Record<keyof typeof subjects, number[]> = { bare: [], wrapped: [], disabled: [] };
  for (let round = -1; round < rounds; round += 1) {
    for (const name of ['bare', 'wrapped', 'disabled'] as const) {
      const start = performance.now();
      for (let index = 0; index < calls; index += 1) await subjects[name]();
      if (round >= 0) results[name].push(((performance.now() - start) * 1000) / calls);
    }
  }
  for (const name of ['bare', 'wrapped', 'disabled'] as const) {
    printFigure(
      `async function that does nothing, ${name}, median`,
      median(results[name]),
      'us',
      median(results.bare),
    );
  }
  await tw.shutdown(0);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
