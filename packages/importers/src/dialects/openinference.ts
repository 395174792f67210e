/**
 * OpenInference: flattened attributes below `llm.`, `tool.`, `input.`, `output.`, kind in `openinference.span.kind`, and the
 * metadata that LangChain and LangGraph hand to their tracers.
 *
 * Source: Arize-ai/openinference spec/semantic_conventions.md (JS package 2.12.0, Python 0.1.32). Annotations and
 * evaluations inside telemetry are judgements: they are left out (see `isJudgement` in normalise.ts).
 */
import type { JsonObject, JsonValue, Message, SpanOperation, ToolDefinition } from '@tracewright/core';
import { keysBelow } from './flattened.ts';
import { asObject, findId, findJson, findNumber, findText } from '../reading/json-text.ts';
import { callPart } from './message-parts.ts';
import { readMessages } from './messages.ts';
import { readSpelledMessages } from './openinference-messages.ts';
import { readRequestParameters } from './request-parameters.ts';
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
  const spelledInput = isTool ? undefined : readSpelledMessages(attributes, 'input');
  const spelledOutput = isTool ? undefined : readSpelledMessages(attributes, 'output');
  const schemas = keysBelow(attributes, 'llm.tools.', /^\d+\.tool\.json_schema$/)
    .map((key) => ({ key, tools: readToolDefinitions(attributes[key]) }))
    .filter(({ tools }) => tools.length > 0);
  const input = isTool
    ? undefined
    : (withCallIds(spelledInput?.messages, inputValue) ??
      (speaks && typeof inputValue === 'string' ? said('user', inputValue) : undefined));
  const output = isTool
    ? undefined
    : (withCallIds(spelledOutput?.messages, outputValue) ??
      (speaks && typeof outputValue === 'string' ? said('assistant', outputValue) : undefined));
  const called = isTool ? undefined : withFunctionCall(output, findJson(attributes, 'llm.function_call'));
  const reason = findText(attributes, 'llm.finish_reason');
  const nodeName = findText(attributes, 'graph.node.name');
  const node = findText(attributes, 'graph.node.id') ?? findText(metadata, 'langgraph_node');
  const toolName = findText(attributes, 'tool.name') ?? name;
  return {
    operation,
    agent:
      findText(attributes, 'agent.name') ??
      (operation === 'agent'
        ? (findText(attributes, 'graph.node.id') ?? nodeName ?? toAgentName(name))
        : operation === 'model'
          ? (findText(metadata, 'lc_agent_name') ?? node ?? nodeName)
          : undefined),
    model: findText(
      attributes,
      'llm.response.model_name',
      'llm.model_name',
      'llm.request.model_name',
      'embedding.model_name',
      'reranker.model_name',
    ),
    inputTokens: findNumber(attributes, 'llm.token_count.prompt'),
    outputTokens: findNumber(attributes, 'llm.token_count.completion'),
    costUsd: readCost(attributes),
    conversation:
      findId(attributes, 'session.id') ?? findId(metadata, 'session_id', 'thread_id', 'conversation_id'),
    user: findId(attributes, 'user.id') ?? findId(metadata, 'user_id'),
    tool: isTool
      ? {
          name: toolName,
          ...withoutUndefined({
            callId: findText(attributes, 'tool.id', 'tool_call.id'),
            arguments: inputValue ?? findJson(attributes, 'tool.parameters'),
            result: outputValue,
          }),
          ...readToolMessage(outputValue),
        }
      : undefined,
    input,
    output: called ?? output,
    tools: [
      ...schemas.flatMap(({ tools }) => tools),
      ...(isTool ? readOwnDefinition(attributes, toolName) : []),
    ],
    canonical: withoutUndefined({
      ...readRequestParameters(asObject(findJson(attributes, 'llm.invocation_parameters')) ?? {}),
      'gen_ai.request.top_k': findNumber(attributes, 'reranker.top_k'),
      'gen_ai.response.finish_reasons': reason === undefined ? undefined : [reason],
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
      ...(spelledInput?.keys ?? []),
      ...(spelledOutput?.keys ?? []),
      ...(called === undefined ? [] : ['llm.function_call']),
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
  { attributes, roots, scope, name }: SpanView,
  metadata: JsonObject,
): SpanOperation | undefined {
  const kind = (findText(attributes, 'openinference.span.kind') ?? '').toUpperCase();
  if (kind === 'CHAIN' && metadata['langgraph_node'] === undefined && isGraph(metadata)) return 'agent';
  if (/openai[-_.]agents$/.test(scope)) {
    if (kind === 'AGENT' && attributes['graph.node.id'] === undefined) return 'other';
    if (kind === 'TOOL' && name.startsWith('handoff to ')) return 'other';
  }
  // Documents in, documents out: a search among those that are at hand.
  return kind === 'RERANKER' && roots.has('reranker') ? 'retrieval' : KINDS.get(kind);
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

/** The call that stands beside the output, as a part of its last message; undefined when there is none, or the output has calls itself. */
function withFunctionCall(
  output: readonly Message[] | undefined,
  raw: JsonValue | undefined,
): readonly Message[] | undefined {
  const call = asObject(raw);
  if (call === undefined || findText(call, 'name') === undefined) return undefined;
  if (output?.some(({ parts }) => parts.some(({ type }) => type === 'tool_call')) === true) return undefined;
  const part = callPart(undefined, call['name'], call['arguments']);
  const last = output?.at(-1) ?? { role: 'assistant', parts: [] };
  return [...(output ?? []).slice(0, -1), { ...last, parts: [...last.parts, part] }];
}

/** The total, else what prompt and completion come to. */
function readCost(attributes: JsonObject): number | undefined {
  const prompt = findNumber(attributes, 'llm.cost.prompt');
  const completion = findNumber(attributes, 'llm.cost.completion');
  return (
    findNumber(attributes, 'llm.cost.total') ??
    (prompt === undefined || completion === undefined ? undefined : prompt + completion)
  );
}

/** The definition of the tool that a span calls: a whole one, or a schema of its parameters beside name and description. */
function readOwnDefinition(attributes: JsonObject, name: string): readonly ToolDefinition[] {
  const description = findText(attributes, 'tool.description');
  const schema = findJson(attributes, 'tool.json_schema');
  const whole = readToolDefinitions(schema);
  if (whole.length > 0) return whole.map((tool) => ({ ...withoutUndefined({ description }), ...tool }));
  // Without an input the parameters are taken for the call's arguments.
  const parameters =
    schema ?? (attributes['input.value'] === undefined ? undefined : findJson(attributes, 'tool.parameters'));
  return description === undefined && parameters === undefined
    ? []
    : readToolDefinitions(withoutUndefined({ name, description, parameters }));
}
