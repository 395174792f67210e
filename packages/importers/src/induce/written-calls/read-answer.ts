/**
 * What a model answered, written down in JSON as its API gives it: its words and its calls stand in envelopes that every API has of its
 * own (`{"role": "assistant", "content": [{"type": "tool_use", ...}]}`, `{"content": {"parts": [{"function_call": {...}}]}}`).
 */
import { isJsonObject, type JsonValue } from '@tracewright/core';
import { canonicalName, isCallParent, readLabel, readRole } from '../words/vocabulary.ts';
import { parseJson, readScalar } from './read-scalar.ts';
import type { TextCall, TextWithCalls } from './text-call.ts';

/** What holds the answer, or a part of it. What the model was sent, and the tools that it has, are none. */
const ENVELOPES: ReadonlySet<string> = new Set(
  'content parts message output outputs choices candidates generations response additional_kwargs tool_calls function_calls'.split(
    ' ',
  ),
);
const NAMES = ['name', 'tool_name', 'tool'];
const ARGUMENTS = ['arguments', 'args', 'input', 'parameters'];
const IDS = ['call_id', 'tool_call_id', 'id'];
const MAX_DEPTH = 10;

interface Parts {
  readonly texts: string[];
  readonly thoughts: string[];
  readonly calls: TextCall[];
}

/** Undefined where the text is anything else, or somebody else's. */
export function readAnswer(text: string): TextWithCalls | undefined {
  const value = parseJson(text.trim());
  const parts: Parts = { texts: [], thoughts: [], calls: [] };
  if (value === undefined || !collect(value, '', parts, 0)) return undefined;
  const { texts, thoughts, calls } = parts;
  if (texts.length + thoughts.length + calls.length === 0) return undefined;
  return { text: texts.join('\n'), thought: thoughts.join('\n'), calls };
}

/** False where somebody else than the model speaks. */
function collect(value: JsonValue, name: string, parts: Parts, depth: number): boolean {
  if (depth > MAX_DEPTH) return true;
  if (Array.isArray(value))
    return (value as readonly JsonValue[]).every((element) => collect(element, name, parts, depth + 1));
  if (!isJsonObject(value)) return true;
  const members = new Map(Object.entries(value).map(([key, inner]) => [canonicalName(key), inner]));
  const role = members.get('role');
  if (typeof role === 'string' && readRole(role) !== 'agent') return false;
  const call = callIn(members, name);
  if (call !== undefined) {
    parts.calls.push(call);
    return true;
  }
  const said = members.get('text') ?? members.get('content') ?? members.get('thinking');
  const kind = members.get('type');
  const isSaid = typeof kind === 'string' || typeof role === 'string' || name === 'parts';
  if (typeof said === 'string' && said !== '' && isSaid) {
    const isThought = typeof kind === 'string' && readLabel(kind)?.as === 'thought';
    (isThought ? parts.thoughts : parts.texts).push(said);
  }
  return [...members].every(
    ([key, inner]) => !(ENVELOPES.has(key) || isCallParent(key)) || collect(inner, key, parts, depth + 1),
  );
}

/** An object that has a name and arguments, and says or is said to be a call. */
function callIn(members: ReadonlyMap<string, JsonValue>, name: string): TextCall | undefined {
  const inner = members.get('function');
  const own = isJsonObject(inner)
    ? new Map(Object.entries(inner).map(([key, value]) => [canonicalName(key), value]))
    : members;
  const tool = textAt(own, NAMES);
  const given = ARGUMENTS.map((key) => own.get(key)).find((value) => value !== undefined);
  const kind = members.get('type');
  const isCall =
    isCallParent(name) ||
    members.has('tool_name') ||
    (typeof kind === 'string' && (readLabel(kind)?.as === 'call' || isJsonObject(inner)));
  // A call of a tool that needs nothing may leave out what it is given.
  const isBare = given === undefined || given === '';
  if (tool === undefined || !isCall || (isBare && !isCallParent(name) && typeof kind !== 'string'))
    return undefined;
  const callId = textAt(members, IDS);
  return {
    tool,
    arguments: isBare ? {} : typeof given === 'string' ? readScalar(given) : given,
    ...(callId === undefined ? {} : { callId }),
  };
}

function textAt(members: ReadonlyMap<string, JsonValue>, names: readonly string[]): string | undefined {
  return names.map((name) => members.get(name)).find((value) => typeof value === 'string' && value !== '') as
    | string
    | undefined;
}
