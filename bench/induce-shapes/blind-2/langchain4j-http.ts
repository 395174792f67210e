import type { JsonValue } from '@tracewright/core';
import { type Conversation, expectSteps, type Made, oneEach, resultText, tell } from './kit.ts';

/** Requests and responses as they are sent, pretty JSON between lines of a log; each request repeats all messages before. */
export const langchain4jHttp = oneEach(
  'LangChain4j, log of an AI service with logRequests and logResponses',
  'text',
  ['refunds', 'library', 'coding', 'greenhouse', 'analysis'],
  (conversation, made) => {
    const log = (level: string, logger: string, text: string): string =>
      `${made.time(0.6).replace('T', ' ').replace('Z', '')} ${level.padEnd(5)} [main] ${logger} -- ${text}\n`;
    const http = 'dev.langchain4j.http.client.log.LoggingHttpClient';
    const messages: JsonValue[] = [{ role: 'system', content: conversation.system }];
    const lines = tell(
      conversation.turns,
      () => `call_${made.token(24)}`,
      (content) => {
        messages.push({ role: 'user', content });
        return [];
      },
      (turn, calls) => {
        const body = { model: conversation.model, messages: [...messages], temperature: 0.2, stream: false };
        const request = log(
          'INFO',
          http,
          `HTTP request:\n- version: \n- method: POST\n- url: https://llm.example/v1/chat/completions\n- headers: [Authorization: Beare...Zw], [User-Agent: langchain4j-openai], [Content-Type: application/json]\n- body: ${jackson(body)}\n`,
        );
        const toolCalls = calls.map(({ call, id }) => ({
          id,
          type: 'function',
          function: { name: call.tool, arguments: JSON.stringify(call.arguments) },
        }));
        const answer: JsonValue = {
          role: 'assistant',
          ...(turn.text === undefined && calls.length > 0 ? {} : { content: turn.text ?? '' }),
          ...(calls.length === 0 ? {} : { tool_calls: toolCalls }),
        };
        messages.push(answer);
        const response = log(
          'INFO',
          http,
          `HTTP response:\n- status code: 200\n- headers: [content-type: application/json], [x-request-id: req_${made.hex(32)}]\n- body: ${JSON.stringify(toCompletion(answer, calls.length > 0, conversation, made), null, 2)}\n`,
        );
        const executed = calls.flatMap(({ call, id }) => {
          messages.push({ role: 'tool', tool_call_id: id, content: resultText(call) });
          const asked = `ToolExecutionRequest { id = "${id}", name = "${call.tool}", arguments = "${JSON.stringify(call.arguments)}" }`;
          const executor = 'dev.langchain4j.service.tool.DefaultToolExecutor';
          return [
            log('DEBUG', executor, `About to execute ${asked} for memoryId default`),
            log('DEBUG', executor, `Tool execution result: ${resultText(call)}`),
          ];
        });
        return [request, response, ...executed];
      },
    );
    return {
      path: `logs/assistant-${conversation.id}.log`,
      text: lines.join(''),
      runs: [expectSteps(conversation.turns)],
    };
  },
);

function toCompletion(message: JsonValue, isCalling: boolean, { model }: Conversation, made: Made): object {
  const prompt = made.number(300, 4000);
  const completion = made.number(10, 400);
  return {
    id: `chatcmpl-${made.token(29)}`,
    object: 'chat.completion',
    created: Math.floor(made.tick(0) / 1000),
    model,
    choices: [{ index: 0, message, logprobs: null, finish_reason: isCalling ? 'tool_calls' : 'stop' }],
    usage: { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion },
  };
}

/** As Jackson's default printer writes it: a space on both sides of a colon, braces of a list's objects on one line. */
function jackson(value: JsonValue, indent: string = ''): string {
  if (Array.isArray(value)) {
    const items = (value as readonly JsonValue[]).map((item) => jackson(item, indent));
    return items.length === 0 ? '[ ]' : `[ ${items.join(', ')} ]`;
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value as Readonly<Record<string, JsonValue>>).map(
    ([key, item]) => `${indent}  ${JSON.stringify(key)} : ${jackson(item, `${indent}  `)}`,
  );
  return members.length === 0 ? '{ }' : `{\n${members.join(',\n')}\n${indent}}`;
}
