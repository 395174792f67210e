/**
 * Messages that were logged, put together to one span a model call.
 *
 * Up to v1.36 of the GenAI conventions each message of a call is a log record of its own, in the call's span; the span and its records come
 * in different exports, in any order, and any of them may come twice. So the messages become a span of their own, the child of the
 * call's: the call's span can come, or come again, whenever it likes without losing them. That child grows by what is new in each export:
 *
 *     for each group of records with the same place = findMessageSpan(record):
 *       draft = mergeLoggedMessages(stored span at place, records)     // undefined: nothing new
 *
 * Which records a span holds already stands in its attribute `tracewright.log.records`. Messages are in the order in which they came.
 */
import type { JsonValue, Span } from '@tracewright/core';
import { toSpanId } from '../../building/ids.ts';
import { isMessageEvent, readMessageEvents } from '../../dialects/message-events.ts';
import { keepAttributes, normaliseSpan } from '../../dialects/normalise.ts';
import { mergeFacts, type SpanFacts } from '../../dialects/span-facts.ts';
import { COST_SOURCE } from '../../prices/with-cost.ts';
import { asArray } from '../../reading/json-text.ts';
import { findAgentEvent, fingerprintLog, LOG_EVENT, timeOfLog, traceOfLog } from './agent-logs.ts';
import type { OtlpLog } from './otlp-record.ts';
import { setFacts, type SpanDraft } from './to-span.ts';

const RECORDS = 'tracewright.log.records';
/** Where a message event without body holds its content: taken over into messages. */
const CONTENT = [
  'content',
  'role',
  'message',
  'tool_calls',
  'id',
  'index',
  'finish_reason',
  'gen_ai.event.content',
];

/** The span that a message event's content belongs to; undefined when the record is no message event. */
export function findMessageSpan(log: OtlpLog): Pick<Span, 'traceId' | 'spanId'> | undefined {
  const name = findAgentEvent(log);
  if (name === undefined || !isMessageEvent(name)) return undefined;
  const traceId = traceOfLog(log, conversationOf(log));
  // Outside of any span each record stands alone.
  return { traceId, spanId: toSpanId(traceId, `log:messages of ${log.spanId ?? fingerprintLog(log)}`) };
}

/**
 * @param before the span as it is stored, undefined when there is none yet
 * @param logs records of the same `findMessageSpan`
 * @returns undefined when none of the records is new
 */
export function mergeLoggedMessages(
  before: Omit<Span, 'runId' | 'sequence'> | undefined,
  logs: readonly OtlpLog[],
): SpanDraft | undefined {
  const known = new Set<JsonValue>(asArray(before?.attributes[RECORDS]));
  const fresh = new Map<string, OtlpLog>();
  for (const log of logs) {
    const mark = fingerprintLog(log).slice(0, 12);
    if (!known.has(mark)) fresh.set(mark, log);
  }
  const [first] = fresh.values();
  const place = first === undefined ? undefined : findMessageSpan(first);
  if (first === undefined || place === undefined) return undefined;
  const records = [...fresh.values()].map((log) => ({ ...log, name: findAgentEvent(log) ?? '' }));
  const facts = mergeFacts([
    readMessageEvents(records),
    ...records.map(({ attributes, scope }) => normaliseSpan('', attributes, scope.name)),
  ]);
  const model = facts.model ?? before?.model;
  const times = records.flatMap((log) => timeOfLog(log) ?? []);
  const startTime = earliest([before?.startTime, ...times]);
  const endTime = latest([before?.endTime, ...times]);
  // A lone message of a history, outside of any span, is no model call.
  const isHistory = first.spanId === undefined && (facts.output ?? []).length === 0;
  const span: { -readonly [Key in keyof SpanDraft['span']]: SpanDraft['span'][Key] } = {
    ...place,
    name: model === undefined ? 'chat' : `chat ${model}`,
    kind: 'client',
    operation: isHistory ? 'other' : 'model',
    status: facts.status ?? before?.status ?? 'unset',
    input: [...(before?.input ?? []), ...(facts.input ?? [])],
    output: [...(before?.output ?? []), ...(facts.output ?? [])],
    attributes: {
      ...before?.attributes,
      ...Object.assign(
        {},
        ...records.map(({ attributes }) =>
          keepAttributes(attributes, { consumed: [...CONTENT, ...(facts.consumed ?? [])] }),
        ),
      ),
      ...facts.canonical,
      [LOG_EVENT]: records[0]?.name ?? '',
      [RECORDS]: [...known, ...fresh.keys()],
    },
    events: [],
    links: [],
    source: before?.source ?? first.source,
  };
  if (first.spanId !== undefined) span.parentSpanId = first.spanId;
  if (startTime !== undefined) span.startTime = startTime;
  if (endTime !== undefined) span.endTime = endTime;
  if (before !== undefined) keepBefore(span, before);
  setFacts(span, facts, span.name);
  return { span, facts: withConversation(facts, first), resource: first.resource };
}

/** What the new records do not say again. */
function keepBefore(
  span: { -readonly [Key in keyof SpanDraft['span']]: SpanDraft['span'][Key] },
  { agent, model, inputTokens, outputTokens, costUsd, attributes }: Omit<Span, 'runId' | 'sequence'>,
): void {
  if (agent !== undefined) span.agent = agent;
  if (model !== undefined) span.model = model;
  if (inputTokens !== undefined) span.inputTokens = inputTokens;
  if (outputTokens !== undefined) span.outputTokens = outputTokens;
  // A computed cost is computed anew: the tokens may be others now.
  if (costUsd !== undefined && attributes[COST_SOURCE] === undefined) span.costUsd = costUsd;
}

function withConversation(facts: SpanFacts, log: OtlpLog): SpanFacts {
  return { ...facts, conversation: facts.conversation ?? conversationOf(log) };
}

function conversationOf({ attributes, scope }: OtlpLog): string | undefined {
  return normaliseSpan('', attributes, scope.name).conversation;
}

function earliest(times: readonly (bigint | undefined)[]): bigint | undefined {
  return times.reduce((a, b) => (a === undefined || (b !== undefined && b < a) ? b : a), undefined);
}

function latest(times: readonly (bigint | undefined)[]): bigint | undefined {
  return times.reduce((a, b) => (a === undefined || (b !== undefined && b > a) ? b : a), undefined);
}
