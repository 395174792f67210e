import type { JsonValue, Message } from '@tracewright/core';

/** Messages as the tests expect them. */
export function said(role: string, content: string): Message {
  return { role, parts: [{ type: 'text', content }] };
}

export function called(id: string, name: string, args: JsonValue): Message {
  return { role: 'assistant', parts: [{ type: 'tool_call', id, name, arguments: args }] };
}

export function answered(id: string, response: JsonValue): Message {
  return { role: 'tool', parts: [{ type: 'tool_call_response', id, response }] };
}
