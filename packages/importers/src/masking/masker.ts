/**
 * Takes secrets out of spans and runs on their way in. The rest of each text, the structure and all counts stay; what holds
 * no secret comes back as the same object. Fails closed: where masking a field is not possible, the field's text does not
 * pass, and that is counted like any other mask.
 */
import type {
  JsonObject,
  JsonValue,
  Message,
  MessagePart,
  Run,
  Span,
  SpanEvent,
  SpanLink,
  ToolCall,
} from '@tracewright/core';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { createFieldActions } from './field-actions.ts';
import { createSecretFinder } from './find-secrets.ts';
import { createMaskText, MASKING_FAILED, placeholder } from './mask-text.ts';
import { mapPartNames } from './part-names.ts';
import { createValueMasker, mapList, mapMembers, replaceLeaves } from './mask-value.ts';
import { DEFAULT_MASKING_POLICY, type FieldAction, type MaskingPolicy } from './masking-policy.ts';

/** Secrets of one kind in one field. */
export interface Mask {
  /** Name of the pattern, kind of the name before it, `policy`, or `masking-failed`. */
  readonly kind: string;
  /** As evidence names it where it can be quoted (`input/0/parts/1`), else `attributes/KEY`, `events/0/attributes/KEY`, `name`. */
  readonly field: string;
  readonly count: number;
}

/** A span, placed in a run or not yet. */
export type MaskableSpan = Omit<Span, 'runId' | 'sequence'>;

export interface Masker {
  readonly policy: MaskingPolicy;
  maskSpan<S extends MaskableSpan>(span: S): { readonly span: S; readonly masks: readonly Mask[] };
  maskRun(run: Run): { readonly run: Run; readonly masks: readonly Mask[] };
  /** Any other value that came with telemetry, such as an evaluation's explanation. @param field stands in the masks */
  maskValue<V extends JsonValue>(
    value: V,
    field: string,
  ): { readonly value: V; readonly masks: readonly Mask[] };
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

const NO_MASKS: readonly Mask[] = [];
/** What a rule of the policy hid. */
const BY_POLICY = 'policy';
/** With `#`, not `:`, after which the hash would pass for the value of a name that is a secret's (`password: …`). */
const MASKED_ID = /^\[masked:[a-z0-9-]+#[0-9a-f]{8}\]$/;

export function createMasker(policy: MaskingPolicy = DEFAULT_MASKING_POLICY): Masker {
  const maskText = createMaskText(createSecretFinder(policy));
  const values = createValueMasker(maskText, policy.hasDefaults);
  const actions = createFieldActions(policy.fields);
  const hasRules = policy.fields.length > 0;
  const concerns = {
    attributes: actions.isConcerned('attributes.'),
    events: actions.isConcerned('events.'),
    links: actions.isConcerned('links.'),
  };
  const key = policy.hashKey === undefined ? undefined : utf8ToBytes(policy.hashKey);
  const digest = (text: string, digits: number): string => {
    const bytes = utf8ToBytes(text);
    return bytesToHex(key === undefined ? sha256(bytes) : hmac(sha256, key, bytes)).slice(0, digits);
  };
  const hash = (text: string): string =>
    key === undefined ? placeholder(BY_POLICY) : `[hash:${digest(text, 16)}]`;
  /** The same message in many spans stays the same object after masking. */
  const maskedMessages = new WeakMap<
    Message,
    { readonly message: Message; readonly kinds: readonly (readonly string[])[] }
  >();

  /** What was masked in the span at hand. */
  let masks: Mask[] = [];
  /** What was masked in the field at hand, one entry a secret. */
  const kinds: string[] = [];

  const note = (field: string, found: readonly string[]): void => {
    const counts = new Map<string, number>();
    for (const kind of found) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    for (const [kind, count] of counts) masks.push({ kind, field, count });
  };
  /** Names the field of what was just masked. */
  const settle = (field: string): void => {
    if (kinds.length === 0) return;
    note(field, kinds);
    kinds.length = 0;
  };

  const takeKinds = (field: string): string[] => {
    const taken = [...kinds];
    settle(field);
    return taken;
  };

  /** A value under a rule, or searched where there is none. Never throws. @param name under which it stands, where that may say it is a secret */
  const maskField = (value: JsonValue, action: FieldAction | undefined, name?: string): JsonValue => {
    if (action === 'keep') return value;
    if (action !== undefined) {
      // What the policy replaced once is left alone.
      const replaced = replaceLeaves(value, (text) =>
        /^\[(?:masked:policy|hash:[0-9a-f]{16})\]$/.test(text)
          ? text
          : action === 'drop'
            ? ''
            : action === 'mask'
              ? placeholder(BY_POLICY)
              : hash(text),
      );
      if (JSON.stringify(replaced) === JSON.stringify(value)) return value;
      kinds.push(BY_POLICY);
      return replaced;
    }
    const before = kinds.length;
    try {
      return name === undefined ? values.maskValue(value, kinds) : values.maskNamed(name, value, kinds);
    } catch {
      kinds.length = before;
      kinds.push(MASKING_FAILED);
      return placeholder(MASKING_FAILED);
    }
  };

  /** Masks a plain text; a rule or a failure gives a text too. */
  const maskPlain = (text: string, action?: FieldAction): string => {
    const masked = maskField(text, action);
    return typeof masked === 'string' ? masked : placeholder(MASKING_FAILED);
  };

  /** Ids pair calls with their results, here and elsewhere: equal ids stay equal, different ones different. */
  const maskId = (id: string): string => {
    const before = kinds.length;
    maskText(id, kinds);
    const kind = kinds[before];
    if (kind === undefined) return id;
    if (!MASKED_ID.test(id)) return placeholder(`${kind}#${digest(id, 8)}`);
    kinds.length = before;
    return id;
  };

  /** @param place where the attributes stand, for the masks @param prefix how rules name them */
  const maskAttributes = (
    attributes: JsonObject,
    place: string,
    prefix: string,
    isConcerned: boolean,
  ): JsonObject =>
    mapMembers(
      attributes,
      (name) => values.maskName(name, kinds),
      (name, value) => {
        const action = isConcerned ? actions.find(`${prefix}${name}`) : undefined;
        const masked = maskField(value, action, name);
        if (action === 'drop' && kinds.length === 0) kinds.push(BY_POLICY);
        if (kinds.length > 0) settle(`${place}/${values.maskName(name, [])}`);
        return action === 'drop' ? undefined : masked;
      },
    );

  const maskEvents = (events: readonly SpanEvent[]): readonly SpanEvent[] =>
    mapList(events, (event, index) => {
      const name = maskText(event.name, kinds);
      if (kinds.length > 0) settle(`events/${index}/name`);
      const attributes = maskAttributes(
        event.attributes,
        `events/${index}/attributes`,
        'events.',
        concerns.events,
      );
      return name === event.name && attributes === event.attributes ? event : { ...event, name, attributes };
    });

  const maskLinks = (links: readonly SpanLink[]): readonly SpanLink[] =>
    mapList(links, (link, index) => {
      const attributes = maskAttributes(
        link.attributes,
        `links/${index}/attributes`,
        'links.',
        concerns.links,
      );
      return attributes === link.attributes ? link : { ...link, attributes };
    });

  const toolAction = (name: string | undefined, part: 'arguments' | 'result'): FieldAction | undefined => {
    if (!hasRules) return undefined;
    return name === undefined ? actions.findForUnknownTool(part) : actions.find(`tool.${name}.${part}`);
  };

  const maskTool = (tool: ToolCall): ToolCall => {
    const masked: Writable<ToolCall> = { ...tool };
    masked.name = maskText(tool.name, kinds);
    settle('tool/name');
    if (tool.callId !== undefined) masked.callId = maskId(tool.callId);
    settle('tool/callId');
    for (const part of ['arguments', 'result'] as const) {
      const value = tool[part];
      if (value === undefined) continue;
      masked[part] = maskField(value, toolAction(tool.name, part));
      settle(`tool/${part}`);
    }
    return masked.name === tool.name &&
      masked.callId === tool.callId &&
      masked.arguments === tool.arguments &&
      masked.result === tool.result
      ? tool
      : masked;
  };

  const maskPart = (
    part: MessagePart,
    action: FieldAction | undefined,
    toolOf: (id: string | undefined) => string | undefined,
  ): MessagePart => mapPartNames(maskContent(part, action, toolOf), maskName, maskId);
  const maskName = (name: string): string => values.maskName(name, kinds);

  const maskContent = (
    part: MessagePart,
    action: FieldAction | undefined,
    toolOf: (id: string | undefined) => string | undefined,
  ): MessagePart => {
    switch (part.type) {
      case 'text':
      case 'reasoning': {
        const content = maskPlain(part.content, action);
        return content === part.content ? part : { ...part, content };
      }
      case 'tool_call': {
        const masked = maskField(part.arguments, toolAction(part.name, 'arguments') ?? action);
        return masked === part.arguments ? part : { ...part, arguments: masked };
      }
      case 'tool_call_response': {
        const response = maskField(part.response, toolAction(toolOf(part.id), 'result') ?? action);
        return response === part.response ? part : { ...part, response };
      }
      case 'media': {
        // A picture's bytes are no text.
        if (part.uri === undefined || part.uri.startsWith('data:image/')) return part;
        const uri = maskPlain(part.uri, action);
        return uri === part.uri ? part : { ...part, uri };
      }
      case 'other': {
        const value = maskField(part.value, action);
        return value === part.value ? part : { ...part, value };
      }
    }
  };

  const maskMessages = (
    messages: readonly Message[],
    list: string,
    toolOf: (id: string | undefined) => string | undefined,
  ): readonly Message[] =>
    mapList(messages, (message, index) => {
      const earlier = hasRules ? undefined : maskedMessages.get(message);
      if (earlier !== undefined) {
        for (const [place, found] of earlier.kinds.entries()) note(placeOf(list, index, place), found);
        return earlier.message;
      }
      const action = hasRules ? actions.find(`messages.${message.role}`) : undefined;
      let found: string[][] | undefined;
      const parts = mapList(message.parts, (part, place) => {
        const masked = maskPart(part, action, toolOf);
        if (kinds.length > 0) (found ??= [])[place] = takeKinds(placeOf(list, index, place));
        return masked;
      });
      const role = maskName(message.role);
      const name = message.name === undefined ? undefined : maskText(message.name, kinds);
      if (kinds.length > 0) (found ??= [])[parts.length] = takeKinds(placeOf(list, index, parts.length));
      if (parts === message.parts && role === message.role && name === message.name) return message;
      const masked: Message = { ...message, role, ...(name === undefined ? {} : { name }), parts };
      // Places without a mask are holes.
      maskedMessages.set(message, {
        message: masked,
        kinds: Array.from(found ?? [], (entry) => entry ?? []),
      });
      return masked;
    });

  const collect = <T>(work: () => T): { result: T; masks: readonly Mask[] } => {
    masks = [];
    kinds.length = 0;
    const result = work();
    return { result, masks: masks.length === 0 ? NO_MASKS : masks };
  };

  return {
    policy,
    maskSpan: (span) => {
      const { result, masks: found } = collect(() => {
        const toolOf = hasRules ? nameTools(span) : () => undefined;
        const patch: Partial<Writable<MaskableSpan>> = {};
        for (const field of ['name', 'statusMessage', 'agent', 'model'] as const) {
          const text = span[field];
          if (text === undefined) continue;
          const masked = maskPlain(text, hasRules ? actions.find(field) : undefined);
          if (masked !== text) patch[field] = masked;
          settle(field);
        }
        const attributes = maskAttributes(span.attributes, 'attributes', 'attributes.', concerns.attributes);
        if (attributes !== span.attributes) patch.attributes = attributes;
        const tool = span.tool === undefined ? undefined : maskTool(span.tool);
        if (tool !== undefined && tool !== span.tool) patch.tool = tool;
        const input = maskMessages(span.input, 'input', toolOf);
        if (input !== span.input) patch.input = input;
        const output = maskMessages(span.output, 'output', toolOf);
        if (output !== span.output) patch.output = output;
        const events = maskEvents(span.events);
        if (events !== span.events) patch.events = events;
        const links = maskLinks(span.links);
        if (links !== span.links) patch.links = links;
        // Every member of the patch has the type of the member it replaces.
        return hasMembers(patch) ? { ...span, ...patch } : span;
      });
      return { span: result, masks: found };
    },

    maskRun: (run) => {
      const { result, masks: found } = collect(() => {
        const patch: Partial<Writable<Run>> = {};
        for (const field of [
          'task',
          'taskText',
          'session',
          'user',
          'agent',
          'agentVersion',
          'model',
        ] as const) {
          const text = run[field];
          if (text === undefined) continue;
          const masked = maskPlain(text, actions.find(`run.${field}`));
          if (masked !== text) patch[field] = masked;
          settle(`run/${field}`);
        }
        const mask = <V extends JsonValue>(value: V, field: string): V => {
          const masked = maskField(value, actions.find(`run.${field}`));
          settle(`run/${field}`);
          // An object stays one unless masking failed, which callers handle.
          return masked as V;
        };
        const environment = mask(run.environment, 'environment');
        if (environment !== run.environment) patch.environment = toObject(environment);
        const { details } = run.outcome;
        if (details !== undefined) {
          const masked = mask(details, 'outcome');
          if (masked !== details) patch.outcome = { ...run.outcome, details: toObject(masked) };
        }
        const tools = mapList(run.tools, (tool) => {
          const name = maskPlain(tool.name);
          settle('run/tools');
          const description = tool.description === undefined ? undefined : mask(tool.description, 'tools');
          const parameters = tool.parameters === undefined ? undefined : mask(tool.parameters, 'tools');
          if (name === tool.name && description === tool.description && parameters === tool.parameters)
            return tool;
          return {
            ...tool,
            name,
            ...(description === undefined ? {} : { description }),
            ...(parameters === undefined ? {} : { parameters }),
          };
        });
        if (tools !== run.tools) patch.tools = tools;
        return hasMembers(patch) ? { ...run, ...patch } : run;
      });
      return { run: result, masks: found };
    },

    maskValue: (value, field) => {
      const { result, masks: found } = collect(() => {
        const masked = maskField(value, undefined);
        settle(field);
        return masked;
      });
      // The shape stays; only where masking failed a structured value becomes a text, which is JSON as well.
      return { value: result as typeof value, masks: found };
    },
  };
}

/** Where message `index` of a list carries its masks: a part, or its role and name behind the last part. */
function placeOf(list: string, index: number, part: number): string {
  return `${list}/${index}/parts/${part}`;
}

/** Which tool a call belongs to, by its id, as far as this span says. */
function nameTools(span: MaskableSpan): (id: string | undefined) => string | undefined {
  const names = new Map<string, string>();
  if (span.tool?.callId !== undefined) names.set(span.tool.callId, span.tool.name);
  for (const message of [...span.input, ...span.output])
    for (const part of message.parts)
      if (part.type === 'tool_call' && part.id !== undefined) names.set(part.id, part.name);
  return (id) => (id === undefined ? undefined : names.get(id));
}

/** What was an object stays one, even where masking failed. */
function toObject(value: JsonValue): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : { masked: value };
}

function hasMembers(patch: object): boolean {
  for (const _name in patch) return true;
  return false;
}
