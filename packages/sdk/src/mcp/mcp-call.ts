/**
 * One request of the Model Context Protocol as a span.
 *
 * Source: OpenTelemetry semantic conventions v1.41.1, docs/gen-ai/mcp.md: the span's name is `{method} {target}`, a tool's
 * call is `execute_tool` as well, `isError` of a tool's result is `tool_error`; trace context travels in `params._meta`.
 */
import { asFields, asText, type Fields } from '../messages/fields.ts';
import type { Recorder, SpanStart } from '../recorder.ts';
import type { SpanData, SpanKindName } from '../recording/recording-span.ts';
import { parseTraceparent } from '../recording/span-ids.ts';

export interface McpPeer {
  /** `pipe` for stdio, `tcp` for HTTP. */
  readonly transport?: 'pipe' | 'tcp' | undefined;
  readonly sessionId?: string | undefined;
  readonly protocolVersion?: string | undefined;
}

export function startMcpCall(
  method: string,
  params: Fields,
  peer: McpPeer,
  requestId?: string | number,
  kind: SpanKindName = 'client',
): SpanStart {
  const name = asText(params['name']);
  const uri = asText(params['uri']);
  const target = method === 'tools/call' || method === 'prompts/get' ? name : undefined;
  return {
    name: target === undefined ? method : `${method} ${target}`,
    kind,
    attributes: {
      'mcp.method.name': method,
      'gen_ai.operation.name': method === 'tools/call' ? 'execute_tool' : undefined,
      'gen_ai.tool.name': method === 'tools/call' ? name : undefined,
      'gen_ai.prompt.name': method === 'prompts/get' ? name : undefined,
      'mcp.resource.uri': uri,
      'mcp.session.id': peer.sessionId,
      'mcp.protocol.version': peer.protocolVersion,
      'network.transport': peer.transport,
      'jsonrpc.request.id': requestId === undefined ? undefined : String(requestId),
    },
  };
}

/** The span that the caller names as its own, if it names one. */
export function readMcpParent(params: Fields): { traceId: string; spanId: string } | undefined {
  return parseTraceparent(asFields(params['_meta'])?.['traceparent']);
}

export function setMcpParams(recorder: Recorder, span: SpanData, method: string, params: Fields): void {
  if (method === 'tools/call')
    recorder.setContent(span, 'gen_ai.tool.call.arguments', params['arguments'] ?? {});
}

export function setMcpResult(recorder: Recorder, span: SpanData, method: string, result: unknown): void {
  const fields = asFields(result) ?? {};
  if (method !== 'tools/call') return;
  recorder.setContent(span, 'gen_ai.tool.call.result', readToolResult(fields));
  if (fields['isError'] !== true) return;
  recorder.set(span, { 'error.type': 'tool_error' });
  span.status = 2;
}

/** Text alone where a tool answers with nothing else, as most do; else the content as it is. */
function readToolResult(result: Fields): unknown {
  const { content, structuredContent } = result;
  if (structuredContent !== undefined) return structuredContent;
  if (!Array.isArray(content)) return result;
  const texts = content.map((part: unknown) =>
    asFields(part)?.['type'] === 'text' ? asText(asFields(part)?.['text']) : undefined,
  );
  return texts.every((text) => text !== undefined) ? texts.join('\n') : content;
}
