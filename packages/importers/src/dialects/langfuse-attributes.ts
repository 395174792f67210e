/**
 * Attributes that Langfuse's SDKs put on OpenTelemetry spans: `langfuse.observation.*`, `langfuse.trace.*`. Tags, metadata, level, release
 * and version stay under their own names; scores are sent by another interface and are never on spans.
 *
 * **Source:** langfuse/langfuse packages/shared/src/server/otel; langfuse.com/integrations/native/opentelemetry.
 */
import type { JsonObject, JsonValue, SpanOperation } from '@tracewright/core';
import { asObject, findId, findJson, findNumber, findText } from '../reading/json-text.ts';
import { readMessages, readPlainMessages } from './messages.ts';
import { readRequestParameters } from './request-parameters.ts';
import { toRetrievalCall } from './retrieval.ts';
import { type SpanFacts, type SpanView, toAgentName, withoutUndefined } from './span-facts.ts';
import { readToolDefinitions } from './tool-definitions.ts';

const TYPES: ReadonlyMap<string, SpanOperation> = new Map(
  Object.entries({
    generation: 'model',
    tool: 'tool',
    agent: 'agent',
    retriever: 'retrieval',
    chain: 'other',
    embedding: 'other',
    evaluator: 'other',
    guardrail: 'other',
    event: 'other',
  }),
);

/** A Langfuse observation type; `span` says nothing. */
export function toLangfuseOperation(type: string): SpanOperation | undefined {
  return TYPES.get(type.toLowerCase());
}

export function readLangfuseAttributes(view: SpanView): SpanFacts {
  const { attributes, roots, name } = view;
  if (!roots.has('langfuse')) return {};
  const operation = toLangfuseOperation(findText(attributes, 'langfuse.observation.type') ?? '');
  const isFailed = findText(attributes, 'langfuse.observation.level')?.toUpperCase() === 'ERROR';
  return {
    operation,
    agent: operation === 'agent' ? toAgentName(name) : undefined,
    model: findText(attributes, 'langfuse.observation.model.name'),
    ...readLangfuseUsage(asObject(findJson(attributes, 'langfuse.observation.usage_details')) ?? {}),
    costUsd: readCost(asObject(findJson(attributes, 'langfuse.observation.cost_details')) ?? {}),
    conversation: findId(attributes, 'langfuse.session.id'),
    user: findId(attributes, 'langfuse.user.id'),
    task: findId(attributes, 'langfuse.experiment.item.id'),
    status: isFailed ? 'error' : undefined,
    statusMessage: findText(attributes, 'langfuse.observation.status_message'),
    ...readContent(view, operation),
  };
}

/** What it was given and gave; the root's own, where it has none, are those of its trace. */
function readContent({ attributes, name }: SpanView, operation: SpanOperation | undefined): SpanFacts {
  const input = findJson(attributes, 'langfuse.observation.input', 'langfuse.trace.input');
  const output = findJson(attributes, 'langfuse.observation.output', 'langfuse.trace.output');
  const canonical = readCanonical(attributes);
  const inputNames = namesOf(attributes, 'input');
  const outputNames = namesOf(attributes, 'output');
  const consumedByCall = [...inputNames, ...outputNames];
  if (operation === 'tool')
    return {
      canonical,
      tool: { name, ...withoutUndefined({ arguments: input, result: output }) },
      consumedByCall,
    };
  if (operation === 'retrieval')
    return { canonical, tool: toRetrievalCall(name, input, output), consumedByCall };
  const speaks = operation === 'model' || operation === 'agent';
  const given = speaks ? readPlainMessages('user', input) : readMessages(input);
  const gave = speaks ? readPlainMessages('assistant', output) : readMessages(output);
  return {
    canonical,
    input: given,
    output: gave,
    // A request as a whole has its messages beside its tools.
    tools: given === undefined ? [] : readToolDefinitions(asObject(input)?.['tools']),
    consumed: [...(given === undefined ? [] : inputNames), ...(gave === undefined ? [] : outputNames)],
  };
}

/** Where what was read stands: the trace's often says the same as the observation's. */
function namesOf(attributes: JsonObject, side: 'input' | 'output'): string[] {
  const names = [`langfuse.observation.${side}`, `langfuse.trace.${side}`];
  const read = names.map((name) => attributes[name] ?? null).find((value) => value !== null);
  return names.filter((name) => attributes[name] === read);
}

function readCanonical(attributes: JsonObject): JsonObject {
  const usage = asObject(findJson(attributes, 'langfuse.observation.usage_details')) ?? {};
  const parameters = asObject(findJson(attributes, 'langfuse.observation.model.parameters')) ?? {};
  return withoutUndefined({
    ...readLangfuseCache(usage),
    ...readRequestParameters(parameters),
    'deployment.environment.name': findText(attributes, 'langfuse.environment'),
    'gen_ai.prompt.name': findText(attributes, 'langfuse.observation.prompt.name'),
  });
}

/**
 * Token counts of `usage_details`. In Langfuse's own kinds (`input`, `input_cached_tokens`, `cache_read_input_tokens`, ...) each token
 * counts once, so that the input is the sum of all kinds of it; in OpenAI's (`prompt_tokens`) the total has the parts in it.
 */
export function readLangfuseUsage(usage: JsonObject): SpanFacts {
  return {
    inputTokens: findNumber(usage, 'prompt_tokens') ?? sumOf(usage, 'input'),
    outputTokens: findNumber(usage, 'completion_tokens') ?? sumOf(usage, 'output'),
  };
}

/** Cached and reasoning tokens under their canonical names. */
export function readLangfuseCache(usage: JsonObject): JsonObject {
  const prompt = asObject(usage['prompt_tokens_details']) ?? {};
  const completion = asObject(usage['completion_tokens_details']) ?? {};
  return withoutUndefined({
    'gen_ai.usage.cache_read.input_tokens':
      findNumber(
        usage,
        'input_cached_tokens',
        'input_cache_read',
        'cache_read_input_tokens',
        'input_cached',
      ) ?? findNumber(prompt, 'cached_tokens'),
    'gen_ai.usage.cache_creation.input_tokens': findNumber(
      usage,
      'input_cache_creation',
      'cache_creation_input_tokens',
      'input_cache_write',
    ),
    'gen_ai.usage.reasoning.output_tokens':
      findNumber(usage, 'output_reasoning_tokens', 'output_reasoning') ??
      findNumber(completion, 'reasoning_tokens'),
  });
}

function sumOf(usage: JsonObject, side: 'input' | 'output'): number | undefined {
  const counts = Object.entries(usage).flatMap(([kind, count]: [string, JsonValue]) =>
    kind.includes(side) && typeof count === 'number' && Number.isFinite(count) ? [count] : [],
  );
  return counts.length === 0 ? undefined : counts.reduce((sum, count) => sum + count, 0);
}

/** `total`, else what the parts come to. */
function readCost(cost: JsonObject): number | undefined {
  const total = findNumber(cost, 'total');
  if (total !== undefined) return total;
  const parts = Object.values(cost).flatMap((part) =>
    typeof part === 'number' && Number.isFinite(part) ? [part] : [],
  );
  return parts.length === 0 ? undefined : parts.reduce((sum, part) => sum + part, 0);
}
