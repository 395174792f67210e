/** What agents in Elixir, R and PHP print: values as these languages write them. */
import type { JsonValue } from '@tracewright/core';
import type { Call } from '../conversations.ts';
import { callsOf, expectSteps, type Made, plainText, resultText } from '../shape.ts';
import { type IdentifiedCall, listTools, textShape, toSeconds, withIds } from './text-kit.ts';

/** A term of Elixir: written out, or with members that go on lines of their own where 80 columns do not hold them. */
type Term = string | { readonly open: string; readonly members: readonly Member[]; readonly close: string };
type Member = readonly [label: string, term: Term];

/** Each run prints all messages so far, then each answer as a struct, and around each call the function, its result and the message of results. */
export const elixirLangchain = textShape(
  'LangChain for Elixir 0.3, LLMChain with verbose: true',
  ['library', 'cluster', 'home'],
  (conversation, made) => {
    const messages: Term[] = [toElixirMessage('system', { content: quoteElixir(conversation.system) })];
    const tools = listTools(conversation).map(([name]) =>
      struct('LangChain.Function', [
        ['name', quoteElixir(name)],
        ['description', quoteElixir(`Runs ${name.replaceAll('_', ' ')}.`)],
        ['display_text', 'nil'],
        [
          'function',
          `#Function<${made.number(1, 40)}.${made.number(10_000_000, 99_999_999)}/2 in Desk.Tools>`,
        ],
        ['async', 'true'],
        ['parameters_schema', 'nil'],
        ['parameters', '[]'],
        ['options', '[]'],
      ]),
    );
    const llm = struct('LangChain.ChatModels.ChatOpenAI', [
      ['endpoint', '"https://api.openai.com/v1/chat/completions"'],
      ['model', quoteElixir(conversation.model)],
      ['api_key', 'nil'],
      ['temperature', '1.0'],
      ['frequency_penalty', '0.0'],
      ['receive_timeout', '60000'],
      ['seed', 'nil'],
      ['n', '1'],
      ['json_response', 'false'],
      ['stream', 'false'],
      ['max_tokens', 'nil'],
    ]);
    const inspect = (label: string, term: Term): string => `${label}: ${writeTerm(term)}\n`;
    const lines = conversation.turns.flatMap((turn) => {
      if (turn.by === 'user') {
        messages.push(toElixirMessage('user', { content: quoteElixir(turn.text) }));
        return [
          inspect('LLM', llm),
          inspect('MESSAGES', listTerm(messages)),
          inspect('TOOLS', listTerm(tools)),
        ];
      }
      const calls = withIds(turn, () => `call_${made.token(24)}`);
      const content = turn.text === undefined ? 'nil' : quoteElixir(turn.text);
      const answer = toElixirMessage('assistant', {
        content,
        toolCalls: calls.map(toElixirCall),
        index: '0',
      });
      messages.push(answer);
      if (calls.length === 0) return [inspect('SINGLE MESSAGE RESPONSE', answer)];
      const results = toElixirMessage('tool', { content: 'nil', toolResults: calls.map(toElixirResult) });
      messages.push(results);
      return [
        inspect('SINGLE MESSAGE RESPONSE', answer),
        ...calls.flatMap((call) => [
          inspect('EXECUTING FUNCTION', quoteElixir(call.tool)),
          inspect(call.failed === true ? 'FUNCTION ERROR' : 'FUNCTION RESULT', quoteElixir(resultText(call))),
        ]),
        inspect('TOOL RESULTS', results),
      ];
    });
    return {
      path: `iex/${conversation.id}.txt`,
      text: lines.join(''),
      runs: [expectSteps(conversation.turns)],
    };
  },
);

interface MessageParts {
  readonly content: string;
  readonly index?: string;
  readonly toolCalls?: readonly Term[];
  readonly toolResults?: readonly Term[];
}

function toElixirMessage(role: string, parts: MessageParts): Term {
  const { content, index = 'nil', toolCalls = [], toolResults } = parts;
  return struct('LangChain.Message', [
    ['content', content],
    ['processed_content', 'nil'],
    ['index', index],
    ['status', ':complete'],
    ['role', `:${role}`],
    ['name', 'nil'],
    ['tool_calls', listTerm(toolCalls)],
    ['tool_results', toolResults === undefined ? 'nil' : listTerm(toolResults)],
    ['metadata', 'nil'],
  ]);
}

function toElixirCall(call: IdentifiedCall): Term {
  return struct('LangChain.Message.ToolCall', [
    ['status', ':complete'],
    ['type', ':function'],
    ['call_id', quoteElixir(call.id)],
    ['name', quoteElixir(call.tool)],
    ['arguments', toTerm(call.arguments)],
    ['index', 'nil'],
  ]);
}

function toElixirResult(call: IdentifiedCall): Term {
  return struct('LangChain.Message.ToolResult', [
    ['type', ':function'],
    ['tool_call_id', quoteElixir(call.id)],
    ['name', quoteElixir(call.tool)],
    ['content', quoteElixir(resultText(call))],
    ['processed_content', 'nil'],
    ['display_text', 'nil'],
    ['is_error', String(call.failed === true)],
    ['options', '[]'],
  ]);
}

function struct(name: string, fields: readonly Member[]): Term {
  return {
    open: `%${name}{`,
    members: fields.map(([key, term]): Member => [`${key}: `, term]),
    close: '}',
  };
}

function listTerm(items: readonly Term[]): Term {
  return { open: '[', members: items.map((item): Member => ['', item]), close: ']' };
}

function toTerm(value: JsonValue): Term {
  if (value === null) return 'nil';
  if (typeof value === 'string') return quoteElixir(value);
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return listTerm((value as readonly JsonValue[]).map(toTerm));
  const members = Object.entries(value as Record<string, JsonValue>).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return {
    open: '%{',
    members: members.map(([key, item]): Member => [`${quoteElixir(key)} => `, toTerm(item)]),
    close: '}',
  };
}

function quoteElixir(text: string): string {
  return JSON.stringify(text).replaceAll('#{', String.raw`\#{`);
}

function writeTerm(term: Term, indent: string = ''): string {
  if (typeof term === 'string') return term;
  const flat = flatten(term);
  if (indent.length + flat.length <= 80 || term.members.length === 0) return flat;
  const inner = `${indent}  `;
  const members = term.members.map(([label, member]) => `${inner}${label}${writeTerm(member, inner)}`);
  return `${term.open}\n${members.join(',\n')}\n${indent}${term.close}`;
}

function flatten(term: Term): string {
  if (typeof term === 'string') return term;
  return `${term.open}${term.members.map(([label, member]) => `${label}${flatten(member)}`).join(', ')}${term.close}`;
}

/** A chat as R prints it: calls as R code, results under the heading of the user, as this library sends them. */
export const ellmerChat = textShape(
  'ellmer 0.3 for R, a printed Chat',
  ['game', 'greenhouse', 'permit'],
  (conversation, made) => {
    const rule = (title: string): string => `── ${title} ${'─'.repeat(Math.max(0, 76 - title.length))}\n`;
    const heading = (role: string): string => rule(`${role} [${made.number(8, 400)}]`);
    const turns = conversation.turns.flatMap((turn) => {
      if (turn.by === 'user') return [heading('user'), `${turn.text}\n`];
      const calls = withIds(turn, () => `call_${made.token(24)}`);
      return [
        heading('assistant'),
        ...(turn.text === undefined ? [] : [`${turn.text}\n`]),
        ...calls.map((call) => `[tool request (${call.id})]: ${call.tool}(${toNamed(call.arguments)})\n`),
        ...(calls.length === 0 ? [] : [heading('user')]),
        ...calls.map((call) => {
          const result = toEllmerResult(call);
          return `[tool result  (${call.id})]:${result.includes('\n') ? '\n' : ' '}${result}\n`;
        }),
      ];
    });
    const count =
      conversation.turns.length + conversation.turns.filter((turn) => callsOf(turn).length > 0).length;
    const cost = `tokens=${made.number(2000, 9000)}/${made.number(200, 900)} $0.0${made.number(1, 9)}`;
    return {
      path: `R/${conversation.id}.txt`,
      text: [
        `<Chat OpenAI/${conversation.model} turns=${count + 1} ${cost}>\n`,
        rule('system [0]'),
        `${conversation.system}\n`,
        ...turns,
      ].join(''),
      runs: [expectSteps(conversation.turns, { result: toEllmerResult })],
    };
  },
);

function toEllmerResult(call: Call): string {
  return call.failed === true ? `Error: ${resultText(call)}` : resultText(call);
}

function toR(value: JsonValue): string {
  if (value === null) return 'NULL';
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (typeof value === 'number') return Number.isInteger(value) ? `${value}L` : String(value);
  if (Array.isArray(value)) return `list(${(value as readonly JsonValue[]).map(toR).join(', ')})`;
  return `list(${toNamed(value as Record<string, JsonValue>)})`;
}

function toNamed(members: Readonly<Record<string, JsonValue>>): string {
  return Object.entries(members)
    .map(([key, value]) => `${/^[A-Za-z.][\w.]*$/.test(key) ? key : `\`${key}\``} = ${toR(value)}`)
    .join(', ');
}

/** Lines of Monolog: a message, then its context as JSON and a space; an exception brings its stack along. */
export const laravelLog = textShape(
  'Laravel 11, storage/logs/laravel.log of an agent that logs its turns',
  ['refunds', 'intake', 'travel'],
  (conversation, made) => {
    const log = (level: string, message: string, context: object): string =>
      `[${toSeconds(made.time())}] production.${level}: ${message} ${breakLines(JSON.stringify(context))} \n`;
    const thread = made.number(1000, 9999);
    const start = log('WARNING', 'Cache store "redis" is slow', { ms: made.number(200, 900) });
    const lines = conversation.turns.flatMap((turn) => {
      if (turn.by === 'user') return [log('INFO', 'Message received', { thread, text: turn.text })];
      const calls = withIds(turn, () => `call_${made.token(24)}`);
      return [
        log('DEBUG', 'Prism request', { provider: 'openai', model: conversation.model, thread }),
        ...(turn.text === undefined || calls.length === 0
          ? []
          : [log('INFO', 'Message sent', { thread, text: turn.text })]),
        ...calls.flatMap((call) => {
          const { id, tool, failed = false } = call;
          const asked = log('INFO', 'Calling tool', { thread, id, tool, arguments: call.arguments });
          const answered = failed
            ? log('ERROR', 'Tool failed', { thread, id, ...toThrown(plainText(call.result), made) })
            : log('INFO', 'Tool answered', { thread, id, ms: made.number(9, 900), result: call.result });
          return [asked, answered];
        }),
        ...(calls.length === 0 ? [log('INFO', 'Message sent', { thread, text: turn.text ?? '' })] : []),
        log('DEBUG', 'Prism usage', {
          promptTokens: made.number(300, 2000),
          completionTokens: made.number(12, 180),
        }),
      ];
    });
    return {
      path: `logs/laravel-${conversation.id}.log`,
      text: [start, ...lines].join(''),
      runs: [expectSteps(conversation.turns, { textApart: true })],
    };
  },
);

/** Its formatter writes line breaks within JSON as line breaks. */
function breakLines(json: string): string {
  return json.replaceAll(/(?<!\\)\\n/g, '\n');
}

/** The fields of an exception, whose text goes on with the stack. */
function toThrown(text: string, made: Made): object {
  const stack = ['ToolRunner', 'Turn', 'Desk'].map(
    (name, index) => `#${index} /var/www/app/Agents/${name}.php(${made.number(20, 200)})\n`,
  );
  const place = '/var/www/app/Agents/ToolRunner.php:88';
  return {
    error: text,
    exception: `[object] (App\\Exceptions\\ToolFailed(code: 0): ${text} at ${place})\n[stacktrace]\n${stack.join('')}#3 {main}\n`,
  };
}
