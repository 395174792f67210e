/**
 * Derives the steps of a run from its spans, the same way for every source, and keeps where each text of a step stands.
 *
 * - Order: see `orderSpans` (span-forest.ts). A tool call stands where the model made it, not where its span begins.
 * - A `turn` span gives one step, always: in a transcript, step index and record index agree.
 * - A `model` span gives one step a tool call, else one step with what it said. The first of several carries the thought
 *   (reasoning, then the text said beside the calls), tokens and cost. A tool span that answers a call lends the step its
 *   id, times, result and status; without one the result is taken from the history of a later model call.
 * - A `tool` span that no call claimed gives a step, unless it stands in a tool span of the same name (an instrumented
 *   client inside an instrumented tool): then what the outer one leaves out is taken from it.
 * - A `retrieval` span that says what was asked or found gives a step whose observation is the documents, unless it stands in a
 *   tool span or another retrieval, whose result they are.
 * - An `agent` span with output gives a step only if nothing below it does; where that output is a whole conversation,
 *   the step is its last message of an agent.
 * - A model span that wraps another with output gives none, nor does one without output inside a model span. Where the inner
 *   one states no tokens (messages that were logged apart from their span), its step has those of the outer.
 * - What stands only in a history (`input`) gives steps once: see `ToldMessages`. Instructions give none. The history of
 *   a span that wraps others counts only where theirs are not recorded, and then only for what people said: some
 *   frameworks put the whole conversation there, its end included.
 * - Other spans give none.
 */
import {
  type JsonValue,
  type Message,
  messageReasoning,
  messageText,
  type Span,
  type Step,
  valueText,
} from '@tracewright/core';
import { classifyStep } from './classify-step.ts';
import { readCommandText } from './command-text.ts';
import { findInner, findInside } from './nested-calls.ts';
import { buildSpanForest, type SpanForest } from './span-forest.ts';
import { toStepRole } from './step-role.ts';
import {
  type CallPlace,
  listCalls,
  toolOfCall,
  type MessagePlace,
  type ToolCallPart,
  type ToolClaims,
} from './tool-claims.ts';
import { findStepSources, type TurnVisitor, visitTurns } from './visit-turns.ts';

/** A text of a span: see `readSpanText`. */
export interface TextPlace {
  readonly span: Span;
  readonly path: string;
}

export interface LocatedStep {
  readonly step: Step;
  /** That of the step. */
  readonly index: number;
  /** Steps of one turn share its number: the calls of one message, which have no order among them. */
  readonly turn: number;
  /** Index in the forest of the span whose message, call or result it is. */
  readonly spanAt: number;
  /** What was said: the messages with text, in order. */
  readonly said: readonly TextPlace[];
  /** What was thought: the output messages with reasoning, in order. */
  readonly reasoned: readonly TextPlace[];
  /** What was asked of a tool. */
  readonly asked: TextPlace | undefined;
  /** The result. */
  readonly observed: TextPlace | undefined;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
interface Draft {
  readonly step: Mutable<Step>;
  readonly index: number;
  readonly turn: number;
  readonly spanAt: number;
  said: readonly TextPlace[];
  reasoned: readonly TextPlace[];
  asked: TextPlace | undefined;
  observed: TextPlace | undefined;
}

/** Linear in the spans and in the total length of their messages, plus the sort. Never throws. */
export function locateSteps(spans: readonly Span[]): LocatedStep[] {
  const forest = buildSpanForest(spans);
  const sources = findStepSources(forest);
  const builder = new StepBuilder(forest, sources.claims);
  visitTurns(forest, sources, builder);
  return builder.drafts;
}

class StepBuilder implements TurnVisitor {
  readonly drafts: Draft[] = [];
  readonly #forest: SpanForest;
  readonly #claims: ToolClaims;
  readonly #inner: ReadonlyMap<Span, Span>;
  /** Steps that wait for a result from a later history: by call id, and in order where calls have none. */
  readonly #waiting = new Map<string, Draft>();
  readonly #waitingWithoutId: Draft[] = [];
  #answeredWithoutId = 0;
  #turn = -1;
  /** Paths by themselves: nearly all steps have the same few, and long runs would keep one string each. */
  readonly #paths = new Map<string, string>();
  /** Model spans whose tokens stand in the step of a span inside them. */
  readonly #lent = new Set<number>();

  constructor(forest: SpanForest, claims: ToolClaims) {
    this.#forest = forest;
    this.#claims = claims;
    this.#inner = findInner(forest);
  }

  addResults(span: Span): void {
    let withoutId = 0;
    for (const [at, message] of span.input.entries()) {
      for (const [partAt, part] of message.parts.entries()) {
        if (part.type !== 'tool_call_response') continue;
        if (part.id === undefined) withoutId += 1;
        const draft = part.id === undefined ? this.#nextWithoutId(withoutId) : this.#waiting.get(part.id);
        if (draft === undefined) continue;
        if (part.id !== undefined) this.#waiting.delete(part.id);
        draft.step.observation = { text: valueText(part.response), status: 'unknown' };
        draft.observed = { span, path: `input/${at}/parts/${partAt}` };
        const after = message.parts.slice(partAt + 1);
        const end = after.findIndex(({ type }) => type !== 'media');
        setPictures(draft.step, [{ ...message, parts: end === -1 ? after : after.slice(0, end) }]);
      }
    }
  }

  /** The step that the count-th result without an id answers, if it is not answered yet. */
  #nextWithoutId(count: number): Draft | undefined {
    if (count <= this.#answeredWithoutId) return undefined;
    this.#answeredWithoutId = count;
    return this.#waitingWithoutId[count - 1];
  }

  addTool(index: number, span: Span): void {
    this.#turn += 1;
    setTool(this.#add(index, span, 'agent'), span, this.#inner);
  }

  addTurn(index: number, span: Span, list: 'input' | 'output', messages: readonly MessagePlace[]): void {
    this.#turn += 1;
    const first = messages[0]?.[1];
    const role = first === undefined ? 'agent' : toStepRole(first.role);
    const spoken = listTexts(messages, messageText);
    const reasoned = listTexts(messages, messageReasoning);
    const text = spoken.map((each) => each.text).join('\n');
    const reasoning = reasoned.map((each) => each.text).join('\n');
    const calls = listCalls(messages);
    const own = this.#add(index, span, role, first?.name);
    if (spoken.length > 0) own.said = spoken.map(({ at }) => ({ span, path: `${list}/${at}` }));
    if (list === 'output') {
      setUsage(own.step, this.#usageOf(index, span));
      if (reasoned.length > 0) own.reasoned = reasoned.map(({ at }) => ({ span, path: `reasoning/${at}` }));
    } else if (role === 'user') own.step.agent = first?.name ?? 'user';
    const thought = [reasoning, calls.length > 0 ? text : ''].filter((part) => part !== '').join('\n');
    if (thought !== '') own.step.thought = thought;
    setPictures(
      own.step,
      messages.map(([, message]) => message),
    );
    const [firstCall, ...otherCalls] = calls;
    if (firstCall === undefined) {
      own.step.action = text === '' && span.operation !== 'turn' ? {} : { text };
      if (role === 'agent') own.step.kind = classifyStep({ text });
      if (span.status === 'error' && list === 'output') {
        own.step.observation = { text: span.statusMessage ?? '', status: 'error' };
        if (span.statusMessage !== undefined) own.observed = { span, path: 'statusMessage' };
      }
      return;
    }
    const toolOf = (nth: number): number | undefined =>
      list === 'output' ? toolOfCall(this.#claims, index, nth) : undefined;
    this.#setCall(own, span, list, firstCall, toolOf(0));
    if (otherCalls.length > 0) own.step.batch = span.spanId;
    for (const [nth, call] of otherCalls.entries()) {
      const other = this.#add(index, span, role, first?.name);
      other.step.batch = span.spanId;
      this.#setCall(other, span, list, call, toolOf(nth + 1));
    }
  }

  /** The span that states what a model call took: itself, or once the model span that it is the content of. */
  #usageOf(index: number, span: Span): Span {
    const at = this.#forest.enclosing[index] ?? -1;
    const outer = this.#forest.spans[at];
    const isSilent =
      span.inputTokens === undefined && span.outputTokens === undefined && span.costUsd === undefined;
    if (span.operation !== 'model' || !isSilent || outer?.operation !== 'model' || this.#lent.has(at))
      return span;
    this.#lent.add(at);
    return outer;
  }

  /** @param toolAt index of the span that executed the call; undefined where none did */
  #setCall(
    draft: Draft,
    span: Span,
    list: 'input' | 'output',
    { call, message, part }: CallPlace,
    toolAt: number | undefined,
  ): void {
    const toolSpan = this.#forest.spans[toolAt ?? -1];
    if (toolSpan !== undefined) setTool(draft, toolSpan, this.#inner, call);
    draft.asked ??= { span, path: this.#share(`${list}/${message}/parts/${part}`) };
    if (toolSpan !== undefined) return;
    setAction(draft.step, call.name, call.arguments, call.id);
    if (call.id === undefined) this.#waitingWithoutId.push(draft);
    else this.#waiting.set(call.id, draft);
  }

  #share(path: string): string {
    const known = this.#paths.get(path);
    if (known === undefined) this.#paths.set(path, path);
    return known ?? path;
  }

  #add(index: number, span: Span, role: Step['role'], name?: string): Draft {
    const agent = span.agent ?? this.#forest.spans[this.#forest.agent[index] ?? -1]?.agent ?? name;
    const step: Mutable<Step> = {
      index: this.drafts.length,
      runId: span.runId,
      spanId: span.spanId,
      role,
      kind: 'explore',
      action: NO_ACTION,
      depth: this.#forest.depth[index] ?? 0,
    };
    if (agent !== undefined) step.agent = agent;
    if (span.model !== undefined && role === 'agent') step.model = span.model;
    if (span.startTime !== undefined) step.startTime = span.startTime;
    if (span.endTime !== undefined) step.endTime = span.endTime;
    if (span.source !== undefined) step.source = span.source;
    const draft: Draft = {
      step,
      index: step.index,
      turn: this.#turn,
      spanAt: index,
      said: NONE,
      reasoned: NONE,
      asked: undefined,
      observed: undefined,
    };
    this.drafts.push(draft);
    return draft;
  }
}

/** Until it is known. */
const NO_ACTION: Step['action'] = {};
/** Most steps say nothing beside their call: they share one empty list. */
const NONE: readonly TextPlace[] = [];

/** The texts that are there, each with its message's place. */
function listTexts(
  messages: readonly MessagePlace[],
  read: (message: Message) => string,
): readonly { readonly at: number; readonly text: string }[] {
  return messages.map(([at, message]) => ({ at, text: read(message) })).filter(({ text }) => text !== '');
}

function setPictures(step: Mutable<Step>, messages: readonly Message[]): void {
  const pictures = messages.flatMap(({ parts }) =>
    parts.flatMap((part) => (part.type === 'media' && part.modality === 'image' ? [part] : [])),
  );
  if (pictures.length > 0) step.pictures = [...(step.pictures ?? []), ...pictures];
}

function setUsage(step: Mutable<Step>, span: Span): void {
  if (span.inputTokens !== undefined) step.inputTokens = span.inputTokens;
  if (span.outputTokens !== undefined) step.outputTokens = span.outputTokens;
  if (span.costUsd !== undefined) step.costUsd = span.costUsd;
}

function setAction(
  step: Mutable<Step>,
  tool: string,
  value: JsonValue | undefined,
  callId: string | undefined,
): void {
  const text = readCommandText(value);
  const action: Mutable<Step['action']> = { tool };
  if (value !== undefined) action.arguments = value;
  if (text !== undefined) action.text = text;
  if (callId !== undefined) action.callId = callId;
  step.action = action;
  step.kind = classifyStep(action);
}

/**
 * Gives a step the identity, times and result of the tool span that executed it, and the call if a model made one. What the
 * span leaves out is taken from the spans of the same call inside it.
 */
function setTool(draft: Draft, span: Span, inner: ReadonlyMap<Span, Span>, call?: ToolCallPart): void {
  const { step } = draft;
  const { tool } = span;
  const asked = findInside(span, inner, (each) => each.tool?.arguments !== undefined);
  const answered = findInside(span, inner, (each) => each.tool?.result !== undefined);
  step.spanId = span.spanId;
  if (span.source !== undefined) step.source = span.source;
  if (step.startTime === undefined && span.startTime !== undefined) step.startTime = span.startTime;
  if (span.endTime !== undefined) step.endTime = span.endTime;
  setAction(
    step,
    tool?.name ?? call?.name ?? span.name,
    tool?.arguments ?? call?.arguments ?? asked?.tool?.arguments,
    tool?.callId ?? call?.id,
  );
  if (span.operation === 'retrieval') step.kind = 'explore';
  setPictures(step, span.output);
  if (asked !== undefined && (asked === span || call?.arguments === undefined))
    draft.asked = { span: asked, path: 'tool/arguments' };
  const result = valueText(answered?.tool?.result);
  const told = span.status === 'unset' ? (answered?.status ?? 'unset') : span.status;
  const status = told === 'unset' ? 'unknown' : told;
  if (result === undefined && status === 'unknown') return;
  step.observation = {
    text: result ?? span.statusMessage ?? '',
    status,
    ...(answered?.tool?.resultSource === undefined ? {} : { source: answered.tool.resultSource }),
  };
  if (answered !== undefined) draft.observed = { span: answered, path: 'tool/result' };
  else if (span.statusMessage !== undefined) draft.observed = { span, path: 'statusMessage' };
}
