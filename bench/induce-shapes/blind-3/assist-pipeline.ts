/** What a house heard, thought and did: one run of a pipeline, as its page of debugging shows it. */
import type { JsonObject, JsonValue } from '@tracewright/core';
import { type Call, expectSteps, firstEpisode, given, oneEach, resultText, tell } from '../blind-2/kit.ts';

/** Events whose data are deltas of a chat log; the answer comes in pieces and once more as speech. */
export const assistPipeline = oneEach(
  'Home Assistant, run of an Assist pipeline in YAML (debug page)',
  'json',
  ['home', 'greenhouse', 'bakery', 'travel', 'intake'],
  (conversation, made) => {
    const turns = firstEpisode(conversation);
    const asked = turns[0]?.text ?? '';
    const conversationId = made.token(26).toUpperCase();
    const agentId = `conversation.${conversation.agent}`;
    const event = (type: string, data: JsonObject | null): JsonObject => ({
      type,
      data,
      timestamp: made.time(0.3).replace('Z', '+00:00'),
    });
    const delta = (value: JsonObject): JsonObject => event('intent-progress', { chat_log_delta: value });
    const run = { pipeline: '01jxassist', language: 'en', conversation_id: conversationId };
    const intent = {
      engine: agentId,
      language: 'en',
      intent_input: asked,
      conversation_id: conversationId,
      device_id: null,
      satellite_id: null,
      prefer_local_intents: false,
    };
    const head = [event('run-start', run), event('intent-start', intent)];
    const progress = tell(
      turns,
      () => made.token(26).toUpperCase(),
      () => [],
      (turn, calls) => [
        delta({ role: 'assistant' }),
        ...given(turn.text, (text) => text.match(/[^]{1,24}/gu) ?? [])
          .flat()
          .map((content) => delta({ content })),
        ...(calls.length === 0 ? [] : [calls]).map((all) =>
          delta({
            tool_calls: all.map(({ call, id }) => ({
              tool_name: call.tool,
              tool_args: call.arguments,
              id,
              external: false,
            })),
          }),
        ),
        ...calls.map(({ call, id }) =>
          delta({
            role: 'tool_result',
            agent_id: agentId,
            tool_call_id: id,
            tool_name: call.tool,
            tool_result: toToolResult(call),
          }),
        ),
      ],
    );
    const output = {
      response: {
        speech: { plain: { speech: turns.at(-1)?.text ?? '', extra_data: null } },
        card: {},
        language: 'en',
        response_type: 'action_done',
        data: { targets: [], success: [], failed: [] },
      },
      conversation_id: conversationId,
      continue_conversation: false,
    };
    const done = { processed_locally: false, intent_output: output };
    const events = [...head, ...progress, event('intent-end', done), event('run-end', null)];
    const options = { start_stage: 'intent', input: { text: asked }, end_stage: 'intent', ...run };
    return {
      path: `assist/${conversation.id}.yaml`,
      text: dump({
        init_options: options,
        stage: 'done',
        run,
        events,
        intent: { ...intent, done: true, ...done },
      }),
      // What a tool brought stands in what says how it went.
      runs: [expectSteps(turns)],
    };
  },
);

/** Tools of the house answer with an object. */
function toToolResult(call: Call): JsonObject {
  if (call.failed === true) return { error: 'HomeAssistantError', error_text: resultText(call) };
  return { success: true, result: call.result };
}

const WIDTH = 80;

/** As js-yaml dumps: lists indented below their key, long texts folded, texts of several lines as they are. */
function dump(value: JsonValue): string {
  return `${block(value, 0).replace(/^\n/, '')}\n`;
}

function block(value: JsonValue, indent: number): string {
  const margin = `\n${' '.repeat(indent)}`;
  if (typeof value === 'string') return text(value, indent);
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0)
    return JSON.stringify(value);
  if (Array.isArray(value))
    return (value as readonly JsonValue[])
      .map((item) => `${margin}- ${block(item, indent + 2).trimStart()}`)
      .join('');
  return Object.entries(value as JsonObject)
    .map(([key, item]) => {
      const inner = block(item, indent + 2);
      return `${margin}${key}:${inner.startsWith('\n') ? '' : ' '}${inner}`;
    })
    .join('');
}

function text(value: string, indent: number): string {
  const margin = `\n${' '.repeat(Math.max(2, indent))}`;
  if (value.includes('\n')) {
    const chomp = value.endsWith('\n') ? (/^\s*$|\n\n$/.test(value) ? '+' : '') : '-';
    const lines = value.replace(/\n$/, '').split('\n');
    return `|${value.startsWith(' ') ? '2' : ''}${chomp}${lines.map((line) => margin + line).join('')}`;
  }
  if (value.length > WIDTH)
    return `>-${margin}${value.replaceAll(new RegExp(`(?=.{${WIDTH}})(.{40,${WIDTH - indent}}) (?=\\S)`, 'g'), `$1${margin}`)}`;
  const isPlain =
    !/^(?:true|false|null|yes|no|on|off|[\d.:+-]+)$|^[\s\-?:,[\]{}#&*!|>'"%@`]|:(?:\s|$)|\s#|\s$|^$/i.test(
      value,
    ) && !/^\d{4}-\d\d-\d\d/.test(value);
  return isPlain ? value : `'${value.replaceAll("'", "''")}'`;
}
