import { isJsonObject, type JsonValue, messageText, readSpanText } from '@tracewright/core';
import type { JudgedStep, RunContext } from '../../detect/context.ts';

/** Longer texts are read by their beginning. */
const READ = 200_000;
const WORD = /[\p{L}\p{N}_]+/gu;

/** The words that stood before each step in what the agent was told or shown: asked once a step, in order. */
export class SeenWords {
  readonly #seen = new Set<string>();

  constructor({ run, steps }: RunContext) {
    this.#add(run.taskText ?? '');
    const [first] = steps;
    const span = first?.said[0]?.span ?? first?.asked?.span;
    for (const message of span?.input ?? []) this.#add(messageText(message));
  }

  /** Takes in what a step shows: its result, or what people and the environment say. */
  read({ step, said, result }: JudgedStep): void {
    if (result !== undefined) this.#add(result.text);
    if (step.role !== 'agent') for (const { span, path } of said) this.#add(readSpanText(span, path) ?? '');
  }

  has(value: string): boolean {
    return listWords(value).every((word) => this.#seen.has(word));
  }

  #add(text: string): void {
    for (const word of listWords(text)) this.#seen.add(word);
  }
}

function listWords(text: string): string[] {
  return text.slice(0, READ).toLowerCase().match(WORD) ?? [];
}

/** Arguments nested deeper than this are not looked at. */
const MAX_DEPTH = 6;
const IDENTIFIER = /^[\w#@.-]*(?:\d[\w#@.-]*[A-Za-z_]|[A-Za-z_#][\w#@.-]*\d)[\w#@.-]*$/;
const DATE = /^\d{4}-\d\d-\d\d/;

/** The identifiers among a call's arguments: letters and digits in one word, such as `W2378156` or `mia_li_3668`; no dates. */
export function listIdentifiers(value: JsonValue | undefined, depth = 0): string[] {
  if (value === undefined || depth > MAX_DEPTH) return [];
  if (typeof value === 'string')
    return value.length >= 4 && value.length <= 64 && IDENTIFIER.test(value) && !DATE.test(value)
      ? [value]
      : [];
  if (Array.isArray(value)) return value.flatMap((item: JsonValue) => listIdentifiers(item, depth + 1));
  if (isJsonObject(value)) return Object.values(value).flatMap((item) => listIdentifiers(item, depth + 1));
  return [];
}
