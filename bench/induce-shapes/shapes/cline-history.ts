import type { JsonObject } from '@tracewright/core';
import type { AgentTurn, Call, Conversation, Turn } from '../conversations.ts';
import {
  callsOf,
  expectSteps,
  firstEpisode,
  json,
  make,
  type Made,
  pick,
  plainText,
  resultText,
  type Shape,
  type ShapeFile,
} from '../shape.ts';

/** Calls are tags in the text of the answer, one for each message; the next message of the user, whole, is its result. */
export const clineHistory: Shape = {
  source: 'Cline / Roo Code, api_conversation_history.json',
  form: 'json',
  files: () => pick('coding', 'analysis', 'incident', 'research', 'travel').map(toFile),
};

interface Message {
  readonly role: 'user' | 'assistant';
  readonly content: readonly { readonly type: 'text'; readonly text: string }[];
  readonly ts: number;
}

function toFile(conversation: Conversation): ShapeFile {
  const made = make(conversation);
  const turns = oneCallEach(firstEpisode(conversation));
  const messages: Message[] = [];
  const results = new Map<Call, string>();
  for (const [index, turn] of turns.entries()) {
    messages.push(...toMessages(turn, made, index === turns.length - 1));
    const [call] = callsOf(turn);
    if (call !== undefined)
      results.set(call, (messages.at(-1)?.content ?? []).map(({ text }) => text).join('\n'));
  }
  return {
    path: `tasks/${Date.parse(conversation.startedAt)}/api_conversation_history.json`,
    text: json(messages, 1),
    runs: [
      expectSteps(turns.map(finish), { argumentsOf: toTrimmed, result: (call) => results.get(call) ?? '' }),
    ],
  };
}

/** What is said without a call stands before the next one; calls in parallel follow each other. */
function oneCallEach(turns: readonly Turn[]): Turn[] {
  const list: Turn[] = [];
  let before = '';
  for (const [index, turn] of turns.entries()) {
    const calls = callsOf(turn);
    if (turn.by === 'agent' && calls.length === 0 && index < turns.length - 1) {
      before += `${turn.text ?? ''}\n\n`;
      continue;
    }
    if (calls.length === 0) list.push(turn);
    for (const [place, call] of calls.entries())
      list.push(
        place === 0
          ? { ...turn, by: 'agent', text: `${before}${turn.text ?? ''}`, calls: [call] }
          : { by: 'agent', calls: [call] },
      );
    before = '';
  }
  return list;
}

/** The answer at the end is a call too. */
function finish(turn: Turn): Turn {
  return turn.by === 'agent' && callsOf(turn).length === 0
    ? {
        by: 'agent',
        calls: [{ tool: 'attempt_completion', arguments: { result: turn.text ?? '' }, result: '' }],
      }
    : turn;
}

function toMessages(turn: Turn, made: Made, isLast: boolean): Message[] {
  const details = `<environment_details>\n# VSCode Visible Files\nbilling/invoice.py\n\n# VSCode Open Tabs\nbilling/invoice.py,tests/test_invoice.py\n\n# Current Time\n${made.time()} (UTC)\n\n# Context Window Usage\n${made.number(10, 90)}K / 200K tokens used\n\n# Current Mode\nACT MODE\n</environment_details>`;
  const message = (role: Message['role'], ...texts: string[]): Message => ({
    role,
    content: texts.map((text) => ({ type: 'text', text })),
    ts: made.tick(),
  });
  if (turn.by === 'user') return [message('user', `<task>\n${turn.text}\n</task>`, details)];
  const answer = message('assistant', writeAnswer(turn));
  const [call] = callsOf(turn);
  if (call === undefined || isLast) return [answer];
  return [answer, message('user', `[${call.tool}${forWhat(call)}] Result:`, resultText(call), details)];
}

function writeAnswer(turn: AgentTurn): string {
  const [call] = callsOf(turn);
  const thought = turn.thought === undefined ? '' : `<thinking>\n${turn.thought}\n</thinking>\n\n`;
  if (call === undefined)
    return `${thought}<attempt_completion>\n<result>\n${turn.text ?? ''}\n</result>\n</attempt_completion>`;
  const members = Object.entries(call.arguments).map(
    ([name, value]) => `<${name}>${plainText(value)}</${name}>\n`,
  );
  const text = turn.text === undefined || turn.text === '' ? '' : `${turn.text}\n\n`;
  return `${thought}${text}<${call.tool}>\n${members.join('')}</${call.tool}>`;
}

function forWhat({ arguments: args }: Call): string {
  const [first] = Object.values(args);
  return typeof first === 'string' ? ` for '${first.split('\n')[0] ?? ''}'` : '';
}

/** Between tags a value has no type, and line breaks around it are layout. */
function toTrimmed({ arguments: args }: Call): JsonObject {
  return Object.fromEntries(
    Object.entries(args).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.replaceAll(/^\n+|\n+$/g, '') : value,
    ]),
  );
}
