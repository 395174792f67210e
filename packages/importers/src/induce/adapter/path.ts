/**
 * The paths of an adapter: member names and wildcards into a JSON value.
 *
 *     messages[*].content          every "content" of the elements of "messages"
 *     $.runs[*]["tool calls"][-1]  the last of a member whose name is not a word; a leading $ says nothing
 *                                  the empty path is the value itself
 *
 *     run..child_runs              "run" and all that hangs below it by "child_runs", each before its own; what hangs below is left
 *                                  out of each, "#depth" and "#children" say where it stood
 *
 * `[*]` is every element of an array or every member of an object; nothing is computed.
 */
import { appendPointer, isJsonObject, type JsonValue, TraceError } from '@tracewright/core';

export type PathStep =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'each' }
  | { readonly kind: 'tree'; readonly name: string }
  | { readonly kind: 'index'; readonly index: number };

export interface Place {
  readonly value: JsonValue;
  /** From where the path began (RFC 6901). */
  readonly pointer: string;
}

/** No log nests its turns deeper. */
const MAX_STEPS = 24;
const STEP =
  /\.\.([\p{L}_][\p{L}\p{N}_-]*)|\.\.\[("(?:[^"\\]|\\.){0,200}")\]|\.?([\p{L}_][\p{L}\p{N}_-]*)|\[(\*|-?\d{1,9})\]|\[("(?:[^"\\]|\\.){0,200}")\]/uy;
const PLAIN = /^[\p{L}_][\p{L}\p{N}_-]*$/u;

/** @throws TraceError `request-invalid` with the character where the path breaks */
export function parsePath(text: string): PathStep[] {
  const steps: PathStep[] = [];
  let at = text.startsWith('$') ? 1 : 0;
  while (at < text.length) {
    STEP.lastIndex = at;
    const match = STEP.exec(text);
    if (match === null || steps.length === MAX_STEPS)
      throw new TraceError('request-invalid', {
        message: `the path ${JSON.stringify(text)} breaks at character ${at + 1}`,
        fix: 'write names and wildcards, as in messages[*].content or ["odd name"]',
      });
    const [all, tree, quotedTree, name, bracket, quoted] = match;
    if (tree !== undefined) steps.push({ kind: 'tree', name: tree });
    else if (quotedTree !== undefined) steps.push({ kind: 'tree', name: JSON.parse(quotedTree) as string });
    else if (name !== undefined) steps.push({ kind: 'name', name });
    else if (quoted !== undefined) steps.push({ kind: 'name', name: JSON.parse(quoted) as string });
    else if (bracket === '*') steps.push({ kind: 'each' });
    else steps.push({ kind: 'index', index: Number(bracket) });
    at += all.length;
  }
  return steps;
}

export function formatPath(steps: readonly PathStep[]): string {
  let text = '';
  for (const step of steps) {
    if (step.kind === 'each') text += '[*]';
    else if (step.kind === 'index') text += `[${step.index}]`;
    else if (step.kind === 'tree')
      text += PLAIN.test(step.name) ? `..${step.name}` : `..[${JSON.stringify(step.name)}]`;
    else if (PLAIN.test(step.name)) text += text === '' ? step.name : `.${step.name}`;
    else text += `[${JSON.stringify(step.name)}]`;
  }
  return text;
}

/** What the path leads to, in order. */
export function* findPlaces(
  value: JsonValue,
  steps: readonly PathStep[],
  pointer: string = '',
  from: number = 0,
): Generator<Place> {
  const step = steps[from];
  if (step === undefined) {
    yield { value, pointer };
    return;
  }
  if (step.kind === 'tree') {
    for (const node of walkTree(value, step.name, pointer, 0))
      yield* findPlaces(node.value, steps, node.pointer, from + 1);
    return;
  }
  if (Array.isArray(value)) {
    const array = value as readonly JsonValue[];
    if (step.kind === 'each') {
      for (const [index, inner] of array.entries())
        yield* findPlaces(inner, steps, appendPointer(pointer, index), from + 1);
    } else if (step.kind === 'index') {
      const index = step.index < 0 ? array.length + step.index : step.index;
      const inner = array[index];
      if (inner !== undefined) yield* findPlaces(inner, steps, appendPointer(pointer, index), from + 1);
    }
  } else if (isJsonObject(value)) {
    if (step.kind === 'each') {
      for (const [name, inner] of Object.entries(value))
        yield* findPlaces(inner, steps, appendPointer(pointer, name), from + 1);
    } else if (step.kind === 'name' && Object.hasOwn(value, step.name)) {
      yield* findPlaces(value[step.name] ?? null, steps, appendPointer(pointer, step.name), from + 1);
    }
  }
}

/** The node, then those below it. */
function* walkTree(value: JsonValue, name: string, pointer: string, depth: number): Generator<Place> {
  if (!isJsonObject(value)) return;
  const { [name]: below, ...own } = value;
  const children = Array.isArray(below) ? (below as readonly JsonValue[]) : [];
  yield { value: { ...own, '#depth': depth, '#children': children.length }, pointer };
  for (const [index, child] of children.entries())
    yield* walkTree(child, name, appendPointer(appendPointer(pointer, name), index), depth + 1);
}

const parsed = new Map<string, readonly PathStep[]>();
const MAX_KEPT = 5_000;

/** The parsed path; parsed once. */
export function pathOf(text: string): readonly PathStep[] {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const steps = parsePath(text);
  if (parsed.size >= MAX_KEPT) parsed.clear();
  parsed.set(text, steps);
  return steps;
}
