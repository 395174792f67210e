import type { Call, Conversation, Turn } from '../conversations.ts';
import { callsOf, expectSteps, pick, pythonJson, type Shape, type ShapeFile } from '../shape.ts';

/** The prompt as the model reads it, with its special tokens: calls and their answers are objects between tags, the latter in a turn of the user. */
export const chatmlDump: Shape = {
  source: 'a local model (Qwen, Hermes), prompt after the chat template',
  form: 'text',
  files: () =>
    [pick('home'), pick('travel'), pick('game', 'wording'), pick('research'), pick('intake')].map(toFile),
};

function toFile(conversations: readonly Conversation[], index: number): ShapeFile {
  return {
    path: `prompts/request-${String(index + 1).padStart(4, '0')}.txt`,
    text: conversations.map(writePrompt).join('<|endoftext|>\n'),
    runs: conversations.map(({ turns }) => expectSteps(turns, { result: toText })),
  };
}

function writePrompt(conversation: Conversation): string {
  const tools = [...new Set(conversation.turns.flatMap((turn) => callsOf(turn)).map(({ tool }) => tool))];
  const schemas = tools.map((name) =>
    pythonJson({
      type: 'function',
      function: { name, description: `Use ${name}.`, parameters: { type: 'object', properties: {} } },
    }),
  );
  const offer =
    tools.length === 0
      ? ''
      : `\n\n# Tools\n\nYou may call one or more functions to assist with the user query.\n\n<tools>\n${schemas.join('\n')}\n</tools>`;
  return `${frame('system', conversation.system + offer)}${conversation.turns.map(writeTurn).join('')}`;
}

function writeTurn(turn: Turn): string {
  if (turn.by === 'user') return frame('user', turn.text);
  const calls = callsOf(turn);
  const parts = [
    ...(turn.thought === undefined ? [] : [`<think>\n${turn.thought}\n</think>\n`]),
    ...(turn.text === undefined ? [] : [turn.text]),
    ...calls.map(
      (call) =>
        `<tool_call>\n${pythonJson({ name: call.tool, arguments: call.arguments }, false)}\n</tool_call>`,
    ),
  ];
  const answers = calls.map((call) => `<tool_response>\n${toText(call)}\n</tool_response>`);
  return `${frame('assistant', parts.join('\n'))}${answers.length === 0 ? '' : frame('user', answers.join('\n'))}`;
}

function frame(role: string, text: string): string {
  return `<|im_start|>${role}\n${text}<|im_end|>\n`;
}

function toText({ result }: Call): string {
  return typeof result === 'string' ? result : pythonJson(result, false);
}
