/** What goes over the wire: the entries of a conversation that a service keeps, and the events of a spoken one. */
import {
  type CallWithId,
  expectSteps,
  given,
  json,
  jsonLines,
  oneEach,
  resultText,
  speakerOf,
  tell,
  toolNames,
  usage,
} from '../blind-2/kit.ts';

/** A flat list of typed entries; an agent that hands over says so in one of its own. */
export const mistralEntries = oneEach(
  'Mistral, history of a conversation with agents (GET /v1/conversations/ID/history)',
  'json',
  ['letters', 'research', 'travel', 'bakery', 'cluster'],
  (conversation, made) => {
    const ids = new Map<string, string>();
    const agentId = (name: string): string => {
      const id = ids.get(name) ?? `ag_${made.hex(32)}`;
      ids.set(name, id);
      return id;
    };
    let speaker = conversation.agent;
    const entry = (type: string, prefix: string, more: object): object => {
      const times = { created_at: made.time(), completed_at: made.time(0.4) };
      return { object: 'entry', type, ...times, id: `${prefix}_${made.hex(32)}`, ...more };
    };
    const entries = tell(
      conversation.turns,
      () => made.token(9),
      (content) => [entry('message.input', 'msg', { role: 'user', content, prefix: false })],
      (turn, calls) => {
        const next = speakerOf(turn, conversation);
        const handoff =
          next === speaker
            ? []
            : [
                entry('agent.handoff', 'handoff', {
                  previous_agent_id: agentId(speaker),
                  previous_agent_name: speaker,
                  next_agent_id: agentId(next),
                  next_agent_name: next,
                }),
              ];
        speaker = next;
        const by = { agent_id: agentId(next), model: conversation.model };
        return [
          ...handoff,
          ...given(turn.text, (text) =>
            entry('message.output', 'msg', {
              role: 'assistant',
              content:
                turn.thought === undefined
                  ? text
                  : [
                      { type: 'thinking', thinking: [{ type: 'text', text: turn.thought }], closed: true },
                      { type: 'text', text },
                    ],
              ...by,
            }),
          ),
          ...calls.map(({ call, id }) =>
            entry('function.call', 'fc', {
              tool_call_id: id,
              name: call.tool,
              arguments: JSON.stringify(call.arguments),
              ...by,
            }),
          ),
          ...calls.map(({ call, id }) =>
            entry('function.result', 'fr', { tool_call_id: id, result: resultText(call) }),
          ),
        ];
      },
    );
    const id = `conv_${made.hex(32)}`;
    return {
      path: `conversations/${id}.json`,
      text: json({ object: 'conversation.history', conversation_id: id, entries }),
      runs: [expectSteps(conversation.turns, { textApart: true })],
    };
  },
);

/** Frames both ways; what is said comes as a transcript, in pieces and whole, and an item is told again when a response is done. */
export const realtimeSocket = oneEach(
  'OpenAI Realtime API, frames of a WebSocket as JSON lines',
  'json',
  ['bakery', 'home', 'refunds', 'intake', 'greenhouse'],
  (conversation, made) => {
    const frame = (from: string, event: object): object => ({ at: made.tick(0.15) / 1000, from, event });
    const send = (type: string, more: object = {}): object =>
      frame('client', { type, event_id: `evt_${made.token(12)}`, ...more });
    const receive = (type: string, more: object): object =>
      frame('server', { type, event_id: `event_${made.token(21)}`, ...more });
    const pieces = (text: string): string[] => text.match(/[^]{1,20}/gu) ?? [];
    const itemId = (): string => `item_${made.token(21)}`;
    const spoken = (text: string, responseId: string): { item: object; frames: object[] } => {
      const id = itemId();
      const place = { response_id: responseId, item_id: id, output_index: 0, content_index: 0 };
      const item = {
        id,
        object: 'realtime.item',
        type: 'message',
        status: 'completed',
        role: 'assistant',
        content: [{ type: 'output_audio', transcript: text }],
      };
      const frames = [
        receive('response.output_item.added', {
          response_id: responseId,
          output_index: 0,
          item: { ...item, status: 'in_progress', content: [] },
        }),
        ...pieces(text).map((delta) =>
          receive('response.output_audio_transcript.delta', { ...place, delta }),
        ),
        receive('response.output_audio_transcript.done', { ...place, transcript: text }),
        receive('response.output_item.done', { response_id: responseId, output_index: 0, item }),
      ];
      return { item, frames };
    };
    const called = (
      { call, id: callId }: CallWithId,
      responseId: string,
      index: number,
    ): { item: object; frames: object[] } => {
      const id = itemId();
      const text = JSON.stringify(call.arguments);
      const place = { response_id: responseId, item_id: id, output_index: index, call_id: callId };
      const item = {
        id,
        object: 'realtime.item',
        type: 'function_call',
        status: 'completed',
        name: call.tool,
        call_id: callId,
        arguments: text,
      };
      const frames = [
        receive('response.output_item.added', {
          response_id: responseId,
          output_index: index,
          item: { ...item, status: 'in_progress', arguments: '' },
        }),
        ...pieces(text).map((delta) =>
          receive('response.function_call_arguments.delta', { ...place, delta }),
        ),
        receive('response.function_call_arguments.done', { ...place, name: call.tool, arguments: text }),
        receive('response.output_item.done', { response_id: responseId, output_index: index, item }),
      ];
      return { item, frames };
    };
    const heard = (text: string): object[] => {
      const id = itemId();
      const item = {
        id,
        object: 'realtime.item',
        type: 'message',
        status: 'completed',
        role: 'user',
        content: [{ type: 'input_audio', transcript: null }],
      };
      return [
        receive('input_audio_buffer.speech_started', { audio_start_ms: made.number(100, 900), item_id: id }),
        receive('input_audio_buffer.speech_stopped', { audio_end_ms: made.number(1000, 9000), item_id: id }),
        receive('conversation.item.added', { previous_item_id: null, item }),
        receive('conversation.item.input_audio_transcription.completed', {
          item_id: id,
          content_index: 0,
          transcript: text,
          usage: { type: 'duration', seconds: made.number(1, 8) },
        }),
      ];
    };
    const session = {
      type: 'realtime',
      model: conversation.model,
      instructions: conversation.system,
      tools: toolNames(conversation).map((name) => ({
        type: 'function',
        name,
        parameters: { type: 'object' },
      })),
    };
    const id = `sess_${made.token(21)}`;
    const opened = [
      receive('session.created', {
        session: { id, object: 'realtime.session', type: 'realtime', model: conversation.model },
      }),
      send('session.update', { session }),
      receive('session.updated', { session: { id, object: 'realtime.session', ...session } }),
    ];
    const frames = tell(
      conversation.turns,
      () => `call_${made.token(16)}`,
      heard,
      (turn, calls) => {
        const responseId = `resp_${made.token(21)}`;
        const response = { id: responseId, object: 'realtime.response', output_modalities: ['audio'] };
        const created = receive('response.created', {
          response: { ...response, status: 'in_progress', output: [] },
        });
        const said = given(turn.text, (text) => spoken(text, responseId));
        const output = [
          ...said,
          ...calls.map((call, index) => called(call, responseId, said.length + index)),
        ];
        return [
          created,
          ...output.flatMap((part) => part.frames),
          receive('response.done', {
            response: {
              ...response,
              status: 'completed',
              output: output.map(({ item }) => item),
              usage: usage(made),
            },
          }),
          ...calls.flatMap(({ call, id }) => {
            const item = { type: 'function_call_output', call_id: id, output: resultText(call) };
            return [
              send('conversation.item.create', { item }),
              receive('conversation.item.added', {
                previous_item_id: null,
                item: { id: itemId(), object: 'realtime.item', status: 'completed', ...item },
              }),
            ];
          }),
          ...(calls.length === 0 ? [] : [send('response.create')]),
        ];
      },
    );
    return {
      path: `realtime/${id}.jsonl`,
      text: jsonLines([...opened, ...frames]),
      runs: [expectSteps(conversation.turns, { textApart: true })],
    };
  },
);
