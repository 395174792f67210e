/**
 * Messages that came as events of the span or as log records: `gen_ai.user.message`, `gen_ai.choice` and kin up to v1.36,
 * `gen_ai.content.prompt` before them, `gen_ai.client.inference.operation.details` from v1.37. Their content stands in the attributes, in
 * the body of a log record, or as JSON in `gen_ai.event.content` (Azure's SDKs, Semantic Kernel).
 *
 * **Source:** semantic-conventions v1.36.0 and v1.41.1 docs/gen-ai/gen-ai-events.md.
 */
import { isJsonObject, type JsonObject, type JsonValue, type Message } from '@tracewright/core';
import { asObject, findJson, findText } from '../reading/json-text.ts';
import { readGenAi } from './gen-ai.ts';
import { decodeBlocks, readMessages, readPlainMessages } from './messages.ts';
import { type SpanFacts, viewSpan } from './span-facts.ts';

export interface MessageEvent {
  readonly name: string;
  readonly attributes: JsonObject;
  /** Of a log record. */
  readonly body?: JsonValue | undefined;
}

const ROLE_EVENT = /^gen_ai\.(system|user|assistant|tool)\.message$/;
const OTHER_EVENT =
  /^gen_ai\.(?:choice|content\.prompt|content\.completion|client\.inference\.operation\.details)$/;

export function isMessageEvent(name: string): boolean {
  return ROLE_EVENT.test(name) || OTHER_EVENT.test(name);
}

export function readMessageEvents(events: readonly MessageEvent[]): SpanFacts {
  const input: Message[] = [];
  const output: Message[] = [];
  const reasons: string[] = [];
  let details: SpanFacts = {};
  for (const event of events) {
    const content = contentOf(event);
    const role = ROLE_EVENT.exec(event.name)?.[1];
    if (role !== undefined) {
      input.push(
        ...(readMessages({
          ...content,
          role: findText(content, 'role') ?? role,
          content: decodeBlocks(content['content'] ?? null),
          tool_call_id: content['id'] ?? null,
          tool_calls: content['tool_calls'] ?? null,
        }) ?? []),
      );
    } else if (event.name === 'gen_ai.choice') {
      const message = findJson(content, 'message');
      const inner = isJsonObject(message)
        ? message
        : { ...content, content: message ?? content['content'] ?? null };
      output.push(
        ...(readMessages({
          ...inner,
          role: findText(inner, 'role') ?? 'assistant',
          content: decodeBlocks(inner['content'] ?? null),
        }) ?? []),
      );
      const reason = findText(content, 'finish_reason');
      if (reason !== undefined) reasons.push(reason);
    } else if (event.name === 'gen_ai.content.prompt')
      input.push(...(readPlainMessages('user', findJson(content, 'gen_ai.prompt')) ?? []));
    else if (event.name === 'gen_ai.content.completion')
      output.push(...(readPlainMessages('assistant', findJson(content, 'gen_ai.completion')) ?? []));
    else if (event.name === 'gen_ai.client.inference.operation.details')
      details = readGenAi(viewSpan(event.name, content, ''));
  }
  return {
    ...details,
    ...(reasons.length === 0
      ? {}
      : { canonical: { ...details.canonical, 'gen_ai.response.finish_reasons': reasons } }),
    input: input.length > 0 ? input : details.input,
    output: output.length > 0 ? output : details.output,
  };
}

function contentOf({ attributes, body }: MessageEvent): JsonObject {
  const azure = asObject(findJson(attributes, 'gen_ai.event.content'));
  const told = isJsonObject(body) ? body : asObject(findJson({ body: body ?? null }, 'body'));
  return { ...attributes, ...azure, ...told };
}
