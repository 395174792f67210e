/** What was called, and what it was given. */
import { isJsonObject, type JsonObject, type JsonValue } from '@tracewright/core';
import { decodeJsonText } from '../../reading/json-text.ts';
import { readArgumentsText } from '../written-calls/call-syntax.ts';
import { readLabel } from '../words/vocabulary.ts';

/** The tool's name, without quotes and what is done to it. */
export function readTool(value: JsonValue | undefined): string | undefined {
  if (typeof value !== 'string') return undefined;
  const tool = withoutVerb(value.trim().replaceAll(/^[`"']|[`"']$|[.…]{1,3}$/g, ''));
  return tool === '' || tool.length > 120 ? undefined : tool;
}

/** "execute_tool search", "Running tool: search": what is done to the tool is no part of its name. */
function withoutVerb(name: string): string {
  const found = /^([a-z_]{1,30}(?: [a-z_]{1,30})?):? ([\w.:/-]{1,80})$/i.exec(name);
  const [, verb, tool] = found ?? [];
  if (verb === undefined || tool === undefined) return name;
  const meaning = readLabel(verb);
  return meaning?.as === 'call' || meaning?.role === 'tool' ? tool : name;
}

const ARGUMENT_WRAPS = new Set([
  'input',
  'inputs',
  'arguments',
  'args',
  'parameters',
  'params',
  'kwargs',
  'tool_input',
]);

/** `{"search": {...}}` of the tool `search`: what stands in it. */
export function ofTool(value: JsonValue, tool: string): JsonValue {
  const decoded = typeof value === 'string' && value.startsWith('{') ? decodeJsonText(value) : value;
  if (!isJsonObject(decoded)) return value;
  const [only, ...others] = Object.entries(decoded);
  return only !== undefined && others.length === 0 && only[0] === tool ? only[1] : value;
}

/** Arguments as a value: text that is JSON, or that says as much, is read. */
export function readArguments(value: JsonValue): JsonValue {
  if (isJsonObject(value)) {
    const [only, ...others] = Object.entries(value);
    if (only === undefined || others.length > 0 || !ARGUMENT_WRAPS.has(only[0])) return value;
    if (typeof only[1] !== 'string' || !/^\s*\{/.test(only[1]))
      return isJsonObject(only[1]) ? only[1] : value;
    const inner = readArgumentsText(only[1]);
    return isJsonObject(inner) ? inner : value;
  }
  if (typeof value !== 'string') return value;
  const decoded = decodeJsonText(value);
  return typeof decoded === 'string' ? readArgumentsText(decoded) : decoded;
}

export interface NamedCall {
  readonly tool: string;
  readonly arguments: JsonValue;
  /** What came back for this one, where that is told apart too. */
  readonly content: JsonValue | undefined;
}

/** "search; open" with `{"search": {...}, "open": {...}}`: calls told in one, each under its name; undefined where it is one. */
export function splitCalls(
  tool: string,
  given: JsonValue,
  content: JsonValue | undefined,
): readonly NamedCall[] | undefined {
  const tools = tool.split(/\s{0,4}[;,|]\s{0,4}/).filter((name) => name !== '');
  if (tools.length < 2 || !isKeyed(given, tools)) return undefined;
  const decoded = typeof content === 'string' && content.startsWith('{') ? decodeJsonText(content) : content;
  const brought = decoded !== undefined && isKeyed(decoded, tools) ? decoded : undefined;
  return tools.map((name, index) => ({
    tool: name,
    arguments: readArguments(given[name] ?? {}),
    // What is not told apart came back when the last had been called.
    content: brought === undefined ? (index === tools.length - 1 ? content : undefined) : brought[name],
  }));
}

function isKeyed(value: JsonValue, names: readonly string[]): value is JsonObject {
  return (
    isJsonObject(value) &&
    Object.keys(value).length === names.length &&
    names.every((name) => Object.hasOwn(value, name))
  );
}
