/**
 * OpenTelemetry GenAI attributes of every generation, to the names of v1.41.1:
 * - up to v1.27 `gen_ai.usage.prompt_tokens`, `gen_ai.prompt` and `gen_ai.completion` as attributes;
 * - up to v1.36 `gen_ai.system`, messages as events (see message-events.ts), `gen_ai.openai.*`;
 * - from v1.37 `gen_ai.provider.name`, `gen_ai.input.messages` and kin, as JSON text or structured;
 * - after v1.41 `gen_ai.usage.cache_write.input_tokens`, `gen_ai.retrieval.top_k`, operations `plan` and `*_memory`.
 *
 * Cached tokens are part of the input tokens and reasoning of the output tokens, as the conventions want it. Retrievals are read in
 * retrieval.ts, evaluations in evaluations.ts.
 *
 * **Source:** open-telemetry/semantic-conventions v1.41.1 docs/gen-ai; semantic-conventions-genai
 * docs/gen-ai/non-normative/migration.md.
 */
import type { JsonObject, JsonValue, Message, SpanOperation, ToolCall } from '@tracewright/core';
import { asArray, asObject, findId, findJson, findNumber, findText } from '../reading/json-text.ts';
import { readParts } from './message-parts.ts';
import { readPlainMessages } from './messages.ts';
import { type SpanFacts, type SpanView, withoutUndefined } from './span-facts.ts';
import { readToolDefinitions } from './tool-definitions.ts';

const OPERATIONS: ReadonlyMap<string, SpanOperation> = new Map(
  Object.entries({
    chat: 'model',
    text_completion: 'model',
    generate_content: 'model',
    completion: 'model',
    execute_tool: 'tool',
    invoke_agent: 'agent',
    retrieval: 'retrieval',
    search_memory: 'retrieval',
    // A change of the agent's memory is a call of the memory.
    create_memory: 'tool',
    update_memory: 'tool',
    upsert_memory: 'tool',
    delete_memory: 'tool',
    create_memory_store: 'tool',
    delete_memory_store: 'tool',
    embeddings: 'other',
    create_agent: 'other',
    invoke_workflow: 'other',
    plan: 'other',
    chain: 'other',
  }),
);

/** Values of `gen_ai.system` that were renamed with it. */
const PROVIDERS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    vertex_ai: 'gcp.vertex_ai',
    gemini: 'gcp.gemini',
    'az.ai.inference': 'azure.ai.inference',
    'az.ai.openai': 'azure.ai.openai',
    xai: 'x_ai',
  }),
);

/** The Vercel AI SDK names the provider's API too: `openai.responses`. */
const VERCEL_API = /\.(?:chat|completion|responses|messages|generative-ai)$/;

/** Names of v1.41.1, each with the others it had or got. */
const NUMBERS: readonly (readonly [name: string, ...others: readonly string[]])[] = [
  ['gen_ai.usage.cache_read.input_tokens', 'gen_ai.usage.cache_read_input_tokens'],
  [
    'gen_ai.usage.cache_creation.input_tokens',
    'gen_ai.usage.cache_write.input_tokens',
    'gen_ai.usage.cache_creation_input_tokens',
  ],
  ['gen_ai.usage.reasoning.output_tokens', 'gen_ai.usage.reasoning_tokens'],
  ['gen_ai.request.top_k', 'gen_ai.retrieval.top_k'],
  ['gen_ai.request.seed', 'gen_ai.openai.request.seed'],
];
const TEXTS: readonly (readonly [name: string, ...others: readonly string[]])[] = [
  ['openai.request.service_tier', 'gen_ai.openai.request.service_tier'],
  ['openai.response.service_tier', 'gen_ai.openai.response.service_tier'],
  ['openai.response.system_fingerprint', 'gen_ai.openai.response.system_fingerprint'],
  ['gen_ai.output.type', 'gen_ai.openai.request.response_format', 'gen_ai.request.response_format'],
];

export function readGenAi({ attributes, roots }: SpanView): SpanFacts {
  if (!roots.has('gen_ai')) return {};
  const name = findText(attributes, 'gen_ai.operation.name');
  const operation = name === undefined ? undefined : OPERATIONS.get(name);
  const rawInput = findJson(attributes, 'gen_ai.input.messages', 'gen_ai.prompt');
  const rawOutput = findJson(attributes, 'gen_ai.output.messages', 'gen_ai.completion');
  const input = readPlainMessages('user', rawInput);
  const output = readPlainMessages('assistant', rawOutput);
  const instructions = readInstructions(attributes, input);
  const canonical = readCanonical(attributes);
  const tools = readToolDefinitions(findJson(attributes, 'gen_ai.tool.definitions'));
  const isMemoryCall = name?.includes('_memory') === true && operation === 'tool';
  const reasons = readFinishReasons(attributes, rawOutput);
  return {
    operation,
    agent: findText(attributes, 'gen_ai.agent.name'),
    agentVersion: findText(attributes, 'gen_ai.agent.version'),
    model: findText(attributes, 'gen_ai.response.model', 'gen_ai.request.model'),
    inputTokens: findNumber(attributes, 'gen_ai.usage.input_tokens', 'gen_ai.usage.prompt_tokens'),
    outputTokens: findNumber(attributes, 'gen_ai.usage.output_tokens', 'gen_ai.usage.completion_tokens'),
    costUsd: findNumber(attributes, 'gen_ai.usage.cost', 'operation.cost'),
    conversation: findId(attributes, 'gen_ai.conversation.id'),
    tool: isMemoryCall ? readMemoryCall(name, attributes) : readToolCall(attributes),
    input: input === undefined ? instructions : [...instructions, ...input],
    output,
    tools,
    canonical:
      reasons === undefined ? canonical : { ...canonical, 'gen_ai.response.finish_reasons': reasons },
    consumed: [
      ...(input === undefined ? [] : ['gen_ai.input.messages', 'gen_ai.prompt']),
      ...(instructions.length === 0 ? [] : ['gen_ai.system_instructions']),
      ...(output === undefined ? [] : ['gen_ai.output.messages', 'gen_ai.completion']),
      ...(tools.length === 0 ? [] : ['gen_ai.tool.definitions']),
    ],
    consumedByCall: isMemoryCall ? [] : ['gen_ai.tool.call.arguments', 'gen_ai.tool.call.result'],
  };
}

function readCanonical(attributes: JsonObject): { [key: string]: JsonValue } {
  const canonical: { [key: string]: JsonValue } = {};
  const provider = findText(attributes, 'gen_ai.provider.name', 'gen_ai.system');
  if (provider !== undefined)
    canonical['gen_ai.provider.name'] = PROVIDERS.get(provider) ?? provider.replace(VERCEL_API, '');
  for (const names of NUMBERS) {
    const value = findNumber(attributes, ...names);
    if (value !== undefined) canonical[names[0]] = value;
  }
  for (const names of TEXTS) {
    const value = findText(attributes, ...names);
    if (value !== undefined) canonical[names[0]] = value;
  }
  return canonical;
}

function readToolCall(attributes: JsonObject): Partial<ToolCall> {
  return withoutUndefined({
    name: findText(attributes, 'gen_ai.tool.name'),
    callId: findText(attributes, 'gen_ai.tool.call.id'),
    arguments: findJson(attributes, 'gen_ai.tool.call.arguments'),
    result: findJson(attributes, 'gen_ai.tool.call.result'),
  });
}

function readMemoryCall(name: string, attributes: JsonObject): Partial<ToolCall> {
  const about = withoutUndefined({
    store: findText(attributes, 'gen_ai.memory.store.id'),
    record: findText(attributes, 'gen_ai.memory.record.id'),
    records: findJson(attributes, 'gen_ai.memory.records'),
  });
  return { name, arguments: about };
}

/** Beside the messages (v1.37 also wrote it into them), or under the singular name of older instrumentations. */
function readFinishReasons(attributes: JsonObject, output: JsonValue | undefined): JsonValue | undefined {
  const reason = findJson(attributes, 'gen_ai.response.finish_reasons', 'gen_ai.response.finish_reason');
  if (reason !== undefined) return typeof reason === 'string' ? [reason] : reason;
  const reasons = asArray(output).flatMap(
    (message) => findText(asObject(message) ?? {}, 'finish_reason') ?? [],
  );
  return reasons.length === 0 ? undefined : reasons;
}

/** System instructions stand apart from the messages; some SDKs send them in both places. */
function readInstructions(attributes: JsonObject, input: readonly Message[] | undefined): Message[] {
  const value = findJson(attributes, 'gen_ai.system_instructions');
  if (value === undefined || input?.some(({ role }) => role === 'system') === true) return [];
  const parts = readParts(value);
  return parts.length === 0 ? [] : [{ role: 'system', parts }];
}
