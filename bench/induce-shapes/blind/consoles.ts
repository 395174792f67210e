/** What agents print while they run. */
import type { Call, Turn } from '../conversations.ts';
import {
  callsOf,
  episodes,
  expectSteps,
  type Made,
  plainText,
  pythonJson,
  pythonRepr,
  resultText,
  type Shape,
  speakerOf,
} from '../shape.ts';
import { given, oneCallEach, oneEach, pythonText, saidBy, thoughtOf, untilSaid, withIds } from './write.ts';

/** Rules with the kind of message; arguments are lines, one a name. */
export const langgraphPretty: Shape = oneEach(
  'LangGraph / LangChain, message.pretty_print()',
  'text',
  ['library', 'greenhouse', 'refunds', 'letters', 'intake'],
  (conversation, made) => {
    const rule = (title: string): string => {
      const stroke = '='.repeat(Math.floor((78 - title.length) / 2));
      return `${stroke} ${title} ${stroke}${title.length % 2 === 0 ? '' : '='}`;
    };
    const blocks = conversation.turns.flatMap((turn) => {
      if (turn.by === 'user') return [`${rule('Human Message')}\n\n${turn.text}`];
      const calls = withIds(turn, () => `call_${made.token(24)}`);
      const name = turn.name === undefined ? '' : `\nName: ${turn.name}`;
      const said = turn.text === undefined ? '' : `\n\n${turn.text}`;
      const lines = calls.flatMap(({ call, id }) => [
        `  ${call.tool} (${id})`,
        ` Call ID: ${id}`,
        '  Args:',
        ...Object.entries(call.arguments).map(
          ([key, value]) => `    ${key}: ${typeof value === 'string' ? value : pythonRepr(value)}`,
        ),
      ]);
      const asked = lines.length === 0 ? '' : `\nTool Calls:\n${lines.join('\n')}`;
      return [
        `${rule('Ai Message')}${name}${said}${asked}`,
        ...calls.map(({ call }) => `${rule('Tool Message')}\nName: ${call.tool}\n\n${resultText(call)}`),
      ];
    });
    return {
      path: `${conversation.id}-stream.txt`,
      text: `${[`${rule('System Message')}\n\n${conversation.system}`, ...blocks].join('\n')}\n`,
      runs: [expectSteps(conversation.turns)],
    };
  },
);

/** Rules with the type of message and who it is from; calls and results are what Python prints of objects. */
export const autogenConsole: Shape = oneEach(
  'AutoGen 0.4 AgentChat, Console(team.run_stream())',
  'text',
  ['letters', 'research', 'press', 'greenhouse', 'analysis'],
  (conversation, made) => {
    const block = (type: string, source: string, text: string): string =>
      `---------- ${type} (${source}) ----------\n${text}\n`;
    const blocks = conversation.turns.flatMap((turn) => {
      if (turn.by === 'user') return [block('TextMessage', 'user', turn.text)];
      const source = speakerOf(turn, conversation);
      const tokens = `\n[Prompt tokens: ${made.number(100, 2000)}, Completion tokens: ${made.number(10, 200)}]`;
      const calls = withIds(turn, () => `call_${made.token(24)}`);
      if (calls.length === 0)
        return [
          ...given(turn.thought, (text) => block('ThoughtEvent', source, text)),
          block('TextMessage', source, `${turn.text ?? ''}${tokens}`),
        ];
      const asked = calls.map(
        ({ call, id }) =>
          `FunctionCall(id='${id}', arguments=${pythonRepr(pythonJson(call.arguments))}, name='${call.tool}')`,
      );
      const came = calls.map(
        ({ call, id }) =>
          `FunctionExecutionResult(content=${pythonRepr(pythonText(call))}, name='${call.tool}', call_id='${id}', is_error=${call.failed === true ? 'True' : 'False'})`,
      );
      return [
        ...given(saidBy(turn), (text) => block('ThoughtEvent', source, text)),
        block('ToolCallRequestEvent', source, `[${asked.join(', ')}]${tokens}`),
        block('ToolCallExecutionEvent', source, `[${came.join(', ')}]`),
      ];
    });
    const summary = `---------- Summary ----------\nNumber of messages: ${blocks.length}\nFinish reason: Text 'TERMINATE' mentioned\nTotal prompt tokens: ${made.number(2000, 9000)}\nTotal completion tokens: ${made.number(100, 900)}\nDuration: ${made.number(300, 4000) / 100} seconds\n`;
    return {
      path: `${conversation.id}.console.log`,
      text: blocks.join('') + summary,
      runs: [expectSteps(conversation.turns, { result: pythonText })],
    };
  },
);

const PINK = '\u001B[1;3;38;5;200m';
const BLUE = '\u001B[1;3;34m';
const END = '\u001B[0m';

/** ReAct text in colours; the message of the user is the input of the first step, the others have none. */
export const llamaindexConsole: Shape = oneEach(
  'LlamaIndex, ReActAgent with verbose=True',
  'text',
  ['library', 'greenhouse', 'analysis', 'game', 'home'],
  (conversation, made) => {
    const turns = untilSaid(oneCallEach(conversation.turns));
    const text = episodes(turns).map(([first, ...answers]) => {
      const steps = answers.map((turn, index) => {
        const input = index === 0 ? (first?.text ?? '') : 'None';
        return `> Running step ${made.uuid()}. Step input: ${input}\n${writeReact(turn)}`;
      });
      return steps.join('');
    });
    return {
      path: `${conversation.id}.out`,
      text: text.join(''),
      runs: [expectSteps(turns, { result: pythonText })],
    };
  },
);

function writeReact(turn: Turn): string {
  const [call] = callsOf(turn);
  if (call === undefined)
    return `${PINK}Thought: I can answer without using any more tools. I'll use the user's language to answer\nAnswer: ${turn.text ?? ''}\n${END}`;
  const thought = thoughtOf(turn) ?? turn.text ?? 'I need to use a tool to help me answer the question.';
  return `${PINK}Thought: ${thought}\nAction: ${call.tool}\nAction Input: ${pythonRepr(call.arguments)}\n${END}${BLUE}Observation: ${pythonText(call)}\n${END}`;
}

/** A name, then what is said, or a block of content as indented JSON. */
export const agentscopeConsole: Shape = oneEach(
  'AgentScope 1.0, messages that agents print',
  'text',
  ['letters', 'library', 'press', 'incident', 'travel'],
  (conversation, made) => {
    const lines = conversation.turns.flatMap((turn) => {
      if (turn.by === 'user') return [`user: ${turn.text}`];
      const name = speakerOf(turn, conversation);
      const calls = withIds(turn, () => `call_${made.token(24)}`);
      const print = (from: string, block: object): string => `${from}: ${JSON.stringify(block, null, 4)}`;
      return [
        ...given(turn.thought, (text) => `${name}(thinking): ${text}`),
        ...given(turn.text, (text) => `${name}: ${text}`),
        ...calls.map(({ call, id }) =>
          print(name, { type: 'tool_use', id, name: call.tool, input: call.arguments }),
        ),
        ...calls.map(({ call, id }) =>
          print('system', {
            type: 'tool_result',
            id,
            name: call.tool,
            output: [{ type: 'text', text: plainText(call.result) }],
          }),
        ),
      ];
    });
    return {
      path: `${conversation.id}.txt`,
      text: `${lines.join('\n')}\n`,
      runs: [expectSteps(conversation.turns, { textApart: true })],
    };
  },
);

/** Pairs of name and value, a line a record; results come in the order in which they are ready. */
export const slogAgent: Shape = oneEach(
  'an agent in Go that logs with slog.TextHandler',
  'text',
  ['greenhouse', 'library', 'incident', 'press', 'intake'],
  (conversation, made) => {
    const session = made.hex(12);
    const line = (level: string, message: string, pairs: Readonly<Record<string, string>>): string => {
      const all = { time: made.time(), level, msg: message, session, ...pairs };
      return `${Object.entries(all)
        .map(([name, value]) => `${name}=${/^[^\s"=]+$/.test(value) ? value : JSON.stringify(value)}`)
        .join(' ')}\n`;
    };
    const lines = [
      line('INFO', 'session started', { model: conversation.model, version: 'v0.9.4', pid: '4711' }),
      ...conversation.turns.flatMap((turn) => toLines(turn, line, made)),
      line('INFO', 'session closed', { reason: 'done' }),
    ];
    return {
      path: `logs/agent-${session}.log`,
      text: lines.join(''),
      runs: [expectSteps(conversation.turns, { textApart: true })],
    };
  },
);

function toLines(
  turn: Turn,
  line: (level: string, message: string, pairs: Readonly<Record<string, string>>) => string,
  made: Made,
): string[] {
  if (turn.by === 'user') return [line('INFO', 'user message', { text: turn.text })];
  const calls = withIds(turn, () => `call_${made.token(8)}`);
  const answer = ({ call, id }: { readonly call: Call; readonly id: string }): string => {
    const pairs = { call_id: id, tool: call.tool, duration: `${made.number(3, 900)}ms` };
    return call.failed === true
      ? line('ERROR', 'tool failed', { ...pairs, error: resultText(call) })
      : line('INFO', 'tool result', { ...pairs, output: resultText(call) });
  };
  return [
    line('DEBUG', 'http request', {
      method: 'POST',
      url: 'https://api.example/v1/messages',
      status: '200',
      took: '1.42s',
    }),
    ...given(turn.thought, (text) => line('DEBUG', 'thinking', { text })),
    ...given(turn.text, (text) => line('INFO', 'assistant message', { text })),
    ...calls.map(({ call, id }) =>
      line('INFO', 'tool call', { call_id: id, tool: call.tool, input: JSON.stringify(call.arguments) }),
    ),
    ...calls.toReversed().map(answer),
  ];
}
