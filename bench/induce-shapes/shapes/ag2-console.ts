import type { Conversation, Turn } from '../conversations.ts';
import {
  callsOf,
  expectSteps,
  make,
  type Made,
  pick,
  pythonJson,
  pythonRepr,
  type Shape,
  type ShapeFile,
  speakerOf,
} from '../shape.ts';

const RULE = '-'.repeat(80);

/** What `initiate_chat` prints: the proxy speaks for the person and answers calls; a group has a manager that names the next speaker. */
export const ag2Console: Shape = {
  source: 'AutoGen 0.2 / AG2, console output of two agents and of a group',
  form: 'text',
  files: () => pick('refunds', 'analysis', 'travel', 'incident', 'research').map(toFile),
};

function toFile(conversation: Conversation): ShapeFile {
  const made = make(conversation);
  const isGroup = conversation.turns.some((turn) => turn.by === 'agent' && turn.name !== undefined);
  const blocks = conversation.turns.map((turn, index) => writeTurn(turn, conversation, made, isGroup, index));
  return {
    path: `${conversation.id}.log`,
    text: blocks.join(''),
    runs: [expectSteps(conversation.turns, { result: ({ result }) => serialize(result) })],
  };
}

function writeTurn(
  turn: Turn,
  conversation: Conversation,
  made: Made,
  isGroup: boolean,
  index: number,
): string {
  const listener = isGroup ? 'chat_manager' : 'user_proxy';
  if (turn.by === 'user') {
    const to = isGroup ? 'chat_manager' : conversation.agent;
    const prompt =
      index === 0
        ? ''
        : `Replying as user_proxy. Provide feedback to ${to}. Press enter to skip and use auto-reply, or type 'exit' to end the conversation: ${turn.text}\n`;
    return `${prompt}user_proxy (to ${to}):\n\n${turn.text}\n\n${RULE}\n`;
  }
  const speaker = speakerOf(turn, conversation);
  const next = isGroup ? `\nNext speaker: ${speaker}\n\n` : '';
  const calls = callsOf(turn).map((call) => ({ call, id: `call_${made.token(24)}` }));
  const said = [turn.thought, turn.text].filter((text) => text !== undefined).join('\n\n');
  const asked = calls.map(({ call, id }) => {
    const head = `***** Suggested tool call (${id}): ${call.tool} *****`;
    return `${head}\nArguments: \n${JSON.stringify(call.arguments)}\n${'*'.repeat(head.length)}\n`;
  });
  const executed = calls.map(
    ({ call, id }) =>
      `\n>>>>>>>> EXECUTING FUNCTION ${call.tool}...\nCall ID: ${id}\nInput arguments: ${pythonRepr(call.arguments)}\n`,
  );
  const answered = calls.map(({ call, id }) => {
    const head = `***** Response from calling tool (${id}) *****`;
    return `${head}\n${serialize(call.result)}\n${'*'.repeat(head.length)}\n\n${RULE}\n`;
  });
  const text = `${next}${speaker} (to ${listener}):\n\n${said === '' ? '' : `${said}\n`}${asked.join('')}\n${RULE}\n`;
  if (calls.length === 0) return text;
  const head = `user_proxy (to ${isGroup ? 'chat_manager' : speaker}):\n\n`;
  return `${text}${executed.join('')}${head}${head}${answered.join('')}`;
}

function serialize(result: Parameters<typeof pythonJson>[0]): string {
  return typeof result === 'string' ? result : pythonJson(result, false);
}
