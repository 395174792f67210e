/**
 * Runs as large agent systems leave them: a coordinator that hands tasks to coders, researchers and testers, who think, call up to
 * three tools at once and read long outputs; one call in fifteen fails, and some agents try the same again. Seeded.
 */
import type { Message, MessagePart, Run, RunId, Span, SpanId, TraceId } from '@tracewright/core';
import { createRandom, type Random } from '@tracewright/numeric';

export interface GeneratedRun {
  readonly run: Run;
  /** Batches in order of record: a run of 300,000 spans is never whole in memory. */
  readonly batches: () => Generator<readonly Span[]>;
}

const BATCH = 2_000;
const START = 1_760_000_000_000_000_000n;
const MS = 1_000_000n;
const TOOLS = ['bash', 'read_file', 'edit_file', 'search_code', 'run_tests', 'browse'] as const;
const WORKERS = ['coder', 'researcher', 'tester'] as const;
/** Model calls of one hand-over. */
const TURNS = 12;
const WORDS =
  'the parser returns an empty list when the header is missing so retry with another encoding before index lookup fails cache entry expired at line expected received module path build passed timeout connection reset by peer request user order flight seat result value function import class test file error warning'.split(
    ' ',
  );

/** @param spans how many, exactly; @param message characters of one monstrous tool result in the middle, 0 for none */
export function generateRun(number: number, spans: number, message = 0): GeneratedRun {
  const runId = number.toString(16).padStart(16, '0') as RunId;
  return {
    run: {
      runId,
      traceIds: [traceOf(runId)],
      agent: 'coordinator',
      model: 'large-1',
      task: `migrate-${spans}`,
      taskText:
        'Move the booking service to the new storage layer, keep every test green, and report what could not be moved.',
      source: { path: `runs/migrate-${spans}.jsonl`, format: 'bench' },
      outcome: { status: 'failure', source: 'test' },
      tools: TOOLS.map((name) => ({ name })),
      environment: { cwd: '/srv/booking' },
      startTime: START,
      endTime: START + BigInt(spans) * 700n * MS,
    },
    batches: () => inBatches(makeSpans(runId, spans, message, createRandom(number))),
  };
}

function* inBatches(spans: Generator<Span>): Generator<readonly Span[]> {
  let batch: Span[] = [];
  for (const span of spans) {
    batch.push(span);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function* makeSpans(runId: RunId, count: number, message: number, random: Random): Generator<Span> {
  const say = makeTexts(random);
  let sequence = 0;
  let time = START;
  const idOf = (index: number): SpanId => (index + 1).toString(16).padStart(16, '0') as SpanId;
  const span = (changes: Partial<Span> & Pick<Span, 'name' | 'operation'>, lengthMs: number): Span => {
    const index = sequence;
    sequence += 1;
    return {
      traceId: traceOf(runId),
      spanId: idOf(index),
      ...(index === 0 ? {} : { parentSpanId: idOf(0) }),
      runId,
      kind: 'internal',
      sequence: index,
      startTime: time,
      endTime: time + BigInt(Math.round(lengthMs)) * MS,
      status: 'ok',
      input: [],
      output: [],
      attributes: { 'service.name': 'bench' },
      events: [],
      links: [],
      source: { path: `runs/migrate-${count}.jsonl`, line: index + 1 },
      ...changes,
    };
  };
  yield span({ name: 'invoke_agent coordinator', operation: 'agent', agent: 'coordinator' }, count * 700);
  let results: Message[] = [{ role: 'user', parts: [{ type: 'text', content: say(900) }] }];
  while (sequence < count) {
    const agent = WORKERS[Math.floor(random() * WORKERS.length)] ?? 'coder';
    const owner = sequence;
    yield span({ name: `invoke_agent ${agent}`, operation: 'agent', agent }, TURNS * 4_000);
    for (let turn = 0; turn < TURNS && sequence < count; turn += 1) {
      const calls = random() < 0.15 ? 3 : random() < 0.25 ? 2 : 1;
      const parts: MessagePart[] = [{ type: 'reasoning', content: say(300) }];
      if (random() < 0.5) parts.push({ type: 'text', content: say(160) });
      const asked = Array.from({ length: calls }, (_, call) => ({
        type: 'tool_call' as const,
        id: `call_${sequence}_${call}`,
        name: TOOLS[Math.floor(random() ** 1.4 * TOOLS.length)] ?? 'bash',
        arguments: { path: `src/booking/part-${Math.floor(random() * 90)}.ts`, command: say(120) },
      }));
      const model = sequence;
      yield span(
        {
          name: 'chat large-1',
          operation: 'model',
          parentSpanId: idOf(owner),
          agent,
          model: 'large-1',
          inputTokens: 2_000 + Math.floor(random() * 30_000),
          outputTokens: 80 + Math.floor(random() * 600),
          costUsd: 0.01 + random() * 0.05,
          input: results,
          output: [{ role: 'assistant', parts: [...parts, ...asked] }],
        },
        900 + random() ** 4 * 20_000,
      );
      time += 1_500n * MS;
      results = [];
      for (const { id, name, arguments: given } of asked) {
        if (sequence >= count) break;
        const isError = random() < 0.065;
        const isMonster = message > 0 && sequence >= count / 2;
        const result = isMonster ? makeMonster(message, random) : isError ? `Error: ${say(240)}` : say(1_300);
        if (isMonster) message = 0;
        yield span(
          {
            name: `execute_tool ${name}`,
            operation: 'tool',
            parentSpanId: idOf(model),
            agent,
            status: isError ? 'error' : 'ok',
            tool: { name, callId: id, arguments: given, result },
          },
          50 + random() ** 6 * 60_000,
        );
      }
      time += 400n * MS;
    }
  }
}

// The cast: twice 16 hexadecimal digits.
function traceOf(runId: RunId): TraceId {
  return `${runId}${runId}` as TraceId;
}

/** Texts whose lengths spread as those of tools do: most short, some very long. Cut from one long text, so that a gigabyte costs no time. */
function makeTexts(random: Random): (typical: number) => string {
  let pool = '';
  while (pool.length < 400_000) {
    const word = WORDS[Math.floor(random() * WORDS.length)] ?? '';
    const end = random();
    pool += end < 0.07 ? `${word}\n` : end < 0.08 ? `\u001B[32m${word}\u001B[0m ` : `${word} `;
  }
  return (typical) => {
    const length = Math.min(Math.round(typical * Math.exp(2.2 * (random() - 0.72))), 60_000);
    const from = Math.floor(random() * (pool.length - length));
    return pool.slice(from, from + length);
  };
}

function makeMonster(length: number, random: Random): string {
  const lines: string[] = [];
  for (let size = 0; size < length;) {
    const line = `${lines.length} ${'row of a very long log '.repeat(1 + Math.floor(random() * 6))}`;
    lines.push(line);
    size += line.length + 1;
  }
  return lines.join('\n').slice(0, length);
}
