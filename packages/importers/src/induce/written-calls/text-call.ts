/** What a text says, and the calls that stand in it. */
import type { JsonValue } from '@tracewright/core';

export interface TextCall {
  readonly tool: string;
  readonly arguments: JsonValue;
  /** Where it is written with the call. */
  readonly callId?: string;
  /** What came back, where it is written with the call. */
  readonly result?: JsonValue;
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

/** "*Thought: look around first.*", before what is said. */
const THOUGHT_LINE = /^\s{0,20}([*_])(?:thought|thinking|reasoning): ([^\n*_]{1,4000})\1[ \t]{0,20}(?:\n|$)/i;

/** Takes a thought in tags, or in a line of its own, out of a text. */
export function splitThought(text: string): { text: string; thought: string } {
  const match = THOUGHT_TAG.exec(text);
  if (match?.[1] === undefined) {
    const [line = '', , thought = ''] = THOUGHT_LINE.exec(text) ?? [];
    return { text: text.slice(line.length).trim(), thought: thought.trim() };
  }
  const start = match.index + match[0].length;
  const end = text.indexOf(`</${match[1]}>`, start);
  if (end === -1) return { text: text.trim(), thought: '' };
  const rest = text.slice(0, match.index) + text.slice(end + match[1].length + 3);
  return { text: rest.trim(), thought: text.slice(start, end).trim() };
}
