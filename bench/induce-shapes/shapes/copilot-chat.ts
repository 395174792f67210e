import type { Call, Conversation, Turn } from '../conversations.ts';
import {
  callsOf,
  episodes,
  expectSteps,
  json,
  make,
  type Made,
  pick,
  resultText,
  type Shape,
  type ShapeFile,
} from '../shape.ts';

/** One object a request: what the panel shows, and rounds of calls whose results stand in a map by id. */
export const copilotChat: Shape = {
  source: 'VS Code, exported chat (chat.json)',
  form: 'json',
  files: () => pick('coding', 'intake', 'home', 'analysis', 'wording').map(toFile),
};

function toFile(conversation: Conversation): ShapeFile {
  const made = make(conversation);
  return {
    path: `exports/${conversation.id}/chat.json`,
    text: json({
      requesterUsername: 'ingrid',
      requesterAvatarIconUri: { $mid: 1, path: '/u/1', scheme: 'https', authority: 'avatars.example' },
      responderUsername: 'Copilot',
      responderAvatarIconUri: { id: 'copilot' },
      initialLocation: 'panel',
      requests: episodes(conversation.turns).map((episode) => toRequest(episode, conversation, made)),
    }),
    runs: [expectSteps(conversation.turns)],
  };
}

interface Known {
  readonly call: Call;
  readonly id: string;
}

function toRequest([first, ...answers]: readonly Turn[], { model }: Conversation, made: Made): unknown {
  const text = first?.text ?? '';
  const rounds = answers.map((turn) => ({
    turn,
    calls: callsOf(turn).map((call): Known => ({
      call,
      id: `call_${made.token(24)}__vscode-${made.tick()}`,
    })),
  }));
  const range = { start: 0, endExclusive: text.length };
  return {
    requestId: `request_${made.uuid()}`,
    message: { parts: [{ range, text, kind: 'text' }], text },
    variableData: { variables: [] },
    response: rounds.flatMap(({ turn, calls }) => [
      ...(turn.by === 'agent' && turn.thought !== undefined
        ? [{ kind: 'thinking', value: turn.thought, id: made.hex(12) }]
        : []),
      ...(turn.text === undefined
        ? []
        : [{ value: turn.text, supportThemeIcons: false, supportHtml: false, baseUri: null }]),
      ...calls.flatMap(toShown),
    ]),
    responseId: `response_${made.uuid()}`,
    result: {
      timings: { firstProgress: made.number(900, 3000), totalElapsed: made.number(4000, 30_000) },
      metadata: {
        codeBlocks: [],
        renderedUserMessage: [
          { type: 1, text: `<context>\nThe current date is today.\n</context>\n${text}` },
        ],
        toolCallRounds: rounds.map(({ turn, calls }) => ({
          response: turn.text ?? '',
          toolCalls: calls.map(({ call, id }) => ({
            name: call.tool,
            arguments: JSON.stringify(call.arguments),
            id,
          })),
          toolInputRetry: 0,
          id: made.uuid(),
          ...(turn.by === 'agent' && turn.thought !== undefined
            ? { thinking: { id: made.hex(12), text: turn.thought } }
            : {}),
        })),
        toolCallResults: Object.fromEntries(
          rounds
            .flatMap(({ calls }) => calls)
            .map(({ call, id }) => [id, { $mid: 20, content: [{ $mid: 21, value: resultText(call) }] }]),
        ),
        modelMessageId: made.uuid(),
        agentId: 'github.copilot.editsAgent',
      },
      details: `${model} • 1x`,
    },
    followups: [],
    isCanceled: false,
    agent: {
      extensionId: { value: 'GitHub.copilot-chat', _lower: 'github.copilot-chat' },
      id: 'github.copilot.editsAgent',
      name: 'agent',
      fullName: 'GitHub Copilot',
    },
    contentReferences: [],
    codeCitations: [],
    timestamp: made.tick(),
    modelId: `copilot/${model}`,
  };
}

function toShown({ call, id }: Known): unknown[] {
  return [
    { kind: 'prepareToolInvocation', toolName: call.tool },
    {
      kind: 'toolInvocationSerialized',
      invocationMessage: { value: `Running \`${call.tool}\``, isTrusted: false },
      pastTenseMessage: { value: `Ran \`${call.tool}\`` },
      isConfirmed: { type: 1 },
      isComplete: true,
      source: { type: 'internal', label: 'Built-In' },
      resultDetails: {
        input: JSON.stringify(call.arguments, null, 2),
        output: [{ type: 'embed', isText: true, value: resultText(call) }],
        isError: call.failed === true,
      },
      toolCallId: id,
      toolId: call.tool,
    },
  ];
}
