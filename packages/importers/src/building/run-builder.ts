/**
 * Turns the turns of a log into the spans of one run. File importers say what happened, in order; the builder makes ids,
 * parents, tool spans paired with their results, and the run record. Formats that hold spans already (OTLP, Langfuse) do
 * not need it.
 *
 *     const run = createRunBuilder({ format: 'tau-bench', path, key: [taskId, trial, hashRecord(record)], agent: 'assistant' });
 *     run.user({ text: 'Hi', source });
 *     run.model({ text: 'Let me look.', toolCalls: [{ callId: 'c1', name: 'lookup', arguments: { id: 7 } }], source });
 *     run.toolResult({ callId: 'c1', content: 'found', source });
 *     run.set({ outcome: { status: 'success', score: 1, source: 'grader' } });
 *     yield* run.finish();
 *
 * The spans: one `agent` span an agent (root, or below the tool span that started a sub-agent); in it one `model` span a
 * model turn, one `tool` span a tool call, one `turn` span whatever a participant says. Model spans carry as input only
 * system prompts: what people and tools said stands in its own span. Ids depend on `key` and on each item's own key (or
 * its ordinal), so that importing a file again gives the same spans, and a grown file the same and more.
 */
import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type Message,
  type MessagePart,
  type Outcome,
  type Problem,
  type Run,
  type SourceRef,
  type Span,
  type SpanEvent,
  type SpanId,
  type SpanLink,
  type SpanStatus,
  type ToolCall,
  type ToolDefinition,
  type TraceErrorCode,
  type UnixNanos,
} from '@tracewright/core';
import type { ImportItem } from '../format.ts';
import { isTooDeep } from '../reading/json-depth.ts';
import { toRunId, toSpanId, toTraceId } from './ids.ts';
import { type OpenCall, OpenCalls } from './open-calls.ts';
import { takePictures } from './pictures.ts';

export interface RunBuilderInit {
  readonly format: string;
  /** Path of the run's main file. */
  readonly path: string;
  /**
   * What makes this run itself, apart from where its file lies: globally unique ids of the source if it has any
   * (session id), else the task, trial and a `hashRecord` of the complete record. Growing files: never a hash of the whole.
   */
  readonly key: readonly string[];
}

/** Facts about the run, set as they become known; later values win, member by member in `environment`. */
export interface RunFacts {
  agent?: string;
  agentVersion?: string;
  model?: string;
  task?: string;
  taskText?: string;
  outcome?: Outcome;
  tools?: readonly ToolDefinition[];
  environment?: JsonObject;
  /** Set when the source says; else the first and last known time of the spans. */
  startTime?: UnixNanos | undefined;
  endTime?: UnixNanos | undefined;
}

/** One agent's scope: the main agent, or a sub-agent opened by `openAgent`. */
export interface AgentScope {
  readonly spanId: SpanId;
  readonly name: string | undefined;
}

interface TurnInit {
  /** Stable key of the record within the run (message id, uuid); the ordinal within the scope when absent. */
  readonly key?: string | undefined;
  readonly scope?: AgentScope | undefined;
  /** Who speaks, when it is not the scope's agent. */
  readonly agent?: string | undefined;
  readonly time?: UnixNanos | undefined;
  readonly endTime?: UnixNanos | undefined;
  readonly source?: SourceRef | undefined;
  readonly attributes?: JsonObject | undefined;
  /** Parts beside `thought`, `text` and tool calls: media, unknown blocks. */
  readonly parts?: readonly MessagePart[] | undefined;
}

export interface SpeechTurn extends TurnInit {
  readonly text: string;
  /** Reasoning that precedes the text. */
  readonly thought?: string | undefined;
}

export interface ModelToolCall {
  readonly callId?: string | undefined;
  readonly name: string;
  /** A JSON text is parsed to its value; other text stays text. */
  readonly arguments?: JsonValue | undefined;
  /** When the call was made, where it differs from the turn's time. */
  readonly time?: UnixNanos | undefined;
  readonly source?: SourceRef | undefined;
}

export interface ModelTurn extends TurnInit {
  readonly thought?: string | undefined;
  readonly text?: string | undefined;
  readonly toolCalls?: readonly ModelToolCall[] | undefined;
  readonly model?: string | undefined;
  readonly inputTokens?: number | undefined;
  readonly outputTokens?: number | undefined;
  readonly costUsd?: number | undefined;
  readonly status?: SpanStatus | undefined;
  readonly statusMessage?: string | undefined;
  /** As `gen_ai.response.finish_reasons`. */
  readonly finishReason?: string | undefined;
}

export interface ToolResult {
  /** Matched by id; without one, the oldest open call of that name; without either, the oldest open call of the scope. */
  readonly callId?: string | undefined;
  readonly name?: string | undefined;
  readonly scope?: AgentScope | undefined;
  readonly content: JsonValue;
  readonly isError?: boolean | undefined;
  readonly statusMessage?: string | undefined;
  /** When the call began, where the source tells it apart from the model's turn. */
  readonly startTime?: UnixNanos | undefined;
  readonly time?: UnixNanos | undefined;
  readonly source?: SourceRef | undefined;
  readonly attributes?: JsonObject | undefined;
}

export interface RunBuilder {
  readonly runId: Run['runId'];
  readonly root: AgentScope;
  set(facts: RunFacts): void;
  /** A system prompt or other instruction; becomes input of the scope's next model span. */
  system(turn: SpeechTurn): void;
  /** Something a person or a user simulator said. */
  user(turn: SpeechTurn): SpanId;
  /** Something a participant of a transcript said, where no model call is recorded. */
  speak(turn: SpeechTurn): SpanId;
  /** Something the environment said of itself (a terminal's output in a transcript, a reminder), not answering a recorded call. */
  environment(turn: SpeechTurn): SpanId;
  model(turn: ModelTurn): SpanId;
  /** A tool call made without a recorded model call (a replayed or scripted action). */
  toolCall(call: ModelToolCall & TurnInit): SpanId;
  toolResult(result: ToolResult): void;
  /** The scope's open calls get no result any more: where calls have no ids, what comes later must not answer them. */
  closeCalls(scope?: AgentScope): void;
  /** A sub-agent, below the tool call that started it when that is known. */
  openAgent(init: {
    readonly key: string;
    readonly name?: string | undefined;
    readonly parent?: AgentScope | undefined;
    readonly parentCallId?: string | undefined;
    readonly time?: UnixNanos | undefined;
    readonly source?: SourceRef | undefined;
    readonly attributes?: JsonObject | undefined;
  }): AgentScope;
  /** Something that happened to an agent beside its turns (a hook ran, a mode changed): an event of the agent's span. */
  event(event: {
    readonly name: string;
    readonly time?: UnixNanos | undefined;
    readonly attributes: JsonObject;
    readonly scope?: AgentScope | undefined;
  }): void;
  /** Another run this one comes from (a fork, a session that spawned it): a link of the root span; see `toRootSpan`. */
  link(link: SpanLink): void;
  problem(code: TraceErrorCode, message: string, where: string, fix: string): void;
  /** Number of finished spans waiting; long imports yield `take()` whenever it is large. */
  readonly waiting: number;
  take(): ImportItem[];
  /** Closes open calls and yields what is left, the run last. */
  finish(): Generator<ImportItem>;
}

type Draft = { -readonly [Key in keyof Span]: Span[Key] };

interface Scope extends AgentScope {
  readonly key: string;
  readonly draft: Draft;
  pendingInput: Message[];
  turns: number;
  events: SpanEvent[];
  lastTime: UnixNanos | undefined;
}

interface PendingCall extends OpenCall<Scope> {
  readonly draft: Draft;
}

export function createRunBuilder(init: RunBuilderInit): RunBuilder {
  const traceId = toTraceId([init.format, ...init.key]);
  const runId = toRunId([init.format, ...init.key]);
  const facts: RunFacts = {};
  const scopes = new Map<SpanId, Scope>();
  const openCalls = new OpenCalls<Scope, PendingCall>();
  const callSpans = new Map<string, SpanId>();
  let ready: Span[] = [];
  let problems: Problem[] = [];
  let sequence = 0;
  let firstTime: UnixNanos | undefined;
  let lastTime: UnixNanos | undefined;

  const see = (time: UnixNanos | undefined): void => {
    if (time === undefined) return;
    if (firstTime === undefined || time < firstTime) firstTime = time;
    if (lastTime === undefined || time > lastTime) lastTime = time;
  };

  const makeDraft = (
    key: string,
    name: string,
    operation: Span['operation'],
    turn: TurnInit,
    parent: SpanId | undefined,
  ): Draft => {
    see(turn.time);
    see(turn.endTime);
    const draft: Draft = {
      traceId,
      spanId: toSpanId(traceId, key),
      runId,
      name,
      kind: operation === 'model' ? 'client' : 'internal',
      operation,
      sequence: sequence++,
      status: 'unset',
      input: [],
      output: [],
      attributes: turn.attributes ?? {},
      events: [],
      links: [],
    };
    if (parent !== undefined) draft.parentSpanId = parent;
    if (turn.time !== undefined) draft.startTime = turn.time;
    if (turn.endTime !== undefined) draft.endTime = turn.endTime;
    if (turn.source !== undefined) draft.source = turn.source;
    return draft;
  };

  const addScope = (
    key: string,
    name: string | undefined,
    turn: TurnInit,
    parent: SpanId | undefined,
  ): Scope => {
    const draft = makeDraft(
      `agent:${key}`,
      `invoke_agent${name === undefined ? '' : ` ${name}`}`,
      'agent',
      turn,
      parent,
    );
    if (name !== undefined) draft.agent = name;
    const scope: Scope = {
      spanId: draft.spanId,
      name,
      key,
      draft,
      pendingInput: [],
      turns: 0,
      events: [],
      lastTime: undefined,
    };
    scopes.set(draft.spanId, scope);
    return scope;
  };
  const root = addScope('main', undefined, {}, undefined);

  const scopeOf = (scope: AgentScope | undefined): Scope =>
    scope === undefined ? root : (scopes.get(scope.spanId) ?? root);

  const touch = (scope: Scope, time: UnixNanos | undefined): void => {
    if (time !== undefined && (scope.lastTime === undefined || time > scope.lastTime)) scope.lastTime = time;
  };

  const itemKey = (scope: Scope, turn: TurnInit): string => {
    scope.turns += 1;
    touch(scope, turn.endTime ?? turn.time);
    return `${scope.key}/${turn.key ?? `#${scope.turns}`}`;
  };

  const speechParts = (turn: SpeechTurn | ModelTurn): MessagePart[] => {
    const parts: MessagePart[] = [];
    if (turn.thought !== undefined && turn.thought !== '')
      parts.push({ type: 'reasoning', content: turn.thought });
    if (turn.text !== undefined && turn.text !== '') parts.push({ type: 'text', content: turn.text });
    if (turn.parts !== undefined) parts.push(...turn.parts);
    return parts;
  };

  const addSpeech = (turn: SpeechTurn, role: string, defaultAgent: string | undefined): SpanId => {
    const scope = scopeOf(turn.scope);
    const agent = turn.agent ?? defaultAgent ?? scope.name ?? facts.agent;
    const draft = makeDraft(
      `turn:${itemKey(scope, turn)}`,
      `${agent ?? role} turn`,
      'turn',
      turn,
      scope.spanId,
    );
    if (agent !== undefined) draft.agent = agent;
    draft.output = [{ role, parts: speechParts(turn) }];
    ready.push(draft);
    return draft.spanId;
  };

  const addCall = (call: ModelToolCall, turn: TurnInit, scope: Scope, key: string): Draft => {
    const source = call.source ?? turn.source;
    const draft = makeDraft(
      `tool:${key}`,
      `execute_tool ${call.name}`,
      'tool',
      { ...turn, time: call.time ?? turn.time, endTime: undefined, attributes: undefined, source },
      scope.spanId,
    );
    const tool: { -readonly [Key in keyof ToolCall]: ToolCall[Key] } = { name: call.name };
    if (call.callId !== undefined) {
      tool.callId = call.callId;
      callSpans.set(call.callId, draft.spanId);
    }
    if (call.arguments !== undefined) tool.arguments = parseArguments(call.arguments);
    draft.tool = tool;
    const agent = turn.agent ?? scope.name ?? facts.agent;
    if (agent !== undefined) draft.agent = agent;
    openCalls.add({ callId: call.callId, name: call.name, scope, draft });
    return draft;
  };

  const builder: RunBuilder = {
    runId,
    root,
    get waiting() {
      return ready.length;
    },
    set(more) {
      const environment = { ...facts.environment, ...more.environment };
      for (const [name, value] of Object.entries({ ...more, environment }))
        if (value !== undefined) Object.assign(facts, { [name]: value });
    },
    system(turn) {
      see(turn.time);
      const name = turn.agent === undefined ? {} : { name: turn.agent };
      scopeOf(turn.scope).pendingInput.push({ role: 'system', ...name, parts: speechParts(turn) });
    },
    user: (turn) => addSpeech(turn, 'user', 'user'),
    speak: (turn) => addSpeech(turn, 'assistant', undefined),
    environment: (turn) => addSpeech(turn, 'environment', 'environment'),
    model(turn) {
      const scope = scopeOf(turn.scope);
      const key = itemKey(scope, turn);
      const model = turn.model ?? facts.model;
      const draft = makeDraft(
        `model:${key}`,
        model === undefined ? 'chat' : `chat ${model}`,
        'model',
        turn,
        scope.spanId,
      );
      const agent = turn.agent ?? scope.name ?? facts.agent;
      if (agent !== undefined) draft.agent = agent;
      if (model !== undefined) draft.model = model;
      if (turn.inputTokens !== undefined) draft.inputTokens = turn.inputTokens;
      if (turn.outputTokens !== undefined) draft.outputTokens = turn.outputTokens;
      if (turn.costUsd !== undefined) draft.costUsd = turn.costUsd;
      if (turn.status !== undefined) draft.status = turn.status;
      if (turn.statusMessage !== undefined) draft.statusMessage = turn.statusMessage;
      if (turn.finishReason !== undefined) {
        draft.attributes = { ...draft.attributes, 'gen_ai.response.finish_reasons': [turn.finishReason] };
      }
      draft.input = scope.pendingInput;
      scope.pendingInput = [];
      const parts = speechParts(turn);
      for (const [index, call] of (turn.toolCalls ?? []).entries()) {
        const tool = addCall(call, turn, scope, `${key}/${index}`).tool;
        if (tool === undefined) continue;
        const { callId, name, arguments: value = null } = tool;
        parts.push({
          type: 'tool_call',
          name,
          arguments: value,
          ...(callId === undefined ? {} : { id: callId }),
        });
      }
      draft.output = [{ role: 'assistant', parts }];
      ready.push(draft);
      return draft.spanId;
    },
    toolCall(call) {
      const scope = scopeOf(call.scope);
      const draft = addCall(call, call, scope, itemKey(scope, call));
      if (call.attributes !== undefined) draft.attributes = call.attributes;
      return draft.spanId;
    },
    toolResult(result) {
      const scope = result.scope === undefined ? undefined : scopeOf(result.scope);
      const open = openCalls.close({ callId: result.callId, name: result.name, scope });
      if (open === undefined || open.draft.tool === undefined) {
        builder.problem(
          'record-invalid',
          `a tool result${result.callId === undefined ? '' : ` for call ${result.callId}`} answers no recorded call; it was kept as the environment's turn`,
          describeSource(result.source),
          'nothing to do if the log was cut; else check that calls and results carry the same id',
        );
        builder.environment({
          text: typeof result.content === 'string' ? result.content : JSON.stringify(result.content),
          time: result.time,
          source: result.source,
          scope: result.scope,
        });
        return;
      }
      see(result.time);
      touch(open.scope, result.time);
      const { draft } = open;
      // Beside the result, which is searched, compared and quoted as text.
      const { content, pictures } = takePictures(result.content);
      if (pictures.length > 0) draft.output = [{ role: 'tool', parts: pictures }];
      const tool: { -readonly [Key in keyof ToolCall]: ToolCall[Key] } = {
        ...open.draft.tool,
        result: content,
      };
      if (result.source !== undefined) tool.resultSource = result.source;
      draft.tool = tool;
      if (result.startTime !== undefined) draft.startTime = result.startTime;
      if (result.time !== undefined) draft.endTime = result.time;
      if (result.isError !== undefined) draft.status = result.isError ? 'error' : 'ok';
      if (result.statusMessage !== undefined) draft.statusMessage = result.statusMessage;
      if (result.attributes !== undefined) draft.attributes = { ...draft.attributes, ...result.attributes };
      ready.push(draft);
    },
    closeCalls(scope) {
      for (const { draft } of openCalls.closeAll(scopeOf(scope))) ready.push(draft);
    },
    openAgent({ key, name, parent, parentCallId, time, source, attributes }) {
      const call = parentCallId === undefined ? undefined : callSpans.get(parentCallId);
      return addScope(key, name, { time, source, attributes }, call ?? parent?.spanId ?? root.spanId);
    },
    event({ name, time, attributes, scope }) {
      see(time);
      scopeOf(scope).events.push({ name, attributes, ...(time === undefined ? {} : { time }) });
    },
    link(link) {
      root.draft.links = [...root.draft.links, link];
    },
    problem(code, message, where, fix) {
      problems.push({ path: init.path, code, message, where, fix });
    },
    take() {
      const items: ImportItem[] = problems.map((problem) => ({ kind: 'problem', problem }));
      if (ready.length > 0) items.push({ kind: 'spans', spans: ready });
      problems = [];
      ready = [];
      return items;
    },
    *finish() {
      for (const { draft } of openCalls.closeAll()) ready.push(draft);
      root.draft.name = `invoke_agent${facts.agent === undefined ? '' : ` ${facts.agent}`}`;
      if (facts.agent !== undefined) root.draft.agent = facts.agent;
      if (facts.model !== undefined) root.draft.model = facts.model;
      root.draft.source = { path: init.path };
      const startTime = facts.startTime ?? firstTime;
      const endTime = facts.endTime ?? lastTime;
      if (startTime !== undefined) root.draft.startTime = startTime;
      if (endTime !== undefined) root.draft.endTime = endTime;
      // Instructions that no model span took (a transcript without model calls) stay with their agent.
      for (const scope of scopes.values()) {
        if (scope.pendingInput.length > 0) scope.draft.input = scope.pendingInput;
        if (scope.events.length > 0) scope.draft.events = scope.events;
        if (scope !== root && scope.lastTime !== undefined) scope.draft.endTime = scope.lastTime;
        ready.push(scope.draft);
      }
      yield* builder.take();
      yield { kind: 'run', run: toRun() };
    },
  };

  const toRun = (): Run => {
    const run: { -readonly [Key in keyof Run]: Run[Key] } = {
      runId,
      traceIds: [traceId],
      source: { path: init.path, format: init.format },
      outcome: facts.outcome ?? { status: 'unknown' },
      tools: facts.tools ?? [],
      environment: facts.environment ?? {},
    };
    if (facts.agent !== undefined) run.agent = facts.agent;
    if (facts.agentVersion !== undefined) run.agentVersion = facts.agentVersion;
    if (facts.model !== undefined) run.model = facts.model;
    if (facts.task !== undefined) run.task = facts.task;
    if (facts.taskText !== undefined) run.taskText = facts.taskText;
    const startTime = facts.startTime ?? firstTime;
    const endTime = facts.endTime ?? lastTime;
    if (startTime !== undefined) run.startTime = startTime;
    if (endTime !== undefined) run.endTime = endTime;
    return run;
  };

  return builder;
}

/** A tool call's arguments as a value: text that is a JSON object or array is parsed, anything else stays as it is. */
export function parseArguments(value: JsonValue): JsonValue {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
  try {
    const parsed = JSON.parse(value) as JsonValue;
    return (isJsonObject(parsed) || Array.isArray(parsed)) && !isTooDeep(parsed) ? parsed : value;
  } catch {
    return value;
  }
}

function describeSource(source: SourceRef | undefined): string {
  if (source === undefined) return '';
  if (source.line !== undefined) return `line ${source.line}${source.pointer ?? ''}`;
  return source.pointer ?? '';
}
