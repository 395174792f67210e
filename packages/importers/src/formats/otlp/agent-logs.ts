/**
 * Log records that tell of an agent's work, lifted to spans one by one, so that it can be done for a file and for each export of a running
 * agent alike: the events of coding agents that send no spans, and evaluations. The message events of the GenAI conventions are put
 * together by the span they were logged in: see logged-messages.ts.
 *
 * - One run a session: records of one session and service without a trace of their own share one. Without a session it is one a resource
 *   and scope, which for these agents is one a process.
 * - The span of a record has the same id whenever the record is sent again.
 * - What one prompt set off stands below the prompt (`prompt.id`), bodies below their request (`request_id`); a parent that never comes
 *   leaves them roots. No span of a log record makes a run wait for its parent: see `isLogSpan`.
 * - Order is that of time; where clocks tell milliseconds only, `event.sequence` fills the nanoseconds.
 *
 * **Source:** semantic-conventions v1.41.1 docs/gen-ai/gen-ai-events.md; for the agents see dialects/coding-agent-events.ts.
 */
import { type JsonObject, type Span, secondsToNanos } from '@tracewright/core';
import { hashHex, toSpanId, toTraceId } from '../../building/ids.ts';
import { CODING_AGENT_EVENT, readCodingAgentEvent } from '../../dialects/coding-agent-events.ts';
import { readGenAiEvaluation } from '../../dialects/evaluations.ts';
import { isJudgementEvent } from '../../dialects/judgement.ts';
import { isMessageEvent } from '../../dialects/message-events.ts';
import { keepAttributes } from '../../dialects/normalise.ts';
import { readSessionAndUser } from '../../dialects/session-and-user.ts';
import type { SpanFacts } from '../../dialects/span-facts.ts';
import { findNumber, findText, toText } from '../../reading/json-text.ts';
import type { OtlpLog } from './otlp-record.ts';
import { setFacts, type SpanDraft } from './to-span.ts';

/** Attribute of every span that was made of log records: the event's name. */
export const LOG_EVENT = 'tracewright.log.event';

/** Whether a span was made of log records. Its parent may be in another system or nowhere: it opens no span. */
export function isLogSpan({ attributes }: Pick<Span, 'attributes'>): boolean {
  return attributes[LOG_EVENT] !== undefined;
}

/** The name of an agent's event, undefined for any other log record. */
export function findAgentEvent({ eventName, attributes, body, scope }: OtlpLog): string | undefined {
  const named = attributes['event.name'];
  const inScope =
    /claude_code/.test(scope.name) && typeof named === 'string' ? `claude_code.${named}` : undefined;
  return [eventName, named, body, inScope].find(
    (name): name is string =>
      typeof name === 'string' &&
      (CODING_AGENT_EVENT.test(name) || isMessageEvent(name) || isJudgementEvent(name)),
  );
}

/**
 * The span that one log record stands for; undefined when it tells nothing of an agent, or is a message event of a span
 * (`findMessageSpan` then names that span).
 */
export function liftLog(log: OtlpLog): SpanDraft | undefined {
  const name = findAgentEvent(log);
  if (name === undefined || isMessageEvent(name)) return undefined;
  if (isJudgementEvent(name)) return liftEvaluation(log, name);
  const facts = readCodingAgentEvent(name, log.attributes);
  return facts === undefined ? undefined : toLogDraft(log, name, facts, keyOf(log, name));
}

/** A verdict on the span it was logged in: itself only the place where it was given. */
function liftEvaluation(log: OtlpLog, name: string): SpanDraft | undefined {
  const evaluation = readGenAiEvaluation(log.attributes);
  if (evaluation === undefined) return undefined;
  const facts: SpanFacts = { ...readSessionAndUser(log), operation: 'other', evaluations: [evaluation] };
  return toLogDraft(log, name, facts, keyOf(log, name));
}

/** What names the record among those of its trace; prompts and requests by their own ids, so that others find them. */
function keyOf(log: OtlpLog, name: string): string {
  const { attributes } = log;
  const prompt = promptOf(attributes);
  if (/\.user_prompt$/.test(name) && prompt !== undefined) return toPromptKey(prompt);
  const request = findText(attributes, 'request_id');
  if (name === 'claude_code.api_request' && request !== undefined) return toRequestKey(request);
  return `log:${name}:${toText(attributes['event.sequence'])}:${fingerprintLog(log)}`;
}

function parentKeyOf(log: OtlpLog, name: string): string | undefined {
  const { attributes } = log;
  const request = findText(attributes, 'request_id');
  if (/_body$/.test(name) && request !== undefined) return toRequestKey(request);
  const prompt = promptOf(attributes);
  return prompt === undefined || /\.user_prompt$/.test(name) ? undefined : toPromptKey(prompt);
}

function promptOf(attributes: JsonObject): string | undefined {
  return findText(attributes, 'prompt.id', 'prompt_id');
}

function toPromptKey(id: string): string {
  return `prompt:${id}`;
}

function toRequestKey(id: string): string {
  return `request:${id}`;
}

/** The same for the same record sent again. */
export function fingerprintLog({
  written,
  time,
  observedTime,
  eventName,
  body,
  attributes,
}: OtlpLog): string {
  const content = written ?? [String(time), String(observedTime), eventName, body, attributes];
  return hashHex([JSON.stringify(content)], 32);
}

/** When the record was made, to the nanosecond that its place in the sequence gives it. */
export function timeOfLog({ time, observedTime, attributes }: OtlpLog): bigint | undefined {
  const at = time ?? observedTime;
  const sequence = findNumber(attributes, 'event.sequence');
  if (at === undefined || sequence === undefined || sequence < 0 || at % NANOS_PER_MS !== 0n) return at;
  return at + (BigInt(Math.trunc(sequence)) % NANOS_PER_MS);
}

const NANOS_PER_MS = 1_000_000n;

/** The trace of a record: its own, else one for the session. */
export function traceOfLog(
  { traceId, resource, scope }: OtlpLog,
  conversation: string | undefined,
): Span['traceId'] {
  if (traceId !== undefined) return traceId;
  const service = findText(resource, 'service.name') ?? '';
  return toTraceId([
    'otlp-logs',
    ...(conversation === undefined ? [JSON.stringify([resource, scope])] : [service, conversation]),
  ]);
}

function toLogDraft(log: OtlpLog, name: string, facts: SpanFacts, key: string): SpanDraft {
  const { attributes } = log;
  const traceId = traceOfLog(log, facts.conversation);
  const operation = facts.operation ?? 'other';
  const endTime = timeOfLog(log);
  const duration = secondsToNanos((findNumber(attributes, 'duration_ms') ?? Number.NaN) / 1e3);
  const parentKey = parentKeyOf(log, name);
  const parentSpanId = log.spanId ?? (parentKey === undefined ? undefined : toSpanId(traceId, parentKey));
  const span: { -readonly [Key in keyof SpanDraft['span']]: Span[Key] } = {
    traceId,
    spanId: toSpanId(traceId, key),
    name,
    kind: operation === 'model' ? 'client' : 'internal',
    operation,
    status: facts.status ?? (toText(attributes['success']) === 'true' ? 'ok' : 'unset'),
    input: facts.input ?? [],
    output: facts.output ?? [],
    attributes: { ...keepAttributes(attributes, facts), [LOG_EVENT]: name },
    events: [],
    links: [],
    source: log.source,
  };
  if (parentSpanId !== undefined) span.parentSpanId = parentSpanId;
  if (endTime !== undefined) {
    span.startTime = duration === undefined ? endTime : endTime - duration;
    span.endTime = endTime;
  }
  if (span.status === 'error' && facts.statusMessage !== undefined) span.statusMessage = facts.statusMessage;
  setFacts(span, facts, name);
  return { span, facts, resource: log.resource };
}
