/**
 * OpenInference: flattened attributes below `llm.`, `tool.`, `input.`, `output.`, kind in `openinference.span.kind`, and the
 * metadata that LangChain and LangGraph hand to their tracers.
 *
 * Source: Arize-ai/openinference spec/semantic_conventions.md (JS package 2.12.0, Python 0.1.32). Annotations and
 * evaluations inside telemetry are judgements: they are left out (see `isJudgement` in normalise.ts).
 */
import type { JsonObject, JsonValue, Message, SpanOperation } from '@tracewright/core';
import { keysBelow, unflatten, unwrap } from './flattened.ts';
import { asObject, findJson, findNumber, findText, toText } from '../reading/json-text.ts';
import { readMessages } from './messages.ts';
import { type SpanFacts, type SpanView, toAgentName, withoutUndefined } from './span-facts.ts';
import { readToolDefinitions } from './tool-definitions.ts';
import { readToolMessage } from './tool-message.ts';

const KINDS: ReadonlyMap<string, SpanOperation> = new Map(
  Object.entries({
    LLM: 'model',
    TOOL: 'tool',
    AGENT: 'agent',
    RETRIEVER: 'retrieval',
    CHAIN: 'other',
    EMBEDDING: 'other',
    RERANKER: 'other',
    GUARDRAIL: 'other',
    EVALUATOR: 'other',
    PROMPT: 'other',
  }),
);

export function readOpenInference(view: SpanView): SpanFacts {
  const { attributes, roots, name } = view;
  if (!roots.has('openinference') && !roots.has('llm') && !roots.has('input') && !roots.has('output'))
    return {};
  const metadata = asObject(findJson(attributes, 'metadata')) ?? {};
  const operation = readOperation(view, metadata);
  const inputValue = findJson(attributes, 'input.value');
  const outputValue = findJson(attributes, 'output.value');
  const speaks = operation === 'model' || operation === 'agent';
  const isTool = operation === 'tool';
  const flatInput = isTool ? undefined : readFlattened(attributes, 'llm.input_messages.');
  const flatOutput = isTool ? undefined : readFlattened(attributes, 'llm.output_messages.');
  const schemas = keysBelow(attributes, 'llm.tools.', /^\d+\.tool\.json_schema$/)
    .map((key) => ({ key, tools: readToolDefinitions(attributes[key]) }))
    .filter(({ tools }) => tools.length > 0);
  const input = isTool
    ? undefined
    : (withCallIds(flatInput, inputValue) ??
      (speaks && typeof inputValue === 'string' ? said('user', inputValue) : undefined));
  const output = isTool
    ? undefined
    : (withCallIds(flatOutput, outputValue) ??
      (speaks && typeof outputValue === 'string' ? said('assistant', outputValue) : undefined));
  const node = findText(attributes, 'graph.node.id') ?? findText(metadata, 'langgraph_node');
  return {
    operation,
    agent:
      findText(attributes, 'agent.name') ??
      (operation === 'agent'
        ? (findText(attributes, 'graph.node.id') ?? toAgentName(name))
        : operation === 'model'
          ? (findText(metadata, 'lc_agent_name') ?? node)
          : undefined),
    model: findText(attributes, 'llm.response.model_name', 'llm.model_name', 'llm.request.model_name'),
    inputTokens: findNumber(attributes, 'llm.token_count.prompt'),
    outputTokens: findNumber(attributes, 'llm.token_count.completion'),
    costUsd: findNumber(attributes, 'llm.cost.total'),
    conversation:
      findText(attributes, 'session.id') ?? findText(metadata, 'session_id', 'thread_id', 'conversation_id'),
    user: findText(attributes, 'user.id') ?? findText(metadata, 'user_id'),
    tool: isTool
      ? {
          name: findText(attributes, 'tool.name') ?? name,
          ...withoutUndefined({
            callId: findText(attributes, 'tool.id', 'tool_call.id'),
            arguments: inputValue ?? findJson(attributes, 'tool.parameters'),
            result: outputValue,
          }),
          ...readToolMessage(outputValue),
        }
      : undefined,
    input,
    output,
    tools: schemas.flatMap(({ tools }) => tools),
    canonical: withoutUndefined({
      'gen_ai.provider.name': findText(attributes, 'llm.provider', 'llm.system'),
      'gen_ai.usage.cache_read.input_tokens': findNumber(
        attributes,
        'llm.token_count.prompt_details.cache_read',
      ),
      'gen_ai.usage.cache_creation.input_tokens': findNumber(
        attributes,
        'llm.token_count.prompt_details.cache_write',
      ),
      'gen_ai.usage.reasoning.output_tokens': findNumber(
        attributes,
        'llm.token_count.completion_details.reasoning',
      ),
      'graph.node.id': node,
    }),
    consumed: [
      ...(flatInput === undefined ? [] : readKeys(attributes, 'llm.input_messages.')),
      ...(flatOutput === undefined ? [] : readKeys(attributes, 'llm.output_messages.')),
      ...schemas.map(({ key }) => key),
      ...(input === undefined ? [] : ['input.value']),
      ...(output === undefined ? [] : ['output.value']),
    ],
    consumedByCall: isTool ? ['input.value', 'output.value'] : [],
  };
}

/**
 * A compiled LangGraph is an agent, though its tracer calls it a chain. What the OpenAI Agents SDK's bridge calls an agent
 * and a tool are also the workflow around agents, and the hand-over that a model has called already.
 */
function readOperation(
  { attributes, scope, name }: SpanView,
  metadata: JsonObject,
): SpanOperation | undefined {
  const kind = (findText(attributes, 'openinference.span.kind') ?? '').toUpperCase();
  if (kind === 'CHAIN' && metadata['langgraph_node'] === undefined && isGraph(metadata)) return 'agent';
  if (/openai[-_.]agents$/.test(scope)) {
    if (kind === 'AGENT' && attributes['graph.node.id'] === undefined) return 'other';
    if (kind === 'TOOL' && name.startsWith('handoff to ')) return 'other';
  }
  return KINDS.get(kind);
}

function isGraph(metadata: JsonObject): boolean {
  return /^(?:langgraph|langchain_create_agent)$/.test(findText(metadata, 'ls_integration') ?? '');
}

/** LangChain's tracer leaves the ids of calls out of the flattened messages; the raw ones beside them have them. */
function withCallIds(
  flattened: Message[] | undefined,
  raw: JsonValue | undefined,
): readonly Message[] | undefined {
  const lacksIds = flattened?.some(({ parts }) =>
    parts.some(
      (part) => (part.type === 'tool_call' || part.type === 'tool_call_response') && part.id === undefined,
    ),
  );
  if (lacksIds === false) return flattened;
  const messages = readMessages(raw);
  return flattened === undefined || messages?.length === flattened.length ? messages : flattened;
}

function said(role: string, content: string): Message[] {
  return [{ role, parts: [{ type: 'text', content }] }];
}

function readFlattened(attributes: JsonObject, prefix: string): Message[] | undefined {
  const list = unwrap(unflatten(attributes, prefix), 'message');
  if (list.length === 0) return undefined;
  const messages = list.map((message) => ({
    ...message,
    role: toText(message['role'] ?? 'user'),
    ...(message['contents'] === undefined ? {} : { content: unwrap(message['contents'], 'message_content') }),
    tool_calls: unwrap(message['tool_calls'], 'tool_call'),
    ...readFunctionCall(message),
  }));
  return readMessages(messages);
}

/** The one call that a message could have before there were lists of them. */
function readFunctionCall(message: JsonObject): JsonObject {
  const { function_call_name: name = null, function_call_arguments_json: args = null } = message;
  return name === null && args === null ? {} : { function_call: { name, arguments: args } };
}

/** The members that `readFlattened` reads: signatures, encrypted reasoning and members unknown to this version are not among them. */
const MESSAGE_MEMBERS = [
  /^\d+\.message\.(?:role|name|content|tool_call_id|function_call_name|function_call_arguments_json)$/,
  /^\d+\.message\.contents\.\d+\.message_content\.(?:type|text|(image|audio|video)\.\1\.(?:url|mime_type))$/,
  /^\d+\.message\.tool_calls\.\d+\.tool_call\.(?:id|function\.(?:name|arguments))$/,
];

function readKeys(attributes: JsonObject, prefix: string): string[] {
  return keysBelow(attributes, prefix, ...MESSAGE_MEMBERS).filter(
    // Of a message with both, the listed contents are read.
    (key) => !key.endsWith('.content') || attributes[`${key}s.0.message_content.type`] === undefined,
  );
}
