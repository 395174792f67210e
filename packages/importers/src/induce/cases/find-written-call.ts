/**
 * The call as the model wrote it, where a runtime logs its own reading of it and keeps the model's answer beside that: settings of the
 * runtime, which nobody asked for, do not stand in it.
 */
import { isJsonObject, type JsonObject, type JsonValue } from '@tracewright/core';
import { findPlaces, formatPath, pathOf, type PathStep } from '../adapter/path.ts';

const MAX_RECORDS = 60;
const MAX_DEPTH = 9;
/** Values looked at in each record. */
const MAX_VISITED = 1_500;
const NAMES = ['name', 'tool_name', 'tool'];
const ARGUMENTS = ['arguments', 'input', 'args'];

/** @returns the path to the arguments; undefined when most records do not have it */
export function findWrittenCall(
  records: readonly JsonObject[],
  tool: string,
  args: string,
): string | undefined {
  const votes = new Map<string, number>();
  let asked = 0;
  for (const record of records.slice(0, MAX_RECORDS)) {
    const [name] = [...findPlaces(record, pathOf(tool))].map(({ value }) => value);
    if (typeof name !== 'string') continue;
    asked += 1;
    for (const path of writtenCalls(record, name))
      if (path !== args) votes.set(path, (votes.get(path) ?? 0) + 1);
  }
  const [best] = [...votes].toSorted((a, b) => b[1] - a[1] || a[0].length - b[0].length);
  return best !== undefined && asked >= 2 && best[1] >= asked * 0.6 ? best[0] : undefined;
}

/** Paths to the arguments of the first object in a list of calls that has the name. */
function* writtenCalls(record: JsonObject, name: string): Generator<string> {
  let visited = 0;
  function* visit(value: JsonValue, steps: readonly PathStep[]): Generator<string> {
    if (steps.length > MAX_DEPTH || (visited += 1) > MAX_VISITED) return;
    if (Array.isArray(value)) {
      const [first] = value as readonly JsonValue[];
      if (first !== undefined) yield* visit(first, [...steps, { kind: 'index', index: 0 }]);
      return;
    }
    if (!isJsonObject(value)) return;
    const argument = ARGUMENTS.find((key) => isArguments(value[key]));
    const isCalls = steps.some(({ kind }) => kind === 'index');
    if (isCalls && argument !== undefined && NAMES.some((key) => value[key] === name))
      yield formatPath([...steps, { kind: 'name', name: argument }]);
    for (const [key, inner] of Object.entries(value).slice(0, 60))
      yield* visit(inner, [...steps, { kind: 'name', name: key }]);
  }
  yield* visit(record, []);
}

function isArguments(value: JsonValue | undefined): boolean {
  return isJsonObject(value) || (typeof value === 'string' && /^\s*\{/.test(value));
}
