/**
 * What one log event of a coding agent says, in our terms: Claude Code (`claude_code.*`), Codex (`codex.*`), Gemini CLI and its kin
 * (`gemini_cli.*`, `qwen-code.*`). These agents send events and no spans.
 *
 * A prompt is a turn of the user, an answered API request a model call (of which the events tell tokens and cost, and what was said only
 * where the user let it be logged), a tool's result a tool call. Everything else is kept as an event of its own: decisions on tools,
 * starts, errors. Only fragments of a stream (Codex's deltas) are passed over.
 *
 * **Source:** code.claude.com/docs/en/monitoring-usage; openai/codex docs/config.md [otel]; google-gemini/gemini-cli docs/telemetry.md.
 */
import type { JsonObject, Message } from '@tracewright/core';
import { asObject, findId, findJson, findNumber, findText, toText } from '../reading/json-text.ts';
import { readMessages } from './messages.ts';
import { readSessionAndUser } from './session-and-user.ts';
import { mergeFacts, type SpanFacts, withoutUndefined } from './span-facts.ts';

export const CODING_AGENT_EVENT: RegExp = /^(claude_code|codex|gemini_cli|qwen-code)\.(\w+)$/;

/** @returns undefined for a fragment that says nothing by itself */
export function readCodingAgentEvent(name: string, attributes: JsonObject): SpanFacts | undefined {
  const [, agent = '', event = ''] = CODING_AGENT_EVENT.exec(name) ?? [];
  const facts = readEvent(agent, event, attributes);
  if (facts === undefined) return undefined;
  return mergeFacts([
    facts,
    { agent, ...readFailure(event, attributes) },
    readSessionAndUser({ attributes }),
    { user: findId(attributes, 'user.account_id', 'user.email') },
  ]);
}

function readEvent(agent: string, event: string, attributes: JsonObject): SpanFacts | undefined {
  switch (event) {
    case 'user_prompt':
      return {
        operation: 'turn',
        agent: 'user',
        output: [said('user', findText(attributes, 'prompt'))],
        consumed: ['prompt'],
      };
    case 'api_request':
      // Only Claude Code sends it when the answer is there; the others say with another event what came of it.
      return agent === 'claude_code' || isFailed(event, attributes)
        ? readModelCall(agent, attributes)
        : { operation: 'other', model: findText(attributes, 'model', 'slug') };
    case 'api_response':
    case 'api_error':
      return readModelCall(agent, attributes);
    case 'sse_event':
      return findText(attributes, 'event.kind', 'kind') === 'response.completed' ||
        isFailed(event, attributes)
        ? readModelCall(agent, attributes)
        : undefined;
    case 'api_request_body':
    case 'api_response_body':
      return readBody(event, attributes);
    case 'tool_result':
    case 'tool_call':
      return readToolCall(attributes);
    case 'tool_decision':
      return readDecision(agent, attributes);
    default:
      return { operation: 'other' };
  }
}

function readModelCall(agent: string, attributes: JsonObject): SpanFacts {
  const text = findText(attributes, 'response_text');
  const usage = readUsage(agent, attributes);
  return {
    operation: 'model',
    model: findText(attributes, 'model', 'slug'),
    ...usage,
    costUsd: findNumber(attributes, 'cost_usd'),
    output: text === undefined ? undefined : [said('assistant', text)],
    consumed: text === undefined ? [] : ['response_text'],
  };
}

/** Claude Code counts cached tokens beside the input and Gemini thoughts beside the output; the conventions have them in. */
function readUsage(agent: string, attributes: JsonObject): SpanFacts {
  const input = findNumber(attributes, 'input_tokens', 'input_token_count');
  const output = findNumber(attributes, 'output_tokens', 'output_token_count');
  const read = findNumber(
    attributes,
    'cache_read_tokens',
    'cached_token_count',
    'cached_content_token_count',
  );
  const written = findNumber(attributes, 'cache_creation_tokens');
  const reasoning = findNumber(attributes, 'reasoning_token_count', 'thoughts_token_count');
  const isApart = agent === 'claude_code';
  const isThoughtApart = attributes['thoughts_token_count'] !== undefined;
  return {
    inputTokens: input === undefined || !isApart ? input : input + (read ?? 0) + (written ?? 0),
    outputTokens: output === undefined || !isThoughtApart ? output : output + (reasoning ?? 0),
    canonical: withoutUndefined({
      'gen_ai.usage.cache_read.input_tokens': read,
      'gen_ai.usage.cache_creation.input_tokens': written,
      'gen_ai.usage.reasoning.output_tokens': reasoning,
    }),
  };
}

/** The whole request or answer, logged on demand: a model call within that of its `request_id`. */
function readBody(event: string, attributes: JsonObject): SpanFacts {
  const messages = readMessages(findJson(attributes, 'body'));
  if (messages === undefined) return { operation: 'other' };
  const isAnswer = event === 'api_response_body';
  return {
    operation: isAnswer || attributes['request_id'] !== undefined ? 'model' : 'other',
    model: findText(attributes, 'model'),
    ...(isAnswer ? { output: messages } : { input: messages }),
    consumed: ['body'],
  };
}

function readToolCall(attributes: JsonObject): SpanFacts {
  const parameters = asObject(findJson(attributes, 'tool_parameters'));
  const input = ['arguments', 'tool_input', 'function_args'].find((name) => attributes[name] !== undefined);
  const output = ['output', 'result'].find((name) => attributes[name] !== undefined);
  const server = findText(parameters ?? {}, 'mcp_server_name');
  const remote = findText(parameters ?? {}, 'mcp_tool_name');
  return {
    operation: 'tool',
    tool: withoutUndefined({
      // Claude Code hides the name of an MCP tool in the parameters.
      name:
        server !== undefined && remote !== undefined
          ? `mcp__${server}__${remote}`
          : findText(attributes, 'tool_name', 'function_name', 'tool.name'),
      callId: findText(attributes, 'call_id', 'tool_use_id'),
      arguments: input === undefined ? parameters : findJson(attributes, input),
      result: findJson(attributes, 'output', 'result', 'error'),
    }),
    consumed: [input, output].filter((name) => name !== undefined),
  };
}

/** Claude Code sends no result of a call that was refused: the refusal is what came of it. */
function readDecision(agent: string, attributes: JsonObject): SpanFacts {
  const decision = findText(attributes, 'decision') ?? '';
  if (agent !== 'claude_code' || decision !== 'reject') return { operation: 'other' };
  const source = findText(attributes, 'source', 'decision_source');
  return {
    operation: 'tool',
    tool: withoutUndefined({
      name: findText(attributes, 'tool_name'),
      callId: findText(attributes, 'tool_use_id'),
      arguments: findJson(attributes, 'tool_input', 'tool_parameters'),
    }),
    status: 'error',
    statusMessage: source === undefined ? decision : `${decision} (${source})`,
  };
}

function readFailure(event: string, attributes: JsonObject): SpanFacts {
  if (!isFailed(event, attributes)) return {};
  const status = findText(attributes, 'http.response.status_code', 'status_code');
  return {
    status: 'error',
    statusMessage:
      findText(attributes, 'error', 'error.message', 'error_message') ??
      (status === undefined ? undefined : `HTTP status ${status}`),
  };
}

function isFailed(event: string, attributes: JsonObject): boolean {
  return (
    /error|retries_exhausted/.test(event) ||
    toText(attributes['success']) === 'false' ||
    findText(attributes, 'error.message', 'error_message') !== undefined ||
    (findNumber(attributes, 'http.response.status_code') ?? 0) >= 400
  );
}

function said(role: string, text: string | undefined): Message {
  return { role, parts: text === undefined ? [] : [{ type: 'text', content: text }] };
}
