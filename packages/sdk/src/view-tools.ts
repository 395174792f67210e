/**
 * Tools with each call taken over: functions, or objects with `execute` (Vercel AI SDK, Mastra), `invoke` (LangChain) or `run`,
 * by name or in a list. The tools themselves are not changed.
 */
import { asFields, asText } from './messages/fields.ts';
import { createFunctionView, createView } from './view.ts';

const METHODS: readonly string[] = ['execute', 'invoke', 'run'];

export interface ToolCall {
  readonly name: string;
  readonly args: readonly unknown[];
  /** Makes the call. */
  readonly run: () => unknown;
}

/** @param around is called in place of each tool, and gives what the caller gets */
export function viewTools<Tools extends object>(tools: Tools, around: (call: ToolCall) => unknown): Tools {
  if (Array.isArray(tools)) {
    const viewed = tools.map((tool: unknown) => viewTool(nameOf(tool), tool, around));
    // Each element became a tool of its own type.
    return viewed as unknown as Tools;
  }
  // Every member became a tool of its own type.
  return Object.fromEntries(
    Object.entries(tools).map(([name, tool]) => [name, viewTool(name, tool, around)]),
  ) as Tools;
}

/** The call of a tool by its name; undefined where there is none. */
export function findToolCall(
  tools: object,
  name: string,
): ((args: readonly unknown[]) => unknown) | undefined {
  const tool: unknown = Array.isArray(tools)
    ? tools.find((each: unknown) => nameOf(each) === name)
    : Object.entries(tools).find(([key]) => key === name)?.[1];
  if (typeof tool === 'function') return (args) => Reflect.apply(tool, tools, args);
  if (typeof tool !== 'object' || tool === null) return undefined;
  for (const key of METHODS) {
    const method: unknown = Reflect.get(tool, key);
    if (typeof method === 'function') return (args) => Reflect.apply(method, tool, args);
  }
  return undefined;
}

function nameOf(tool: unknown): string {
  return asText(asFields(tool)?.['name']) ?? 'tool';
}

function viewTool(name: string, tool: unknown, around: (call: ToolCall) => unknown): unknown {
  if (typeof tool === 'function')
    return createFunctionView(tool, (self, args) =>
      around({ name, args, run: () => Reflect.apply(tool, self, args) }),
    );
  if (typeof tool !== 'object' || tool === null) return tool;
  return createView(tool, (value, key) => {
    if (typeof value !== 'function' || typeof key !== 'string' || !METHODS.includes(key)) return undefined;
    return (...args: unknown[]) => around({ name, args, run: () => Reflect.apply(value, tool, args) });
  });
}
