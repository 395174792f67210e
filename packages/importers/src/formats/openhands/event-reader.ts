/**
 * Events of OpenHands onto a run. An action of the agent is one call that the model made, joined with the observation that
 * names it as its cause; several actions of one model response are one turn. A delegate works in a sub-agent of its own.
 */
import { isJsonObject, type JsonObject, type JsonValue, type MessagePart } from '@tracewright/core';
import { arrayField, compact, numberField, objectField, stringField } from '../../building/fields.ts';
import { toMediaPart } from '../../building/pictures.ts';
import type { AgentScope, ModelToolCall, RunBuilder } from '../../building/run-builder.ts';
import { toText } from '../../reading/json-text.ts';
import { readToolDefinitions } from '../../dialects/tool-definitions.ts';
import { type OpenHandsEvent, readExitCode, readIsError } from './openhands-event.ts';

/** Housekeeping of the controller: its states, and answers that say nothing. How a run ended is not part of it. */
const HOUSEKEEPING = new Set([
  'null',
  'agent_state_changed',
  'change_agent_state',
  'condensation_request',
  'pause',
  'resume',
  'stop',
]);

export interface EventReader {
  add(event: OpenHandsEvent): void;
}

export interface EventReaderOptions {
  /** US dollars of each model turn, in order, where the source has such a list. */
  readonly costs?: readonly JsonValue[];
  /** Known from beside the events: not to be taken from the first response and message. */
  readonly isModelKnown?: boolean;
  readonly isTaskKnown?: boolean;
}

export function createEventReader(
  run: RunBuilder,
  { costs = [], isModelKnown = false, isTaskKnown = false }: EventReaderOptions = {},
): EventReader {
  const delegates: {
    readonly callId: string | undefined;
    readonly caller: AgentScope;
    readonly scope: AgentScope;
  }[] = [];
  const responses = new Set<string>();
  let hasTask = false;
  let turns = 0;
  let spentUsd = 0;

  const scope = (): AgentScope => delegates.at(-1)?.scope ?? run.root;

  /** What was spent since the last turn: the source keeps a running total. */
  const takeCost = (event: OpenHandsEvent): number | undefined => {
    const listed = costs[turns];
    turns += 1;
    const total = numberField(objectField(event.record, 'llm_metrics'), 'accumulated_cost');
    if (total === undefined || total <= spentUsd)
      return typeof listed === 'number' && listed > 0 ? listed : undefined;
    const cost = total - spentUsd;
    spentUsd = total;
    return cost;
  };

  const addMessage = (event: OpenHandsEvent): void => {
    const text = toText(event.content);
    const turn = {
      key: toKey(event),
      text,
      time: event.time,
      source: event.source,
      scope: scope(),
      parts: readImages(event.fields),
    };
    const from = event.from ?? (hasTask ? 'agent' : 'user');
    if (from === 'agent') {
      run.model({ ...turn, ...readUsage(event), costUsd: takeCost(event) });
    } else if (from === 'environment') {
      run.environment(turn);
    } else {
      if (!hasTask && !isTaskKnown) run.set({ taskText: text });
      hasTask = true;
      run.user(turn);
    }
  };

  const addCall = (event: OpenHandsEvent): void => {
    const callId = toCallId(event);
    const own: ModelToolCall = {
      callId,
      name: stringField(event.metadata, 'function_name') ?? event.type,
      arguments: event.fields,
      source: event.source,
    };
    const common = { key: toKey(event), time: event.time, source: event.source, scope: scope() };
    // Without ids an observation follows its action; some actions have none.
    if (callId === undefined) run.closeCalls(scope());
    if (event.from === 'user' || event.from === 'environment') {
      run.toolCall({ ...common, ...own, agent: event.from });
      return;
    }
    const response = objectField(event.metadata, 'model_response');
    const responseId = stringField(response, 'id');
    if (responseId !== undefined && responses.has(responseId)) return;
    if (responseId !== undefined) responses.add(responseId);
    const model = stringField(response, 'model');
    if (model !== undefined && responses.size === 1 && !isModelKnown) run.set({ model });
    const message = readMessage(response);
    const calls = readCalls(message, event);
    const said = stringField(message, 'content');
    run.model({
      ...common,
      ...readUsage(event),
      costUsd: takeCost(event),
      // The thought of an action repeats what the model said beside its call.
      thought: stringField(message, 'reasoning_content') ?? (said === undefined ? event.thought : undefined),
      text: said,
      toolCalls: calls.some((call) => call.callId === callId) ? calls : [own],
    });
  };

  const addAction = (event: OpenHandsEvent): void => {
    switch (event.type) {
      case 'message':
        addMessage(event);
        break;
      case 'system':
        addSystem(run, event, scope());
        break;
      case 'recall':
        // Asked by the harness; what it found follows as an observation.
        break;
      case 'condensation':
        if (stringField(event.fields, 'summary') !== undefined) {
          run.system({
            text: toText(event.fields['summary']),
            time: event.time,
            source: event.source,
            scope: scope(),
          });
        }
        break;
      default: {
        const caller = scope();
        addCall(event);
        if (event.type !== 'delegate') break;
        const callId = toCallId(event);
        const name = stringField(event.fields, 'agent');
        const opened = run.openAgent({
          key: `delegate/${toKey(event)}`,
          name,
          parentCallId: callId,
          time: event.time,
          source: event.source,
        });
        delegates.push({ callId, caller, scope: opened });
      }
    }
  };

  const addObservation = (event: OpenHandsEvent): void => {
    const isAnswer =
      event.cause !== undefined || toCallId(event) !== undefined || event.record['timestamp'] === undefined;
    if (event.type === 'recall') {
      addRecalled(run, event, scope());
    } else if (event.type === 'delegate' && delegates.length > 0) {
      const ended = delegates.pop();
      const outputs = event.fields['outputs'] ?? null;
      const content = toText(event.content) === '' ? outputs : (event.content ?? null);
      run.toolResult({
        callId: ended?.callId,
        scope: ended?.caller,
        content,
        time: event.time,
        source: event.source,
      });
    } else if (event.type === 'error' && !isAnswer) {
      // A reply that could not be made an action: there is no call to answer.
      run.environment({
        key: toKey(event),
        text: toText(event.content),
        time: event.time,
        source: event.source,
        scope: scope(),
      });
    } else {
      const isError = readIsError(event);
      const metadata = objectField(event.fields, 'metadata');
      run.toolResult({
        callId:
          stringField(event.metadata, 'tool_call_id') ??
          (event.cause === undefined ? undefined : String(event.cause)),
        content: event.content ?? '',
        isError,
        // What the model was told beside the output: the exit code, a timeout.
        statusMessage: isError === true ? stringField(metadata, 'suffix')?.trim() : undefined,
        time: event.time,
        source: event.source,
        attributes: compact({
          'process.exit.code': readExitCode(event),
          'process.working_directory': metadata['working_dir'],
          'url.full': event.fields['url'],
        }),
      });
    }
  };

  return {
    add(event) {
      if (HOUSEKEEPING.has(event.type)) return;
      if (event.kind === 'action') addAction(event);
      else addObservation(event);
    },
  };
}

/** The id that an observation refers to: of the model's call, else of the action. */
function toCallId(event: OpenHandsEvent): string | undefined {
  const called = stringField(event.metadata, 'tool_call_id');
  if (called !== undefined || event.kind === 'observation') return called;
  return event.id === undefined ? undefined : String(event.id);
}

/** Events keep their number as a log grows; those without one stand in records that are complete. */
function toKey({ id, source }: OpenHandsEvent): string {
  return id === undefined ? (source.pointer ?? '') : String(id);
}

function readMessage(response: JsonObject): JsonObject {
  const [choice] = arrayField(response, 'choices');
  return isJsonObject(choice) ? objectField(choice, 'message') : {};
}

function readCalls(message: JsonObject, { source }: OpenHandsEvent): ModelToolCall[] {
  return arrayField(message, 'tool_calls').flatMap((call) => {
    const made = isJsonObject(call) ? objectField(call, 'function') : {};
    const name = stringField(made, 'name');
    if (!isJsonObject(call) || name === undefined) return [];
    return [{ callId: stringField(call, 'id'), name, arguments: made['arguments'] ?? null, source }];
  });
}

function readUsage({
  metadata,
}: OpenHandsEvent): Pick<
  Parameters<RunBuilder['model']>[0],
  'model' | 'inputTokens' | 'outputTokens' | 'finishReason' | 'attributes'
> {
  const response = objectField(metadata, 'model_response');
  const usage = objectField(response, 'usage');
  const [choice] = arrayField(response, 'choices');
  return {
    model: stringField(response, 'model'),
    inputTokens: numberField(usage, 'prompt_tokens'),
    outputTokens: numberField(usage, 'completion_tokens'),
    finishReason: isJsonObject(choice) ? stringField(choice, 'finish_reason') : undefined,
    attributes: compact({
      'gen_ai.response.id': response['id'],
      'gen_ai.usage.cache_read.input_tokens':
        usage['cache_read_input_tokens'] ?? objectField(usage, 'prompt_tokens_details')['cached_tokens'],
      'gen_ai.usage.cache_creation.input_tokens': usage['cache_creation_input_tokens'],
    }),
  };
}

function addSystem(run: RunBuilder, event: OpenHandsEvent, scope: AgentScope): void {
  run.system({ text: toText(event.content), time: event.time, source: event.source, scope });
  const version = stringField(event.fields, 'openhands_version');
  const tools = readToolDefinitions(event.fields['tools']);
  if (version !== undefined) run.set({ agentVersion: version });
  if (tools.length > 0) run.set({ tools });
}

/** Knowledge that the harness put before the model: an instruction. */
function addRecalled(run: RunBuilder, event: OpenHandsEvent, scope: AgentScope): void {
  const knowledge = arrayField(event.fields, 'microagent_knowledge').flatMap((item) =>
    isJsonObject(item) ? (stringField(item, 'content') ?? []) : [],
  );
  const text = [
    stringField(event.fields, 'repo_instructions'),
    stringField(event.fields, 'additional_agent_instructions'),
    ...knowledge,
  ]
    .filter((part) => part !== undefined)
    .join('\n\n');
  if (text !== '') run.system({ text, time: event.time, source: event.source, scope });
}

function readImages(fields: JsonObject): MessagePart[] {
  return [...arrayField(fields, 'image_urls'), ...arrayField(fields, 'images_urls')].map((url) =>
    toMediaPart({
      modality: 'image',
      mimeType: undefined,
      uri: typeof url === 'string' ? url : undefined,
      data: undefined,
    }),
  );
}
