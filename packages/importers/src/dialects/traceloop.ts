/**
 * OpenLLMetry (Traceloop): `traceloop.*` and the flattened `gen_ai.prompt.N.*` / `gen_ai.completion.N.*`. Newer versions write
 * the GenAI names instead, which gen-ai.ts reads; entities and association properties are as before.
 *
 * Source: traceloop/openllmetry, packages/opentelemetry-semantic-conventions-ai; traceloop/openllmetry-js, the packages
 * traceloop-sdk, instrumentation-langchain and instrumentation-mcp (0.27).
 */
import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type Message,
  type SpanOperation,
} from '@tracewright/core';
import { keysBelow, unflatten } from './flattened.ts';
import { asArray, asObject, decodeJsonText, findId, findJson, findText } from '../reading/json-text.ts';
import { decodeBlocks, readMessages } from './messages.ts';
import { type SpanFacts, type SpanView, withoutUndefined } from './span-facts.ts';
import { readToolDefinitions } from './tool-definitions.ts';
import { readToolMessage } from './tool-message.ts';

const KINDS: ReadonlyMap<string, SpanOperation> = new Map(
  Object.entries({
    agent: 'agent',
    tool: 'tool',
    workflow: 'other',
    task: 'other',
    session: 'other',
  }),
);

const REQUESTS: ReadonlyMap<string, SpanOperation> = new Map(
  Object.entries({ chat: 'model', completion: 'model', embedding: 'other', rerank: 'other' }),
);

/** The members of a message and of a definition that are read; filter results, log probabilities and the like are not among them. */
const MESSAGE_MEMBERS = [
  /^\d+\.(?:role|name|content|reasoning|reasoning_content|tool_call_id)$/,
  /^\d+\.tool_calls\.\d+\.(?:id|name|arguments)$/,
];
const DEFINITION_MEMBERS = /^\d+\.(?:name|description|parameters|input_schema)$/;

export function readTraceloop({ attributes, roots }: SpanView): SpanFacts {
  if (
    !roots.has('traceloop') &&
    !roots.has('llm') &&
    attributes['gen_ai.prompt.0.role'] === undefined &&
    attributes['gen_ai.completion.0.role'] === undefined
  )
    return {};
  const kind = findText(attributes, 'traceloop.span.kind');
  // LangChain's tools are tasks with the name of a GenAI operation.
  const operation =
    attributes['gen_ai.operation.name'] === 'execute_tool'
      ? 'tool'
      : kind === undefined
        ? undefined
        : KINDS.get(kind);
  const entity = findText(attributes, 'traceloop.entity.name');
  const request = findText(attributes, 'llm.request.type');
  const entityInput = findJson(attributes, 'traceloop.entity.input');
  const entityOutput = findJson(attributes, 'traceloop.entity.output');
  const input = readIndexed(attributes, 'gen_ai.prompt.');
  const output = readIndexed(attributes, 'gen_ai.completion.');
  const tools = asArray(unflatten(attributes, 'llm.request.functions.')).flatMap((item) =>
    readToolDefinitions(item),
  );
  const reasons = keysBelow(attributes, 'gen_ai.completion.', /^\d+\.finish_reason$/).flatMap(
    (key) => findText(attributes, key) ?? [],
  );
  return {
    operation: operation ?? REQUESTS.get(request ?? ''),
    agent: operation === 'agent' ? entity : undefined,
    conversation: findAssociation(attributes, 'session', 'thread', 'conversation', 'chat'),
    user: findAssociation(attributes, 'user'),
    tool:
      operation === 'tool'
        ? {
            ...withoutUndefined({
              name: entity,
              arguments: readArguments(entityInput),
              result: innerOf(entityOutput, 'output', 'outputs', 'result'),
            }),
            ...readToolMessage(entityOutput),
          }
        : undefined,
    input,
    output,
    tools,
    canonical: withoutUndefined({
      'gen_ai.response.finish_reasons': reasons.length === 0 ? undefined : reasons,
    }),
    consumed: [
      ...(input === undefined ? [] : keysBelow(attributes, 'gen_ai.prompt.', ...MESSAGE_MEMBERS)),
      ...(output === undefined ? [] : keysBelow(attributes, 'gen_ai.completion.', ...MESSAGE_MEMBERS)),
      ...(tools.length === 0 ? [] : keysBelow(attributes, 'llm.request.functions.', DEFINITION_MEMBERS)),
    ],
    consumedByCall: operation === 'tool' ? ['traceloop.entity.input', 'traceloop.entity.output'] : [],
  };
}

/** An id among the properties that the caller associates with a run, in either spelling: `session_id`, `sessionId`. */
function findAssociation(attributes: JsonObject, ...names: readonly string[]): string | undefined {
  const prefix = 'traceloop.association.properties.';
  return findId(attributes, ...names.flatMap((name) => [`${prefix}${name}_id`, `${prefix}${name}Id`]));
}

/**
 * What a tool was called with: Traceloop's own decorators write `{args, kwargs}`, its LangChain instrumentation `{inputs}` or
 * `{args: [JSON text]}`, its MCP instrumentation `{tool_name, arguments}`.
 */
function readArguments(value: JsonValue | undefined): JsonValue | undefined {
  const object = asObject(value);
  const named = asObject(object?.['kwargs']) ?? {};
  const [first, ...others] = asArray(object?.['args']);
  if (Object.keys(named).length > 0 && first === undefined) return named;
  if (Object.keys(named).length === 0 && first !== undefined && others.length === 0)
    return decodeJsonText(first);
  return innerOf(value, 'inputs', 'arguments');
}

function innerOf(value: JsonValue | undefined, ...names: readonly string[]): JsonValue | undefined {
  const object = asObject(value);
  for (const name of names) {
    const inner = object?.[name];
    if (inner !== undefined) return decodeJsonText(inner);
  }
  return value;
}

function readIndexed(attributes: JsonObject, prefix: string): Message[] | undefined {
  const value = unflatten(attributes, prefix);
  // With the filter results of Azure beside them the messages are no list; numbers come in order as names too.
  const list = isJsonObject(value)
    ? Object.entries(value).flatMap(([key, item]) => (/^\d+$/.test(key) ? [item] : []))
    : asArray(value);
  const role = prefix === 'gen_ai.completion.' ? 'assistant' : 'user';
  return list.length === 0
    ? undefined
    : readMessages(
        list.flatMap((item) => {
          const message = asObject(item);
          if (message === undefined) return [];
          return [{ role, ...message, content: decodeBlocks(message['content'] ?? null) }];
        }),
      );
}
