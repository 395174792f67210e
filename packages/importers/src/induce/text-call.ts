/** What a text says, and the calls that stand in it. */
import type { JsonValue } from '@tracewright/core';

export interface TextCall {
  readonly tool: string;
  readonly arguments: JsonValue;
}

export interface TextWithCalls {
  /** What stands beside the calls. */
  readonly text: string;
  readonly thought: string;
  readonly calls: readonly TextCall[];
}

/** Longer texts are documents, not calls. In UTF-16 units. */
export const MAX_TEXT = 200_000;

const THOUGHT_TAG = /<(think|thinking|thought|reasoning|scratchpad|analysis)>/i;

/** Takes a thought in tags out of a text. */
export function splitThought(text: string): { text: string; thought: string } {
  const match = THOUGHT_TAG.exec(text);
  if (match?.[1] === undefined) return { text: text.trim(), thought: '' };
  const start = match.index + match[0].length;
  const end = text.indexOf(`</${match[1]}>`, start);
  if (end === -1) return { text: text.trim(), thought: '' };
  const rest = text.slice(0, match.index) + text.slice(end + match[1].length + 3);
  return { text: rest.trim(), thought: text.slice(start, end).trim() };
}
