/** What chat programs store and export. */
import type { JsonValue } from '@tracewright/core';
import type { AgentTurn } from '../conversations.ts';
import { callsOf, episodes, expectSteps, json, make, type Made, resultText, type Shape } from '../shape.ts';
import { answersOf, given, oneEach, toolNames, untilSaid, withIds } from './write.ts';

/** A tree: each message holds those that answer it; who speaks is a boolean, and an answer is a list of parts. */
export const librechatExport: Shape = oneEach(
  'LibreChat, exported conversation (recursive)',
  'json',
  ['refunds', 'library', 'press', 'intake', 'wording'],
  (conversation, made) => {
    const conversationId = made.uuid();
    const messages = episodes(conversation.turns).flatMap((episode) => [
      { sender: 'User', isCreatedByUser: true, text: episode[0]?.text ?? '' },
      {
        sender: conversation.agent,
        isCreatedByUser: false,
        text: '',
        content: answersOf(episode).flatMap((turn) => toLibreParts(turn, made)),
        model: conversation.model,
        iconURL: null,
      },
    ]);
    return {
      path: `exports/${conversation.id}.json`,
      text: json({
        conversationId,
        endpoint: 'agents',
        title: conversation.title,
        exportAt: made.time(),
        branches: true,
        recursive: true,
        options: {
          presetId: null,
          model: conversation.model,
          agent_id: `agent_${made.token(21)}`,
          tools: [],
        },
        messages: nest(messages, conversationId, '00000000-0000-0000-0000-000000000000', made),
      }),
      runs: [expectSteps(conversation.turns)],
    };
  },
);

function nest(
  [first, ...rest]: readonly object[],
  conversationId: string,
  parentMessageId: string,
  made: Made,
): unknown[] {
  if (first === undefined) return [];
  const messageId = made.uuid();
  const message = {
    messageId,
    parentMessageId,
    conversationId,
    ...first,
    error: false,
    unfinished: false,
    tokenCount: made.number(5, 400),
    createdAt: made.time(),
    depth: 0,
  };
  return [{ ...message, children: nest(rest, conversationId, messageId, made) }];
}

function toLibreParts(turn: AgentTurn, made: Made): unknown[] {
  const calls = withIds(turn, () => `call_${made.token(24)}`);
  return [
    ...given(turn.thought, (think) => ({ type: 'think', think })),
    ...given(turn.text, (text) => ({ type: 'text', text, tool_call_ids: calls.map(({ id }) => id) })),
    ...calls.map(({ call, id }) => ({
      type: 'tool_call',
      tool_call: {
        id,
        name: call.tool,
        args: JSON.stringify(call.arguments),
        type: 'tool_call',
        progress: 1,
        output: resultText(call),
      },
    })),
  ];
}

/** A message of the role `tool` holds calls and results of several rounds. */
export const aichatSession: Shape = oneEach(
  'aichat, session in YAML',
  'json',
  ['home', 'greenhouse', 'library', 'coding', 'travel'],
  (conversation) => {
    const turns = untilSaid(conversation.turns);
    const messages: JsonValue[] = episodes(turns).flatMap(([first, ...answers]): JsonValue[] => {
      const calls = answers.flatMap((turn) => callsOf(turn));
      const said = answers.filter((turn) => callsOf(turn).length > 0).flatMap(({ text }) => text ?? []);
      const made = make(conversation);
      const content = {
        tool_results: calls.map((call) => ({
          call: { name: call.tool, arguments: call.arguments, id: `call_${made.token(24)}` },
          output: call.result,
        })),
        text: said.join('\n\n'),
        sequence: calls.length > 1,
      };
      return [
        { role: 'user', content: first?.text ?? '' },
        ...(calls.length === 0 ? [] : [{ role: 'tool', content }]),
        { role: 'assistant', content: answers.at(-1)?.text ?? '' },
      ];
    });
    const session = {
      model: `openai:${conversation.model}`,
      temperature: 0.2,
      use_tools: toolNames(conversation).join(','),
      save_session: true,
      messages: [{ role: 'system', content: conversation.system }, ...messages],
    };
    return {
      path: `aichat/sessions/${conversation.id}.yaml`,
      text: `${writeYaml(session, '').trimStart()}\n`,
      runs: [expectSteps(turns)],
    };
  },
);

/** Block style: lists are not indented below their key; a text of several lines is a literal block. */
function writeYaml(value: JsonValue, indent: string): string {
  if (Array.isArray(value) && value.length > 0)
    return (value as readonly JsonValue[])
      .map((item) => `\n${indent}- ${writeYaml(item, `${indent}  `).replace(/^\n\s*/, '')}`)
      .join('');
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0)
    return Object.entries(value as Readonly<Record<string, JsonValue>>)
      .map(([key, item]) => {
        const isNested = typeof item === 'object' && item !== null;
        const text = writeYaml(
          item,
          isNested && !Array.isArray(item) ? `${indent}  ` : isNested ? indent : `${indent}  `,
        );
        return `\n${indent}${key}:${text.startsWith('\n') ? '' : ' '}${text}`;
      })
      .join('');
  return typeof value === 'string' ? writeYamlText(value, indent) : JSON.stringify(value);
}

function writeYamlText(text: string, indent: string): string {
  const isBlock = text.includes('\n') && !/^\s|\n\n$/.test(text);
  if (isBlock) {
    const body = text.replace(/\n$/, '').split('\n');
    return `|${text.endsWith('\n') ? '' : '-'}\n${body.map((line) => (line === '' ? '' : indent + line)).join('\n')}`;
  }
  const isPlain =
    /^[A-Za-z_/][\w /.,()-]*$/.test(text) && !/^(?:true|false|null|yes|no|on|off|y|n|t)$/i.test(text);
  if (isPlain && text.trim() === text) return text;
  return text.includes('\n') ? JSON.stringify(text) : `'${text.replaceAll("'", "''")}'`;
}
