/**
 * A model on this machine that answers from a script: the next turn to each request, in order, over OpenAI's chat
 * completions and responses, streamed or not. Real HTTP for real clients; it does not read what it is asked.
 *
 *     const server = await startModelServer([{ text: 'Hello', inputTokens: 3, outputTokens: 1 }]);
 *     // a client with baseURL server.url
 *     await server.close();
 *
 * Source: platform.openai.com/docs/api-reference/chat and /responses-streaming.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface Turn {
  readonly text?: string;
  readonly reasoning?: string;
  readonly calls?: readonly { readonly name: string; readonly arguments: object }[];
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Part of the input tokens that came from the provider's cache. */
  readonly cachedTokens?: number;
  readonly reasoningTokens?: number;
}

export interface ModelServer {
  /** Base address for an OpenAI client, ending in /v1. */
  readonly url: string;
  close(): Promise<void>;
}

interface Ask {
  readonly model?: string;
  readonly stream?: boolean;
  readonly instructions?: string;
  readonly tools?: readonly object[];
}

export async function startModelServer(script: readonly Turn[]): Promise<ModelServer> {
  let asked = 0;
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const ask = JSON.parse(await text(request)) as Ask;
    const turn = script[asked];
    asked += 1;
    if (turn === undefined) send(response, 400, { error: { message: `the script has no turn ${asked}` } });
    else if (request.url?.endsWith('/chat/completions') === true) answerChat(response, ask, turn, asked);
    else if (request.url?.endsWith('/responses') === true) answerResponses(response, ask, turn, asked);
    else send(response, 404, { error: { message: `no ${request.url ?? ''} here` } });
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

function answerChat(response: ServerResponse, { model, stream }: Ask, turn: Turn, id: number): void {
  const head = { id: `chatcmpl-${id}`, created: 1_780_000_000, model: answeringModel(model) };
  const calls = (turn.calls ?? []).map((call, index) => ({
    id: `call_${id}_${index}`,
    type: 'function',
    function: { name: call.name, arguments: JSON.stringify(call.arguments) },
  }));
  const usage = {
    prompt_tokens: turn.inputTokens,
    completion_tokens: turn.outputTokens,
    total_tokens: turn.inputTokens + turn.outputTokens,
    prompt_tokens_details: { cached_tokens: turn.cachedTokens ?? 0 },
    completion_tokens_details: { reasoning_tokens: turn.reasoningTokens ?? 0 },
  };
  const finish = calls.length > 0 ? 'tool_calls' : 'stop';
  if (stream !== true) {
    const message = {
      role: 'assistant',
      content: turn.text ?? null,
      refusal: null,
      ...(calls.length === 0 ? {} : { tool_calls: calls }),
    };
    const choice = { index: 0, message, finish_reason: finish, logprobs: null };
    send(response, 200, { ...head, object: 'chat.completion', choices: [choice], usage });
    return;
  }
  const chunk = (delta: object, finish_reason: string | null = null): object => ({
    ...head,
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta, finish_reason }],
  });
  sendEvents(response, [
    chunk({ role: 'assistant', content: turn.text === undefined ? null : '' }),
    ...splitText(turn.text).map((content) => chunk({ content })),
    ...calls.map((call, index) => chunk({ tool_calls: [{ index, ...call }] })),
    chunk({}, finish),
    { ...head, object: 'chat.completion.chunk', choices: [], usage },
  ]);
}

function answerResponses(response: ServerResponse, ask: Ask, turn: Turn, id: number): void {
  const output = [
    ...(turn.reasoning === undefined
      ? []
      : [{ id: `rs_${id}`, type: 'reasoning', summary: [{ type: 'summary_text', text: turn.reasoning }] }]),
    ...(turn.calls ?? []).map((call, index) => ({
      id: `fc_${id}_${index}`,
      type: 'function_call',
      call_id: `call_${id}_${index}`,
      name: call.name,
      arguments: JSON.stringify(call.arguments),
      status: 'completed',
    })),
    ...(turn.text === undefined
      ? []
      : [
          {
            id: `msg_${id}`,
            type: 'message',
            role: 'assistant',
            status: 'completed',
            content: [{ type: 'output_text', text: turn.text, annotations: [] }],
          },
        ]),
  ];
  const whole = {
    id: `resp_${id}`,
    object: 'response',
    created_at: 1_780_000_000,
    status: 'completed',
    model: answeringModel(ask.model),
    output,
    error: null,
    incomplete_details: null,
    instructions: ask.instructions ?? null,
    metadata: {},
    parallel_tool_calls: true,
    temperature: 1,
    tool_choice: 'auto',
    tools: ask.tools ?? [],
    top_p: 1,
    usage: {
      input_tokens: turn.inputTokens,
      input_tokens_details: { cached_tokens: turn.cachedTokens ?? 0 },
      output_tokens: turn.outputTokens,
      output_tokens_details: { reasoning_tokens: turn.reasoningTokens ?? 0 },
      total_tokens: turn.inputTokens + turn.outputTokens,
    },
  };
  if (ask.stream !== true) {
    send(response, 200, whole);
    return;
  }
  const events = [
    { type: 'response.created', response: { ...whole, status: 'in_progress', output: [], usage: null } },
    ...output.flatMap((item, output_index) => [
      { type: 'response.output_item.added', output_index, item },
      ...(item.type === 'message'
        ? splitText(turn.text).map((delta) => ({
            type: 'response.output_text.delta',
            item_id: item.id,
            output_index,
            content_index: 0,
            delta,
          }))
        : []),
      { type: 'response.output_item.done', output_index, item },
    ]),
    { type: 'response.completed', response: whole },
  ];
  sendEvents(
    response,
    events.map((event, sequence_number) => ({ ...event, sequence_number })),
  );
}

/** Providers answer with the dated name of the model that was asked for. */
function answeringModel(asked: string = 'unnamed'): string {
  return `${asked}-2026-05-01`;
}

function splitText(whole: string = ''): readonly string[] {
  return whole === '' ? [] : [whole.slice(0, whole.length / 2), whole.slice(whole.length / 2)];
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function sendEvents(response: ServerResponse, events: readonly object[]): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const event of events)
    response.write(
      `${'type' in event ? `event: ${String(event.type)}\n` : ''}data: ${JSON.stringify(event)}\n\n`,
    );
  response.end('data: [DONE]\n\n');
}
