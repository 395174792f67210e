/**
 * A client of the MCP SDK with its requests recorded. The server is told the span in `params._meta.traceparent`, so that
 * what it records itself belongs to the same trace. The client is not changed: what comes back is a view of it.
 */
import { asFields, asText, type Fields } from '../messages/fields.ts';
import type { Recorder } from '../recorder.ts';
import { recordCall } from '../recording/record-call.ts';
import type { SpanData } from '../recording/recording-span.ts';
import { formatTraceparent } from '../recording/span-ids.ts';
import { createView } from '../view.ts';
import { setMcpParams, setMcpResult, startMcpCall } from './mcp-call.ts';

/** Methods of the client that send a request whose parameters are the first argument. */
const METHODS: ReadonlyMap<unknown, string> = new Map([
  ['callTool', 'tools/call'],
  ['listTools', 'tools/list'],
  ['getPrompt', 'prompts/get'],
  ['listPrompts', 'prompts/list'],
  ['readResource', 'resources/read'],
  ['listResources', 'resources/list'],
  ['listResourceTemplates', 'resources/templates/list'],
  ['complete', 'completion/complete'],
]);

export function wrapMcpClient<Client extends object>(recorder: Recorder, client: Client): Client {
  if (!recorder.config.isEnabled) return client;
  return createView(client, (value, key) => {
    if (typeof value !== 'function') return undefined;
    const method = METHODS.get(key);
    if (method !== undefined)
      return (...args: unknown[]) =>
        recordRequest(recorder, client, method, asFields(args[0]) ?? {}, (params) =>
          Reflect.apply(value, client, [params, ...args.slice(1)]),
        );
    if (key !== 'request') return undefined;
    return (...args: unknown[]) => {
      const request = asFields(args[0]) ?? {};
      return recordRequest(
        recorder,
        client,
        asText(request['method']) ?? '',
        asFields(request['params']) ?? {},
        (params) => Reflect.apply(value, client, [{ ...request, params }, ...args.slice(1)]),
      );
    };
  });
}

function recordRequest(
  recorder: Recorder,
  client: object,
  method: string,
  params: Fields,
  call: (params: Fields) => unknown,
): unknown {
  let span: SpanData | undefined;
  return recordCall(
    recorder,
    {
      start: () => startMcpCall(method, params, readPeer(client)),
      onStart(started) {
        span = started;
        setMcpParams(recorder, started, method, params);
      },
      onResult: (started, result) => setMcpResult(recorder, started, method, result),
    },
    () => call(span === undefined ? params : withTraceparent(params, span)),
  );
}

/** A copy: the host's parameters stay as they are. A context that the host sets goes before ours. */
function withTraceparent(params: Fields, span: SpanData): Fields {
  const meta = asFields(params['_meta']) ?? {};
  return { ...params, _meta: { traceparent: formatTraceparent(span.scope), ...meta } };
}

function readPeer(client: object): {
  sessionId?: string | undefined;
  transport?: 'pipe' | 'tcp' | undefined;
  protocolVersion?: string | undefined;
} {
  const transport = asFields(asFields(client)?.['transport']);
  if (transport === undefined) return {};
  return {
    sessionId: asText(transport['sessionId']),
    protocolVersion: asText(transport['protocolVersion']),
    transport: 'pid' in transport ? 'pipe' : 'finishAuth' in transport ? 'tcp' : undefined,
  };
}
