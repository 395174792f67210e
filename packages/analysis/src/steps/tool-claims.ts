/**
 * Pairs the tool calls in model outputs with the tool spans that executed them.
 *
 * By call id first; ids that are used again belong to the latest call before the tool span. Where one side has no id, by
 * tool name within the same agent: the latest model span before the tool span, its calls in order. Two different ids
 * never pair.
 */
import type { Message, MessagePart, Span } from '@tracewright/core';
import type { SpanForest } from './span-forest.ts';
import { toStepRole } from './step-role.ts';

export type ToolCallPart = Extract<MessagePart, { type: 'tool_call' }>;

export interface CallPlace {
  readonly call: ToolCallPart;
  readonly message: number;
  readonly part: number;
}

/** A message and its index in the list it stands in. */
export type MessagePlace = readonly [at: number, message: Message];

/** The tool calls in messages, in order. */
export function listCalls(messages: readonly MessagePlace[]): CallPlace[] {
  return messages.flatMap(([message, { parts }]) =>
    parts.flatMap((call, part) => (call.type === 'tool_call' ? [{ call, message, part }] : [])),
  );
}

/**
 * The output messages a span produced itself: all of them, but of an agent span that gives the whole conversation as its
 * output (LangGraph and its kin) the last one of the agent only.
 */
export function listOwnOutput({ operation, output }: Span): readonly MessagePlace[] {
  const messages = [...output.entries()];
  const isAgents = ([, { role }]: MessagePlace): boolean => toStepRole(role) === 'agent';
  const last = messages.findLast(isAgents);
  return operation !== 'agent' || last === undefined || messages.every(isAgents) ? messages : [last];
}

/** By place and not by call: a store gives messages that are alike as one object. */
export interface ToolClaims {
  /** Where the calls of each span begin in `tools`: one number a span, and one more. */
  readonly firstCall: Uint32Array;
  /** Index of the tool span of each call that a span's own output makes, in order; -1 where it has none. */
  readonly tools: Int32Array;
  /** 1 for each span that a call claimed. */
  readonly isClaimed: Uint8Array;
}

/** Index of the span that executed the nth call of a span's own output; undefined where none did. */
export function toolOfCall({ firstCall, tools }: ToolClaims, span: number, nth: number): number | undefined {
  const at = (firstCall[span] ?? 0) + nth;
  const tool = at < (firstCall[span + 1] ?? 0) ? (tools[at] ?? -1) : -1;
  return tool === -1 ? undefined : tool;
}

/** Most spans make no call: they share one empty list. */
const NONE: readonly CallPlace[] = [];

/** Calls under one key, by their place in `ToolClaims.tools`: the latest span's first, and within a span in order. */
class CallStack {
  readonly #groups: { readonly span: number; readonly calls: number[]; next: number }[] = [];

  add(span: number, call: number): void {
    const top = this.#groups.at(-1);
    if (top?.span === span) top.calls.push(call);
    else this.#groups.push({ span, calls: [call], next: 0 });
  }

  /** The next call that has no tool span yet. */
  take(tools: Int32Array): number | undefined {
    for (let top = this.#groups.at(-1); top !== undefined; top = this.#groups.at(-1)) {
      const call = top.calls[top.next];
      top.next += 1;
      if (top.next >= top.calls.length) this.#groups.pop();
      if (call !== undefined && tools[call] === -1) return call;
    }
    return undefined;
  }

  get isEmpty(): boolean {
    return this.#groups.length === 0;
  }
}

/** @param makesCalls 1 for each span whose output calls count (wrappers repeat the calls of what they wrap) */
export function claimToolSpans(forest: SpanForest, makesCalls: Uint8Array): ToolClaims {
  const isClaimed = new Uint8Array(forest.spans.length);
  // Listed anew in each pass: the lists of a long run would take as much room as a tenth of its spans.
  const callsOf = (span: Span, index: number): readonly CallPlace[] =>
    makesCalls[index] === 1 && span.output.length > 0 ? listCalls(listOwnOutput(span)) : NONE;
  const firstCall = new Uint32Array(forest.spans.length + 1);
  for (const [index, span] of forest.spans.entries())
    firstCall[index + 1] = (firstCall[index] ?? 0) + callsOf(span, index).length;
  const tools = new Int32Array(firstCall.at(-1) ?? 0).fill(-1);

  const pass = (
    callKeys: (call: ToolCallPart, span: number) => string[],
    toolKey: (span: Span, index: number) => string | undefined,
  ): void => {
    const stacks = new Map<string, CallStack>();
    for (const [index, span] of forest.spans.entries()) {
      for (const [nth, { call }] of callsOf(span, index).entries()) {
        const place = (firstCall[index] ?? 0) + nth;
        if (tools[place] !== -1) continue;
        for (const key of callKeys(call, index)) {
          const stack = stacks.get(key) ?? new CallStack();
          stacks.set(key, stack);
          stack.add(index, place);
        }
      }
      if (span.operation !== 'tool' || isClaimed[index] === 1) continue;
      const key = toolKey(span, index);
      if (key === undefined) continue;
      const stack = stacks.get(key);
      const call = stack?.take(tools);
      // Stacks are as many as calls wait for their tool, not as there are calls in the run.
      if (stack?.isEmpty === true) stacks.delete(key);
      if (call === undefined) continue;
      tools[call] = index;
      isClaimed[index] = 1;
    }
  };

  pass(
    ({ id }) => (id === undefined ? [] : [id]),
    (span) => span.tool?.callId,
  );
  if (forest.spans.every((span, index) => span.operation !== 'tool' || isClaimed[index] === 1))
    return { firstCall, tools, isClaimed };
  const nameKey = (kind: string, index: number, name: string): string =>
    `${kind}:${forest.agent[index]}:${name}`;
  pass(
    ({ id, name }, index) => [
      nameKey('any', index, name),
      ...(id === undefined ? [nameKey('no-id', index, name)] : []),
    ],
    (span, index) =>
      span.tool === undefined
        ? undefined
        : nameKey(span.tool.callId === undefined ? 'any' : 'no-id', index, span.tool.name),
  );
  return { firstCall, tools, isClaimed };
}
