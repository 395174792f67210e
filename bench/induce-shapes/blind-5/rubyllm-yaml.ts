/** Tables of a program in Ruby, a document of YAML each: columns once, then rows, which name rows of other tables by number. */
import {
  type Conversation,
  expectSteps,
  make,
  type Made,
  resultText,
  severalEach,
  tell,
  usage,
} from '../blind-2/kit.ts';

type Cell = string | number | null;

interface Table {
  readonly columns: readonly string[];
  readonly rows: Cell[][];
}

type Tables = Readonly<Record<'chats' | 'messages' | 'tool_calls', Table>>;

const CHATS = ['id', 'model_id', 'title', 'created_at', 'updated_at'];
const MESSAGES = [
  'id',
  'chat_id',
  'role',
  'content',
  'model_id',
  'input_tokens',
  'output_tokens',
  'tool_call_id',
  'created_at',
  'updated_at',
];
const TOOL_CALLS = ['id', 'message_id', 'tool_call_id', 'name', 'arguments', 'created_at', 'updated_at'];

/** A message of a tool has the number of its call, and a call that of the message which made it. */
export const rubyLlmYaml = severalEach(
  'RubyLLM, tables of chats in a Rails application, dumped by yaml_db (db/data.yml)',
  'json',
  [['library'], ['refunds', 'coding'], ['analysis', 'wording'], ['bakery', 'home'], ['greenhouse']],
  (conversations, index) => {
    const tables: Tables = {
      chats: { columns: CHATS, rows: [] },
      messages: { columns: MESSAGES, rows: [] },
      tool_calls: { columns: TOOL_CALLS, rows: [] },
    };
    for (const conversation of conversations) addChat(conversation, tables);
    return {
      path: `backups/2025-12-0${index + 1}/data.yml`,
      text: Object.entries(tables).map(toDocument).join(''),
      runs: conversations.map(({ turns }) => expectSteps(turns)),
    };
  },
);

function addChat(conversation: Conversation, { chats, messages, tool_calls }: Tables): void {
  const made = make(conversation);
  const chat = add(chats, made, [conversation.model, conversation.title]);
  const addMessage = (role: string, content: string, more: readonly Cell[]): number =>
    add(messages, made, [chat, role, content, ...more]);
  addMessage('system', conversation.system, [null, null, null, null]);
  tell(
    conversation.turns,
    () => `call_${made.token(24)}`,
    (text) => [addMessage('user', text, [null, null, null, null])],
    (turn, calls) => {
      const { input_tokens, output_tokens } = usage(made);
      const asked = addMessage('assistant', turn.text ?? '', [
        conversation.model,
        input_tokens,
        output_tokens,
        null,
      ]);
      const numbers = calls.map(({ call, id }) =>
        add(tool_calls, made, [asked, id, call.tool, JSON.stringify(call.arguments)]),
      );
      return calls.map(({ call }, index) =>
        addMessage('tool', resultText(call), [conversation.model, null, null, numbers[index] ?? null]),
      );
    },
  );
}

/** The number of the row. */
function add({ rows }: Table, made: Made, cells: readonly Cell[]): number {
  const time = made.time().replace('T', ' ').replace('Z', '214');
  const id = rows.length + 1;
  rows.push([id, ...cells, time, time]);
  return id;
}

function toDocument([name, { columns, rows }]: readonly [string, Table]): string {
  const records = rows.map((row) =>
    row.map((cell, index) => `  ${index === 0 ? '- ' : '  '}- ${toScalar(cell)}`.trimEnd()),
  );
  const lines = [...columns.map((column) => `  - ${column}`), '  records:', ...records.flat()];
  return `\n---\n${name}:\n  columns:\n${lines.join('\n')}\n`;
}

/** As Psych writes it: what could be read as something else in quotes, and lines as they are. */
function toScalar(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  if (/\n./.test(cell) && !/ \n|^\s|[^\n]\n\n$/.test(cell)) {
    const chomp = cell.endsWith('\n') ? '' : '-';
    return `|${chomp}\n${cell.replace(/\n$/, '').replaceAll(/^(?=.)/gm, '      ')}`;
  }
  if (cell.includes('\n')) return JSON.stringify(cell);
  const isPlain =
    /^[\p{L}(¡]/u.test(cell) && !/:(?:\s|$)|\s#|^(?:true|false|null|yes|no|on|off|y|n)$|\s$/i.test(cell);
  return fold(isPlain ? cell : `'${cell.replaceAll("'", "''")}'`);
}

/** Breaks at a single space once a line is long. */
function fold(text: string): string {
  return text.replaceAll(/([^\n]{74,}?\S) (?=\S)/g, '$1\n      ');
}
