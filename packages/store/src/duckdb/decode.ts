/** Rows back to records: the inverse of the encoders. */
import type {
  Diagnosis,
  Finding,
  JsonObject,
  JsonValue,
  Message,
  MessagePart,
  OutcomeStatus,
  Run,
  RunStats,
  Span,
  SpanEvent,
  SpanLink,
  SpanReading,
  StoredRun,
  TaskAttempt,
  TaskGroup,
} from '@tracewright/core';
import { judgedRun } from '../normal/findings.ts';
import { pickAttributes } from '../normal/pick-attributes.ts';
import type { SqlValue } from './protocol.ts';
import type { ShareTexts } from './share-texts.ts';

/** What a query must select, in this order, for `decodeSpan`. */
export const SPAN_COLUMNS: string = [
  'run_id, trace_id, span_id, parent_id, name, kind, operation, status, agent, model, tool, sequence, start_time, end_time',
  'input_tokens, output_tokens, cost, attributes, attributes_json, status_message, arguments, arguments_json, result',
  'result_json, details, input, output',
].join(', ');

export const RUN_COLUMNS = 'start_time, end_time, document, findings, onset_step, annotations, judged';
export const MESSAGE_COLUMNS = 'key, role, name, content, content_json';

export type Row = readonly SqlValue[];

/** The keys of the messages in `input` and `output`. */
export function messageKeys(cell: SqlValue | undefined): number[] {
  return typeof cell === 'string' ? cell.split(',').map(Number) : [];
}

export function decodeMessage(row: Row): readonly [key: number, message: Message] {
  // The casts here and below: the tables hold what the encoders wrote.
  const [key, role, name, content, json] = row as [number, string, string | null, string, string | null];
  const parts = json === null ? [{ type: 'text', content } as const] : (JSON.parse(json) as MessagePart[]);
  return [key, { role, ...(name === null ? {} : { name }), parts }];
}

/** In UTF-16 units, roughly. */
export function messageSize([, , name, content, json]: Row): number {
  return [name, content, json].reduce<number>(
    (size, cell) => size + (typeof cell === 'string' ? cell.length : 0),
    100,
  );
}

interface Details {
  readonly callId?: string;
  readonly resultSource?: NonNullable<Span['source']>;
  readonly events?: readonly {
    readonly name: string;
    readonly time?: string;
    readonly attributes: JsonObject;
  }[];
  readonly links?: readonly SpanLink[];
  readonly source?: NonNullable<Span['source']>;
}

/** A span without its messages, and the cells that name them. */
export interface SpanDraft {
  readonly span: Span;
  readonly input: SqlValue | undefined;
  readonly output: SqlValue | undefined;
}

/**
 * @param share for places in files
 * @param reading what of the span is wanted
 */
export function decodeSpan(row: Row, share: ShareTexts, reading?: SpanReading): SpanDraft {
  const [runId, traceId, spanId, parentSpanId, name, kind, operation, status, agent, model, tool, ...rest] =
    row;
  const [sequence, startTime, endTime, inputTokens, outputTokens, costUsd, ...long] = rest;
  const [
    attributes,
    exact,
    statusMessage,
    argumentsText,
    argumentsJson,
    resultText,
    resultJson,
    detailsJson,
    input,
    output,
  ] = long;
  const details: Details = typeof detailsJson === 'string' ? (JSON.parse(detailsJson) as Details) : {};
  const span = {
    traceId,
    spanId,
    ...fromCell('parentSpanId', parentSpanId),
    runId,
    name,
    kind,
    operation,
    sequence,
    ...fromCell('startTime', startTime),
    ...fromCell('endTime', endTime),
    status,
    ...fromCell('statusMessage', statusMessage),
    ...fromCell('agent', agent),
    ...fromCell('model', model),
    ...fromCell('inputTokens', inputTokens),
    ...fromCell('outputTokens', outputTokens),
    ...fromCell('costUsd', costUsd),
    ...(typeof tool === 'string'
      ? {
          tool: {
            name: tool,
            ...optional('callId', details.callId),
            ...optional('arguments', decodePayload(argumentsText, argumentsJson)),
            ...optional('result', decodePayload(resultText, resultJson)),
            ...optional('resultSource', shareSource(details.resultSource, share)),
          },
        }
      : {}),
    input: NONE,
    output: NONE,
    attributes: decodeAttributes(attributes, exact, reading?.attributes),
    events: details.events?.map(decodeEvent) ?? NONE,
    links: details.links ?? NONE,
    ...optional('source', shareSource(details.source, share)),
  } as unknown as Span;
  return { span, input, output };
}

/** @param messages by key; every key must be there */
export function putMessages(
  { span, input, output }: SpanDraft,
  messages: ReadonlyMap<number, Message>,
): Span {
  if (typeof input !== 'string' && typeof output !== 'string') return span;
  return Object.assign(span, {
    input: findMessages(input, messages),
    output: findMessages(output, messages),
  });
}

export function decodeRun(row: Row): StoredRun {
  const [startTime, endTime, document, findings, onsetStep, annotations, judged] = row;
  const { run, stats } = JSON.parse(String(document)) as { run: Run; stats: RunStats };
  return {
    // The cast: the column holds the statuses of annotations.
    ...judgedRun(run, (judged ?? undefined) as OutcomeStatus | undefined),
    ...fromCell('startTime', startTime),
    ...fromCell('endTime', endTime),
    stats,
    findings: typeof findings === 'number' ? findings : undefined,
    onsetStep: typeof onsetStep === 'number' ? onsetStep : undefined,
    annotations: Number(annotations),
  } as StoredRun;
}

/** @param attempts of all of them, in order */
export function decodeTasks(rows: readonly Row[], attempts: readonly Row[]): TaskGroup[] {
  const found = new Map<SqlValue, TaskAttempt[]>();
  for (const [task = null, runId, outcome, startTime = null] of attempts) {
    const attempt = { runId, outcome, ...fromCell('startTime', startTime) } as unknown as TaskAttempt;
    found.set(task, [...(found.get(task) ?? []), attempt]);
  }
  return rows.map(
    ([task = null, runs, successes, failures, newest]) =>
      ({
        task,
        runs,
        successes,
        failures,
        ...fromCell('newest', newest),
        attempts: found.get(task) ?? [],
      }) as TaskGroup,
  );
}

export function decodeDiagnosis(document: SqlValue | undefined): Diagnosis {
  const diagnosis = JSON.parse(String(document)) as Diagnosis;
  const { onset } = diagnosis;
  return onset === null ? diagnosis : { ...diagnosis, onset: { ...onset, agent: onset.agent } };
}

export function decodeFinding([document]: Row): Finding {
  return JSON.parse(String(document)) as Finding;
}

/** Shared by the many spans that have no messages, events or links. */
const NONE: readonly never[] = Object.freeze([]);
const NO_ATTRIBUTES: JsonObject = Object.freeze({});

function findMessages(
  cell: SqlValue | undefined,
  messages: ReadonlyMap<number, Message>,
): readonly Message[] {
  if (typeof cell !== 'string') return NONE;
  return messageKeys(cell).map((key) => {
    const message = messages.get(key);
    if (message === undefined) throw new Error(`unreachable: message ${key} was written with its span`);
    return message;
  });
}

function decodeAttributes(
  filtered: SqlValue | undefined,
  exact: SqlValue | undefined,
  wanted: readonly string[] | undefined,
): JsonObject {
  const text = String(filtered);
  if (wanted?.every((name) => !text.includes(JSON.stringify(name))) === true) return NO_ATTRIBUTES;
  const all = JSON.parse(text) as JsonObject;
  const attributes = wanted === undefined ? all : pickAttributes(all, wanted);
  if (typeof exact !== 'string') return attributes;
  const values = JSON.parse(exact) as JsonObject;
  return Object.fromEntries(
    Object.entries(attributes).map(([key, value]) => [
      key,
      Object.hasOwn(values, key) ? (values[key] ?? null) : value,
    ]),
  );
}

function shareSource(source: Span['source'], share: ShareTexts): Span['source'] {
  return source === undefined ? undefined : { ...source, path: share(source.path) };
}

function decodePayload(text: SqlValue | undefined, json: SqlValue | undefined): JsonValue | undefined {
  if (typeof json === 'string') return JSON.parse(json) as JsonValue;
  return typeof text === 'string' ? text : undefined;
}

function decodeEvent({ name, time, attributes }: NonNullable<Details['events']>[number]): SpanEvent {
  return { name, ...(time === undefined ? {} : { time: BigInt(time) }), attributes };
}

/** A nullable cell as a property that is absent for NULL. */
function fromCell(key: string, cell: SqlValue | undefined): object {
  return cell === null ? {} : { [key]: cell };
}

function optional(key: string, value: unknown): object {
  return value === undefined ? {} : { [key]: value };
}
