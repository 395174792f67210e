/**
 * A model on this machine that says what a script tells it, over both protocols: for tests of whatever asks a model.
 *
 *     const server = await startScriptedModel([{ toolCalls: [{ name: 'read_steps', arguments: { from: 0, to: 3 } }] }, { text: '{}' }]);
 *     const model = openModel(server.settings('anthropic'));
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { isJsonObject, type JsonObject, type JsonValue, TraceError } from '@tracewright/core';
import type { ModelSettings } from './providers/model-settings.ts';

/** One answer: what the model says, or how the provider fails. */
export type ScriptedTurn =
  | {
      readonly text?: string;
      readonly toolCalls?: readonly { readonly name: string; readonly arguments: JsonValue }[];
      readonly finish?: 'length' | 'refused';
      readonly usage?: readonly [inputTokens: number, outputTokens: number];
    }
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body: string }
  | 'hang';

export interface ScriptedRequest {
  readonly protocol: 'anthropic' | 'openai';
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: JsonObject;
}

export interface ScriptedModel {
  /** Ends with `/v1`. */
  readonly url: string;
  /** In their order. */
  readonly requests: readonly ScriptedRequest[];
  settings(protocol: ScriptedRequest['protocol']): ModelSettings;
  close(): Promise<void>;
}

/** @param script the answers in their order, or what makes each one; asked more often, it answers 500 */
export async function startScriptedModel(
  script: readonly ScriptedTurn[] | ((request: ScriptedRequest, index: number) => ScriptedTurn),
): Promise<ScriptedModel> {
  const requests: ScriptedRequest[] = [];
  const answer = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const protocol = incoming.url?.endsWith('/messages') === true ? 'anthropic' : 'openai';
    const body: unknown = JSON.parse(await readAll(incoming));
    const request = { protocol, headers: incoming.headers, body: isJsonObject(body) ? body : {} } as const;
    const turn = typeof script === 'function' ? script(request, requests.length) : script[requests.length];
    requests.push(request);
    if (turn === 'hang') return;
    if (turn === undefined) response.writeHead(500).end('{"error":{"message":"the script has ended"}}');
    else if ('status' in turn) response.writeHead(turn.status, { ...turn.headers }).end(turn.body);
    else {
      const said = protocol === 'anthropic' ? sayAnthropic(turn) : sayOpenai(turn);
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(said));
    }
  };
  const server = createServer((incoming, response) => {
    answer(incoming, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new TraceError('network-failed', { message: 'the scripted model has no port' });
  const url = `http://127.0.0.1:${address.port}/v1`;
  return {
    url,
    requests,
    settings: (protocol) => ({
      id: `${protocol}/scripted`,
      provider: protocol,
      model: 'scripted',
      protocol: protocol === 'anthropic' ? 'anthropic-messages' : 'openai-chat',
      url,
      key: 'scripted-key',
      keyVariable: protocol === 'anthropic' ? 'ANTHROPIC_API_KEY' : 'OPENAI_API_KEY',
    }),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

type Said = Exclude<ScriptedTurn, 'hang' | { readonly status: number }>;

function sayAnthropic({ text = '', toolCalls = [], finish, usage = [100, 10] }: Said): JsonObject {
  const reasons = { length: 'max_tokens', refused: 'refusal' } as const;
  return {
    type: 'message',
    role: 'assistant',
    content: [
      ...(text === '' ? [] : [{ type: 'text', text }]),
      ...toolCalls.map(({ name, arguments: input }, index) => ({
        type: 'tool_use',
        id: `toolu_${index}`,
        name,
        input,
      })),
    ],
    stop_reason: finish === undefined ? (toolCalls.length > 0 ? 'tool_use' : 'end_turn') : reasons[finish],
    usage: { input_tokens: usage[0], output_tokens: usage[1] },
  };
}

function sayOpenai({ text = '', toolCalls = [], finish, usage = [100, 10] }: Said): JsonObject {
  const isRefused = finish === 'refused';
  const calls = toolCalls.map(({ name, arguments: value }, index) => ({
    id: `call_${index}`,
    type: 'function',
    function: { name, arguments: JSON.stringify(value) },
  }));
  return {
    object: 'chat.completion',
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: isRefused ? null : text,
          refusal: isRefused ? text : null,
          ...(calls.length === 0 ? {} : { tool_calls: calls }),
        },
        finish_reason: finish === 'length' ? 'length' : calls.length > 0 ? 'tool_calls' : 'stop',
      },
    ],
    usage: { prompt_tokens: usage[0], completion_tokens: usage[1], total_tokens: usage[0] + usage[1] },
  };
}

async function readAll(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
