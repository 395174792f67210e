/**
 * Goes on from the checkpoint of a replay plan (`tracewright replay RUN --json`).
 *
 *     const resumed = resumeFrom(plan);
 *     await resumed.restore(tools);               // makes the calls again that changed state
 *     await agent(resumed.messages);              // the conversation so far, and what went wrong
 *
 * An agent that can only start at its beginning is given `resumed.tools(tools)` instead: as long as it makes the recorded calls,
 * those that only looked are answered from the trace and those that changed state are made; from the first other call on,
 * everything is live.
 */
import type { JsonValue, Message, ReplayCall, ReplayPlan } from '@tracewright/core';
import { findToolCall, type ToolCall, viewTools } from '../view-tools.ts';
import { withoutCallOptions } from '../wrap-tools.ts';

export interface Resumption {
  /** The conversation up to the checkpoint; the last message is the corrective note. */
  readonly messages: readonly Message[];
  /** The same as chat completions have it. */
  readonly chatMessages: readonly ChatMessage[];
  readonly note: string;
  /** Steps to stop after. */
  readonly maxSteps: number;
  /** The same tools, answered from the trace while the recorded calls are repeated. */
  tools<Tools extends object>(tools: Tools): Tools;
  /** Makes the calls again that changed state, or have no recorded result, in order. */
  restore(tools: object): Promise<readonly RestoredCall[]>;
}

export interface ChatMessage {
  readonly role: string;
  readonly content: string;
  readonly tool_calls?: readonly {
    readonly id: string;
    readonly type: 'function';
    readonly function: { readonly name: string; readonly arguments: string };
  }[];
  readonly tool_call_id?: string;
}

export interface RestoredCall {
  readonly call: ReplayCall;
  readonly value: unknown;
  /** Whether it gave what the trace has: where it did not, the state may be another one. */
  readonly isSame: boolean;
}

/** @throws TypeError for what is no replay plan of this version, and from `restore` for a tool that is not there */
export function resumeFrom(plan: ReplayPlan): Resumption {
  const fields: { readonly kind?: unknown; readonly schemaVersion?: unknown } = plan;
  if (fields.kind !== 'replay-plan' || fields.schemaVersion !== 1)
    throw new TypeError(
      `expected a replay plan of version 1, got kind "${String(fields.kind)}", version ${String(fields.schemaVersion)}: make one with \`tracewright replay RUN --json\``,
    );
  const { messages, calls, note, limits } = plan.body;
  const told: Message[] = [...messages, { role: 'user', parts: [{ type: 'text', content: note.text }] }];
  return {
    messages: told,
    chatMessages: told.map(toChatMessage),
    note: note.text,
    maxSteps: limits.maxSteps,
    tools: (tools) => {
      let next = 0;
      return viewTools(tools, (made) => {
        const recorded = calls[next];
        if (recorded === undefined || !isSameCall(made, recorded)) {
          next = calls.length;
          return made.run();
        }
        next += 1;
        return recorded.kind === 'execute' || recorded.result === null ? made.run() : answer(recorded.result);
      });
    },
    restore: async (tools) => {
      const restored: RestoredCall[] = [];
      for (const call of calls) {
        if (call.kind === 'replay' && call.result !== null) continue;
        const run = findToolCall(tools, call.tool);
        if (run === undefined)
          throw new TypeError(`step ${call.stepIndex} calls "${call.tool}", which is not among the tools`);
        const value = await run(call.arguments === null ? [] : [call.arguments]);
        restored.push({ call, value, isSame: toKey(value) === toKey(call.result?.value) });
      }
      return restored;
    },
  };
}

/** Tools are asynchronous: a recorded result comes as their own would. */
async function answer({ value, status }: NonNullable<ReplayCall['result']>): Promise<JsonValue> {
  if (status === 'error') throw new Error(typeof value === 'string' ? value : JSON.stringify(value));
  return value;
}

function isSameCall({ name, args }: ToolCall, recorded: ReplayCall): boolean {
  const own = withoutCallOptions(args);
  return (
    name === recorded.tool && toKey(own.length > 1 ? own : (own[0] ?? null)) === toKey(recorded.arguments)
  );
}

/** Equal for equal JSON, whatever the order of members; JSON in a text is what it says. */
function toKey(value: unknown): string {
  const plain: unknown = typeof value === 'string' && /^\s*[[{]/.test(value) ? tryParse(value) : value;
  return (
    JSON.stringify(plain, (_key, inner: unknown) =>
      typeof inner === 'object' && inner !== null && !Array.isArray(inner)
        ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
        : inner,
    ) ?? 'null'
  );
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function toChatMessage({ role, parts }: Message): ChatMessage {
  const content = parts
    .flatMap((part) => {
      if (part.type === 'text') return [part.content];
      if (part.type !== 'tool_call_response') return [];
      return [typeof part.response === 'string' ? part.response : JSON.stringify(part.response)];
    })
    .join('\n');
  const calls = parts.flatMap((part) =>
    part.type === 'tool_call'
      ? [
          {
            id: part.id ?? part.name,
            type: 'function' as const,
            function: { name: part.name, arguments: JSON.stringify(part.arguments) },
          },
        ]
      : [],
  );
  const id = parts.flatMap((part) => (part.type === 'tool_call_response' ? [part.id ?? ''] : []))[0];
  return {
    role,
    content,
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
    ...(id === undefined ? {} : { tool_call_id: id }),
  };
}
