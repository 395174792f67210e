/**
 * Pydantic AI (Logfire): GenAI names with some of its own for agents, tools and the parameters of a request.
 *
 * Source: pydantic/pydantic-ai, pydantic_ai_slim/pydantic_ai/models/instrumented.py.
 */
import type { JsonObject, Message } from '@tracewright/core';
import { asArray, asObject, findJson, findText } from '../reading/json-text.ts';
import { isMessageEvent, readMessageEvents } from './message-events.ts';
import { readMessages } from './messages.ts';
import { type SpanFacts, type SpanView, withoutUndefined } from './span-facts.ts';
import { readToolDefinitions } from './tool-definitions.ts';

export function readPydanticAi({ attributes, roots }: SpanView): SpanFacts {
  const isAgent = roots.has('agent_name') || roots.has('pydantic_ai');
  const isTool = roots.has('tool_arguments') || roots.has('tool_response');
  if (!isAgent && !isTool && !roots.has('model_request_parameters') && !roots.has('events')) return {};
  const told = readListedEvents(attributes);
  const parameters = asObject(findJson(attributes, 'model_request_parameters'));
  const all = isAgent
    ? (readMessages(findJson(attributes, 'pydantic_ai.all_messages', 'all_messages_events')) ?? [])
    : [];
  const final = lastAnswer(all);
  const tools = [
    ...asArray(parameters?.['function_tools']),
    ...asArray(parameters?.['output_tools']),
  ].flatMap((tool) => readToolDefinitions(tool));
  return {
    operation: isTool ? 'tool' : isAgent ? 'agent' : undefined,
    agent: findText(attributes, 'agent_name'),
    tool: isTool
      ? withoutUndefined({
          arguments: findJson(attributes, 'tool_arguments'),
          result: findJson(attributes, 'tool_response'),
        })
      : undefined,
    input: isAgent ? all.slice(0, final) : told.input,
    output: isAgent ? all.slice(final) : told.output,
    tools,
    consumed: [
      ...(tools.length > 0 ? ['model_request_parameters'] : []),
      ...(told.input === undefined && told.output === undefined ? [] : ['events']),
      'logfire.json_schema',
      ...(all.length > 0 ? ['pydantic_ai.all_messages', 'all_messages_events', 'final_result'] : []),
    ],
    consumedByCall: ['tool_arguments', 'tool_response'],
  };
}

/** Messages that version 1 lists as GenAI events in one attribute. */
function readListedEvents(attributes: JsonObject): SpanFacts {
  const events = asArray(findJson(attributes, 'events')).flatMap((item) => {
    const event = asObject(item);
    const name = findText(event ?? {}, 'event.name');
    return event === undefined || name === undefined || !isMessageEvent(name)
      ? []
      : [{ name, attributes: event }];
  });
  return events.length === 0 ? {} : readMessageEvents(events);
}

/** Where the agent's last answer begins; the end when it gave none. */
function lastAnswer(messages: readonly Message[]): number {
  return messages.at(-1)?.role === 'assistant' ? messages.length - 1 : messages.length;
}
