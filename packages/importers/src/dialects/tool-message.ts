/** LangChain's tools give back the message that goes to the model: what the tool said, its name and the call's id stand in it. */
import { type JsonValue, type ToolCall } from '@tracewright/core';
import { asObject, decodeJsonText } from '../reading/json-text.ts';
import { readMessages } from './messages.ts';
import { withoutUndefined } from './span-facts.ts';

/** @param value the message, or an object that holds it as its `output`; @returns undefined when there is none */
export function readToolMessage(value: JsonValue | undefined): Partial<ToolCall> | undefined {
  const inner = asObject(value)?.['output'] ?? value;
  const [message, ...others] = asObject(inner) === undefined ? [] : (readMessages(inner) ?? []);
  const [part] = message?.parts ?? [];
  if (message?.role !== 'tool' || others.length > 0 || part?.type !== 'tool_call_response') return undefined;
  return withoutUndefined({
    name: message.name,
    callId: part.id,
    result: decodeJsonText(part.response),
  });
}
