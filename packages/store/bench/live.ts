/**
 * Live ingest as a server does it: batches of 100 spans, some under way at once, agents whose model calls resend their last
 * messages. Prints spans a second and memory by tenths: a store that slows down or grows shows it.
 *
 *     npx tsx --conditions=@tracewright/source packages/store/bench/live.ts [SPANS] [RESEND]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Message, Span } from '@tracewright/core';
import { makeMessage, makeSpan, runId, spanId, traceId } from '../src/conformance/builders.ts';
import { withStore } from '../src/conformance/with-store.ts';
import { SpanEncoder } from '../src/duckdb/encode-spans.ts';
import { openStore } from '../src/index.ts';
import type { Print } from './store.ts';
import { makeRandom, makeText } from './workload.ts';

const BATCH = 100;
/** Batches under way at once: requests of several exporters. */
const AT_ONCE = 32;
/** Runs that go on at the same time. */
const AGENTS = 48;
/** Spans of a run. */
const STEPS = 60;
const PARTS = 10;

export async function benchLive(count: number, resend: number, print: Print): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tracewright-live-'));
  try {
    printEncoding(resend, print);
    const path = join(folder, 'live.duckdb');
    await withStore(openStore({ path }), async (store) => {
      const batches = makeLiveBatches(count, resend);
      const acknowledged: number[] = [];
      let rawBytes = 0;
      const total = { start: performance.now(), cpu: process.cpuUsage() };
      const rates: number[] = [];
      for (let part = 0; part < PARTS; part += 1) {
        const cpu = process.cpuUsage();
        const start = performance.now();
        let left = Math.ceil(count / BATCH / PARTS);
        const send = async (): Promise<void> => {
          for (; left > 0;) {
            left -= 1;
            const next = batches.next();
            if (next.done === true) return;
            if (part === 0) rawBytes += jsonBytes(next.value);
            const sent = performance.now();
            await store.write({ spans: next.value });
            acknowledged.push(performance.now() - sent);
          }
        };
        await Promise.all(Array.from({ length: AT_ONCE }, send));
        const seconds = (performance.now() - start) / 1e3;
        const { user, system } = process.cpuUsage(cpu);
        rates.push(count / PARTS / seconds);
        print(
          `part ${part}  ${Math.round(count / PARTS / seconds)} spans/s, ${((user + system) / (count / PARTS)).toFixed(0)} µs CPU a span, ${Math.round(process.memoryUsage().rss / 2 ** 20)} MiB`,
        );
      }
      const sorted = acknowledged.toSorted((a, b) => a - b);
      const at = (p: number): string => (sorted[Math.floor(p * (sorted.length - 1))] ?? 0).toFixed(0);
      print(`all     ${Math.round((count / (performance.now() - total.start)) * 1e3)} spans/s`);
      print(`flat    ${((rates.at(-1) ?? 0) / (rates[0] ?? 1)).toFixed(2)} last to first part`);
      print(`written ${at(0.5)} ms p50, ${at(0.95)} ms p95, ${at(0.99)} ms p99 until durable`);
      await store.deleteRuns([]);
      const { sizeBytes, counts } = await store.info();
      const raw = rawBytes / (count / PARTS);
      print(
        `size    ${Math.round(sizeBytes / counts.spans)} bytes a span, ${((100 * sizeBytes) / counts.spans / raw).toFixed(1)} % of ${Math.round(raw)} as JSON; ${counts.messages} messages`,
      );
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Batches of the agents' spans, interleaved. */
export function* makeLiveBatches(count: number, resend: number, seed = 1): Generator<Span[]> {
  const random = makeRandom(seed);
  const agents = Array.from({ length: AGENTS }, (_, index) => ({ run: index + 1, history: [] as Message[] }));
  let batch: Span[] = [];
  for (let index = 0; index < count; index += 1) {
    const agent = agents[index % AGENTS];
    if (agent === undefined) throw new Error('unreachable: index % AGENTS is one of them');
    const step = Math.floor(index / AGENTS) % STEPS;
    if (step === 0) {
      agent.run = index + 1;
      agent.history = [makeMessage(SYSTEM_TEXT, 'system'), makeMessage(makeText(random, 300))];
    }
    batch.push(makeLiveSpan(index, step, agent, resend, random));
    if (batch.length < BATCH) continue;
    // As if decoded from a request: no two spans share an object.
    yield structuredClone(batch);
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

const SYSTEM_TEXT = makeText(makeRandom(7), 1_500);

function makeLiveSpan(
  index: number,
  step: number,
  agent: { readonly run: number; history: Message[] },
  resend: number,
  random: () => number,
): Span {
  const startTime = 1_700_000_000_000_000_000n + BigInt(index) * 1_234_567n;
  const common = {
    traceId: traceId(agent.run),
    runId: runId(agent.run),
    ...(step === 0 ? {} : { parentSpanId: spanId(agent.run - 1) }),
    sequence: index,
    startTime,
    endTime: startTime + BigInt(Math.floor(random() * 3e9)),
    agent: 'coder',
    attributes: {
      'gen_ai.request.model': 'm-1',
      'service.name': 'bench',
      'gen_ai.request.temperature': 0.2,
      'retry.count': Math.floor(random() * 3),
    },
  };
  if (step % 2 === 1) {
    const result = makeText(random, 1_000);
    agent.history = [...agent.history, makeMessage(result, 'tool')];
    return makeSpan(index, {
      ...common,
      name: 'execute_tool bash',
      operation: 'tool',
      status: random() < 0.1 ? 'error' : 'ok',
      tool: { name: 'bash', callId: `call_${index}`, arguments: { command: makeText(random, 120) }, result },
    });
  }
  const answer: Message = {
    role: 'assistant',
    parts: [
      { type: 'text', content: makeText(random, 500) },
      {
        type: 'tool_call',
        id: `call_${index}`,
        name: 'bash',
        arguments: { command: makeText(random, 120) },
      },
    ],
  };
  const input = agent.history.slice(-resend);
  agent.history = [...agent.history, answer];
  return makeSpan(index, {
    ...common,
    name: 'chat m-1',
    operation: 'model',
    model: 'm-1',
    inputTokens: 900,
    outputTokens: 210,
    costUsd: 0.004,
    input,
    output: [answer],
  });
}

/** What the main thread spends on making a span ready for the worker. */
function printEncoding(resend: number, print: Print): void {
  const batches = [...makeLiveBatches(20_000, resend)];
  const bytes = batches.reduce((total, batch) => total + jsonBytes(batch), 0) / 20_000;
  const rounds = Array.from({ length: 3 }, () => {
    const start = performance.now();
    for (const batch of batches) {
      const encoder = new SpanEncoder();
      for (const span of batch) encoder.add(span);
      encoder.finish();
    }
    return (performance.now() - start) / 20;
  });
  print(
    `encode  ${Math.min(...rounds).toFixed(1)} µs a span on the main thread, ${Math.round(bytes)} bytes as JSON`,
  );
}

function jsonBytes(spans: readonly Span[]): number {
  return Buffer.byteLength(
    JSON.stringify(spans, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await benchLive(Number(process.argv[2] ?? 200_000), Number(process.argv[3] ?? 20), (line) =>
    process.stdout.write(`${line}\n`),
  );
}
