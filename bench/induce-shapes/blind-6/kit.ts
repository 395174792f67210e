/** What the sixth set of shapes shares: one file for each conversation, tools as they are declared, text in pieces. */
import type { JsonObject } from '@tracewright/core';
import type { AgentTurn, Call, Conversation, Turn } from '../conversations.ts';
import { callsOf, make, type Made, pick, resultText, type Shape, type ShapeFile } from '../shape.ts';

export function each(
  source: string,
  ids: readonly string[],
  write: (conversation: Conversation, made: Made, index: number) => ShapeFile,
): Shape {
  return {
    source,
    form: 'json',
    files: () => pick(...ids).map((conversation, index) => write(conversation, make(conversation), index)),
  };
}

export interface DeclaredTool {
  readonly name: string;
  readonly description: string;
  /** As a JSON schema. */
  readonly parameters: JsonObject;
}

/** The tools of a conversation in the order of their first use, with a schema that fits what they are called with. */
export function declaredTools({ turns }: Conversation): DeclaredTool[] {
  const calls = turns.flatMap(callsOf);
  const firsts = calls.filter(({ tool }, index) => calls.findIndex((call) => call.tool === tool) === index);
  return firsts.map(({ tool, arguments: args }) => ({
    name: tool,
    description: `Calls ${tool.replaceAll('_', ' ')}.`,
    parameters: {
      type: 'object',
      properties: Object.fromEntries(
        Object.entries(args).map(([name, value]) => [
          name,
          { type: Array.isArray(value) ? 'array' : value === null ? 'string' : typeof value },
        ]),
      ),
      required: Object.keys(args).slice(0, 1),
    },
  }));
}

export function agentTurns({ turns }: Conversation): AgentTurn[] {
  return turns.filter((turn) => turn.by === 'agent');
}

export interface CallWithId {
  readonly call: Call;
  readonly id: string;
}

export function callsWithIds(turn: Turn, newId: () => string): CallWithId[] {
  return callsOf(turn).map((call) => ({ call, id: newId() }));
}

/** A message of the chat completions API and those that answer its calls. */
export function toChatMessages({ text }: AgentTurn, calls: readonly CallWithId[]): [object, ...object[]] {
  const tool_calls = calls.map(({ call, id }) => ({
    id,
    type: 'function',
    function: { name: call.tool, arguments: JSON.stringify(call.arguments) },
  }));
  const said = { role: 'assistant', content: text ?? null, ...(calls.length > 0 ? { tool_calls } : {}) };
  const results = calls.map(({ call, id }) => ({
    role: 'tool',
    tool_call_id: id,
    content: resultText(call),
  }));
  return [said, ...results];
}

/** A text as it arrives from a model, a few words at a time. */
export function pieces(text: string): string[] {
  return text.match(/\S+\s*(?:\S+\s*){0,3}/g) ?? [text];
}

/** Python's `datetime.isoformat`, which has six digits and no zone. */
export function pythonTime(time: string): string {
  return `${time.slice(0, -1)}000`;
}
