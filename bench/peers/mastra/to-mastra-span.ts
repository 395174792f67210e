/** An OTLP/JSON span as Mastra's store takes it: its own span types, messages as input and output, the rest as attributes. */
import type { OtlpRequestJson, OtlpSpanJson } from '../../ingest/otlp-protobuf.ts';

export interface MastraSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | null;
  readonly name: string;
  readonly spanType: string;
  readonly isEvent: boolean;
  readonly startedAt: Date;
  readonly endedAt: Date;
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly input: string | null;
  readonly output: string | null;
}

const SPAN_TYPES: Readonly<Record<string, string>> = {
  chat: 'model_generation',
  execute_tool: 'tool_call',
  invoke_agent: 'agent_run',
};
const INPUTS = ['gen_ai.input.messages', 'gen_ai.tool.call.arguments'];
const OUTPUTS = ['gen_ai.output.messages', 'gen_ai.tool.call.result'];

export function toMastraSpans(request: OtlpRequestJson): MastraSpan[] {
  return request.resourceSpans.flatMap(({ scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) => spans.map(toMastraSpan)),
  );
}

function toMastraSpan(span: OtlpSpanJson): MastraSpan {
  const attributes: Record<string, string | number> = {};
  let input: string | null = null;
  let output: string | null = null;
  for (const { key, value } of span.attributes) {
    const plain = value.stringValue ?? Number(value.intValue);
    if (INPUTS.includes(key)) input = String(plain);
    else if (OUTPUTS.includes(key)) output = String(plain);
    else attributes[key] = plain;
  }
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: span.parentSpanId ?? null,
    name: span.name,
    spanType: SPAN_TYPES[String(attributes['gen_ai.operation.name'])] ?? 'generic',
    isEvent: false,
    startedAt: toDate(span.startTimeUnixNano),
    endedAt: toDate(span.endTimeUnixNano),
    attributes,
    input,
    output,
  };
}

function toDate(nanos: string): Date {
  return new Date(Number(nanos.slice(0, -6)));
}
