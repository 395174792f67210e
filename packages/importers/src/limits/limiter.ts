/**
 * Keeps spans within bounds on their way in. What is cut is marked where it was cut, listed in the attribute
 * `tracewright.truncated`, and told to the caller; a span within its bounds comes back as the same object.
 *
 * Runs after masking: a secret that a cut went through would no longer be recognised.
 */
import type {
  JsonObject,
  JsonValue,
  Message,
  MediaPart,
  MessagePart,
  Run,
  Span,
  SpanEvent,
  SpanLink,
  ToolCall,
} from '@tracewright/core';
import { mapList } from '../masking/mask-value.ts';
import type { MaskableSpan } from '../masking/masker.ts';
import { mapPartNames } from '../masking/part-names.ts';
import { createFieldCutter, type Truncation, TRUNCATED_ATTRIBUTE } from './field-cutter.ts';
import { limitRun } from './limit-run.ts';
import { assertSpanLimits, DEFAULT_SPAN_LIMITS, type SpanLimits } from './span-limits.ts';
import { truncateText } from './truncate-text.ts';
import { sizeOfValue } from './truncate-value.ts';

export interface Limiter {
  limitSpan<S extends MaskableSpan>(
    span: S,
  ): { readonly span: S; readonly truncations: readonly Truncation[] };
  limitRun(run: Run): { readonly run: Run; readonly truncations: readonly Truncation[] };
  /** The message of a judgement that came with telemetry. */
  limitMessage(message: string): string;
}

/** Fields listed in it; the rest is counted. */
const MAX_LISTED = 100;
const NONE: readonly Truncation[] = [];

/** @throws TraceError `usage-invalid` where a limit is too small to be kept */
export function createLimiter(options: Partial<SpanLimits> = {}): Limiter {
  const limits: SpanLimits = { ...DEFAULT_SPAN_LIMITS, ...options };
  assertSpanLimits(limits);
  return {
    limitSpan: (span) => {
      let size = cheapSize(span, limits);
      if (size <= limits.spanCharacters) return { span, truncations: NONE };
      const truncations: Truncation[] = [];
      let limited = limitFields(span, limits, truncations);
      size = spanSize(limited, limits.depth);
      if (size > limits.spanCharacters) {
        const own = truncations.length;
        const share = findShare(limited, limits);
        const tighter: SpanLimits = {
          ...limits,
          attributeCharacters: Math.min(limits.attributeCharacters, share),
          messagePartCharacters: Math.min(limits.messagePartCharacters, share),
          toolCharacters: Math.min(limits.toolCharacters, share),
        };
        const beforeShares = limited;
        limited = limitFields(beforeShares, tighter, truncations);
        // Shares cannot get smaller than a mark: where there are too many fields, fewer are kept.
        for (
          let most = longestList(limited) >> 1;
          most > 0 && spanSize(limited, limits.depth) > limits.spanCharacters;
          most >>= 1
        ) {
          truncations.length = own;
          const fewer = { ...tighter, attributes: most, messages: most, events: most, links: most };
          limited = limitFields(beforeShares, fewer, truncations);
        }
      }
      if (truncations.length === 0) return { span, truncations: NONE };
      return { span: { ...limited, attributes: mark(limited.attributes, truncations) }, truncations };
    },
    limitRun: (run) => limitRun(run, limits),
    limitMessage: (message) => truncateText(message, limits.attributeCharacters),
  };
}

function mark(attributes: JsonObject, truncations: readonly Truncation[]): JsonObject {
  const earlier = attributes[TRUNCATED_ATTRIBUTE];
  const fields = [
    // The cast: Array.isArray does not narrow readonly arrays.
    ...new Set([
      ...(Array.isArray(earlier) ? (earlier as readonly JsonValue[]) : []),
      ...truncations.map(({ field }) => field),
    ]),
  ];
  const more = fields.length - MAX_LISTED;
  return {
    ...attributes,
    [TRUNCATED_ATTRIBUTE]: more > 0 ? [...fields.slice(0, MAX_LISTED), `and ${more} more`] : fields,
  };
}

/** The size of a span that is within all its limits, or `Infinity` where any of them is exceeded. */
function cheapSize(span: MaskableSpan, limits: SpanLimits): number {
  const { nameCharacters, messages: maxMessages } = limits;
  if (
    span.name.length > nameCharacters ||
    (span.statusMessage?.length ?? 0) > nameCharacters ||
    (span.agent?.length ?? 0) > nameCharacters ||
    (span.model?.length ?? 0) > nameCharacters ||
    span.input.length > maxMessages ||
    span.output.length > maxMessages ||
    span.events.length > limits.events ||
    span.links.length > limits.links
  )
    return Infinity;
  let size = attributesSize(span.attributes, limits);
  for (const { name, attributes } of span.events)
    size += (name.length > nameCharacters ? Infinity : 0) + attributesSize(attributes, limits);
  for (const { attributes } of span.links) size += attributesSize(attributes, limits);
  size += messagesSize(span.input, limits) + messagesSize(span.output, limits);
  if (span.tool !== undefined) {
    if (span.tool.name.length > nameCharacters || (span.tool.callId?.length ?? 0) > nameCharacters)
      return Infinity;
    size +=
      bounded(span.tool.arguments, limits.toolCharacters, limits.depth) +
      bounded(span.tool.result, limits.toolCharacters, limits.depth);
  }
  return size;
}

function bounded(value: JsonValue | undefined, limit: number, depth: number): number {
  if (value === undefined) return 0;
  const size = sizeOfValue(value, depth);
  return size > limit ? Infinity : size;
}

function attributesSize(
  attributes: JsonObject,
  { attributeKeyCharacters, attributeCharacters, attributes: maxCount, depth }: SpanLimits,
): number {
  let size = 0;
  let count = 0;
  for (const name in attributes) {
    if (name === TRUNCATED_ATTRIBUTE) continue;
    count += 1;
    if (name.length > attributeKeyCharacters) return Infinity;
    size += bounded(attributes[name], attributeCharacters, depth);
  }
  return count > maxCount ? Infinity : size;
}

function messagesSize(
  messages: readonly Message[],
  { messagePartCharacters, messages: maxParts, nameCharacters, depth }: SpanLimits,
): number {
  let size = 0;
  const measure = (name: string): string => {
    if (name.length > nameCharacters) size = Infinity;
    return name;
  };
  for (const { role, name, parts } of messages) {
    if (parts.length > maxParts || role.length > nameCharacters || (name?.length ?? 0) > nameCharacters)
      return Infinity;
    for (const part of parts) {
      mapPartNames(part, measure, measure);
      size += bounded(contentOf(part), messagePartCharacters, depth);
    }
  }
  return size;
}

/** What of a part can be large. */
function contentOf(part: MessagePart): JsonValue {
  switch (part.type) {
    case 'text':
    case 'reasoning':
      return part.content;
    case 'tool_call':
      return part.arguments;
    case 'tool_call_response':
      return part.response;
    case 'media':
      return part.uri ?? '';
    case 'other':
      return part.value;
  }
}

function withContent(part: MessagePart, value: JsonValue): MessagePart {
  switch (part.type) {
    case 'text':
    case 'reasoning':
      return { ...part, content: toText(value) };
    case 'tool_call':
      return { ...part, arguments: value };
    case 'tool_call_response':
      return { ...part, response: value };
    case 'media':
      // Half a picture is none.
      return part.uri?.startsWith('data:') === true ? withoutUri(part) : { ...part, uri: toText(value) };
    case 'other':
      return { ...part, value };
  }
}

function withoutUri({ uri: _uri, ...part }: MediaPart): MessagePart {
  return part;
}

/** A text that was cut is a text. */
function toText(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The longest of the lists that can be shortened. */
function longestList({ attributes, input, output, events, links }: MaskableSpan): number {
  let longest = Math.max(
    Object.keys(attributes).length,
    input.length,
    output.length,
    events.length,
    links.length,
  );
  for (const { parts } of [...input, ...output]) longest = Math.max(longest, parts.length);
  for (const each of [...events, ...links]) longest = Math.max(longest, Object.keys(each.attributes).length);
  return longest;
}

/** The sizes of all fields that can be cut, without the rest. */
function fieldSizes(span: MaskableSpan, depth: number): number[] {
  const sizes: number[] = [];
  const add = (value: JsonValue | undefined): void => {
    if (value !== undefined) sizes.push(sizeOfValue(value, depth));
  };
  for (const attributes of [
    span.attributes,
    ...span.events.map((event) => event.attributes),
    ...span.links.map((link) => link.attributes),
  ])
    for (const name in attributes) if (name !== TRUNCATED_ATTRIBUTE) add(attributes[name]);
  for (const message of [...span.input, ...span.output])
    for (const part of message.parts) add(contentOf(part));
  add(span.tool?.arguments);
  add(span.tool?.result);
  return sizes;
}

function spanSize(span: MaskableSpan, depth: number): number {
  return fieldSizes(span, depth).reduce((sum, size) => sum + size, 0);
}

/** The largest length that all fields may have so that the span fits: the small ones stay whole, the large ones share the rest. */
function findShare(span: MaskableSpan, { spanCharacters, depth }: SpanLimits): number {
  const sizes = fieldSizes(span, depth).toSorted((a, b) => a - b);
  let rest = spanCharacters;
  for (const [index, size] of sizes.entries()) {
    const share = rest / (sizes.length - index);
    if (size > share) return Math.max(MIN_SHARE, Math.floor(share));
    rest -= size;
  }
  return Math.max(MIN_SHARE, spanCharacters);
}

/** However many fields there are, each keeps room for its mark. */
const MIN_SHARE = 100;

function limitFields<S extends MaskableSpan>(span: S, limits: SpanLimits, truncations: Truncation[]): S {
  const { nameCharacters } = limits;
  const { value, text, list, attributes } = createFieldCutter(limits, truncations);
  const messages = (whole: readonly Message[], field: 'input' | 'output'): readonly Message[] =>
    mapList(list(whole, limits.messages, field, 'last'), (message, index) => {
      const parts = mapList(
        list(message.parts, limits.messages, `${field}/${index}/parts`, 'first'),
        (part, place) => {
          const at = `${field}/${index}/parts/${place}`;
          const content = contentOf(part);
          const cut = value(content, limits.messagePartCharacters, at);
          const toName = (name: string): string => text(name, nameCharacters, at);
          return mapPartNames(cut === content ? part : withContent(part, cut), toName, toName);
        },
      );
      const role = text(message.role, nameCharacters, `${field}/${index}/role`);
      const name = text(message.name, nameCharacters, `${field}/${index}/name`);
      if (parts === message.parts && role === message.role && name === message.name) return message;
      return { role, ...(name === undefined ? {} : { name }), parts };
    });
  const tool = (whole: ToolCall): ToolCall => {
    const name = text(whole.name, nameCharacters, 'tool/name');
    const callId = text(whole.callId, nameCharacters, 'tool/callId');
    const args =
      whole.arguments === undefined
        ? undefined
        : value(whole.arguments, limits.toolCharacters, 'tool/arguments');
    const result =
      whole.result === undefined ? undefined : value(whole.result, limits.toolCharacters, 'tool/result');
    if (name === whole.name && callId === whole.callId && args === whole.arguments && result === whole.result)
      return whole;
    return {
      ...whole,
      name,
      ...(callId === undefined ? {} : { callId }),
      ...(args === undefined ? {} : { arguments: args }),
      ...(result === undefined ? {} : { result }),
    };
  };
  const events = (whole: readonly SpanEvent[]): readonly SpanEvent[] =>
    mapList(list(whole, limits.events, 'events', 'first'), (event, index) => {
      const name = text(event.name, nameCharacters, `events/${index}/name`);
      const inner = attributes(event.attributes, `events/${index}/attributes`);
      return name === event.name && inner === event.attributes
        ? event
        : { ...event, name, attributes: inner };
    });
  const links = (whole: readonly SpanLink[]): readonly SpanLink[] =>
    mapList(list(whole, limits.links, 'links', 'first'), (link, index) => {
      const inner = attributes(link.attributes, `links/${index}/attributes`);
      return inner === link.attributes ? link : { ...link, attributes: inner };
    });
  const optional = (name: 'statusMessage' | 'agent' | 'model'): Partial<Span> => {
    const whole = span[name];
    return whole === undefined ? {} : { [name]: text(whole, nameCharacters, name) };
  };
  return {
    ...span,
    name: text(span.name, nameCharacters, 'name'),
    ...optional('statusMessage'),
    ...optional('agent'),
    ...optional('model'),
    attributes: attributes(span.attributes, 'attributes'),
    ...(span.tool === undefined ? {} : { tool: tool(span.tool) }),
    input: messages(span.input, 'input'),
    output: messages(span.output, 'output'),
    events: events(span.events),
    links: links(span.links),
  };
}
