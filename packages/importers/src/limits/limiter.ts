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
  MessagePart,
  Span,
  SpanEvent,
  SpanLink,
  ToolCall,
} from '@tracewright/core';
import { mapList } from '../masking/mask-value.ts';
import type { MaskableSpan } from '../masking/masker.ts';
import { assertSpanLimits, DEFAULT_SPAN_LIMITS, type SpanLimits } from './span-limits.ts';
import { sizeOfValue, truncateValue } from './truncate-value.ts';

/** One field that was cut. */
export interface Truncation {
  /** As in masks: `input/0/parts/1`, `tool/result`, `attributes/KEY`, `attributes`, `events`. */
  readonly field: string;
  /** What was counted; `levels` where a value nested too deep. */
  readonly unit: 'characters' | 'items' | 'levels';
  readonly limit: number;
  /** How much there was; absent for levels. */
  readonly total?: number;
}

export interface Limiter {
  limitSpan<S extends MaskableSpan>(
    span: S,
  ): { readonly span: S; readonly truncations: readonly Truncation[] };
}

/** The attribute that lists the fields cut. */
export const TRUNCATED_ATTRIBUTE = 'tracewright.truncated';
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
        const share = findShare(limited, limits);
        const tighter: SpanLimits = {
          ...limits,
          attributeCharacters: Math.min(limits.attributeCharacters, share),
          messagePartCharacters: Math.min(limits.messagePartCharacters, share),
          toolCharacters: Math.min(limits.toolCharacters, share),
        };
        limited = limitFields(limited, tighter, truncations);
      }
      if (truncations.length === 0) return { span, truncations: NONE };
      return { span: { ...limited, attributes: mark(limited.attributes, truncations) }, truncations };
    },
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
    if (span.tool.name.length > nameCharacters) return Infinity;
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
  for (const { role, name, parts } of messages) {
    if (parts.length > maxParts || role.length > nameCharacters || (name?.length ?? 0) > nameCharacters)
      return Infinity;
    for (const part of parts) size += bounded(contentOf(part), messagePartCharacters, depth);
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
      return { ...part, uri: toText(value) };
    case 'other':
      return { ...part, value };
  }
}

/** A text that was cut is a text. */
function toText(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
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
  const { nameCharacters, depth } = limits;
  const value = <V extends JsonValue>(whole: V, limit: number, field: string): V => {
    const cut = truncateValue(whole, limit, depth);
    if (cut === whole) return whole;
    const total = sizeOfValue(whole, depth);
    truncations.push(
      total === Infinity
        ? { field, unit: 'levels', limit: depth }
        : { field, unit: 'characters', limit, total },
    );
    // A text stays a text, any other value may become one where it nests too deep.
    return cut as V;
  };
  const text = (whole: string, limit: number, field: string): string => value(whole, limit, field);
  const list = <T>(
    whole: readonly T[],
    limit: number,
    field: string,
    keep: 'first' | 'last',
  ): readonly T[] => {
    if (whole.length <= limit) return whole;
    truncations.push({ field, unit: 'items', limit, total: whole.length });
    return keep === 'first' ? whole.slice(0, limit) : whole.slice(-limit);
  };
  const attributes = (whole: JsonObject, field: string): JsonObject => {
    let entries = Object.entries(whole);
    const own = entries.filter(([name]) => name === TRUNCATED_ATTRIBUTE);
    entries = [
      ...list(
        entries.filter(([name]) => name !== TRUNCATED_ATTRIBUTE),
        limits.attributes,
        field,
        'first',
      ),
    ];
    let isChanged = entries.length + own.length < Object.keys(whole).length;
    const members = entries.map(([name, inner]): [string, JsonValue] => {
      const key = text(name, limits.attributeKeyCharacters, `${field}/${name.slice(0, 100)}`);
      const cut = value(inner, limits.attributeCharacters, `${field}/${key.slice(0, 100)}`);
      isChanged ||= key !== name || cut !== inner;
      return [key, cut];
    });
    return isChanged ? Object.fromEntries([...members, ...own]) : whole;
  };
  const messages = (whole: readonly Message[], field: 'input' | 'output'): readonly Message[] =>
    mapList(list(whole, limits.messages, field, 'last'), (message, index) => {
      const parts = mapList(
        list(message.parts, limits.messages, `${field}/${index}/parts`, 'first'),
        (part, place) => {
          const content = contentOf(part);
          const cut = value(content, limits.messagePartCharacters, `${field}/${index}/parts/${place}`);
          return cut === content ? part : withContent(part, cut);
        },
      );
      const role = text(message.role, nameCharacters, `${field}/${index}/role`);
      const name =
        message.name === undefined ? undefined : text(message.name, nameCharacters, `${field}/${index}/name`);
      if (parts === message.parts && role === message.role && name === message.name) return message;
      return { role, ...(name === undefined ? {} : { name }), parts };
    });
  const tool = (whole: ToolCall): ToolCall => {
    const name = text(whole.name, nameCharacters, 'tool/name');
    const args =
      whole.arguments === undefined
        ? undefined
        : value(whole.arguments, limits.toolCharacters, 'tool/arguments');
    const result =
      whole.result === undefined ? undefined : value(whole.result, limits.toolCharacters, 'tool/result');
    if (name === whole.name && args === whole.arguments && result === whole.result) return whole;
    return {
      ...whole,
      name,
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
