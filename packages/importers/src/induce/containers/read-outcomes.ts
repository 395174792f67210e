/**
 * Pairs of a call and what came of it, as agents keep their steps: `[["ls", "{}", "I look first"], "a.txt"]`, or with the call as an object.
 * Their places have a meaning each, so they are read as records with members.
 */
import { isJsonObject, type JsonObject, type JsonValue } from '@tracewright/core';
import { canonicalName, FIELD_WORDS } from '../words/vocabulary.ts';

const MAX_PLACES = 5;
const TOOL = /^[\p{L}_][\p{L}\p{N}_.:/-]{1,79}$/u;
const NAMES: ReadonlySet<string> = new Set(
  FIELD_WORDS.tool.filter((word) => /tool|function|action|name/.test(word)),
);
const GIVEN: ReadonlySet<string> = new Set(FIELD_WORDS.arguments);

/** Whether a list holds such pairs and nothing else. */
export function areOutcomes(list: readonly JsonValue[]): boolean {
  return list.length > 0 && list.every((element) => readOutcome(element) !== undefined);
}

/** The pair as a record; undefined where it is none. */
export function readOutcome(pair: JsonValue): JsonObject | undefined {
  if (!Array.isArray(pair) || pair.length !== 2) return undefined;
  const [call, outcome] = pair as readonly JsonValue[];
  // Two objects are two records, each with members of its own.
  if (call === undefined || (isJsonObject(call) && isJsonObject(outcome ?? null))) return undefined;
  const made = readCall(call);
  return made === undefined ? undefined : { ...made, result: outcome ?? null };
}

function readCall(call: JsonValue): JsonObject | undefined {
  if (isJsonObject(call)) {
    const names = Object.keys(call).map(canonicalName);
    return names.some((name) => NAMES.has(name)) && names.some((name) => GIVEN.has(name)) ? call : undefined;
  }
  if (!Array.isArray(call) || call.length < 2 || call.length > MAX_PLACES) return undefined;
  // What is called, what it is given, and what the agent wrote when it asked for it.
  const [tool, input, thought, ...others] = call as readonly JsonValue[];
  if (
    typeof tool !== 'string' ||
    !TOOL.test(tool) ||
    (typeof input !== 'string' && !isJsonObject(input ?? null))
  )
    return undefined;
  return {
    tool,
    input: input ?? null,
    ...(thought === undefined ? {} : { thought }),
    ...Object.fromEntries(others.map((other, index) => [String(index + 3), other])),
  };
}
