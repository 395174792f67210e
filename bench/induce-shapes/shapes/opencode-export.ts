import type { Call, Conversation, Turn } from '../conversations.ts';
import {
  callsOf,
  expectSteps,
  json,
  make,
  type Made,
  pick,
  resultText,
  type Shape,
  type ShapeFile,
} from '../shape.ts';

/** Messages of typed parts: a call is a part with its state, whose metadata repeats the output. */
export const opencodeExport: Shape = {
  source: 'opencode, exported session',
  form: 'json',
  files: () => pick('coding', 'incident', 'analysis', 'wording', 'research').map(toFile),
};

function toFile(conversation: Conversation): ShapeFile {
  const made = make(conversation);
  const sessionID = `ses_${made.token(26)}`;
  const messages: unknown[] = [];
  let parentID = '';
  for (const turn of conversation.turns) {
    const messageID = `msg_${made.token(26)}`;
    if (turn.by === 'user') parentID = messageID;
    const parts = toParts(turn, made).map((part) => ({
      id: `prt_${made.token(26)}`,
      sessionID,
      messageID,
      ...part,
    }));
    messages.push({ info: toInfo(turn, conversation, made, { id: messageID, sessionID, parentID }), parts });
  }
  const created = Date.parse(conversation.startedAt);
  const info = {
    id: sessionID,
    version: '1.0.55',
    projectID: made.hex(40),
    directory: '/workspace/billing',
    title: conversation.title,
    time: { created, updated: made.tick() },
    summary: { additions: 2, deletions: 2, files: 1 },
  };
  return {
    path: `${sessionID}.json`,
    text: json({ info, messages }),
    runs: [expectSteps(conversation.turns)],
  };
}

interface Ids {
  readonly id: string;
  readonly sessionID: string;
  readonly parentID: string;
}

function toInfo(turn: Turn, { model }: Conversation, made: Made, { id, sessionID, parentID }: Ids): unknown {
  const created = made.tick();
  if (turn.by === 'user')
    return {
      id,
      sessionID,
      role: 'user',
      time: { created },
      agent: 'build',
      model: { providerID: 'remote', modelID: model },
    };
  return {
    id,
    sessionID,
    role: 'assistant',
    time: { created, completed: made.tick() },
    parentID,
    modelID: model,
    providerID: 'remote',
    mode: turn.name ?? 'build',
    path: { cwd: '/workspace/billing', root: '/workspace/billing' },
    cost: made.number(1, 90) / 10_000,
    tokens: tokens(made),
    finish: callsOf(turn).length > 0 ? 'tool-calls' : 'stop',
  };
}

function toParts(turn: Turn, made: Made): object[] {
  if (turn.by === 'user') return [{ type: 'text', text: turn.text }];
  const time = (): object => ({ start: made.tick(), end: made.tick() });
  return [
    { type: 'step-start', snapshot: made.hex(40) },
    ...(turn.thought === undefined ? [] : [{ type: 'reasoning', text: turn.thought, time: time() }]),
    ...(turn.text === undefined ? [] : [{ type: 'text', text: turn.text, time: time() }]),
    ...callsOf(turn).map((call) => ({
      type: 'tool',
      callID: `call_${made.token(24)}`,
      tool: call.tool,
      state: toState(call, time()),
    })),
    ...(callsOf(turn).some(({ tool }) => tool === 'edit_file')
      ? [{ type: 'patch', hash: made.hex(40), files: ['/workspace/billing/billing/invoice.py'] }]
      : []),
    {
      type: 'step-finish',
      reason: callsOf(turn).length > 0 ? 'tool-calls' : 'stop',
      snapshot: made.hex(40),
      cost: 0,
      tokens: tokens(made),
    },
  ];
}

function toState(call: Call, time: object): object {
  const output = resultText(call);
  if (call.failed === true && call.exitCode === undefined)
    return { status: 'error', input: call.arguments, error: output, time };
  const metadata = {
    output,
    ...(call.exitCode === undefined ? {} : { exit: call.exitCode }),
    truncated: false,
  };
  return { status: 'completed', input: call.arguments, output, title: call.tool, metadata, time };
}

function tokens(made: Made): object {
  return {
    input: made.number(5, 900),
    output: made.number(10, 300),
    reasoning: 0,
    cache: { read: made.number(1000, 9000), write: 0 },
  };
}
