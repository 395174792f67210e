/** Requests to models and what they answered: as a browser saves them, and as a cloud logs them. */
import type { JsonValue } from '@tracewright/core';
import {
  type Call,
  type Conversation,
  expectSteps,
  given,
  json,
  make,
  oneEach,
  resultText,
  saidBy,
  severalEach,
  tell,
  toolNames,
  usage,
} from '../blind-2/kit.ts';

/** Bodies are texts: a request of JSON with all the messages so far, a response of events in pieces. */
export const harCapture = oneEach(
  'HAR file of requests to the Anthropic API, streamed',
  'json',
  ['bakery', 'analysis', 'coding', 'home', 'permit'],
  (conversation, made) => {
    const messages: object[] = [];
    const entries = tell(
      conversation.turns,
      () => `toolu_01${made.token(22)}`,
      (text) => {
        messages.push({ role: 'user', content: [{ type: 'text', text }] });
        return [];
      },
      (turn, calls) => {
        const blocks = [
          ...given(turn.thought, (thinking) => ({ type: 'thinking', thinking, signature: made.token(48) })),
          ...given(turn.text, (text) => ({ type: 'text', text })),
          ...calls.map(({ call, id }) => ({ type: 'tool_use', id, name: call.tool, input: call.arguments })),
        ];
        const request = JSON.stringify({
          model: conversation.model,
          max_tokens: 8192,
          stream: true,
          system: [{ type: 'text', text: conversation.system, cache_control: { type: 'ephemeral' } }],
          tools: toolNames(conversation).map((name) => ({ name, input_schema: { type: 'object' } })),
          messages,
        });
        messages.push({ role: 'assistant', content: blocks });
        if (calls.length > 0)
          messages.push({
            role: 'user',
            content: calls.map(({ call, id }) => ({
              type: 'tool_result',
              tool_use_id: id,
              content: resultText(call),
              ...(call.failed === true ? { is_error: true } : {}),
            })),
          });
        const { input_tokens, output_tokens } = usage(made);
        const id = `msg_01${made.token(22)}`;
        const start = {
          id,
          type: 'message',
          role: 'assistant',
          model: conversation.model,
          content: [],
          usage: { input_tokens },
        };
        const stop_reason = calls.length === 0 ? 'end_turn' : 'tool_use';
        const response = [
          toEvent({ type: 'message_start', message: start }),
          ...blocks.flatMap(toBlockEvents),
          toEvent({
            type: 'message_delta',
            delta: { stop_reason, stop_sequence: null },
            usage: { output_tokens },
          }),
          toEvent({ type: 'message_stop' }),
        ].join('');
        return [toEntry(made.time(), made.number(400, 9000), request, response)];
      },
    );
    const page = {
      startedDateTime: conversation.startedAt,
      id: 'page_1',
      title: conversation.title,
      pageTimings: {},
    };
    return {
      path: `captures/${conversation.id}.har`,
      text: json({
        log: { version: '1.2', creator: { name: 'WebInspector', version: '537.36' }, pages: [page], entries },
      }),
      runs: [expectSteps(conversation.turns)],
    };
  },
);

function toEvent(event: { readonly type: string; readonly [member: string]: unknown }): string {
  return `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}

interface Block {
  readonly type: string;
  readonly text?: string;
  readonly thinking?: string;
  readonly signature?: string;
  readonly input?: JsonValue;
}

function toBlockEvents(block: Block, index: number): string[] {
  const [whole, kind, member, empty] =
    block.text !== undefined
      ? [block.text, 'text_delta', 'text', { text: '' }]
      : block.thinking !== undefined
        ? [block.thinking, 'thinking_delta', 'thinking', { thinking: '', signature: '' }]
        : [JSON.stringify(block.input), 'input_json_delta', 'partial_json', { input: {} }];
  const delta = (more: object): string => toEvent({ type: 'content_block_delta', index, delta: more });
  return [
    toEvent({ type: 'content_block_start', index, content_block: { ...block, ...empty } }),
    ...(whole.match(/[^]{1,18}/gu) ?? []).map((piece) => delta({ type: kind, [member]: piece })),
    ...given(block.signature, (signature) => delta({ type: 'signature_delta', signature })),
    toEvent({ type: 'content_block_stop', index }),
  ];
}

function toEntry(startedDateTime: string, time: number, request: string, response: string): object {
  const header = (name: string, value: string): object => ({ name, value });
  return {
    startedDateTime,
    time,
    request: {
      method: 'POST',
      url: 'https://api.anthropic.com/v1/messages',
      httpVersion: 'h2',
      headers: [header('content-type', 'application/json'), header('anthropic-version', '2023-06-01')],
      queryString: [],
      cookies: [],
      headersSize: -1,
      bodySize: request.length,
      postData: { mimeType: 'application/json', text: request },
    },
    response: {
      status: 200,
      statusText: '',
      httpVersion: 'h2',
      headers: [header('content-type', 'text/event-stream; charset=utf-8')],
      cookies: [],
      content: { size: response.length, mimeType: 'text/event-stream', text: response },
      redirectURL: '',
      headersSize: -1,
      bodySize: -1,
    },
    cache: {},
    timings: { blocked: 1, dns: -1, connect: -1, ssl: -1, send: 0.3, wait: time - 2, receive: 0.7 },
    pageref: 'page_1',
  };
}

/** Records one after the other without a list; blocks are objects of one member. */
export const bedrockInvocations = severalEach(
  'Amazon Bedrock, model invocation logs of the Converse API (zcat *.json.gz | jq .)',
  'json',
  [['cluster'], ['refunds', 'permit'], ['analysis'], ['intake'], ['library', 'greenhouse']],
  (conversations, index) => ({
    path: `AWSLogs/BedrockModelInvocationLogs/eu-west-1/20251105T0${index}.json`,
    text: conversations
      .flatMap(toInvocations)
      .map((record) => json(record))
      .join(''),
    runs: conversations.map(({ turns }) => expectSteps(turns)),
  }),
);

function toInvocations(conversation: Conversation): object[] {
  const made = make(conversation);
  const messages: object[] = [];
  return tell(
    conversation.turns,
    () => `tooluse_${made.token(22)}`,
    (text) => {
      messages.push({ role: 'user', content: [{ text }] });
      return [];
    },
    (turn, calls) => {
      const message = {
        role: 'assistant',
        content: [
          ...given(saidBy(turn), (text) => ({ text })),
          ...calls.map(({ call, id }) => ({
            toolUse: { toolUseId: id, name: call.tool, input: call.arguments },
          })),
        ],
      };
      const sent = [...messages];
      messages.push(message);
      if (calls.length > 0)
        messages.push({
          role: 'user',
          content: calls.map(({ call, id }) => ({
            toolResult: {
              toolUseId: id,
              content: [toContent(call)],
              status: call.failed === true ? 'error' : 'success',
            },
          })),
        });
      const { input_tokens, output_tokens, total_tokens } = usage(made);
      const modelId = `eu.anthropic.${conversation.model}-v1:0`;
      return [
        {
          timestamp: made.time().replace(/\.\d+/, ''),
          accountId: '111122223333',
          identity: { arn: 'arn:aws:sts::111122223333:assumed-role/agent/session' },
          region: 'eu-west-1',
          requestId: made.uuid(),
          operation: 'Converse',
          modelId,
          input: {
            inputContentType: 'application/json',
            inputBodyJson: {
              messages: sent,
              system: [{ text: conversation.system }],
              inferenceConfig: { maxTokens: 4096, temperature: 0 },
              toolConfig: {
                tools: toolNames(conversation).map((name) => ({
                  toolSpec: { name, inputSchema: { json: { type: 'object' } } },
                })),
              },
            },
            inputTokenCount: input_tokens,
          },
          output: {
            outputContentType: 'application/json',
            outputBodyJson: {
              output: { message },
              stopReason: calls.length === 0 ? 'end_turn' : 'tool_use',
              metrics: { latencyMs: made.number(400, 9000) },
              usage: { inputTokens: input_tokens, outputTokens: output_tokens, totalTokens: total_tokens },
            },
            outputTokenCount: output_tokens,
          },
          schemaType: 'ModelInvocationLog',
          schemaVersion: '1.0',
        },
      ];
    },
  );
}

function toContent(call: Call): object {
  return typeof call.result === 'object' && call.result !== null
    ? { json: call.result }
    : { text: resultText(call) };
}
