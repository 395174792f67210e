import type { JsonObject } from '@tracewright/core';
import type { Conversation } from '../conversations.ts';
import {
  callsOf,
  expectSteps,
  firstEpisode,
  json,
  make,
  pick,
  resultText,
  type Shape,
  type ShapeFile,
} from '../shape.ts';

/** A trace with its spans; the values of attributes are JSON in text, whose members hold JSON in text again. */
export const mlflowTrace: Shape = {
  source: 'MLflow Tracing, exported trace',
  form: 'json',
  files: () => pick('analysis', 'coding', 'incident', 'travel', 'research').map(toFile),
};

function toFile(conversation: Conversation): ShapeFile {
  const made = make(conversation);
  const traceId = `tr-${made.hex(32)}`;
  const turns = firstEpisode(conversation);
  const messages: unknown[] = [{ role: 'system', content: conversation.system }];
  const spans: JsonObject[] = [];
  const rootId = made.hex(16);
  const span = (
    name: string,
    kind: string,
    inputs: unknown,
    outputs: unknown,
    parent: string | null,
    id: string = made.hex(16),
  ): void => {
    spans.push({
      trace_id: made.hex(32),
      span_id: id,
      parent_span_id: parent,
      name,
      start_time_unix_nano: made.tick() * 1_000_000,
      end_time_unix_nano: made.tick() * 1_000_000,
      events: [],
      status: { code: 'STATUS_CODE_OK', message: '' },
      attributes: {
        'mlflow.traceRequestId': JSON.stringify(traceId),
        'mlflow.spanType': JSON.stringify(kind),
        'mlflow.spanFunctionName': JSON.stringify(name),
        'mlflow.spanInputs': JSON.stringify(inputs),
        'mlflow.spanOutputs': JSON.stringify(outputs),
      },
    });
  };
  const question = turns[0]?.text ?? '';
  const answer = turns.at(-1)?.text ?? '';
  span('run_agent', 'AGENT', { question }, answer, null, rootId);
  for (const turn of turns) {
    if (turn.by === 'user') {
      messages.push({ role: 'user', content: turn.text });
      continue;
    }
    const calls = callsOf(turn).map((call) => ({ call, id: `call_${made.token(24)}` }));
    const message = {
      role: 'assistant',
      content: turn.text ?? null,
      refusal: null,
      ...(turn.thought === undefined ? {} : { reasoning_content: turn.thought }),
      tool_calls:
        calls.length === 0
          ? null
          : calls.map(({ call, id }) => ({
              id,
              type: 'function',
              function: { name: call.tool, arguments: JSON.stringify(call.arguments) },
            })),
    };
    const completion = {
      id: `chatcmpl-${made.token(29)}`,
      object: 'chat.completion',
      model: conversation.model,
      choices: [
        { index: 0, message, finish_reason: calls.length > 0 ? 'tool_calls' : 'stop', logprobs: null },
      ],
      usage: {
        prompt_tokens: made.number(300, 2000),
        completion_tokens: made.number(10, 200),
        total_tokens: 2200,
      },
    };
    span(
      'Completions',
      'CHAT_MODEL',
      { model: conversation.model, messages: [...messages] },
      completion,
      rootId,
    );
    messages.push(message);
    for (const { call, id } of calls) {
      span(call.tool, 'TOOL', call.arguments, call.result, rootId);
      messages.push({ role: 'tool', tool_call_id: id, content: resultText(call) });
    }
  }
  const info = {
    trace_id: traceId,
    trace_location: { type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id: '3' } },
    request_time: conversation.startedAt,
    execution_duration_ms: made.number(4000, 30_000),
    state: 'OK',
    request_preview: JSON.stringify({ question }),
    response_preview: JSON.stringify(answer),
    trace_metadata: {
      'mlflow.user': 'ci',
      'mlflow.source.name': 'agent.py',
      'mlflow.traceInputs': JSON.stringify({ question }),
    },
    tags: { 'mlflow.traceName': 'run_agent' },
  };
  return {
    path: `traces/${traceId}.json`,
    text: json({ info, data: { spans } }),
    runs: [expectSteps(turns)],
  };
}
