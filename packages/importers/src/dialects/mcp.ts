/**
 * Model Context Protocol: `mcp.*` and `jsonrpc.*` on the spans of clients and servers. A `tools/call` is a tool call, reading a resource is
 * a retrieval; other methods are other operations.
 *
 * A tool's span and the MCP client's span for it may be one span (then it has GenAI names too) or one in the other; client and server
 * are parent and child where the SDKs pass the trace context in `params._meta` (`traceparent`, `tracestate`, `baggage`), which is their
 * work and leaves no attribute. `mcp.session.id` is the connection's, shared by all that goes over it: it names no session of a user.
 *
 * **Source:** semantic-conventions v1.41.1 docs/gen-ai/mcp.md; older names of OpenLLMetry's MCP instrumentation (`mcp.request.argument`,
 * `mcp.response.value`) and Sentry's (`mcp.tool.name`, `mcp.tool.result.content`).
 */
import { isJsonObject, type JsonObject, type JsonValue, type SpanOperation } from '@tracewright/core';
import { asArray, asObject, findJson, findText, toText } from '../reading/json-text.ts';
import { unflatten } from './flattened.ts';
import { toRetrievalCall } from './retrieval.ts';
import { type SpanFacts, type SpanView, withoutUndefined } from './span-facts.ts';

const REQUEST = ['mcp.request.argument', 'mcp.request.params'];
const RESPONSE = ['mcp.response.value', 'mcp.tool.result.content', 'mcp.tool.result'];

export function readMcp({ attributes, roots, name }: SpanView): SpanFacts {
  if (!roots.has('mcp')) return {};
  const method = findText(attributes, 'mcp.method.name') ?? '';
  const operation = toOperation(method);
  const request = findJson(attributes, ...REQUEST);
  const response = findJson(attributes, 'gen_ai.tool.call.result', ...RESPONSE);
  const failed =
    findText(attributes, 'error.type') !== undefined ||
    asObject(response)?.['isError'] === true ||
    attributes['mcp.tool.result.is_error'] === true;
  const failure: SpanFacts = failed
    ? { status: 'error', statusMessage: operation === 'tool' ? errorText(response) : undefined }
    : {};
  if (operation === 'retrieval') {
    const uri = findText(attributes, 'mcp.resource.uri') ?? asObject(request)?.['uri'];
    return {
      ...failure,
      operation,
      tool: toRetrievalCall(method, uri === undefined ? request : { uri }, response),
      consumedByCall: [...REQUEST, ...RESPONSE],
    };
  }
  if (operation !== 'tool') return { ...failure, operation };
  const params = innerParams(request);
  const given = params === undefined ? request : params['arguments'];
  const named = given === undefined ? unflatten(attributes, 'mcp.request.argument.') : undefined;
  return {
    ...failure,
    operation,
    tool: withoutUndefined({
      name:
        findText(attributes, 'gen_ai.tool.name', 'mcp.tool.name') ??
        findText(params ?? {}, 'name') ??
        (name.startsWith(`${method} `) ? name.slice(method.length + 1) : undefined),
      callId: findText(attributes, 'gen_ai.tool.call.id'),
      arguments: given ?? named,
      result: toResult(response),
    }),
    consumedByCall: [
      ...(given === undefined ? [] : REQUEST),
      ...(named === undefined ? [] : ['mcp.request.argument.']),
      ...RESPONSE,
    ],
  };
}

function toOperation(method: string): SpanOperation | undefined {
  switch (method) {
    case 'tools/call':
      return 'tool';
    case 'resources/read':
      return 'retrieval';
    case '':
      return undefined;
    default:
      return 'other';
  }
}

/** The request's params, `{name, arguments}`, also inside the whole JSON-RPC request. */
function innerParams(request: JsonValue | undefined): JsonObject | undefined {
  const whole = asObject(request);
  const params = asObject(whole?.['params']) ?? whole;
  return params !== undefined && typeof params['name'] === 'string' ? params : undefined;
}

/** A result of nothing but text is that text; one with structured content beside it stays whole. */
function toResult(response: JsonValue | undefined): JsonValue | undefined {
  return asObject(response)?.['structuredContent'] === undefined
    ? (toPlainText(response) ?? response)
    : response;
}

function toPlainText(response: JsonValue | undefined): string | undefined {
  const content = asArray(asObject(response)?.['content'] ?? response);
  const isText =
    content.length > 0 && content.every((block) => isJsonObject(block) && block['type'] === 'text');
  return isText ? content.map((block) => toText(asObject(block)?.['text'])).join('\n') : undefined;
}

function errorText(response: JsonValue | undefined): string | undefined {
  const result = toPlainText(response) ?? response;
  return typeof result === 'string' && result !== '' ? result : undefined;
}
