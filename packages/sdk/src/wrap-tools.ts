/**
 * A map of tools, each call recorded: functions, or objects with `execute` (Vercel AI SDK, Mastra), `invoke` (LangChain) or
 * `run`. The map and its tools are not changed.
 */
import type { Recorder } from './recorder.ts';
import { asFields, asText } from './messages/fields.ts';
import { type ToolCall, viewTools } from './view-tools.ts';
import { recordFunction } from './wrap-function.ts';

export function wrapTools<Tools extends object>(recorder: Recorder, tools: Tools): Tools {
  return recorder.config.isEnabled ? viewTools(tools, (call) => record(recorder, call)) : tools;
}

function record(recorder: Recorder, { name, args, run }: ToolCall): unknown {
  const callId = asText(asFields(args[1])?.['toolCallId']);
  return recordFunction(recorder, { name, operation: 'tool', callId }, withoutCallOptions(args), run);
}

/** The second argument of frameworks is about the call, not of it: (input, { toolCallId, messages, abortSignal }). */
export function withoutCallOptions(args: readonly unknown[]): readonly unknown[] {
  const options = asFields(args[1]);
  const isCallOptions =
    options !== undefined &&
    ('toolCallId' in options || 'abortSignal' in options || 'configurable' in options);
  return isCallOptions ? args.slice(0, 1) : args;
}
