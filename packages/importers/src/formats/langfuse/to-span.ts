/**
 * One Langfuse observation to a span. Columns come first for what was said, because Langfuse filled them from the
 * attributes of every SDK it knows; the attributes that are left in `metadata` say the rest.
 */
import {
  isJsonObject,
  isSpanId,
  isTraceId,
  type JsonObject,
  type JsonValue,
  type Message,
  parseTimestamp,
  type RunId,
  type Span,
  type SpanId,
  type SpanOperation,
  type TraceId,
} from '@tracewright/core';
import { toSpanId, toTraceId } from '../../building/ids.ts';
import { asObject, decodeJsonText, findNumber, findText, toText } from '../../reading/json-text.ts';
import {
  readLangfuseCache,
  readLangfuseUsage,
  toLangfuseOperation,
} from '../../dialects/langfuse-attributes.ts';
import { readMessages } from '../../dialects/messages.ts';
import { isJudgement } from '../../dialects/judgement.ts';
import { keepAttributes, normaliseSpan } from '../../dialects/normalise.ts';
import { mergeFacts, type SpanFacts, toAgentName, withoutUndefined } from '../../dialects/span-facts.ts';
import { readToolDefinitions } from '../../dialects/tool-definitions.ts';

/** Longer inputs and outputs that are no messages are cut: attributes are for small values. */
const MAX_VALUE_LENGTH = 16_384;

export interface ReadObservation {
  readonly span: Span;
  readonly facts: SpanFacts;
  readonly resource: JsonObject;
  /** What could not be read of an observation that was. */
  readonly faults: readonly string[];
}

/** Ids made by Langfuse's own SDKs are UUIDs or free text: they are hashed, and kept as attribute. */
export function toLangfuseTraceId(id: string): TraceId {
  return isTraceId(id) ? id : toTraceId(['langfuse', id]);
}

function toLangfuseSpanId(traceId: TraceId, id: string): SpanId {
  return isSpanId(id) ? id : toSpanId(traceId, id);
}

export function readObservation(
  observation: JsonObject,
  at: { readonly traceId: TraceId; readonly runId: RunId; readonly path: string; readonly pointer: string },
): ReadObservation {
  const name = toText(observation['name']);
  const metadata = asObject(decodeJsonText(observation['metadata'] ?? null)) ?? {};
  const attributes = asObject(metadata['attributes']) ?? {};
  const scope = asObject(metadata['scope']) ?? {};
  const input = decodeJsonText(observation['input'] ?? null);
  const output = decodeJsonText(observation['output'] ?? null);
  const columns = readColumns(observation, input, output, metadata);
  const fromAttributes = normaliseSpan(name, attributes, toText(scope['name']));
  const answer = columns.output?.[0];
  const operation =
    columns.operation ?? fromAttributes.operation ?? (isToolAnswer(answer, name) ? 'tool' : 'other');
  const facts: SpanFacts = {
    ...mergeFacts([columns, fromAttributes]),
    operation,
    input: input === null ? fromAttributes.input : columns.input,
    output: output === null ? fromAttributes.output : columns.output,
  };

  const status = observation['level'] === 'ERROR' ? 'error' : 'unset';
  const id = toText(observation['id']);
  const span: { -readonly [Key in keyof Span]: Span[Key] } = {
    traceId: at.traceId,
    spanId: toLangfuseSpanId(at.traceId, id),
    runId: at.runId,
    name,
    kind: operation === 'model' ? 'client' : 'internal',
    operation,
    sequence: 0,
    status,
    input: facts.input ?? [],
    output: facts.output ?? [],
    attributes: {
      // A search has no call here.
      ...keepAttributes(attributes, operation === 'tool' ? facts : { ...facts, consumedByCall: [] }),
      ...describe(observation, metadata),
      ...valuesOf(operation, facts, input, output),
      ...(isSpanId(id) ? {} : { 'langfuse.observation.id': id }),
      ...(typeof scope['name'] === 'string' ? { 'otel.scope.name': scope['name'] } : {}),
    },
    events: [],
    links: [],
    source: { path: at.path, pointer: at.pointer },
  };
  const parent = observation['parentObservationId'];
  if (typeof parent === 'string' && parent !== '' && parent !== id)
    span.parentSpanId = toLangfuseSpanId(at.traceId, parent);
  const startTime = parseTimestamp(toText(observation['startTime']));
  const endTime = parseTimestamp(toText(observation['endTime']));
  if (startTime !== undefined) span.startTime = startTime;
  if (endTime !== undefined) span.endTime = endTime;
  const message = findText(observation, 'statusMessage');
  if (message !== undefined) span.statusMessage = message;
  const agent = facts.agent ?? (operation === 'agent' ? toAgentName(name) : undefined);
  if (agent !== undefined) span.agent = agent;
  if (facts.model !== undefined) span.model = facts.model;
  if (operation === 'model')
    Object.assign(
      span,
      withoutUndefined({
        inputTokens: facts.inputTokens,
        outputTokens: facts.outputTokens,
        costUsd: facts.costUsd,
      }),
    );
  if (operation === 'tool') span.tool = toToolCall(facts, answer, name, metadata, input, output);
  const faults = (['startTime', 'endTime'] as const).flatMap((key) =>
    observation[key] !== undefined && observation[key] !== null && span[key] === undefined
      ? [`${key} ${toText(observation[key]).slice(0, 40)} is not a time; it is taken as unknown`]
      : [],
  );
  return { span, facts, resource: asObject(metadata['resourceAttributes']) ?? {}, faults };
}

function readColumns(
  observation: JsonObject,
  input: JsonValue,
  output: JsonValue,
  metadata: JsonObject,
): SpanFacts {
  const usage = asObject(observation['usageDetails']) ?? asObject(observation['usage']) ?? {};
  const cost = asObject(observation['costDetails']) ?? {};
  const type = toText(observation['type']);
  // LangGraph's tracer lists the tools on offer among the messages.
  const tools = [
    metadata['tools'],
    asObject(input)?.['tools'],
    asObject(asObject(input)?.['config'])?.['tools'],
    asObject(output)?.['tools'],
    ...toolsAmong(input),
  ];
  return {
    operation: toLangfuseOperation(type),
    model: findText(observation, 'model'),
    ...readLangfuseUsage(usage),
    costUsd: findNumber(cost, 'total'),
    input: type === 'TOOL' ? undefined : readMessages(input),
    output: type === 'TOOL' ? undefined : readMessages(output),
    tools: tools.flatMap((list) => readToolDefinitions(list)),
    canonical: withoutUndefined({
      // The responses API returns the instructions beside the messages.
      'gen_ai.system_instructions': findText(asObject(output) ?? {}, 'instructions'),
      ...readLangfuseCache(usage),
    }),
  };
}

function toolsAmong(input: JsonValue): JsonValue[] {
  if (!Array.isArray(input)) return [];
  return (input as readonly JsonValue[]).flatMap((item) => {
    const content = isJsonObject(item) && item['role'] === 'tool' ? item['content'] : undefined;
    return isJsonObject(content) && isJsonObject(content['function']) ? [content] : [];
  });
}

/** Where an SDK does not type its observations: a tool's own message, from an observation of the tool's name. */
function isToolAnswer(message: Message | undefined, name: string): boolean {
  return message?.role === 'tool' && message.name === name;
}

function toToolCall(
  facts: SpanFacts,
  answer: Message | undefined,
  name: string,
  metadata: JsonObject,
  input: JsonValue,
  output: JsonValue,
): NonNullable<Span['tool']> {
  const part = answer?.parts[0];
  const said = part?.type === 'tool_call_response' ? part : undefined;
  // LangSmith's exporter wraps a tool's arguments once more; LangChain's tracer has them whole in `inputs`.
  const wrapped =
    isJsonObject(input) && Object.keys(input).length === 1 ? asObject(input['input']) : undefined;
  return {
    name: facts.tool?.name ?? name,
    ...withoutUndefined({
      callId: facts.tool?.callId ?? said?.id,
      arguments: facts.tool?.arguments ?? asObject(metadata['inputs']) ?? wrapped ?? input ?? undefined,
      result: facts.tool?.result ?? said?.response ?? output ?? undefined,
    }),
  };
}

/** What a span was given and gave, where that was neither messages nor a tool call. */
function valuesOf(
  operation: SpanOperation,
  facts: SpanFacts,
  input: JsonValue,
  output: JsonValue,
): JsonObject {
  if (operation === 'tool') return {};
  return {
    ...(input === null || facts.input !== undefined ? {} : { 'input.value': cut(input) }),
    ...(output === null || facts.output !== undefined ? {} : { 'output.value': cut(output) }),
  };
}

function cut(value: JsonValue): JsonValue {
  const text = toText(value);
  return text.length <= MAX_VALUE_LENGTH ? value : `${text.slice(0, MAX_VALUE_LENGTH)}…`;
}

function describe(observation: JsonObject, metadata: JsonObject): JsonObject {
  const parameters = Object.fromEntries(
    Object.entries(asObject(observation['modelParameters']) ?? {}).filter(([, value]) => value !== null),
  );
  const own = Object.entries(metadata).filter(
    ([key, value]) =>
      !['attributes', 'resourceAttributes', 'scope', 'tools', 'inputs'].includes(key) &&
      !isJudgement(key) &&
      toText(value).length <= MAX_VALUE_LENGTH,
  );
  return {
    ...Object.fromEntries(own.map(([key, value]) => [`langfuse.observation.metadata.${key}`, value])),
    ...(Object.keys(parameters).length === 0 ? {} : { 'langfuse.observation.model.parameters': parameters }),
    ...withoutUndefined({
      'langfuse.observation.type': findText(observation, 'type')?.toLowerCase(),
      'langfuse.observation.prompt.name': findText(observation, 'promptName'),
      'langfuse.observation.prompt.version': findNumber(observation, 'promptVersion'),
      'langfuse.observation.completion_start_time': findText(observation, 'completionStartTime'),
    }),
  };
}
