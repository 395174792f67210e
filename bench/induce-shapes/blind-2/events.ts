/** Streams of events: one that a page reads, one of a dialogue manager, one of a platform's planner. */
import {
  type CallWithId,
  type Conversation,
  episodes,
  type ExpectedStep,
  expectSteps,
  given,
  json,
  make,
  type Made,
  oneCallEach,
  oneEach,
  resultText,
  severalEach,
  speakerOf,
  tell,
  type Turn,
} from './kit.ts';

/** Server-sent events; texts and arguments come in pieces, the user's message stands in the start of a run. */
export const agUiStream = oneEach(
  'AG-UI, events of a thread as the page receives them (SSE)',
  'json',
  ['library', 'refunds', 'greenhouse', 'letters', 'press'],
  (conversation, made) => {
    const threadId = made.uuid();
    const event = (type: string, more: object = {}): string =>
      `data: ${JSON.stringify({ type, timestamp: made.tick(0.1), ...more })}\n\n`;
    const pieces = (type: string, more: object, text: string): string[] =>
      (text.match(/[^]{1,14}/gu) ?? []).map((delta) => event(type, { ...more, delta }));
    const textMessage = (prefix: string, more: object, text: string): string[] => [
      event(`${prefix}_START`, { ...more, role: 'assistant' }),
      ...pieces(`${prefix}_CONTENT`, more, text),
      event(`${prefix}_END`, more),
    ];
    const toolCall = ({ call, id }: CallWithId, parentMessageId: string): string[] => [
      event('TOOL_CALL_START', { toolCallId: id, toolCallName: call.tool, parentMessageId }),
      ...pieces('TOOL_CALL_ARGS', { toolCallId: id }, JSON.stringify(call.arguments)),
      event('TOOL_CALL_END', { toolCallId: id }),
    ];
    const runs = episodes(conversation.turns).map((episode, index) => {
      const run = { threadId, runId: made.uuid() };
      const message = { id: made.uuid(), role: 'user', content: episode[0]?.text ?? '' };
      const input = { ...run, state: {}, messages: [message], tools: [], context: [], forwardedProps: {} };
      const start = [
        event('RUN_STARTED', { ...run, input }),
        event('STATE_SNAPSHOT', { snapshot: { turn: index, busy: true } }),
      ];
      const events = tell(
        episode,
        () => `call_${made.token(24)}`,
        () => [],
        (turn, calls) => {
          const messageId = made.uuid();
          const stepName = speakerOf(turn, conversation);
          return [
            event('STEP_STARTED', { stepName }),
            ...given(turn.thought, (text) => [
              event('THINKING_START'),
              ...textMessage('THINKING_TEXT_MESSAGE', {}, text),
              event('THINKING_END'),
            ]).flat(),
            ...given(turn.text, (text) => textMessage('TEXT_MESSAGE', { messageId }, text)).flat(),
            ...calls.flatMap((call) => toolCall(call, messageId)),
            ...calls.map(({ call, id }) =>
              event('TOOL_CALL_RESULT', {
                messageId: made.uuid(),
                toolCallId: id,
                role: 'tool',
                content: resultText(call),
              }),
            ),
            event('STEP_FINISHED', { stepName }),
          ];
        },
      );
      return [
        ...start,
        ...events,
        event('STATE_DELTA', { delta: [{ op: 'replace', path: '/busy', value: false }] }),
        event('RUN_FINISHED', run),
      ].join('');
    });
    return {
      path: `captures/${threadId}.sse`,
      text: runs.join(''),
      runs: [expectSteps(conversation.turns, { textApart: true })],
    };
  },
);

/** A tracker: what was heard, done, remembered and said, one after the other; actions take no arguments, and what they bring goes into slots. */
export const rasaTracker = oneEach(
  'Rasa, tracker of a conversation (GET /conversations/ID/tracker)',
  'json',
  ['refunds', 'home', 'intake', 'travel', 'library'],
  (conversation, made) => {
    const event = (name: string, more: object = {}): object => ({
      event: name,
      timestamp: made.tick(0.2) / 1000,
      metadata: { model_id: 'd1c5', assistant_id: `20250811-${conversation.agent}` },
      ...more,
    });
    const action = (name: string, policy: string | null = 'TEDPolicy'): object =>
      event('action', {
        name,
        policy,
        confidence: policy === null ? 1 : made.number(70, 99) / 100,
        action_text: null,
        hide_rule_turn: false,
      });
    const turns = oneCallEach(conversation.turns);
    const events = [
      action('action_session_start', null),
      event('session_started'),
      action('action_listen', null),
      ...tell(
        turns,
        () => made.hex(8),
        (text) => [event('user', toHeard(text, made))],
        (turn, calls) => [
          ...calls.flatMap(({ call }) => [
            action(`action_${call.tool}`),
            event('slot', { name: `${call.tool}_outcome`, value: call.result }),
          ]),
          ...given(turn.text, (text) => [
            action('utter_free_text'),
            event('bot', { text, data: EMPTY_DATA, metadata: { utter_action: 'utter_free_text' } }),
          ]).flat(),
          ...(calls.length === 0 ? [action('action_listen', 'RulePolicy')] : []),
        ],
      ),
    ];
    const outcomes = turns.flatMap((turn) => (turn.by === 'agent' ? (turn.calls ?? []) : []));
    return {
      path: `trackers/${conversation.id}.json`,
      text: JSON.stringify({
        sender_id: made.hex(32),
        slots: Object.fromEntries(outcomes.map((call) => [`${call.tool}_outcome`, call.result])),
        latest_message: toHeard(conversation.turns.findLast(({ by }) => by === 'user')?.text ?? '', made),
        latest_event_time: made.tick() / 1000,
        followup_action: null,
        paused: false,
        events,
        latest_input_channel: 'rest',
        active_loop: {},
        latest_action: { action_name: 'action_listen' },
        latest_action_name: 'action_listen',
      }),
      runs: [toSpoken(turns)],
    };
  },
);

const EMPTY_DATA = {
  elements: null,
  quick_replies: null,
  buttons: null,
  attachment: null,
  image: null,
  custom: null,
};

function toHeard(text: string, made: Made): object {
  const intent = {
    name: made.number(0, 1) === 0 ? 'request' : 'inform',
    confidence: made.number(60, 99) / 100,
  };
  return {
    text,
    parse_data: {
      intent,
      entities: [],
      text,
      message_id: made.hex(32),
      metadata: {},
      text_tokens: [[0, text.length]],
      intent_ranking: [intent, { name: 'chitchat', confidence: 0.02 }],
      response_selector: { all_retrieval_intents: [] },
    },
    input_channel: 'rest',
    message_id: made.hex(32),
  };
}

/** What is said stands after the actions of a turn; no action has arguments, and its outcome is in the slot of its name. */
function toSpoken(turns: readonly Turn[]): ExpectedStep[] {
  return turns.flatMap((turn): ExpectedStep[] => {
    if (turn.by === 'user') return [{ role: 'user' }];
    const actions = (turn.calls ?? []).map((call) => ({
      role: 'agent',
      tool: `action_${call.tool}`,
      result: resultText(call),
    }));
    return turn.text === undefined ? actions : [...actions, { role: 'agent' }];
  });
}

/** Rows of a table, whose content is JSON in a text: activities; who speaks is a number; a step of a plan is told in three events. */
export const copilotStudio = severalEach(
  'Microsoft Copilot Studio, conversation transcripts in Dataverse',
  'json',
  [['refunds'], ['library', 'travel'], ['intake'], ['home'], ['greenhouse', 'press']],
  (conversations, index) => ({
    path: `conversationtranscripts-${index + 1}.json`,
    text: json({
      '@odata.context': 'https://org.example/api/data/v9.2/$metadata#conversationtranscripts',
      value: conversations.map(toTranscript),
    }),
    runs: conversations.map(({ agent, turns }) =>
      expectSteps(turns, { textApart: true, toolOf: ({ tool }) => toDialog(agent, tool) }),
    ),
  }),
);

const CHANNEL = { channelId: 'pva-studio', attachments: [] };

function toDialog(agent: string, tool: string): string {
  return `cre5f_${agent}.action.${tool}`;
}

function toTranscript(conversation: Conversation): object {
  const made = make(conversation);
  const activity = (type: string, role: number, more: object): object => ({
    id: made.uuid(),
    type,
    timestamp: Math.floor(made.tick() / 1000),
    from: { id: role === 1 ? 'u-4711' : '', role },
    ...more,
  });
  const message = (role: number, text: string): object =>
    activity('message', role, { ...CHANNEL, textFormat: 'markdown', text });
  const event = (name: string, value: object): object =>
    activity('event', 0, { ...CHANNEL, name, valueType: name, value });
  const head = activity('trace', 0, {
    valueType: 'ConversationInfo',
    value: { isDesignMode: false, locale: 'en-US' },
  });
  const activities = tell(
    conversation.turns,
    () => made.uuid(),
    (text) => [message(1, text)],
    (turn, calls) => {
      const said = given(turn.text, (text) => message(0, text));
      if (calls.length === 0) return said;
      const plan = { planIdentifier: made.uuid() };
      const steps = calls.map(({ call }) => toDialog(conversation.agent, call.tool));
      const received = event('DynamicPlanReceived', {
        ...plan,
        steps,
        isFinalPlan: false,
        toolDefinitions: [],
      });
      const planned = calls.flatMap(({ call, id }) => {
        const step = { ...plan, stepId: id, taskDialogId: toDialog(conversation.agent, call.tool) };
        const seconds = String(made.number(1, 9)).padStart(2, '0');
        return [
          event('DynamicPlanStepTriggered', {
            ...step,
            thought: turn.thought ?? '',
            state: 1,
            hasRecommendations: false,
            type: 'Action',
          }),
          activity('event', 0, {
            ...CHANNEL,
            name: 'DynamicPlanStepBindUpdate',
            value: { ...step, arguments: call.arguments },
          }),
          event('DynamicPlanStepFinished', {
            ...step,
            observation: { Response: resultText(call) },
            planUsedOutputs: {},
            state: call.failed === true ? 'failed' : 'completed',
            hasRecommendations: false,
            executionTime: `00:00:${seconds}.${made.number(1_000_000, 9_999_999)}`,
          }),
        ];
      });
      const finished = event('DynamicPlanFinished', { planId: plan.planIdentifier, wasCancelled: false });
      return [...said, received, ...planned, finished];
    },
  );
  const tail = activity('trace', 0, {
    valueType: 'SessionInfo',
    value: {
      startTimeUtc: conversation.startedAt,
      endTimeUtc: made.time(),
      type: 'Engaged',
      outcome: 'Resolved',
      turnCount: episodes(conversation.turns).length,
      impliedSuccess: false,
      outcomeReason: 'Resolved',
    },
  });
  return {
    '@odata.etag': `W/"${made.number(1_000_000, 9_999_999)}"`,
    conversationtranscriptid: made.uuid(),
    name: `${made.token(22)}_${made.uuid()}`,
    conversationstarttime: conversation.startedAt,
    schematype: 'powervirtualagents',
    metadata: JSON.stringify({ BotId: made.uuid(), BotName: `cre5f_${conversation.agent}` }),
    content: JSON.stringify({ activities: [head, ...activities, tail] }),
  };
}
