/**
 * What every wrapper records with. Its functions are guarded: whatever fails in here is counted and told, and the host goes
 * on as if nothing were recorded.
 */
import type { AttributeValue, Attributes } from './attributes.ts';
import type { Config } from './config.ts';
import type { ContextManager, Scope } from './context.ts';
import { encodeSpan } from './export/encode-span.ts';
import type { SpanExporter } from './export/span-exporter.ts';
import type { GenAiMessage } from './messages/gen-ai-message.ts';
import { toMessagesText } from './messages/messages-text.ts';
import type { ProblemLog } from './problem.ts';
import { nowMs } from './recording/clock.ts';
import { boundText, type JsonLimits, type JsonText, toJsonText } from './recording/json-text.ts';
import type { OpenSpans } from './recording/open-spans.ts';
import {
  addEvent,
  getAttribute,
  setAttribute,
  setAttributes,
  type SpanData,
  type SpanKindName,
} from './recording/recording-span.ts';
import { createId } from './recording/span-ids.ts';

export interface SpanStart {
  readonly name: string;
  readonly kind?: SpanKindName | undefined;
  readonly attributes?: Attributes | undefined;
  /** The parent, where it is not the current span: null makes a root. */
  readonly parent?: { readonly traceId: string; readonly spanId: string } | null | undefined;
  readonly session?: string | undefined;
  readonly user?: string | undefined;
  readonly agent?: string | undefined;
}

export interface Recorder {
  readonly config: Config;
  readonly problems: ProblemLog;
  readonly context: ContextManager;
  start(start: SpanStart): SpanData;
  end(span: SpanData): void;
  /** Marks the span as failed and adds the exception as an event. */
  fail(span: SpanData, error: unknown): void;
  set(span: SpanData, attributes: Attributes): void;
  /** Sets content, text as it is and anything else as JSON text: bounded, redacted, or not at all, as configured. */
  setContent(span: SpanData, attribute: string, value: unknown): void;
  /** Sets a list of messages; when it is too long the oldest are left out, instructions excepted. */
  setMessages(span: SpanData, attribute: string, messages: readonly GenAiMessage[]): void;
  /** Sets content that is one text. */
  setText(span: SpanData, attribute: string, text: string): void;
  /** Runs a hook of the SDK; what it throws stays here. */
  guard<T>(hook: () => T): T | undefined;
}

/** Which attributes of a span were cut to the limits. */
const TRUNCATED = 'tracewright.truncated';
const LEFT_OUT = '[left out: redact failed]';

export function createRecorder(
  config: Config,
  problems: ProblemLog,
  context: ContextManager,
  exporter: SpanExporter,
  openSpans: OpenSpans,
): Recorder {
  const plainLimits: JsonLimits = { maxText: config.maxTextLength, maxTotal: config.maxAttributeLength };
  const limitsOf = (attribute: string): JsonLimits => {
    const { redact } = config;
    return redact === undefined
      ? plainLimits
      : { ...plainLimits, mask: (text) => redactSafely(text, attribute, redact) };
  };

  const redactSafely = (text: string, attribute: string, redact: NonNullable<Config['redact']>): string => {
    try {
      const masked: unknown = redact(text, attribute);
      if (typeof masked === 'string') return masked;
      throw new TypeError(`redact returned ${typeof masked}`);
    } catch (cause) {
      report(
        cause,
        'the option redact threw or returned no text: the text was left out',
        'mend the function',
      );
      return LEFT_OUT;
    }
  };

  const report = (cause: unknown, message: string, fix: string): void =>
    problems.add({ code: 'hook-failed', message, fix, cause });

  const setBounded = (span: SpanData, attribute: string, { text, isTruncated }: JsonText): void => {
    setAttribute(span, attribute, text);
    if (!isTruncated) return;
    const known = getAttribute(span, TRUNCATED);
    setAttribute(span, TRUNCATED, [...(Array.isArray(known) ? (known as readonly string[]) : []), attribute]);
  };

  const recorder: Recorder = {
    config,
    problems,
    context,
    start({ name, kind = 'internal', attributes, parent, session, user, agent }) {
      const active = parent === null ? undefined : context.active();
      const above = parent ?? active;
      const scope: Scope = {
        traceId: above?.traceId ?? createId(16),
        spanId: createId(8),
        session: session ?? active?.session,
        user: user ?? active?.user,
        agent: agent ?? active?.agent,
      };
      const span: SpanData = {
        scope,
        parentSpanId: above?.spanId,
        name,
        kind,
        startMs: nowMs(),
        endMs: undefined,
        attributes: { keys: [], values: [] },
        events: [],
        status: 0,
        statusMessage: undefined,
      };
      setAttribute(span, 'gen_ai.conversation.id', scope.session);
      setAttribute(span, 'session.id', scope.session);
      setAttribute(span, 'user.id', scope.user);
      setAttribute(span, 'gen_ai.agent.name', scope.agent);
      if (attributes !== undefined) setAttributes(span, attributes);
      openSpans.add(span);
      return span;
    },
    end(span) {
      if (span.endMs !== undefined) return;
      span.endMs = nowMs();
      openSpans.delete(span);
      recorder.guard(() => exporter.add(encodeSpan(span)));
    },
    fail(span, error) {
      recorder.guard(() => {
        const { type, message, stack } = describeError(error);
        recorder.set(span, { 'error.type': type });
        span.status = 2;
        const attributes: Record<string, AttributeValue | undefined> = { 'exception.type': type };
        if (config.captureContent) {
          span.statusMessage = boundText(message, limitsOf('exception.message')).text;
          attributes['exception.message'] = span.statusMessage;
          if (stack !== undefined)
            attributes['exception.stacktrace'] = boundText(stack, limitsOf('exception.stacktrace')).text;
        }
        addEvent(span, { name: 'exception', timeMs: nowMs(), attributes });
      });
    },
    set(span, attributes) {
      if (span.endMs === undefined) setAttributes(span, attributes);
    },
    setContent(span, attribute, value) {
      if (!config.captureContent || value === undefined || span.endMs !== undefined) return;
      if (typeof value === 'string') recorder.setText(span, attribute, value);
      else recorder.guard(() => setBounded(span, attribute, toJsonText(value, limitsOf(attribute))));
    },
    setMessages(span, attribute, messages) {
      if (!config.captureContent || span.endMs !== undefined) return;
      recorder.guard(() => setBounded(span, attribute, toMessagesText(messages, limitsOf(attribute))));
    },
    setText(span, attribute, text) {
      if (!config.captureContent || span.endMs !== undefined) return;
      recorder.guard(() => setBounded(span, attribute, boundText(text, limitsOf(attribute))));
    },
    guard(hook) {
      try {
        return hook();
      } catch (cause) {
        report(
          cause,
          'recording failed inside the SDK; the host was not disturbed',
          'please report this with the cause',
        );
        return undefined;
      }
    },
  };
  return recorder;
}

interface ErrorFacts {
  readonly type: string;
  readonly message: string;
  readonly stack: string | undefined;
}

/** Hosts throw anything, errors whose getters throw among them. */
function describeError(error: unknown): ErrorFacts {
  try {
    return readError(error);
  } catch {
    return { type: typeof error, message: '', stack: undefined };
  }
}

function readError(error: unknown): ErrorFacts {
  if (typeof error !== 'object' || error === null)
    return { type: typeof error, message: String(error), stack: undefined };
  const { name, message, stack } = error as { name?: unknown; message?: unknown; stack?: unknown };
  const constructorName = Object.getPrototypeOf(error)?.constructor?.name as unknown;
  // Many libraries leave `name` at "Error": the class says more.
  const type = typeof name === 'string' && name !== '' && name !== 'Error' ? name : constructorName;
  return {
    type: typeof type === 'string' && type !== '' ? type : 'Error',
    message: typeof message === 'string' ? message : '',
    stack: typeof stack === 'string' ? stack : undefined,
  };
}
