/**
 * The messages of one Claude Code agent, as its session logs and its stream-json have them, onto a run.
 *
 * Claude Code writes one assistant message as several lines, one a content block, each repeating `message.id` and `usage`;
 * results of the first calls may already stand between them. A transcript therefore holds an assistant message back until
 * another one, a person's words or `flush` follows: one message is one model span, its tokens counted once.
 */
import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type MessagePart,
  type SourceRef,
  type UnixNanos,
} from '@tracewright/core';
import { readChatContent, toolResultText } from '../../building/chat-messages.ts';
import { compact, numberField, pickFacts, stringField } from '../../building/fields.ts';
import type { AgentScope, ModelToolCall, RunBuilder, ToolResult } from '../../building/run-builder.ts';
import type { UnknownTypes } from '../../building/unknown-types.ts';
import { type ClaudeUsage, readUsage } from './claude-usage.ts';

/** Blocks that carry no text of their own; they are kept whole. */
const KNOWN_BLOCKS: ReadonlySet<string> = new Set([
  'fallback',
  'redacted_thinking',
  'web_search_tool_result',
  'mcp_tool_use',
  'mcp_tool_result',
  'tool_reference',
  'compaction',
]);

/** The model named in lines that Claude Code wrote itself, such as "API Error". */
const SYNTHETIC_MODEL = '<synthetic>';

/** What Claude Code writes for a message without text. */
const EMPTY_TEXT = '(no content)';

/** What stands around the `message` of a line. */
interface TranscriptLine {
  readonly source: SourceRef;
  /** False where the line is not itself the JSON record, so that pointers into it lead nowhere. */
  readonly hasPointers?: boolean;
  /** The line's own id. */
  readonly uuid?: string | undefined;
  readonly time?: UnixNanos | undefined;
  readonly attributes?: JsonObject | undefined;
}

interface UserLine extends TranscriptLine {
  /** `toolUseResult` (sessions) or `tool_use_result` (stream): what the tool returned to Claude Code itself. */
  readonly toolUseResult?: JsonValue | undefined;
  /** A message that Claude Code wrote, not a person. */
  readonly isInjected?: boolean;
  /** Who speaks in place of a person. */
  readonly speaker?: string | undefined;
}

interface AssistantLine extends TranscriptLine {
  readonly costUsd?: number | undefined;
  /** The line stands for a failed call. */
  readonly isError?: boolean;
}

export interface ClaudeTranscript {
  assistant(message: JsonObject, line: AssistantLine): void;
  user(message: JsonObject, line: UserLine): void;
  /** Does something that stands after the message that is held back, and that does not end it. */
  defer(action: () => void): void;
  /** Adds what is held back; before anything that must come after it. */
  flush(): void;
}

interface Held {
  readonly id: string | undefined;
  readonly key: string | undefined;
  readonly firstTime: UnixNanos | undefined;
  lastTime: UnixNanos | undefined;
  source: SourceRef;
  model: string | undefined;
  finishReason: string | undefined;
  usage: ClaudeUsage | undefined;
  costUsd: number | undefined;
  isError: boolean;
  attributes: JsonObject;
  readonly texts: string[];
  readonly thoughts: string[];
  readonly parts: MessagePart[];
  readonly toolCalls: ModelToolCall[];
  readonly deferred: (() => void)[];
}

export function createTranscript(
  run: RunBuilder,
  unknown: UnknownTypes,
  scope: AgentScope = run.root,
): ClaudeTranscript {
  let held: Held | undefined;
  const keys = new Map<string, number>();
  const counted = new Set<string>();

  /** Ids are unique in real logs; where one is used again, the next span gets a number of its own. */
  const uniqueKey = (key: string | undefined): string | undefined => {
    if (key === undefined) return undefined;
    const times = (keys.get(key) ?? 0) + 1;
    keys.set(key, times);
    return times === 1 ? key : `${key}#${times}`;
  };

  const flush = (): void => {
    if (held === undefined) return;
    const { id, usage, texts, thoughts, deferred, isError } = held;
    // A message that comes back after another one repeats its usage.
    const isCounted = id !== undefined && counted.has(id);
    if (id !== undefined) counted.add(id);
    const text = texts.join('\n');
    run.model({
      key: uniqueKey(held.key),
      scope,
      time: held.firstTime,
      endTime: held.lastTime,
      source: held.source,
      model: held.model,
      thought: thoughts.join('\n'),
      text,
      parts: held.parts,
      toolCalls: held.toolCalls,
      finishReason: held.finishReason,
      inputTokens: isCounted ? undefined : usage?.inputTokens,
      outputTokens: isCounted ? undefined : usage?.outputTokens,
      costUsd: held.costUsd,
      status: isError ? 'error' : undefined,
      statusMessage: isError ? text : undefined,
      attributes: {
        ...compact({ 'gen_ai.response.id': id }),
        ...(isCounted ? {} : usage?.attributes),
        ...held.attributes,
      },
    });
    held = undefined;
    for (const action of deferred) action();
  };

  const defer = (action: () => void): void => {
    if (held === undefined) action();
    else held.deferred.push(action);
  };

  return {
    flush,
    defer,
    assistant(message, line) {
      const id = stringField(message, 'id');
      if (held !== undefined && (id === undefined || held.id !== id)) flush();
      const content = readContent(message, line);
      unknown.noteParts(content.parts, KNOWN_BLOCKS, describe(line.source));
      const calls = content.toolCalls.flatMap((call) => {
        if (call.name !== '') return [{ ...call, time: line.time }];
        run.problem(
          'record-invalid',
          'a tool call has no name',
          describe(call.source ?? line.source),
          'the call was left out',
        );
        return [];
      });
      const text = content.text === EMPTY_TEXT ? '' : content.text;
      held ??= {
        id,
        key: id ?? line.uuid,
        firstTime: line.time,
        lastTime: line.time,
        source: line.source,
        model: undefined,
        finishReason: undefined,
        usage: undefined,
        costUsd: undefined,
        isError: false,
        attributes: {},
        texts: [],
        thoughts: [],
        parts: [],
        toolCalls: [],
        deferred: [],
      };
      // The span points at the lines with what was said, else at the first that says anything; a call has a place of its own.
      const isEmpty = held.thoughts.length === 0 && held.toolCalls.length === 0;
      if (held.texts.length === 0 && (text !== '' || isEmpty)) held.source = line.source;
      else if (text !== '') held.source = extendTo(held.source, line.source);
      if (text !== '') held.texts.push(text);
      if (content.thought !== '') held.thoughts.push(content.thought);
      held.parts.push(...content.parts);
      held.toolCalls.push(...calls);
      held.lastTime = line.time ?? held.lastTime;
      const model = stringField(message, 'model');
      held.model = model === SYNTHETIC_MODEL ? held.model : (model ?? held.model);
      held.finishReason = stringField(message, 'stop_reason') ?? held.finishReason;
      held.usage = readUsage(message['usage']) ?? held.usage;
      held.costUsd = line.costUsd ?? held.costUsd;
      held.isError ||= line.isError === true;
      held.attributes = { ...line.attributes, ...held.attributes };
    },
    user(message, line) {
      const content = readContent(message, line);
      unknown.noteParts(content.parts, KNOWN_BLOCKS, describe(line.source));
      const facts = content.toolResults.length === 1 ? readToolFacts(line.toolUseResult) : {};
      const results = content.toolResults.map((result): ToolResult => ({
        ...result,
        scope,
        time: line.time,
        content: toolResultText(result.content),
        // The API's default is false; Claude Code leaves it out for most results that are not errors.
        isError: result.isError ?? false,
        attributes: { ...line.attributes, ...facts },
      }));
      const isSpeech = content.text !== '' || content.parts.length > 0 || results.length === 0;
      defer(() => {
        for (const result of results) run.toolResult(result);
      });
      if (!isSpeech) return;
      flush();
      const turn = {
        key: uniqueKey(line.uuid),
        scope,
        time: line.time,
        source: line.source,
        text: content.text,
        parts: content.parts,
        attributes: line.attributes,
      };
      if (line.isInjected === true) run.environment({ ...turn, agent: line.speaker });
      else run.user({ ...turn, agent: line.speaker });
    },
  };
}

function readContent(message: JsonObject, line: TranscriptLine): ReturnType<typeof readChatContent> {
  const content = readChatContent(message['content'] ?? null, '/message/content', line.source);
  if (line.hasPointers !== false) return content;
  return {
    ...content,
    toolCalls: content.toolCalls.map((call) => ({ ...call, source: line.source })),
    toolResults: content.toolResults.map((result) => ({ ...result, source: line.source })),
  };
}

/** The small facts of a tool's own result (exit code, interrupted, durations); its texts repeat what the agent was given. */
function readToolFacts(result: JsonValue | undefined): JsonObject {
  if (!isJsonObject(result)) return {};
  const facts = pickFacts(result, 'claude_code.tool.', REPEATED);
  const exitCode = numberField(result, 'exitCode') ?? numberField(result, 'code');
  return exitCode === undefined ? facts : { ...facts, 'process.exit.code': exitCode };
}

const REPEATED: ReadonlySet<string> = new Set([
  'stdout',
  'stderr',
  'content',
  'prompt',
  'result',
  'oldString',
  'newString',
  'originalFile',
  'filePath',
  'exitCode',
  'code',
]);

function extendTo(from: SourceRef, to: SourceRef): SourceRef {
  const endLine = to.endLine ?? to.line;
  return endLine === undefined ? from : { ...from, endLine };
}

function describe({ line, pointer = '' }: SourceRef): string {
  return line === undefined ? pointer : `line ${line}${pointer}`;
}
