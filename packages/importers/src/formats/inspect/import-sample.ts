/**
 * One sample of an Inspect log, one run: its events in order, then the messages that no event told.
 *
 * The scorers' part is left out with all that happens in it: graders call models with the expected answer in the prompt.
 * Nothing is taken from `target`, `metadata` and `store` of the sample, which the agent need not have seen.
 */
import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
  messageText,
  parseTimestamp,
  secondsToNanos,
  type SourceRef,
  type ToolDefinition,
  type UnixNanos,
} from '@tracewright/core';
import type { AgentScope, ModelTurn, RunBuilder } from '../../building/run-builder.ts';
import { createUnknownTypes } from '../../building/unknown-types.ts';
import { asArray, asObject, findNumber, findText, toText } from '../../reading/json-text.ts';
import { readParts } from '../../dialects/message-parts.ts';
import { withoutUndefined } from '../../dialects/span-facts.ts';
import { readToolDefinitions } from '../../dialects/tool-definitions.ts';
import { type Attachments, openAttachments } from './attachments.ts';
import { describeEvent } from './event-notes.ts';
import { createMessageLog, errorOf } from './message-log.ts';

/** Sub-agents inside tool events (logs before 2025) nested deeper are left out with a problem. */
const MAX_NESTING = 32;
export interface SampleImport {
  /** One element of `events` at `pointer`. */
  addEvent(event: JsonValue, pointer: string): void;
  /** Messages that no event told, and what is said of the sample as a whole. */
  finish(): void;
}

interface OpenSpan {
  readonly isJudge: boolean;
  readonly isTool: boolean;
  readonly scope: AgentScope | undefined;
}

export function createSampleImport(
  run: RunBuilder,
  sample: JsonObject,
  at: { readonly path: string; readonly pointer: string },
): SampleImport {
  const attachments = openAttachments(sample, at.pointer);
  const unknown = createUnknownTypes();
  const messages = createMessageLog(run, sample, at, attachments, unknown);
  const spans = new Map<string, OpenSpan>();
  /** Steps of logs before 2025, which nest by order. */
  const steps: OpenSpan[] = [];
  const agentOfSpan = new Map<string, string>();
  const tools = new Map<string, ToolDefinition>();
  const unknownEvents = new Map<string, number>();
  const seen = { limit: false, error: false, rootAgent: false };
  const openOf = (event: JsonObject): OpenSpan | undefined => {
    const id = event['span_id'];
    return typeof id === 'string' ? spans.get(id) : steps.at(-1);
  };

  const open = (event: JsonObject, pointer: string): OpenSpan => {
    const type = toText(event['type']);
    const parent =
      typeof event['parent_id'] === 'string'
        ? spans.get(event['parent_id'])
        : typeof event['id'] === 'string'
          ? undefined
          : steps.at(-1);
    const isJudge = parent?.isJudge === true || /^scorers?$/.test(type);
    let scope = parent?.scope;
    if (type === 'agent' && !isJudge) {
      const name = findText(event, 'name');
      const id = toText(event['id'] ?? event['name']);
      // The outermost agent is the run's own.
      if (!seen.rootAgent && parent?.isTool !== true && scope === undefined)
        run.set(withoutUndefined({ agent: name }));
      else
        scope = run.openAgent({
          key: id === '' ? pointer : id,
          name,
          parent: scope,
          parentCallId: agentOfSpan.get(id),
          time: timeOf(event['timestamp']),
          source: { path: at.path, pointer },
        });
      seen.rootAgent = true;
    }
    return { isJudge, isTool: type === 'tool', scope };
  };

  const tellTools = (list: JsonValue | undefined): void => {
    const before = tools.size;
    for (const tool of asArray(list)) {
      const name = findText(asObject(tool) ?? {}, 'name');
      if (name === undefined || tools.has(name)) continue;
      for (const definition of readToolDefinitions(attachments.resolve(tool))) tools.set(name, definition);
    }
    if (tools.size > before) run.set({ tools: [...tools.values()] });
  };

  const addModel = (event: JsonObject, pointer: string, scope: AgentScope | undefined): void => {
    messages.addInput(event, pointer, scope);
    tellTools(event['tools']);
    const output = asObject(event['output']) ?? {};
    const [choice] = asArray(output['choices']);
    const message = asObject(asObject(choice)?.['message']);
    const usage = asObject(output['usage']) ?? {};
    const error = findText(event, 'error') ?? findText(output, 'error');
    const started = timeOf(event['timestamp']);
    const seconds = findNumber(output, 'time');
    const completed =
      timeOf(event['completed']) ??
      (started === undefined || seconds === undefined
        ? undefined
        : started + (secondsToNanos(seconds) ?? 0n));
    const model = findText(event, 'model');
    const turn: Partial<ModelTurn> = {
      scope,
      model,
      // Before 2025 an event was stamped when it was over, and carries no duration.
      time: completed === undefined ? undefined : started,
      endTime: completed ?? started,
      inputTokens: findNumber(usage, 'input_tokens'),
      outputTokens: findNumber(usage, 'output_tokens'),
      costUsd: findNumber(usage, 'total_cost'),
      finishReason: findText(asObject(choice) ?? {}, 'stop_reason'),
      ...(error === undefined ? {} : { status: 'error' as const, statusMessage: error }),
      attributes: withoutUndefined({
        'gen_ai.provider.name': model?.includes('/') === true ? model.split('/', 1)[0] : undefined,
        'gen_ai.response.model': findText(output, 'model'),
        'gen_ai.request.temperature': findNumber(asObject(event['config']) ?? {}, 'temperature'),
        'gen_ai.request.max_tokens': findNumber(asObject(event['config']) ?? {}, 'max_tokens'),
        'gen_ai.usage.cache_read.input_tokens': findNumber(usage, 'input_tokens_cache_read'),
        'gen_ai.usage.cache_creation.input_tokens': findNumber(usage, 'input_tokens_cache_write'),
        'gen_ai.usage.reasoning.output_tokens': findNumber(usage, 'reasoning_tokens'),
        'inspect.cache': findText(event, 'cache'),
        'inspect.role': findText(event, 'role'),
        'inspect.retries': findNumber(event, 'retries'),
        'inspect.choices':
          asArray(output['choices']).length > 1 ? asArray(output['choices']).length : undefined,
      }),
    };
    messages.addModelTurn(
      message ?? {},
      message === undefined ? pointer : `${pointer}/output/choices/0/message`,
      turn,
    );
  };

  const addTool = (
    event: JsonObject,
    pointer: string,
    scope: AgentScope | undefined,
    nesting: number,
  ): void => {
    const callId = findText(event, 'id');
    const name = findText(event, 'function') ?? 'unknown';
    const agentSpan = findText(event, 'agent_span_id');
    if (callId !== undefined && agentSpan !== undefined) agentOfSpan.set(agentSpan, callId);
    const source: SourceRef = { path: at.path, pointer };
    const started = timeOf(event['timestamp']);
    if (!messages.call(callId))
      run.toolCall({
        callId,
        name,
        arguments: attachments.resolve(event['arguments'] ?? {}),
        scope,
        time: started,
        source,
      });
    addNested(event, pointer, nesting);
    if (event['pending'] === true || messages.answer(callId)) return;
    const error = asObject(event['error']);
    const whole = attachments.findPointer(event['result']);
    run.toolResult({
      callId,
      name,
      scope,
      content: readResult(attachments.resolve(event['result'] ?? null), error),
      startTime: started,
      time: timeOf(event['completed']),
      source: whole === undefined ? source : { path: at.path, pointer: whole },
      ...errorOf(error),
    });
  };

  const addNested = (event: JsonObject, pointer: string, nesting: number): void => {
    const nested = asArray(event['events']);
    if (nested.length > 0 && nesting >= MAX_NESTING) {
      run.problem(
        'limit-exceeded',
        `events are nested deeper than ${MAX_NESTING}`,
        pointer,
        'what stands below was left out',
      );
      return;
    }
    for (const [index, inner] of nested.entries()) add(inner, `${pointer}/events/${index}`, nesting + 1);
  };

  const add = (event: JsonValue, pointer: string, nesting: number): void => {
    if (!isJsonObject(event) || typeof event['event'] !== 'string') {
      run.problem(
        'record-invalid',
        'an event is not an object with an "event"',
        pointer,
        'the event was left out; the others were imported',
      );
      return;
    }
    const kind = event['event'];
    if (kind === 'span_begin') {
      spans.set(toText(event['id']), open(event, pointer));
      return;
    }
    if (kind === 'step') {
      if (event['action'] === 'begin') steps.push(open(event, pointer));
      else steps.pop();
      return;
    }
    const around = openOf(event);
    if (around?.isJudge === true) return;
    const scope = around?.scope;
    const time = timeOf(event['timestamp']);
    const source: SourceRef = { path: at.path, pointer };
    switch (kind) {
      case 'model':
        addModel(event, pointer, scope);
        break;
      case 'tool':
        addTool(event, pointer, scope, nesting);
        break;
      case 'sample_limit':
        seen.limit = true;
        run.environment({
          text: toText(event['message']),
          time,
          scope,
          source,
          attributes: withoutUndefined({
            'inspect.limit.type': findText(event, 'type'),
            'inspect.limit': findNumber(event, 'limit'),
          }),
        });
        break;
      case 'error':
        seen.error = true;
        run.environment({
          text: toText(asObject(event['error'])?.['message'] ?? event['error']),
          time,
          scope,
          source,
          attributes: { 'error.type': 'inspect.error' },
        });
        break;
      case 'sample_init':
        run.set({ startTime: time });
        break;
      case 'span_end':
      case 'score':
      case 'score_edit':
        break;
      default: {
        const attributes = describeEvent(kind, event, attachments);
        if (attributes === undefined) unknownEvents.set(kind, (unknownEvents.get(kind) ?? 0) + 1);
        run.event({ name: `inspect.${kind}`, time, attributes: attributes ?? {}, scope });
        addNested(event, pointer, nesting);
      }
    }
  };

  return {
    addEvent: (event, pointer) => add(event, pointer, 0),
    finish() {
      messages.begin();
      for (const [index, message] of asArray(sample['messages']).entries()) {
        const pointer = `${at.pointer}/messages/${index}`;
        if (isJsonObject(message) && typeof message['role'] === 'string')
          messages.addMessage(message, pointer, undefined);
        else
          run.problem(
            'record-invalid',
            'a message is not an object with a "role"',
            pointer,
            'the message was left out',
          );
      }
      const limit = asObject(sample['limit']);
      if (limit !== undefined && !seen.limit)
        run.environment({
          text: `${toText(limit['type'])} limit: ${toText(limit['limit'])}`,
          source: { path: at.path, pointer: `${at.pointer}/limit` },
        });
      const error = asObject(sample['error']);
      if (error !== undefined && !seen.error)
        run.environment({
          text: toText(error['message']),
          source: { path: at.path, pointer: `${at.pointer}/error` },
          attributes: { 'error.type': 'inspect.error' },
        });
      report(run, at.pointer, messages.orphans, unknownEvents, attachments);
      unknown.report(run);
    },
  };
}

function report(
  run: RunBuilder,
  pointer: string,
  orphans: number,
  unknownEvents: ReadonlyMap<string, number>,
  { missing }: Attachments,
): void {
  if (orphans > 0) {
    run.problem(
      'record-invalid',
      `tool results without a recorded call: ${orphans}; they were imported as calls without arguments`,
      `${pointer}/messages`,
      'nothing to do if the log was cut by hand',
    );
  }
  for (const [kind, count] of unknownEvents) {
    run.problem(
      'type-unknown',
      `events of the unknown type "${kind}": ${count}; their names and times were kept as events of the agent's span`,
      `${pointer}/events`,
      'nothing is needed; report the type so that it can be read',
    );
  }
  if (missing.size > 0) {
    run.problem(
      'record-invalid',
      `missing attachments: ${missing.size}; references stand in place of the text`,
      `${pointer}/attachments`,
      'check that the log was written whole',
    );
  }
}

/** Text blocks are joined; a call that failed without a result tells its error. */
function readResult(result: JsonValue, error: JsonObject | undefined): JsonValue {
  if ((result === null || result === '') && error !== undefined) return toText(error['message']);
  if (!Array.isArray(result)) return result;
  const parts = readParts(result);
  return parts.length > 0 && parts.every(({ type }) => type === 'text')
    ? messageText({ role: 'tool', parts })
    : result;
}

function timeOf(value: JsonValue | undefined): UnixNanos | undefined {
  return typeof value === 'string' ? parseTimestamp(value) : undefined;
}
