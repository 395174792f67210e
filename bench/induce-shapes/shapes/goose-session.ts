import type { Call, Conversation, Turn } from '../conversations.ts';
import {
  callsOf,
  expectSteps,
  jsonLines,
  make,
  type Made,
  pick,
  resultText,
  type Shape,
  type ShapeFile,
} from '../shape.ts';

/** The first line tells of the session, the others are messages whose calls and results are wrapped in what became of them. */
export const gooseSession: Shape = {
  source: 'Goose, session JSONL',
  form: 'json',
  files: () => pick('coding', 'incident', 'analysis', 'wording', 'travel').map(toFile),
};

function toFile(conversation: Conversation): ShapeFile {
  const made = make(conversation);
  const messages = conversation.turns.flatMap((turn) => toMessages(turn, made));
  const stamp = conversation.startedAt.replaceAll(/\D/g, '');
  const head = {
    working_dir: '/workspace/billing',
    description: conversation.title,
    schedule_id: null,
    message_count: messages.length,
    total_tokens: made.number(4000, 9000),
    input_tokens: made.number(3000, 4000),
    output_tokens: made.number(100, 900),
    accumulated_total_tokens: made.number(20_000, 40_000),
    extension_data: { 'todo.v0': { content: '' } },
  };
  return {
    path: `sessions/${stamp.slice(0, 8)}_${stamp.slice(8, 14)}.jsonl`,
    text: jsonLines([head, ...messages]),
    runs: [expectSteps(conversation.turns, { toolOf })],
  };
}

function toMessages(turn: Turn, made: Made): unknown[] {
  const message = (role: string, content: readonly unknown[]): unknown => ({
    id: `msg_${made.uuid()}`,
    role,
    created: Math.floor(made.tick() / 1000),
    content,
    metadata: { userVisible: true, agentVisible: true },
  });
  if (turn.by === 'user') return [message('user', [{ type: 'text', text: turn.text }])];
  const calls = callsOf(turn).map((call) => ({ call, id: `call_${made.token(24)}` }));
  const answer = message('assistant', [
    ...(turn.thought === undefined
      ? []
      : [{ type: 'thinking', thinking: turn.thought, signature: made.token(40) }]),
    ...(turn.text === undefined ? [] : [{ type: 'text', text: turn.text }]),
    ...calls.map(({ call, id }) => ({
      type: 'toolRequest',
      id,
      toolCall: { status: 'success', value: { name: toolOf(call), arguments: call.arguments } },
    })),
  ]);
  const results = calls.map(({ call, id }) => {
    const text = resultText(call);
    const toolResult =
      call.failed === true && call.exitCode === undefined
        ? { status: 'error', error: text }
        : {
            status: 'success',
            value: [{ type: 'text', text, annotations: { audience: ['assistant'], priority: 0 } }],
          };
    return { type: 'toolResponse', id, toolResult };
  });
  return results.length === 0 ? [answer] : [answer, message('user', results)];
}

function toolOf({ tool }: Call): string {
  return tool === 'bash' ? 'developer__shell' : `developer__${tool}`;
}
