/**
 * The attributes of one span, in whatever dialects they are written, to our terms.
 *
 * What a span is goes by the first that says so: an explicit Langfuse type, OpenInference's kind, `gen_ai.operation.name`,
 * the framework's own marks, then the mere presence of a tool or model name (the precedence Langfuse uses).
 */
import type { JsonObject, JsonValue } from '@tracewright/core';
import { findNumber, findText } from '../reading/json-text.ts';
import { readEvaluations } from './evaluations.ts';
import { readFailure } from './failure.ts';
import { readGenAi } from './gen-ai.ts';
import { readGoogleAdk } from './google-adk.ts';
import { isJudgement } from './judgement.ts';
import { readLangfuseAttributes } from './langfuse-attributes.ts';
import { readMcp } from './mcp.ts';
import { readOpenInference } from './openinference.ts';
import { readPydanticAi } from './pydantic-ai.ts';
import { readRetrieval } from './retrieval.ts';
import { readRunLabels } from './run-labels.ts';
import { readSessionAndUser } from './session-and-user.ts';
import { isCall, mergeFacts, type SpanFacts, type SpanView, viewSpan } from './span-facts.ts';
import { readTraceloop } from './traceloop.ts';
import { readVercelAi } from './vercel-ai.ts';

/** Where two dialects answer the same question, the more exact one stands first. Deterministic; never throws. */
export function normaliseSpan(name: string, attributes: JsonObject, scope: string): SpanFacts {
  const view = viewSpan(name, attributes, scope);
  const langfuse = readLangfuseAttributes(view);
  const openInference = readOpenInference(view);
  const facts = mergeFacts([
    // Before the GenAI names that it goes with: it unwraps their result.
    readMcp(view),
    readGenAi(view),
    readTraceloop(view),
    readVercelAi(view),
    readGoogleAdk(view),
    readPydanticAi(view),
    langfuse,
    openInference,
    readRetrieval(view),
    readSessionAndUser(view),
    readRunLabels(view),
    readEvaluations(view),
    readFailure(view),
  ]);
  return {
    ...facts,
    agent: facts.agent ?? guessAgent(view),
    inputTokens: withCached(facts),
    operation:
      langfuse.operation ?? openInference.operation ?? facts.operation ?? guessOperation(facts, view),
  };
}

/** Cached tokens are part of the input; SDKs that count them beside it are known by more of them than input. */
function withCached({ inputTokens, canonical = {} }: SpanFacts): number | undefined {
  if (inputTokens === undefined || inputTokens < 0) return inputTokens;
  const read = findNumber(canonical, 'gen_ai.usage.cache_read.input_tokens') ?? 0;
  const written = findNumber(canonical, 'gen_ai.usage.cache_creation.input_tokens') ?? 0;
  const cached = Math.max(0, read) + Math.max(0, written);
  return cached > inputTokens ? inputTokens + cached : inputTokens;
}

/** The convention puts an agent's name behind the operation in the span's name, too; what an attribute says goes before. */
function guessAgent({ name, attributes }: SpanView): string | undefined {
  const isInvoked = findText(attributes, 'gen_ai.operation.name') === 'invoke_agent';
  return isInvoked ? /^invoke_agent (.+)$/.exec(name)?.[1] : undefined;
}

function guessOperation(facts: SpanFacts, { attributes }: SpanView): SpanFacts['operation'] {
  const { tool, model, agent, output = [], outputTokens = 0, canonical = {} } = facts;
  if (tool?.name !== undefined) return 'tool';
  // Most instrumentations leave out what was said until they are told otherwise. The tokens of what encloses calls, such as an agent,
  // a route or an observation of Langfuse without a type of its own, may be a sum.
  const isCounted =
    outputTokens > 0 &&
    canonical['gen_ai.provider.name'] !== undefined &&
    agent === undefined &&
    attributes['http.route'] === undefined &&
    attributes['langfuse.observation.type'] === undefined;
  if (model !== undefined && (output.length > 0 || isCounted)) return 'model';
  return agent !== undefined && model === undefined ? 'agent' : undefined;
}

/** The attributes to keep: originals without what was taken over whole, and the canonical names. */
export function keepAttributes(
  attributes: JsonObject,
  { operation, consumed = [], consumedByCall = [], canonical = {} }: SpanFacts,
): JsonObject {
  const taken = isCall(operation) ? [...consumed, ...consumedByCall] : consumed;
  const names = new Set(taken);
  const prefixes = taken.filter((name) => name.endsWith('.'));
  const kept: [string, JsonValue][] = Object.entries(attributes).filter(
    ([key]) => !names.has(key) && !isJudgement(key) && !prefixes.some((prefix) => key.startsWith(prefix)),
  );
  return { ...Object.fromEntries(kept), ...canonical };
}
