/**
 * A map of tools, each call recorded: functions, or objects with `execute` (Vercel AI SDK, Mastra), `invoke` (LangChain) or
 * `run`. The map and its tools are not changed.
 */
import type { Recorder } from './recorder.ts';
import { asFields, asText } from './messages/fields.ts';
import { createFunctionView, createView } from './view.ts';
import { recordFunction } from './wrap-function.ts';

const METHODS: ReadonlySet<unknown> = new Set(['execute', 'invoke', 'run']);

export function wrapTools<Tools extends object>(recorder: Recorder, tools: Tools): Tools {
  if (!recorder.config.isEnabled) return tools;
  if (Array.isArray(tools)) {
    const wrapped = tools.map((tool: unknown) =>
      wrapTool(recorder, asText(asFields(tool)?.['name']) ?? 'tool', tool),
    );
    // Each element became a tool of its own type.
    return wrapped as unknown as Tools;
  }
  // Every member became a tool of its own type.
  return Object.fromEntries(
    Object.entries(tools).map(([name, tool]) => [name, wrapTool(recorder, name, tool)]),
  ) as Tools;
}

function wrapTool(recorder: Recorder, name: string, tool: unknown): unknown {
  if (typeof tool === 'function')
    return createFunctionView(tool, (self, args) =>
      record(recorder, name, args, () => Reflect.apply(tool, self, args)),
    );
  if (typeof tool !== 'object' || tool === null) return tool;
  return createView(tool, (value, key) => {
    if (typeof value !== 'function' || !METHODS.has(key)) return undefined;
    return (...args: unknown[]) => record(recorder, name, args, () => Reflect.apply(value, tool, args));
  });
}

function record(recorder: Recorder, name: string, args: readonly unknown[], call: () => unknown): unknown {
  // The second argument of frameworks is about the call, not of it: (input, { toolCallId, messages, abortSignal }).
  const options = asFields(args[1]);
  const isCallOptions =
    options !== undefined &&
    ('toolCallId' in options || 'abortSignal' in options || 'configurable' in options);
  const callId = asText(options?.['toolCallId']);
  return recordFunction(
    recorder,
    { name, operation: 'tool', callId },
    isCallOptions ? args.slice(0, 1) : args,
    call,
  );
}
