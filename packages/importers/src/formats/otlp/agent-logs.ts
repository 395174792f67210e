/**
 * Log records that tell of an agent's work, lifted to spans: the message events of the GenAI conventions, and the events of
 * coding agents that send logs and no spans.
 *
 * Source: semantic-conventions v1.41.1 docs/gen-ai/gen-ai-events.md; code.claude.com/docs/en/monitoring-usage (`claude_code.*`);
 * openai/codex docs/config.md [otel] (`codex.*`); google-gemini/gemini-cli docs/telemetry.md (`gemini_cli.*`).
 */
import { type JsonObject, type Span, type SpanOperation, secondsToNanos } from '@tracewright/core';
import { hashHex, toSpanId, toTraceId } from '../../building/ids.ts';
import { isMessageEvent, readMessageEvents } from '../../dialects/gen-ai.ts';
import { findJson, findNumber, findText, toText } from '../../reading/json-text.ts';
import { keepAttributes, normaliseSpan } from '../../dialects/normalise.ts';
import { mergeFacts, type SpanFacts, withoutUndefined } from '../../dialects/span-facts.ts';
import type { OtlpLog } from './otlp-record.ts';
import { setFacts, type SpanDraft } from './to-span.ts';

const AGENT_EVENT = /^(claude_code|codex|gemini_cli|qwen-code)\.(\w+)$/;

interface LogRecord {
  readonly record: OtlpLog;
  readonly name: string;
}

/** The name of an agent's event, undefined for any other log record. */
export function findAgentEvent({ eventName, attributes, body }: OtlpLog): string | undefined {
  return [eventName, attributes['event.name'], body].find(
    (name): name is string => typeof name === 'string' && (AGENT_EVENT.test(name) || isMessageEvent(name)),
  );
}

export interface LogLift {
  /** @returns false when the record is not an agent's event */
  add(record: OtlpLog): boolean;
  finish(): SpanDraft[];
}

/** Collects the records of a file; message events are put together by the span they were logged in. */
export function createLogLift(): LogLift {
  const drafts: SpanDraft[] = [];
  const bySpan = new Map<string, LogRecord[]>();
  return {
    add(record) {
      const name = findAgentEvent(record);
      if (name === undefined) return false;
      const log: LogRecord = { record, name };
      if (isMessageEvent(name)) {
        const key = `${record.traceId ?? ''}/${record.spanId ?? ''}`;
        const list = bySpan.get(key);
        if (list === undefined) bySpan.set(key, [log]);
        else list.push(log);
      } else drafts.push(...liftEvent(log));
      return true;
    },
    finish() {
      return [...drafts, ...[...bySpan.values()].flatMap(liftMessages)];
    },
  };
}

function liftMessages(logs: readonly LogRecord[]): SpanDraft[] {
  const [first] = logs;
  const last = logs.at(-1);
  if (first === undefined || last === undefined) return [];
  const events = logs.map(({ name, record: { attributes, body } }) => ({ name, attributes, body }));
  const facts: SpanFacts = mergeFacts([
    readMessageEvents(events),
    normaliseSpan('', first.record.attributes, first.record.scope.name),
  ]);
  const named = { ...first, name: facts.model === undefined ? 'chat' : `chat ${facts.model}` };
  return [
    toDraft(
      named,
      'model',
      { ...facts, operation: 'model' },
      `messages of ${first.record.spanId ?? ''}`,
      timeOf(last),
    ),
  ];
}

function liftEvent(log: LogRecord): SpanDraft[] {
  const [, agent = '', event = ''] = AGENT_EVENT.exec(log.name) ?? [];
  const { attributes } = log.record;
  const key = `${event}:${toText(attributes['event.sequence'])}:${fingerprint(log.record)}`;
  const make = (operation: SpanOperation, facts: SpanFacts): SpanDraft[] => [
    toDraft(log, operation, { conversation: conversationOf(attributes), agent, ...facts }, key),
  ];
  switch (event) {
    case 'user_prompt': {
      const content = findText(attributes, 'prompt') ?? '';
      return make('turn', {
        agent: 'user',
        output: [{ role: 'user', parts: content === '' ? [] : [{ type: 'text', content }] }],
        consumed: ['prompt'],
      });
    }
    case 'api_request':
      // Codex tells tokens only in the stream's last event.
      return agent === 'codex' ? make('other', {}) : make('model', readUsage(attributes));
    case 'api_response':
    case 'api_error':
      return make('model', readUsage(attributes));
    case 'sse_event':
      return findText(attributes, 'event.kind', 'kind') === 'response.completed'
        ? make('model', readUsage(attributes))
        : [];
    case 'tool_result':
    case 'tool_call':
      return make('tool', {
        tool: withoutUndefined({
          name: findText(attributes, 'tool_name', 'function_name', 'tool.name'),
          callId: findText(attributes, 'call_id', 'tool_use_id'),
          arguments: findJson(attributes, 'arguments', 'tool_input', 'tool_parameters', 'function_args'),
          result: findJson(attributes, 'output', 'result', 'error'),
        }),
        consumed: ['arguments', 'tool_input', 'tool_parameters', 'function_args', 'output', 'result'],
      });
    default:
      return make('other', {});
  }
}

function readUsage(attributes: JsonObject): SpanFacts {
  const text = findText(attributes, 'response_text');
  return {
    model: findText(attributes, 'model', 'slug'),
    inputTokens: findNumber(attributes, 'input_tokens', 'input_token_count'),
    outputTokens: findNumber(attributes, 'output_tokens', 'output_token_count'),
    costUsd: findNumber(attributes, 'cost_usd'),
    output:
      text === undefined ? undefined : [{ role: 'assistant', parts: [{ type: 'text', content: text }] }],
  };
}

function conversationOf(attributes: JsonObject): string | undefined {
  return findText(attributes, 'conversation.id', 'session.id');
}

function timeOf({ record }: LogRecord): bigint | undefined {
  return record.time ?? record.observedTime;
}

/** The same for the same record sent again. */
function fingerprint({ written, time, observedTime, eventName, body, attributes }: OtlpLog): string {
  const content = written ?? [String(time), String(observedTime), eventName, body, attributes];
  return hashHex([JSON.stringify(content)], 32);
}

/** @param endTime when the record does not stand for the end of the operation */
function toDraft(
  log: LogRecord,
  operation: SpanOperation,
  facts: SpanFacts,
  key: string,
  endTime: bigint | undefined = timeOf(log),
): SpanDraft {
  const { record, name } = log;
  const { attributes, spanId: parentSpanId } = record;
  const traceId =
    record.traceId ??
    toTraceId(['otlp-logs', facts.conversation ?? JSON.stringify([record.resource, record.scope])]);
  const duration = secondsToNanos((findNumber(attributes, 'duration_ms') ?? Number.NaN) / 1e3);
  const isError = /error/.test(name) || attributes['success'] === false || attributes['success'] === 'false';
  const span: { -readonly [Key in keyof SpanDraft['span']]: Span[Key] } = {
    traceId,
    spanId: toSpanId(traceId, `log:${key}`),
    name,
    kind: operation === 'model' ? 'client' : 'internal',
    operation,
    status: isError ? 'error' : attributes['success'] === undefined ? 'unset' : 'ok',
    input: facts.input ?? [],
    output: facts.output ?? [],
    attributes: keepAttributes(attributes, facts),
    events: [],
    links: [],
    source: record.source,
  };
  if (parentSpanId !== undefined) span.parentSpanId = parentSpanId;
  const startTime =
    duration === undefined ? timeOf(log) : endTime === undefined ? undefined : endTime - duration;
  if (startTime !== undefined) span.startTime = startTime;
  if (endTime !== undefined) span.endTime = endTime;
  const message = findText(attributes, 'error', 'error.message', 'error_message');
  if (isError && message !== undefined) span.statusMessage = message;
  setFacts(span, facts, name);
  return { span, facts, resource: record.resource };
}
