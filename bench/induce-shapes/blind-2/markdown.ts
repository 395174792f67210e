/** Tasks and sessions exported as Markdown. */
import type { JsonObject, JsonValue } from '@tracewright/core';
import {
  type Call,
  type CallWithId,
  expectSteps,
  given,
  oneEach,
  plainText,
  resultText,
  tell,
} from './kit.ts';

/** Bold lines tell who speaks; calls and results are lines in brackets, arguments have names that begin with a capital. */
export const rooMarkdown = oneEach(
  'Roo Code, task exported as Markdown',
  'text',
  ['coding', 'library', 'greenhouse', 'intake', 'travel'],
  (conversation) => {
    const say = (role: string, blocks: readonly string[]): string =>
      `**${role}:**\n\n${blocks.join('\n')}\n\n`;
    const messages = tell(
      conversation.turns,
      () => '',
      (text) => [say('User', [text])],
      (turn, calls) => [
        say('Assistant', [
          ...given(turn.thought, (text) => `[Reasoning]\n${text}`),
          ...given(turn.text, (text) => text),
          ...calls.map(({ call }) => `[Tool Use: ${call.tool}]\n${toFields(call.arguments)}`),
        ]),
        ...(calls.length === 0 ? [] : [say('User', calls.map(toBracket))]),
      ],
    );
    return {
      path: `roo_task_${conversation.id}.md`,
      text: messages.join('---\n\n'),
      runs: [
        expectSteps(conversation.turns, {
          argumentsOf: ({ arguments: args }) =>
            Object.fromEntries(Object.entries(args).map(([name, value]) => [withCapital(name), value])),
        }),
      ],
    };
  },
);

function toBracket({ call }: CallWithId): string {
  return `[${call.tool}${call.failed === true ? ' (Error)' : ''}]\n${resultText(call)}`;
}

function toFields(args: JsonObject): string {
  return Object.entries(args)
    .map(([name, value]) => {
      const text =
        typeof value === 'object' && value !== null ? JSON.stringify(value, null, 2) : String(value);
      return `${withCapital(name)}: ${text}`;
    })
    .join('\n');
}

function withCapital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** Headings for who speaks, for calls and what they bring; arguments are nested lists of bold names, each kind of value in a way of its own. */
export const gooseMarkdown = oneEach(
  'goose, session exported as Markdown (goose session export)',
  'text',
  ['library', 'greenhouse', 'press', 'home', 'intake'],
  (conversation) => {
    const namespace = conversation.id;
    const messages = tell(
      conversation.turns,
      () => '',
      (text) => [`### User:\n${text}`],
      (turn, calls) => {
        const blocks = [
          ...given(turn.thought, (text) => `**Thinking:**\n> ${text.replaceAll('\n', '\n> ')}\n\n`),
          ...given(turn.text, (text) => `${text}\n\n`),
          ...calls.map(
            ({ call }) =>
              `#### Tool Call: \`${call.tool}\` (namespace: \`${namespace}\`)\n**Arguments:**\n${toList(call.arguments, 0)}\n`,
          ),
        ];
        const responses = calls.map(({ call }) => `#### Tool Response:\n${toResponse(call)}\n`);
        return [
          `### Assistant:\n${blocks.join('').replace(/\n+$/, '')}`,
          ...given(responses.join(''), (text) => text.replace(/\n+$/, '')),
        ];
      },
    );
    const body = messages.map((message) => `${message}\n\n---\n\n`);
    return {
      path: `goose-session-${conversation.id}.md`,
      text: `# Session Export: ${conversation.title}\n\n*Total messages: ${messages.length}*\n\n---\n\n${body.join('')}`,
      runs: [expectSteps(conversation.turns)],
    };
  },
);

function toResponse(call: Call): string {
  const text = resultText(call);
  if (call.failed === true) return `**Error in Tool Response:**\n\`\`\`\n${text}\n\`\`\`\n`;
  return /^(?:\{[^]*\}|\[[^]*\])$/.test(text.trim()) ? `\`\`\`json\n${text.trim()}\n\`\`\`\n` : `${text}\n\n`;
}

const LONG = 80;

function toList(value: JsonValue, depth: number): string {
  const margin = '  '.repeat(depth);
  if (Array.isArray(value)) {
    const items = value as readonly JsonValue[];
    if (items.length === 0) return `${margin}*   *empty list*\n`;
    return items.map((item) => `${margin}*   - ${toItem(item, depth, '      ')}`).join('');
  }
  if (typeof value !== 'object' || value === null) return `${margin}${toSimple(value)}\n`;
  const members = Object.entries(value as JsonObject);
  if (members.length === 0) return `${margin}*empty object*\n`;
  return members.map(([name, item]) => `${margin}*   **${name}**: ${toItem(item, depth, '    ')}`).join('');
}

function toItem(value: JsonValue, depth: number, inner: string): string {
  if (typeof value !== 'string') return `\n${toList(value, depth + 2)}`;
  const margin = '  '.repeat(depth);
  return value.includes('\n') || value.length > LONG
    ? `\n${margin}${inner}\`\`\`\n${margin}${value.trim()}\n${margin}${inner}\`\`\`\n`
    : `\`${value.replaceAll('`', '\\`')}\`\n`;
}

function toSimple(value: JsonValue): string {
  if (value === null) return '_null_';
  return typeof value === 'boolean' ? `*${value}*` : plainText(value);
}
