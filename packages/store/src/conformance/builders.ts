/** Records for tests: valid and small, with whatever a test is about put in. */
import type {
  Diagnosis,
  Finding,
  Message,
  Run,
  RunId,
  RunStats,
  Span,
  SpanId,
  TraceId,
} from '@tracewright/core';

/** @param number becomes the id: 16 hexadecimal digits */
export function runId(number: number): RunId {
  return hex(number, 16) as RunId;
}

export function spanId(number: number): SpanId {
  return hex(number, 16) as SpanId;
}

export function traceId(number: number): TraceId {
  return hex(number, 32) as TraceId;
}

/** Span `number` of trace 1 and run 1, unless said otherwise. */
export function makeSpan(number: number, changes: Partial<Span> = {}): Span {
  return {
    traceId: traceId(1),
    spanId: spanId(number),
    runId: runId(1),
    name: `span ${number}`,
    kind: 'internal',
    operation: 'model',
    sequence: number,
    status: 'unset',
    input: [],
    output: [],
    attributes: {},
    events: [],
    links: [],
    ...changes,
  };
}

export function makeRun(
  number: number,
  changes: Partial<Run> = {},
  stats: Partial<RunStats> = {},
): { readonly run: Run; readonly stats: RunStats } {
  return {
    run: {
      runId: runId(number),
      traceIds: [traceId(number)],
      source: { path: `runs/${number}.json`, format: 'test' },
      outcome: { status: 'unknown' },
      tools: [],
      environment: {},
      ...changes,
    },
    stats: { steps: 0, spans: 0, inputTokens: 0, outputTokens: 0, ...stats },
  };
}

export function makeMessage(text: string, role = 'user'): Message {
  return { role, parts: [{ type: 'text', content: text }] };
}

export function makeFinding(run: RunId, id: string, changes: Partial<Finding> = {}): Finding {
  return {
    id,
    runId: run,
    detector: 'test@1',
    category: 'test',
    severity: 'warning',
    confidence: 0.5,
    message: `finding ${id}`,
    evidence: [],
    ...changes,
  };
}

export function makeDiagnosis(
  run: RunId,
  findings: readonly Finding[],
  changes: Partial<Diagnosis> = {},
): Diagnosis {
  return { runId: run, version: 'test@1', spans: 1, onset: null, ranked: [], findings, ...changes };
}

/** A span with every property, and with every kind of message part. */
export function makeFullSpan(): Span {
  return makeSpan(7, {
    parentSpanId: spanId(1),
    kind: 'client',
    operation: 'tool',
    startTime: 1_700_000_000_123_456_789n,
    endTime: 1_700_000_001_623_456_789n,
    status: 'error',
    statusMessage: 'exit code 1',
    agent: 'coder',
    model: 'm-1',
    inputTokens: 1200,
    outputTokens: 34,
    costUsd: 0.0123,
    tool: {
      name: 'bash',
      callId: 'call_1',
      arguments: { command: 'ls "a b"', limits: [1, 2.5, null, true] },
      result: 'no such file\r\n',
      resultSource: { path: 'a.json', pointer: '/3/content', line: 4 },
    },
    input: [
      makeMessage('You are an agent.', 'system'),
      { role: 'user', name: 'ann', parts: [{ type: 'text', content: 'list the files' }] },
      { role: 'tool', parts: [{ type: 'tool_call_response', id: 'call_0', response: { ok: false } }] },
    ],
    output: [
      {
        role: 'assistant',
        parts: [
          { type: 'reasoning', content: 'I should look.' },
          { type: 'text', content: 'Looking.' },
          { type: 'tool_call', id: 'call_1', name: 'bash', arguments: { command: 'ls' } },
          { type: 'media', modality: 'image', mimeType: 'image/png', uri: 'file:///a.png', sizeBytes: 12 },
          { type: 'other', name: 'citation', value: { index: 1 } },
        ],
      },
      { role: 'assistant', parts: [] },
    ],
    attributes: {
      text: 'a',
      whole: 3,
      fraction: 0.1,
      tiny: 1e-7,
      yes: true,
      none: null,
      list: ['a', 1],
      nested: { a: { b: 'c' } },
    },
    events: [
      { name: 'retry', time: 1_700_000_000_500_000_001n, attributes: { attempt: 2 } },
      { name: 'bare', attributes: {} },
    ],
    links: [{ traceId: traceId(9), spanId: spanId(9), attributes: { why: 'resumed' } }],
    source: { path: 'a.json', pointer: '/2', line: 3 },
  });
}

/** A run with every property. */
export function makeFullRun(): { readonly run: Run; readonly stats: RunStats } {
  return makeRun(
    3,
    {
      traceIds: [traceId(1), traceId(2)],
      agent: 'coder',
      agentVersion: '2.1',
      model: 'm-1',
      task: 'task-7',
      taskText: 'Fix the\nbug.',
      session: 's-1',
      user: 'ann',
      outcome: { status: 'failure', score: 0.25, source: 'test', details: { failed: ['t1'] } },
      tools: [{ name: 'bash', description: 'runs', parameters: { type: 'object' } }],
      environment: { os: 'linux', cores: 2 },
      live: { openSpans: 2, lastArrivalMs: 1_700_000_061_000 },
      startTime: 1_700_000_000_000_000_001n,
      endTime: 1_700_000_060_000_000_001n,
    },
    { steps: 4, spans: 9, inputTokens: 100, outputTokens: 20, costUsd: 0.5 },
  );
}

function hex(number: number, digits: number): string {
  return number.toString(16).padStart(digits, '0');
}
