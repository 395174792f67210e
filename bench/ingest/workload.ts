/**
 * Requests for load, seeded: built once, then sent again and again with new ids, so that the generator costs next to nothing
 * beside the server. Every span's text carries its trace's id: no two requests hold the same messages.
 */
import { createRandom } from '../../test/fuzz/mutate.ts';
import { encodeRequest, type OtlpRequestJson, type OtlpSpanJson } from './otlp-protobuf.ts';

/** `mixed`: one request of each by turns. */
export type WorkloadKind = 'plain' | 'histories' | 'mixed';
export type Encoding = 'json' | 'protobuf';

/** A body and where its ids stand in it. */
export interface Template {
  readonly body: Buffer;
  readonly spans: number;
  readonly traces: number;
  /** Offsets of each trace's id as bytes and as hexadecimal text, by number of the trace. */
  readonly binary: readonly (readonly number[])[];
  readonly hex: readonly (readonly number[])[];
}

const SPANS_A_REQUEST = 100;
/** The first half of a trace id marks the place; the second half says which trace. */
const MARK = 'f00dfacecafebeef';
const WORDS =
  'the agent reads a file and finds that test fails with error in module parser line value expected result call tool search user order refund flight booking total amount date check again because response timeout retry index page table column row'.split(
    ' ',
  );

/** @param templates how many different requests; each holds 100 spans */
export function buildTemplates(
  kind: WorkloadKind,
  encoding: Encoding,
  templates = 16,
  seed = 1,
): readonly Template[] {
  const random = createRandom(seed);
  return Array.from({ length: templates }, (_, number) => {
    const isPlain = kind === 'plain' || (kind === 'mixed' && number % 2 === 0);
    const { request, traces } = isPlain ? plainRequest(random) : historyRequest(random);
    return toTemplate(request, traces, encoding);
  });
}

/** The body with ids of its own; `number` counts requests over all senders. */
export function fillTemplate(template: Template, number: number): Buffer {
  const body = Buffer.from(template.body);
  for (let trace = 0; trace < template.traces; trace += 1) {
    const id = (BigInt(number) * 1000n + BigInt(trace) + 1n).toString(16).padStart(16, '0');
    const raw = Buffer.from(id, 'hex');
    for (const offset of template.binary[trace] ?? []) raw.copy(body, offset);
    for (const offset of template.hex[trace] ?? []) body.write(id, offset, 'latin1');
  }
  return body;
}

/** The trace ids of a filled template, in order. */
export function traceIdsOf(template: Template, number: number): string[] {
  return Array.from(
    { length: template.traces },
    (_, trace) => MARK + (BigInt(number) * 1000n + BigInt(trace) + 1n).toString(16).padStart(16, '0'),
  );
}

function toTemplate(request: OtlpRequestJson, traces: number, encoding: Encoding): Template {
  const body = encoding === 'json' ? Buffer.from(JSON.stringify(request)) : encodeRequest(request);
  const find = (needle: Buffer): number[] => {
    const offsets: number[] = [];
    for (let at = body.indexOf(needle); at !== -1; at = body.indexOf(needle, at + 1))
      offsets.push(at + needle.length / 2);
    return offsets;
  };
  const ids = Array.from({ length: traces }, (_, trace) => MARK + trace.toString(16).padStart(16, '0'));
  return {
    body,
    spans: SPANS_A_REQUEST,
    traces,
    binary: ids.map((id) => find(Buffer.from(id, 'hex'))),
    hex: ids.map((id) => find(Buffer.from(id, 'latin1'))),
  };
}

type Random = () => number;

/** Ten traces of one agent span and nine model calls, 1.2 to 2 kB a span, nothing resent. */
function plainRequest(random: Random): { request: OtlpRequestJson; traces: number } {
  const spans: OtlpSpanJson[] = [];
  for (let trace = 0; trace < 10; trace += 1) {
    const run = startRun(trace, random);
    spans.push(run.root);
    for (let call = 1; call < 10; call += 1) {
      const question = message('user', `${run.traceId} ${call} ${prose(random, 500)}`);
      spans.push(modelSpan(run, call, [question], prose(random, 250)));
    }
  }
  return { request: toRequest(spans), traces: 10 };
}

/** Five runs of an agent span, ten model calls that resend the whole history, and nine tool calls between them. */
function historyRequest(random: Random): { request: OtlpRequestJson; traces: number } {
  const spans: OtlpSpanJson[] = [];
  for (let trace = 0; trace < 5; trace += 1) {
    const run = startRun(trace, random);
    spans.push(run.root);
    const history = [
      message('system', `You are a careful agent. ${prose(random, 1200)} ${run.traceId}`),
      message('user', prose(random, 300)),
    ];
    for (let call = 1; call <= 10; call += 1) {
      const answer = prose(random, 250);
      spans.push(modelSpan(run, call, history, answer));
      if (call === 10) continue;
      const result = `${run.traceId} ${prose(random, 600)}`;
      spans.push(toolSpan(run, call, result));
      history.push(message('assistant', answer), message('tool', result));
    }
  }
  return { request: toRequest(spans), traces: 5 };
}

interface RunSketch {
  readonly traceId: string;
  readonly startMs: number;
  readonly root: OtlpSpanJson;
}

const MODELS = ['gpt-4o', 'gpt-4o-mini', 'claude-sonnet-4-5'];

function startRun(trace: number, random: Random): RunSketch {
  const traceId = MARK + trace.toString(16).padStart(16, '0');
  const startMs = Date.UTC(2026, 5, 1) + Math.floor(random() * 30 * 86_400_000);
  const root = span(traceId, 0, 'invoke_agent helper', startMs, startMs + 20_000, {
    'gen_ai.operation.name': 'invoke_agent',
    'gen_ai.agent.name': 'helper',
    'gen_ai.request.model': MODELS[Math.floor(random() * MODELS.length)] ?? 'gpt-4o',
  });
  return { traceId, startMs, root };
}

function modelSpan(run: RunSketch, call: number, history: readonly object[], answer: string): OtlpSpanJson {
  const startMs = run.startMs + call * 1500;
  const model = MODELS[call % MODELS.length] ?? 'gpt-4o';
  return span(run.traceId, call * 2, `chat ${model}`, startMs, startMs + 900, {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'openai',
    'gen_ai.request.model': model,
    'gen_ai.response.model': model,
    'gen_ai.input.messages': JSON.stringify(history),
    'gen_ai.output.messages': JSON.stringify([message('assistant', answer)]),
    'gen_ai.usage.input_tokens': 400 + call * 120,
    'gen_ai.usage.output_tokens': 80,
    'gen_ai.response.id': `resp_${run.traceId}_${call}`,
  });
}

function toolSpan(run: RunSketch, call: number, result: string): OtlpSpanJson {
  const startMs = run.startMs + call * 1500 + 950;
  return span(run.traceId, call * 2 + 1, 'execute_tool search', startMs, startMs + 300, {
    'gen_ai.operation.name': 'execute_tool',
    'gen_ai.tool.name': 'search',
    'gen_ai.tool.call.id': `call_${call}`,
    'gen_ai.tool.call.arguments': JSON.stringify({ query: `words ${call}`, limit: 10 }),
    'gen_ai.tool.call.result': result,
  });
}

function span(
  traceId: string,
  number: number,
  name: string,
  startMs: number,
  endMs: number,
  attributes: Readonly<Record<string, string | number>>,
): OtlpSpanJson {
  return {
    traceId,
    spanId: (number + 1).toString(16).padStart(16, '0'),
    ...(number === 0 ? {} : { parentSpanId: '0000000000000001' }),
    name,
    kind: 1,
    startTimeUnixNano: `${startMs}000000`,
    endTimeUnixNano: `${endMs}000000`,
    attributes: Object.entries(attributes).map(([key, value]) => ({
      key,
      value: typeof value === 'string' ? { stringValue: value } : { intValue: String(value) },
    })),
    // As the OpenTelemetry JS exporter writes it; an empty object is legal too, but Genkit answers it with 500.
    status: { code: 0 },
  };
}

function message(role: string, content: string): object {
  return { role, parts: [{ type: 'text', content }] };
}

function toRequest(spans: readonly OtlpSpanJson[]): OtlpRequestJson {
  return {
    resourceSpans: [
      {
        resource: { attributes: [{ key: 'service.name', value: { stringValue: 'load' } }] },
        scopeSpans: [{ scope: { name: 'load' }, spans: spans.slice(0, SPANS_A_REQUEST) }],
      },
    ],
  };
}

function prose(random: Random, length: number): string {
  let text = '';
  while (text.length < length) text += `${WORDS[Math.floor(random() * WORDS.length)] ?? ''} `;
  return text.slice(0, length);
}
