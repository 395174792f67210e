/** Chats in a terminal, as the screen holds them: boxes, indented results, brackets, objects of Node. */
import { inspect } from 'node:util';
import { drawBox, wrap } from '../boxes.ts';
import {
  type Call,
  type CallWithId,
  expectSteps,
  given,
  oneCallEach,
  oneEach,
  pythonIndented,
  pythonJson,
  pythonRepr,
  pythonText,
  resultText,
  tell,
  toolNames,
  usage,
} from '../blind-2/kit.ts';

const WIDTH = 180;

/** A box for what is typed and one for all the calls of a turn; a star before what is said. */
export const geminiCliScreen = oneEach(
  'Gemini CLI 0.8, the screen of a terminal with tools of an MCP server',
  'text',
  ['home', 'greenhouse', 'permit', 'museum', 'incident'],
  (conversation) => {
    const server = `${conversation.agent} MCP Server`;
    const blocks = tell(
      conversation.turns,
      () => '',
      (text) => [box(hang(' > ', text)), '\n'],
      (turn, calls) => [
        ...given(turn.text, (text) => `${hang('✦ ', text).join('\n')}\n\n`),
        ...(calls.length === 0 ? [] : [box(calls.flatMap((item) => toLines(item, server)))]),
      ],
    );
    const tips =
      '\nTips for getting started:\n1. Ask questions, edit files, or run commands.\n2. Be specific for the best results.\n3. /help for more information.\n\n';
    const prompt = `${box([' >   Type your message or @path/to/file'])}\n~/${conversation.id} (main*)      no sandbox (see /docs)      ${conversation.model} (97% context left)\n`;
    return {
      path: `screens/${conversation.id}.txt`,
      text: `${tips}${blocks.join('')}\nUsing: 1 MCP server (ctrl+t to view)\n${prompt}`,
      runs: [expectSteps(conversation.turns)],
    };
  },
);

function box(lines: readonly string[]): string {
  return drawBox('', lines, WIDTH);
}

/** The first line after a mark, the others below its text. */
function hang(mark: string, text: string): string[] {
  const lines = text.split('\n').flatMap((line) => wrap(line, WIDTH - 4 - mark.length));
  return lines.map((line, index) => `${index === 0 ? mark : ' '.repeat(mark.length)}${line}`);
}

function toLines({ call }: CallWithId, server: string): string[] {
  const mark = call.failed === true ? 'x' : '✔';
  return [
    `${mark}  ${call.tool} (${server}) ${JSON.stringify(call.arguments)}`,
    '',
    ...hang('   ', resultText(call).trimEnd()),
    '',
  ];
}

/** A call is a line, its result is indented by two; what is typed over several lines stands between two commands. */
export const llmChatTools = oneEach(
  'llm (Simon Willison), llm chat with tools and --td in a terminal',
  'text',
  ['refunds', 'press', 'incident', 'library', 'travel'],
  (conversation) => {
    const tools = toolNames(conversation).map((name) => `-T ${name}`);
    const turns = oneCallEach(conversation.turns);
    const blocks = tell(
      turns,
      () => '',
      (text) => [text.includes('\n') ? `> !multi\n${text}\n!end\n` : `> ${text}\n`],
      (turn, calls) => [
        ...given(turn.text, (text) => `${text}\n`),
        ...calls.map(
          ({ call }) =>
            `\nTool call: ${call.tool}(${pythonRepr(call.arguments)})\n${indent(toPretty(call))}\n\n`,
        ),
      ],
    );
    return {
      path: `${conversation.id}.typescript`,
      text: `$ llm chat -m ${conversation.model} ${tools.join(' ')} --td\nChatting with ${conversation.model}\nType 'exit' or 'quit' to exit\nType '!multi' to enter multiple lines, then '!end' to finish\nType '!edit' to open your default editor and modify the prompt\nType '!fragment <my_fragment> [<another_fragment> ...]' to insert one or more fragments\n${blocks.join('')}> exit\n`,
      runs: [expectSteps(turns, { result: toPretty })],
    };
  },
);

/** What is JSON is printed as Python's `json.dumps` with an indent writes it. */
function toPretty({ result }: Call): string {
  return typeof result === 'string' ? result : pythonIndented(result, 2);
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => (line.trim() === '' ? line : `  ${line}`))
    .join('\n');
}

/** A word in brackets before each part; the calls of a turn stand before what they brought. */
export const qwenAgentTypewriter = oneEach(
  'Qwen-Agent, an assistant in a terminal with typewriter_print',
  'text',
  ['refunds', 'home', 'game', 'bakery', 'library'],
  (conversation) => {
    const blocks = tell(
      conversation.turns,
      () => '',
      (text) => [`\nuser question: ${text}\n`],
      (turn, calls) => [
        ...given(turn.thought, (text) => `[THINK]\n${text}\n`),
        ...given(turn.text, (text) => `[ANSWER]\n${text}\n`),
        ...calls.map(({ call }) => `[TOOL_CALL] ${call.tool}\n${pythonJson(call.arguments, false)}\n`),
        ...calls.map(({ call }) => `[TOOL_RESPONSE] ${call.tool}\n${pythonText(call)}\n`),
      ],
    );
    return {
      path: `session-${conversation.id}.txt`,
      text: `${blocks.join('')}\nuser question: `,
      runs: [expectSteps(conversation.turns, { textApart: true, result: pythonText })],
    };
  },
);

/** Each step is an object as Node shows it: keys without quotes, long texts cut into sums. */
export const vercelInspect = oneEach(
  'Vercel AI SDK 5, chat in a terminal that shows each step with console.dir',
  'text',
  ['travel', 'intake', 'greenhouse', 'analysis', 'cluster'],
  (conversation, made) => {
    const blocks = tell(
      conversation.turns,
      () => `call_${made.token(24)}`,
      (text) => [`You: ${text}\n`],
      (turn, calls) => {
        const tokens = usage(made);
        const parts = calls.map(({ call, id }) => ({
          toolCallId: id,
          toolName: call.tool,
          input: call.arguments,
        }));
        const step = {
          text: turn.text ?? '',
          reasoningText: turn.thought,
          toolCalls: parts.map((part) => ({ type: 'tool-call', ...part })),
          toolResults: calls.map(({ call }, index) => ({
            type: 'tool-result',
            ...parts[index],
            output: call.result,
            dynamic: false,
          })),
          finishReason: calls.length === 0 ? 'stop' : 'tool-calls',
          usage: {
            inputTokens: tokens.input_tokens,
            outputTokens: tokens.output_tokens,
            totalTokens: tokens.total_tokens,
            reasoningTokens: undefined,
            cachedInputTokens: 0,
          },
        };
        return [`${inspect(step, { depth: null, breakLength: 80 })}\n`];
      },
    );
    return {
      path: `chat-${conversation.id}.log`,
      text: `\n> desk@1.0.0 chat\n> tsx src/chat.ts\n\n${blocks.join('')}You: `,
      runs: [expectSteps(conversation.turns)],
    };
  },
);
