/**
 * One conversation between an MCP client and a server, seen from between them: give it a parsed copy of every message, in
 * the order they pass. Requests become spans, whoever sends them; answers end them. A request that names its own trace
 * (`params._meta.traceparent`) belongs there, all others belong to one span for the whole conversation.
 *
 * Source: JSON-RPC 2.0; modelcontextprotocol.io/specification, lifecycle and cancellation.
 */
import { asFields, asText, type Fields } from '../messages/fields.ts';
import type { Recorder } from '../recorder.ts';
import type { SpanData } from '../recording/recording-span.ts';
import { type McpPeer, readMcpParent, setMcpParams, setMcpResult, startMcpCall } from './mcp-call.ts';

export interface McpSessionOptions {
  /** What the server is called. */
  readonly server: string;
  readonly transport: 'pipe' | 'tcp';
  /** `Mcp-Session-Id`, where the transport has one. */
  readonly sessionId?: string | undefined;
}

export interface McpSession {
  readonly fromClient: (message: unknown) => void;
  readonly fromServer: (message: unknown) => void;
  /** Ends what is open: the conversation is over. */
  readonly close: () => void;
}

type Side = 'client' | 'server';

interface Pending {
  readonly span: SpanData;
  readonly method: string;
}

/** Requests that are never answered must not gather; the oldest are ended. */
const MAX_PENDING = 10_000;

export function createMcpSession(recorder: Recorder, options: McpSessionOptions): McpSession {
  const pending = new Map<string, Pending>();
  let root: SpanData | undefined;
  let protocolVersion: string | undefined;

  const openRoot = (): SpanData =>
    (root ??= recorder.start({
      name: `mcp ${options.server}`,
      parent: null,
      attributes: { 'mcp.session.id': options.sessionId, 'network.transport': options.transport },
    }));

  const begin = (from: Side, id: string | number, method: string, params: Fields): void => {
    const peer: McpPeer = { ...options, protocolVersion };
    const parent = readMcpParent(params) ?? openRoot().scope;
    const start = startMcpCall(method, params, peer, id);
    const span = recorder.start({ ...start, parent });
    setMcpParams(recorder, span, method, params);
    // The same request again, sent after it failed on its way.
    give(`${from}:${id}`, 'unanswered');
    pending.set(`${from}:${id}`, { span, method });
    if (pending.size > MAX_PENDING) for (const [key] of pending) return give(key, 'unanswered');
  };

  const give = (key: string, errorType: string): void => {
    const open = pending.get(key);
    if (open === undefined) return;
    pending.delete(key);
    recorder.set(open.span, { 'error.type': errorType });
    open.span.status = 2;
    recorder.end(open.span);
  };

  const answer = (key: string, message: Fields): void => {
    const open = pending.get(key);
    if (open === undefined) return;
    pending.delete(key);
    const error = asFields(message['error']);
    if (error === undefined) {
      const result = message['result'];
      if (open.method === 'initialize') {
        protocolVersion = asText(asFields(result)?.['protocolVersion']);
        recorder.set(open.span, { 'mcp.protocol.version': protocolVersion });
      }
      setMcpResult(recorder, open.span, open.method, result);
    } else {
      const code = String(error['code']);
      recorder.set(open.span, { 'rpc.response.status_code': code });
      recorder.fail(open.span, { name: code, message: asText(error['message']) ?? '' });
    }
    recorder.end(open.span);
  };

  const see = (from: Side, message: unknown): void => {
    if (Array.isArray(message)) return message.forEach((one: unknown) => see(from, one));
    const fields = asFields(message);
    if (fields === undefined) return;
    const { id } = fields;
    const hasId = typeof id === 'string' || typeof id === 'number';
    const method = asText(fields['method']);
    const params = asFields(fields['params']) ?? {};
    if (method !== undefined && hasId) begin(from, id, method, params);
    else if (method === 'notifications/cancelled')
      give(`${from}:${String(params['requestId'])}`, 'cancelled');
    else if (hasId) answer(`${from === 'client' ? 'server' : 'client'}:${id}`, fields);
  };

  if (!recorder.config.isEnabled)
    return { fromClient: () => undefined, fromServer: () => undefined, close: () => undefined };
  return {
    fromClient: (message) => recorder.guard(() => see('client', message)),
    fromServer: (message) => recorder.guard(() => see('server', message)),
    close() {
      recorder.guard(() => {
        for (const key of pending.keys()) give(key, 'connection_closed');
        if (root !== undefined) recorder.end(root);
        root = undefined;
      });
    },
  };
}
