/** Chat apps of the desktop: a backup whose messages name their blocks, and a conversation of versions and steps. */
import { given, severalEach } from '../blind-2/kit.ts';
import type { Call, Conversation, Turn } from '../conversations.ts';
import { callsOf, episodes, expectSteps, json, make, type Made, resultText } from '../shape.ts';
import { type CallWithId, callsWithIds, each } from './kit.ts';

/** Messages hold the ids of their blocks; blocks of all topics lie in one table by id. */
export const cherryStudio = severalEach(
  'Cherry Studio, data.json of a backup',
  'json',
  [
    ['library', 'analysis'],
    ['travel', 'permit'],
    ['press', 'greenhouse'],
  ],
  (conversations, index) => {
    const topics = conversations.map(toTopic);
    return {
      path: `cherry-studio.2025111${index}.bak/data.json`,
      text: JSON.stringify({
        time: 1_763_000_000_000 + index,
        version: 5,
        localStorage: { 'persist:cherry-studio': JSON.stringify(toStoredState(conversations)) },
        indexedDB: {
          files: [],
          topics: topics.map(({ id, messages }) => ({ id, messages })),
          settings: [{ id: 'image://avatar', value: '' }],
          knowledge_notes: [],
          translate_history: [],
          quick_phrases: [],
          message_blocks: topics
            .flatMap(({ blocks }) => blocks)
            .toSorted((one, other) => (one.id < other.id ? -1 : 1)),
        },
      }),
      runs: conversations.map(({ turns }) => expectSteps(turns, { textApart: true })),
    };
  },
);

/** Each slice of the state is JSON as text, and so is their whole. */
function toStoredState(conversations: readonly Conversation[]): object {
  const assistants = conversations.map(({ id, agent, system }) => ({
    id: `assistant-${id}`,
    name: agent,
    prompt: system,
    type: 'assistant',
    topics: [],
  }));
  return {
    assistants: JSON.stringify({ assistants, tagsOrder: [] }),
    settings: JSON.stringify({ language: 'en-US', theme: 'system', fontSize: 14 }),
    _persist: '{"version":178,"rehydrated":true}',
  };
}

interface Topic {
  readonly id: string;
  readonly messages: readonly object[];
  readonly blocks: readonly { readonly id: string }[];
}

function toTopic(conversation: Conversation): Topic {
  const made = make(conversation);
  const topicId = made.uuid();
  const blocks: { readonly id: string }[] = [];
  let askId = '';
  const message = (role: string, contents: readonly object[], more: object): object => {
    const id = made.uuid();
    const createdAt = made.time();
    const own = contents.map((content) => ({
      id: made.uuid(),
      messageId: id,
      createdAt: made.time(0.2),
      status: 'success',
      ...content,
    }));
    blocks.push(...own);
    if (role === 'user') askId = id;
    return {
      id,
      role,
      assistantId: `assistant-${conversation.id}`,
      topicId,
      createdAt,
      status: 'success',
      blocks: own.map((block) => block.id),
      ...more,
    };
  };
  const model = { id: conversation.model, provider: 'openai', name: conversation.model, group: 'default' };
  const messages = episodes(conversation.turns).flatMap(([first, ...answers]) => [
    message('user', [{ type: 'main_text', content: first?.text ?? '' }], {}),
    message(
      'assistant',
      answers.flatMap((turn) => toBlocks(turn, made)),
      {
        askId,
        modelId: conversation.model,
        model,
        usage: { prompt_tokens: made.number(200, 3000), completion_tokens: made.number(20, 300) },
        metrics: { completion_tokens: made.number(20, 300), time_first_token_millsec: 812 },
      },
    ),
  ]);
  return { id: topicId, messages, blocks };
}

function toBlocks(turn: Turn, made: Made): object[] {
  const thought = turn.by === 'agent' ? turn.thought : undefined;
  return [
    ...given(thought, (content) => ({
      type: 'thinking',
      content,
      thinking_millsec: made.number(300, 4000),
    })),
    ...given(turn.text, (content) => ({ type: 'main_text', content })),
    ...callsWithIds(turn, () => `call_${made.token(24)}`).map(toToolBlock),
  ];
}

function toToolBlock({ call, id }: CallWithId): object {
  const response = {
    content: [{ type: 'text', text: resultText(call) }],
    isError: call.failed ?? false,
  };
  return {
    type: 'tool',
    toolId: id,
    toolName: call.tool,
    arguments: call.arguments,
    content: response,
    metadata: {
      rawMcpToolResponse: {
        id,
        tool: {
          id: `f${call.tool}`,
          name: call.tool,
          serverId: 'srv-1',
          serverName: 'desk',
          description: `Calls ${call.tool}.`,
          type: 'mcp',
        },
        arguments: call.arguments,
        status: call.failed ? 'error' : 'done',
        response,
        toolCallId: id,
      },
    },
  };
}

/** An answer has steps of which each is a block; a result is a list of contents as JSON text. */
export const lmStudioChat = each(
  'LM Studio, conversation file (~/.lmstudio/conversations)',
  ['home', 'cluster', 'museum', 'game'],
  (conversation, made) => {
    const messages = episodes(conversation.turns).flatMap((turns) => toVersions(conversation, turns, made));
    return {
      path: `conversations/${Date.parse(conversation.startedAt)}.conversation.json`,
      text: json({
        name: conversation.title,
        pinned: false,
        createdAt: Date.parse(conversation.startedAt),
        preset: '',
        tokenCount: made.number(1200, 9000),
        userLastMessagedAt: made.tick(),
        assistantLastMessagedAt: made.tick(),
        systemPrompt: conversation.system,
        messages,
        usePerChatPredictionConfig: true,
        perChatPredictionConfig: {
          fields: [{ key: 'llm.prediction.systemPrompt', value: conversation.system }],
        },
        clientInput: '',
        clientInputFiles: [],
        userFilesSizeBytes: 0,
        lastUsedModel: {
          identifier: conversation.model,
          indexedModelIdentifier: `local/${conversation.model}`,
        },
        notes: [],
        plugins: ['mcp/desk'],
        looseFiles: [],
      }),
      runs: [expectSteps(conversation.turns, { textApart: true })],
    };
  },
);

function toVersions({ model }: Conversation, [first, ...answers]: readonly Turn[], made: Made): object[] {
  const asked = {
    type: 'singleStep',
    role: 'user',
    content: [{ type: 'text', text: first?.text ?? '' }],
  };
  const step = (type: string, more: object): object => ({
    type,
    stepIdentifier: `${made.tick()}-0.${made.token(16, '0123456789')}`,
    ...more,
  });
  const block = (content: object, more: object = {}): object =>
    step('contentBlock', {
      content: [content],
      defaultShouldIncludeInContext: true,
      shouldIncludeInContext: true,
      ...more,
    });
  const text = (words: string): object => ({
    type: 'text',
    text: words,
    fromDraftModel: false,
    tokensCount: Math.ceil(words.length / 4),
    isStructural: false,
  });
  const genInfo = {
    indexedModelIdentifier: `local/${model}`,
    identifier: model,
    loadModelConfig: { fields: [{ key: 'llm.load.contextLength', value: 32_768 }] },
    stats: { stopReason: 'toolCalls', tokensPerSecond: 41.7, numGpuLayers: -1, timeToFirstTokenSec: 0.4 },
  };
  const use = (call: Call): object[] => {
    const callId = made.number(100_000_000, 999_999_999);
    const toolCallRequestId = made.token(9, '0123456789');
    const content = JSON.stringify([{ type: 'text', text: resultText(call) }]);
    return [
      block({
        type: 'toolCallRequest',
        callId,
        toolCallRequestId,
        name: call.tool,
        parameters: call.arguments,
        pluginIdentifier: 'mcp/desk',
      }),
      step('toolStatus', {
        callId,
        statusState: {
          status: call.failed
            ? { type: 'toolCallFailed', error: resultText(call) }
            : { type: 'toolCallSucceeded', timeMs: made.number(3, 900) },
          customStatus: '',
          customWarnings: [],
        },
      }),
      block({ type: 'toolCallResult', callId, toolCallRequestId, content }, { roleOverride: 'tool' }),
    ];
  };
  const steps = answers.flatMap((turn) => [
    ...(turn.by === 'agent' ? given(turn.thought, String) : []).map((thought) =>
      block(text(thought), {
        style: { type: 'thinking', ended: true, title: 'Thought for 1.25 seconds' },
        genInfo,
      }),
    ),
    ...given(turn.text, (words) => block(text(words), { genInfo })),
    ...callsOf(turn).flatMap(use),
    step('debugInfoBlock', { debugInfo: "Conversation naming technique: 'prompt'" }),
  ]);
  const answer = { type: 'multiStep', role: 'assistant', senderInfo: { senderName: model }, steps };
  return [asked, answer].map((version) => ({ versions: [version], currentlySelected: 0 }));
}
