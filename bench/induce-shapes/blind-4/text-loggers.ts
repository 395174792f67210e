/** Lines of loggers and of `print` that hold values as their languages write them: of Java, of Python's data classes and messages. */
import type { JsonValue } from '@tracewright/core';
import {
  type Call,
  type CallWithId,
  expectSteps,
  firstEpisode,
  type Made,
  oneEach,
  plainText,
  pythonJson,
  pythonRepr,
  pythonText,
  resultText,
  speakerOf,
  tell,
  usage,
} from '../blind-2/kit.ts';

/** Every request repeats the conversation so far as objects of Java, results included; every answer is JSON over many lines, twice. */
export const springAiLog = oneEach(
  'Spring AI 1.1, SimpleLoggerAdvisor around each call of the model',
  'text',
  ['refunds', 'home', 'travel', 'bakery', 'cluster'],
  (conversation, made) => {
    const log = (level: string, logger: string, text: string): string =>
      `${made.time()} ${level.padStart(5)} 18233 --- [desk] [nio-8080-exec-1] ${logger.padEnd(40)} : ${text}\n`;
    const advisor = 'o.s.a.c.c.advisor.SimpleLoggerAdvisor';
    const messages = [
      `SystemMessage{textContent='${conversation.system}', messageType=SYSTEM, metadata={messageType=SYSTEM}}`,
    ];
    const start = log(
      'INFO',
      'c.e.desk.DeskApplication',
      'Started DeskApplication in 3.118 seconds (process running for 3.604)',
    );
    const lines = tell(
      conversation.turns,
      () => `call_${made.token(24)}`,
      (text) => {
        messages.push(`UserMessage{content='${text}', metadata={messageType=USER}, messageType=USER}`);
        return [];
      },
      (turn, calls) => {
        const options = JSON.stringify({ streamUsage: false, model: conversation.model, temperature: 0.2 });
        const request = `request: ChatClientRequest[prompt=Prompt{messages=[${messages.join(', ')}], modelOptions=OpenAiChatOptions: ${options}}, context={}]`;
        const { text = '' } = turn;
        const answer = toGeneration(text, calls, made);
        const tokens = usage(made);
        const response = {
          result: answer,
          results: [answer],
          metadata: {
            id: `chatcmpl-${made.token(29)}`,
            model: conversation.model,
            usage: {
              promptTokens: tokens.input_tokens,
              completionTokens: tokens.output_tokens,
              totalTokens: tokens.total_tokens,
            },
            promptMetadata: [],
            empty: false,
          },
        };
        const asked = calls.map(
          ({ call, id }) =>
            `ToolCall[id=${id}, type=function, name=${call.tool}, arguments=${JSON.stringify(call.arguments)}]`,
        );
        const reason = calls.length > 0 ? 'TOOL_CALLS' : 'STOP';
        messages.push(
          `AssistantMessage [messageType=ASSISTANT, toolCalls=[${asked.join(', ')}], textContent=${text}, metadata={role=ASSISTANT, messageType=ASSISTANT, finishReason=${reason}, index=0}]`,
        );
        const returned = calls.map(
          ({ call, id }) => `ToolResponse[id=${id}, name=${call.tool}, responseData=${resultText(call)}]`,
        );
        if (calls.length > 0)
          messages.push(
            `ToolResponseMessage{responses=[${returned.join(', ')}], messageType=TOOL, metadata={messageType=TOOL}}`,
          );
        return [
          log('DEBUG', advisor, request),
          log('DEBUG', advisor, `response: ${toJackson(response)}`),
          ...calls.flatMap(({ call }) => [
            log('DEBUG', 'o.s.a.m.tool.DefaultToolCallingManager', `Executing tool call: ${call.tool}`),
            log('DEBUG', 'o.s.a.tool.method.MethodToolCallback', `Starting execution of tool: ${call.tool}`),
            ...(call.failed === true
              ? []
              : [
                  log(
                    'DEBUG',
                    'o.s.a.tool.method.MethodToolCallback',
                    `Successful execution of tool: ${call.tool}`,
                  ),
                ]),
          ]),
        ];
      },
    );
    return {
      path: `logs/desk-${conversation.id}.log`,
      text: `${start}${lines.join('')}`,
      runs: [expectSteps(conversation.turns)],
    };
  },
);

function toGeneration(text: string, calls: readonly CallWithId[], made: Made): Record<string, JsonValue> {
  const finishReason = calls.length > 0 ? 'TOOL_CALLS' : 'STOP';
  return {
    output: {
      messageType: 'ASSISTANT',
      metadata: {
        role: 'ASSISTANT',
        messageType: 'ASSISTANT',
        finishReason,
        refusal: '',
        index: 0,
        id: `chatcmpl-${made.token(29)}`,
      },
      toolCalls: calls.map(({ call, id }) => ({
        id,
        type: 'function',
        name: call.tool,
        arguments: JSON.stringify(call.arguments),
      })),
      media: [],
      text,
    },
    metadata: { finishReason, contentFilters: [], empty: true },
  };
}

/** As Jackson's default pretty printer writes: spaces around the colon, lists in one line but for their objects. */
function toJackson(value: JsonValue, indent: string = ''): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) {
    const items = (value as readonly JsonValue[]).map((item) => toJackson(item, indent));
    return items.length === 0 ? '[ ]' : `[ ${items.join(', ')} ]`;
  }
  const inner = `${indent}  `;
  const members = Object.entries(value as Record<string, JsonValue>).map(
    ([name, item]) => `${inner}${JSON.stringify(name)} : ${toJackson(item, inner)}`,
  );
  return members.length === 0 ? '{ }' : `{\n${members.join(',\n')}\n${indent}}`;
}

/** A call is told twice: in the message that asks for it, and when it is made; its response is a dictionary. */
export const homeAssistantLog = oneEach(
  'Home Assistant, log of the conversation integration at the level debug',
  'text',
  ['home', 'greenhouse', 'refunds', 'bakery', 'game'],
  (conversation, made) => {
    const agent = `conversation.${conversation.agent}`;
    const log = (logger: string, text: string): string =>
      `${made.time(0.3).replace('T', ' ').replace('Z', '')} DEBUG (MainThread) [homeassistant.components.${logger}] ${text}\n`;
    const chat = (text: string): string => log('conversation.chat_log', text);
    const lines = tell(
      conversation.turns,
      () => made.token(26, '0123456789ABCDEFGHJKMNPQRSTVWXYZ'),
      (text) => [
        log('conversation', `Processing in en: ${text}`),
        chat(`Adding user content: UserContent(role='user', content=${pythonRepr(text)}, attachments=None)`),
      ],
      (turn, calls) => {
        const inputs = calls.map(
          ({ call, id }) =>
            `ToolInput(tool_name=${pythonRepr(call.tool)}, tool_args=${pythonRepr(call.arguments)}, id='${id}', external=False)`,
        );
        const asked = inputs.length === 0 ? 'None' : `[${inputs.join(', ')}]`;
        return [
          chat(
            `Adding assistant content: AssistantContent(role='assistant', agent_id='${agent}', content=${pythonRepr(turn.text ?? null)}, thinking_content=${pythonRepr(turn.thought ?? null)}, tool_calls=${asked}, native=None)`,
          ),
          ...calls.flatMap(({ call }) => [
            chat(`Tool call: ${call.tool}(${pythonRepr(call.arguments)})`),
            chat(`Tool response: ${toResponse(call)}`),
          ]),
        ];
      },
    );
    return {
      path: `home-assistant-${conversation.id}.log`,
      text: lines.join(''),
      runs: [expectSteps(conversation.turns, { result: toResponse })],
    };
  },
);

function toResponse({ result, failed }: Call): string {
  if (failed === true) return pythonRepr({ error: 'HomeAssistantError', error_text: plainText(result) });
  const isObject = typeof result === 'object' && result !== null && !Array.isArray(result);
  return pythonRepr(isObject ? result : { success: true, result });
}

/** What each node added, as Python writes its messages: one line each, and a rule of four dashes between them. */
export const langgraphStream = oneEach(
  'LangGraph, print(chunk) of graph.stream() with a rule after each',
  'text',
  ['research', 'coding', 'letters', 'incident', 'travel'],
  (conversation, made) => {
    const turns = firstEpisode(conversation).filter(({ by }) => by === 'agent');
    const chunk = (node: string, messages: readonly string[]): string =>
      `{'${node}': {'messages': [${messages.join(', ')}]}}\n----\n`;
    const chunks = tell(
      turns,
      () => `call_${made.token(24)}`,
      () => [],
      (turn, calls) => {
        const node = conversation.turns.some((other) => 'name' in other)
          ? speakerOf(turn, conversation)
          : 'agent';
        const said = toAiMessage(turn.text ?? '', calls, conversation.model, made);
        const returned = calls.map(
          ({ call, id }) =>
            `ToolMessage(content=${pythonRepr(toContent(call))}, name='${call.tool}', id='${made.uuid()}', tool_call_id='${id}'${call.failed === true ? ", status='error'" : ''})`,
        );
        return [chunk(node, [said]), ...(calls.length === 0 ? [] : [chunk('tools', returned)])];
      },
    );
    return {
      path: `runs/${conversation.id}.out`,
      text: chunks.join(''),
      runs: [expectSteps(turns, { result: toContent })],
    };
  },
);

function toAiMessage(text: string, calls: readonly CallWithId[], model: string, made: Made): string {
  const tokens = usage(made);
  const asked = calls.map(({ call, id }) => ({
    id,
    function: { arguments: pythonJson(call.arguments), name: call.tool },
    type: 'function',
  }));
  const read = calls.map(({ call, id }) => ({
    name: call.tool,
    args: call.arguments,
    id,
    type: 'tool_call',
  }));
  const fields: [string, JsonValue][] = [
    ['content', text],
    ['additional_kwargs', calls.length === 0 ? { refusal: null } : { tool_calls: asked, refusal: null }],
    [
      'response_metadata',
      {
        token_usage: {
          completion_tokens: tokens.output_tokens,
          prompt_tokens: tokens.input_tokens,
          total_tokens: tokens.total_tokens,
        },
        model_name: model,
        finish_reason: calls.length === 0 ? 'stop' : 'tool_calls',
        logprobs: null,
      },
    ],
    ['id', `run-${made.uuid()}-0`],
    ...(calls.length === 0 ? [] : [['tool_calls', read] as [string, JsonValue]]),
    ['usage_metadata', tokens],
  ];
  return `AIMessage(${fields.map(([name, value]) => `${name}=${pythonRepr(value)}`).join(', ')})`;
}

function toContent(call: Call): string {
  return call.failed === true ? `Error: ${pythonText(call)}\n Please fix your mistakes.` : pythonText(call);
}
