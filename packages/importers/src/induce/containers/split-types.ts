/** Kinds that end in the name of a tool: `{"type": "tool-search", "input": {...}}` is a tool's record, and the tool is `search`. */
import { isJsonObject, type JsonObject, type JsonValue } from '@tracewright/core';
import {
  CALL_ARGUMENT_LEAVES,
  canonicalName,
  CALL_PARENTS,
  readLabel,
  TYPE_WORDS,
} from '../words/vocabulary.ts';

/** A member of types, and what stands before the name of a tool in them. */
export interface TypePrefix {
  readonly name: string;
  readonly prefix: string;
}

/** Where the name of the tool is put. */
const TOOL = 'tool_name';
const PREFIXED = /^([\p{L}_]{1,30}[-:./])([\p{L}_][\p{L}\p{N}_.-]{0,60})$/u;
const PHASES = new Set(['call', 'result', 'arguments', 'thought', 'note']);
/** Share of the records of such kinds that must say what the tool was given. */
const MOST = 0.9;

interface Seen {
  readonly found: TypePrefix;
  count: number;
  given: number;
  readonly tools: Set<string>;
  readonly shapes: Set<string>;
}

/** Collects what a sample has of them. */
export class TypePrefixes {
  readonly #seen = new Map<string, Seen>();

  see(record: JsonObject): void {
    for (const [name, value] of Object.entries(record)) {
      if (typeof value !== 'string' || value.length > 100 || !TYPE_WORDS.includes(canonicalName(name)))
        continue;
      const [, prefix = '', tool = ''] = PREFIXED.exec(value) ?? [];
      const word = canonicalName(prefix);
      // "tool-result" says how far the call has come.
      if (!CALL_PARENTS.has(word) || isPhase(tool) || Object.hasOwn(record, TOOL)) continue;
      const key = JSON.stringify([name, prefix]);
      const seen = this.#seen.get(key) ?? {
        found: { name, prefix },
        count: 0,
        given: 0,
        tools: new Set(),
        shapes: new Set(),
      };
      this.#seen.set(key, seen);
      const given = Object.entries(record).find(
        ([member, inner]) => CALL_ARGUMENT_LEAVES.includes(canonicalName(member)) && isJsonObject(inner),
      )?.[1];
      seen.count += 1;
      seen.tools.add(tool);
      if (given === undefined || !isJsonObject(given)) continue;
      seen.given += 1;
      seen.shapes.add(Object.keys(given).toSorted().join());
    }
  }

  /** Those whose records hold arguments that depend on what ends the type. */
  get found(): TypePrefix[] {
    return [...this.#seen.values()]
      .filter(
        ({ count, given, tools, shapes }) => tools.size >= 2 && shapes.size >= 2 && given >= count * MOST,
      )
      .map(({ found }) => found);
  }
}

/** The record itself where its type has no such start. */
export function splitType(record: JsonObject, prefixes: readonly TypePrefix[]): JsonObject {
  for (const { name, prefix } of prefixes) {
    const value: JsonValue | undefined = record[name];
    if (typeof value !== 'string' || !value.startsWith(prefix) || value.length === prefix.length) continue;
    const tool = value.slice(prefix.length);
    if (!isPhase(tool)) return { ...record, [name]: prefix.slice(0, -1), [TOOL]: tool };
  }
  return record;
}

/** "execution_complete", "call-started". */
const HOW_FAR =
  /^(?:(?:execution|invocation|call|use|run)_)?(?:start|started|begin|began|progress|update|complete|completed|end|ended|finish|finished|done|fail|failed|error)$/;

/** What says how far a call has come. */
function isPhase(word: string): boolean {
  if (HOW_FAR.test(canonicalName(word))) return true;
  const meaning = readLabel(word);
  return !canonicalName(word).includes('_') && meaning !== undefined && PHASES.has(meaning.as);
}
