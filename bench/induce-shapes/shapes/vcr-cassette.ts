import type { Conversation, Turn } from '../conversations.ts';
import {
  callsOf,
  expectSteps,
  make,
  type Made,
  pick,
  pythonJson,
  resultText,
  type Shape,
  type ShapeFile,
} from '../shape.ts';

/** Requests and answers recorded for tests: bodies are JSON in YAML text, folded at 80 columns, each with all messages so far. */
export const vcrCassette: Shape = {
  source: 'VCR.py cassette of chat completions',
  form: 'json',
  files: () => pick('analysis', 'refunds', 'travel', 'wording', 'coding').map(toFile),
};

function toFile(conversation: Conversation): ShapeFile {
  const made = make(conversation);
  const messages: unknown[] = [{ role: 'system', content: conversation.system }];
  const interactions: string[] = [];
  for (const turn of conversation.turns) {
    if (turn.by === 'user') {
      messages.push({ role: 'user', content: turn.text });
      continue;
    }
    const request = {
      messages: [...messages],
      model: conversation.model,
      stream: false,
      tool_choice: 'auto',
      tools: toTools(conversation),
    };
    const { message, results } = toMessages(turn, made);
    const response = {
      id: `chatcmpl-${made.token(29)}`,
      object: 'chat.completion',
      created: Math.floor(made.tick() / 1000),
      model: conversation.model,
      choices: [
        { index: 0, message, logprobs: null, finish_reason: results.length > 0 ? 'tool_calls' : 'stop' },
      ],
      usage: {
        prompt_tokens: made.number(300, 2000),
        completion_tokens: made.number(10, 200),
        total_tokens: 2200,
      },
      system_fingerprint: `fp_${made.hex(10)}`,
    };
    interactions.push(
      writeInteraction(
        pythonJson(JSON.parse(JSON.stringify(request))),
        JSON.stringify(response, null, 2),
        made,
      ),
    );
    messages.push(message, ...results);
  }
  return {
    path: `tests/cassettes/test_${conversation.id}.yaml`,
    text: `interactions:\n${interactions.join('')}version: 1\n`,
    runs: [expectSteps(conversation.turns)],
  };
}

function toTools({ turns }: Conversation): unknown[] {
  const names = new Set(turns.flatMap((turn) => callsOf(turn).map(({ tool }) => tool)));
  return [...names].map((name) => ({
    type: 'function',
    function: { name, description: `Use ${name}.`, parameters: { type: 'object', properties: {} } },
  }));
}

function toMessages(turn: Turn, made: Made): { message: unknown; results: unknown[] } {
  const calls = callsOf(turn).map((call) => ({ call, id: `call_${made.token(24)}` }));
  const thought = turn.by === 'agent' ? turn.thought : undefined;
  const message = {
    role: 'assistant',
    content: turn.text ?? null,
    ...(thought === undefined ? {} : { reasoning_content: thought }),
    ...(calls.length === 0
      ? {}
      : {
          tool_calls: calls.map(({ call, id }) => ({
            id,
            type: 'function',
            function: { name: call.tool, arguments: JSON.stringify(call.arguments) },
          })),
        }),
    refusal: null,
  };
  return {
    message,
    results: calls.map(({ call, id }) => ({ role: 'tool', tool_call_id: id, content: resultText(call) })),
  };
}

function writeInteraction(request: string, response: string, made: Made): string {
  const headers = (list: Readonly<Record<string, string>>): string =>
    Object.entries(list)
      .map(([name, value]) => `      ${name}:\n      - ${value}\n`)
      .join('');
  return [
    `- request:\n    body: ${singleQuoted(request)}\n    headers:\n`,
    headers({
      accept: 'application/json',
      connection: 'keep-alive',
      'content-length': `'${request.length}'`,
      'content-type': 'application/json',
      host: 'api.openai.com',
      'user-agent': 'OpenAI/Python 1.61.0',
    }),
    '    method: POST\n    uri: https://api.openai.com/v1/chat/completions\n',
    `  response:\n    body:\n      string: ${doubleQuoted(response)}\n    headers:\n`,
    headers({
      'CF-RAY': made.hex(16),
      'Content-Type': 'application/json',
      'openai-processing-ms': `'${made.number(300, 2000)}'`,
    }),
    '    status:\n      code: 200\n      message: OK\n',
  ].join('');
}

/** A break of a line between quotes is one space. */
function singleQuoted(text: string): string {
  return `'${fold(text.replaceAll("'", "''"), 80).join('\n      ')}'`;
}

/** Breaks are escaped, and so is a space at the beginning of the next line. */
function doubleQuoted(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1);
  const lines = fold(escaped, 72).map((line, index) => (index === 0 ? line : String.raw`\ ${line}`));
  return `"${lines.join('\\\n        ')}"`;
}

/** Breaks at single spaces only: more than one would be lost. */
function fold(text: string, width: number): string[] {
  const lines: string[] = [];
  let start = 0;
  for (const { index } of text.matchAll(/(?<=\S) (?=\S)/g)) {
    if (index - start < width) continue;
    lines.push(text.slice(start, index));
    start = index + 1;
  }
  return [...lines, text.slice(start)];
}
