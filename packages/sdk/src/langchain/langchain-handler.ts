/**
 * A callback handler for LangChain.js and LangGraph.js: `invoke(input, { callbacks: [tw.langchain()] })`.
 *
 * LangChain tells what it does by ids of its own, so spans are joined by those ids; the first one of a tree stands under
 * the span that is current where `tw.langchain()` was called, or else where the handler is told of it.
 *
 * Limit: what a tool calls inside is recorded beside the tool, not below it: a callback cannot make its span the current one.
 *
 * Source: @langchain/core/callbacks/base, BaseCallbackHandlerMethodsClass.
 */
import type { AttributeValue } from '../attributes.ts';
import type { Scope } from '../context.ts';
import { asFields, asList, asNumber, asText, type Fields } from '../messages/fields.ts';
import type { Recorder, SpanStart } from '../recorder.ts';
import { nowMs } from '../recording/clock.ts';
import { setFirstChunk, setModelAnswer, setModelContent, startModelCall } from '../recording/model-call.ts';
import type { SpanData } from '../recording/recording-span.ts';
import { readLangChainMessage, readLlmResult } from './langchain-messages.ts';

type Metadata = Fields | undefined;

/** Fits LangChain's `CallbackHandlerMethods` without the package being installed. */
export interface LangChainHandler {
  readonly name: string;
  /** LangChain awaits the handler, so that spans start when the work does and not when the loop is idle. */
  readonly awaitHandlers: true;
  handleChatModelStart(
    llm: unknown,
    messages: readonly (readonly unknown[])[],
    runId: string,
    parentRunId?: string,
    extraParams?: Fields,
    tags?: readonly string[],
    metadata?: Metadata,
    runName?: string,
  ): void;
  handleLLMStart(
    llm: unknown,
    prompts: readonly string[],
    runId: string,
    parentRunId?: string,
    extraParams?: Fields,
    tags?: readonly string[],
    metadata?: Metadata,
    runName?: string,
  ): void;
  handleLLMNewToken(token: string, index: unknown, runId: string): void;
  handleLLMEnd(output: unknown, runId: string): void;
  handleLLMError(error: unknown, runId: string): void;
  /** In the order of the code (callbacks/manager); the package's own types name the last ones otherwise. */
  handleChainStart(
    chain: unknown,
    inputs: unknown,
    runId: string,
    parentRunId?: string,
    tags?: readonly string[],
    metadata?: Metadata,
    runType?: string,
    runName?: string,
  ): void;
  handleChainEnd(outputs: unknown, runId: string): void;
  handleChainError(error: unknown, runId: string): void;
  handleToolStart(
    tool: unknown,
    input: string,
    runId: string,
    parentRunId?: string,
    tags?: readonly string[],
    metadata?: Metadata,
    runName?: string,
    toolCallId?: string,
  ): void;
  handleToolEnd(output: unknown, runId: string): void;
  handleToolError(error: unknown, runId: string): void;
  handleRetrieverStart(
    retriever: unknown,
    query: string,
    runId: string,
    parentRunId?: string,
    tags?: readonly string[],
    metadata?: Metadata,
    name?: string,
  ): void;
  handleRetrieverEnd(documents: unknown, runId: string): void;
  handleRetrieverError(error: unknown, runId: string): void;
}

/** Runs that LangChain never ends must not gather. */
const MAX_OPEN = 10_000;

export function createLangChainHandler(recorder: Recorder): LangChainHandler {
  const spans = new Map<string, SpanData>();
  const outer = recorder.context.active();

  const start = (runId: string, parentRunId: string | undefined, from: SpanStart): SpanData => {
    const parent = parentRunId === undefined ? undefined : spans.get(parentRunId)?.scope;
    const above: Scope | undefined = parent ?? recorder.context.active() ?? outer;
    const span = recorder.context.with(above, () => recorder.start(from));
    spans.set(runId, span);
    if (spans.size > MAX_OPEN) for (const oldest of spans.keys()) return (spans.delete(oldest), span);
    return span;
  };
  const guard = (hook: () => void): void => {
    if (recorder.config.isEnabled) recorder.guard(hook);
  };
  const end = (runId: string, act: (span: SpanData) => void): void =>
    guard(() => {
      const span = spans.get(runId);
      if (span === undefined) return;
      spans.delete(runId);
      recorder.guard(() => act(span));
      recorder.end(span);
    });
  const fail = (error: unknown, runId: string): void => end(runId, (span) => recorder.fail(span, error));

  return {
    name: 'tracewright',
    awaitHandlers: true,
    handleChatModelStart: (llm, messages, runId, parentRunId, extra, _tags, metadata) =>
      guard(() => {
        const span = start(runId, parentRunId, toModelStart(llm, extra, metadata));
        const input = messages.flatMap((prompt) => prompt.map(readLangChainMessage));
        setModelContent(recorder, span, {
          input,
          tools: asList(asFields(extra?.['invocation_params'])?.['tools']),
        });
      }),
    handleLLMStart: (llm, prompts, runId, parentRunId, extra, _tags, metadata) =>
      guard(() => {
        const span = start(runId, parentRunId, toModelStart(llm, extra, metadata));
        const input = prompts.map((content) => ({
          role: 'user',
          parts: [{ type: 'text' as const, content }],
        }));
        setModelContent(recorder, span, { input });
      }),
    handleLLMNewToken: (_token, _index, runId) =>
      guard(() => {
        const span = spans.get(runId);
        if (span !== undefined) setFirstChunk(recorder, span, nowMs());
      }),
    handleLLMEnd: (output, runId) =>
      end(runId, (span) => setModelAnswer(recorder, span, readLlmResult(asFields(output) ?? {}))),
    handleLLMError: fail,
    handleChainStart: (chain, inputs, runId, parentRunId, _tags, metadata, _runType, runName) =>
      guard(() => {
        const name = runName ?? readName(chain) ?? 'chain';
        const isAgent = parentRunId === undefined && /graph|agent/i.test(name);
        const span = start(runId, parentRunId, {
          name: isAgent ? `invoke_agent ${name}` : name,
          agent: isAgent ? name : undefined,
          session: asText(metadata?.['thread_id'] ?? metadata?.['session_id']),
          attributes: { 'gen_ai.operation.name': isAgent ? 'invoke_agent' : 'invoke_workflow' },
        });
        recorder.setContent(span, 'input.value', inputs);
      }),
    handleChainEnd: (outputs, runId) =>
      end(runId, (span) => recorder.setContent(span, 'output.value', outputs)),
    handleChainError: fail,
    handleToolStart: (tool, input, runId, parentRunId, _tags, _metadata, runName, toolCallId) =>
      guard(() => {
        const name = runName ?? readName(tool) ?? 'tool';
        const span = start(runId, parentRunId, {
          name: `execute_tool ${name}`,
          attributes: {
            'gen_ai.operation.name': 'execute_tool',
            'gen_ai.tool.name': name,
            'gen_ai.tool.type': 'function',
            'gen_ai.tool.call.id': toolCallId,
          },
        });
        recorder.setContent(span, 'gen_ai.tool.call.arguments', input);
      }),
    handleToolEnd: (output, runId) =>
      end(runId, (span) => {
        const message = asFields(output);
        recorder.set(span, { 'gen_ai.tool.call.id': asText(message?.['tool_call_id']) });
        recorder.setContent(span, 'gen_ai.tool.call.result', message?.['content'] ?? output);
        if (message?.['status'] !== 'error') return;
        recorder.set(span, { 'error.type': 'tool_error' });
        span.status = 2;
      }),
    handleToolError: fail,
    handleRetrieverStart: (retriever, query, runId, parentRunId, _tags, _metadata, name) =>
      guard(() => {
        const span = start(runId, parentRunId, {
          name: `retrieval ${name ?? readName(retriever) ?? ''}`.trim(),
          attributes: { 'gen_ai.operation.name': 'retrieval' },
        });
        recorder.setText(span, 'gen_ai.retrieval.query.text', query);
      }),
    handleRetrieverEnd: (documents, runId) =>
      end(runId, (span) => recorder.setContent(span, 'gen_ai.retrieval.documents', documents)),
    handleRetrieverError: fail,
  };
}

function toModelStart(llm: unknown, extra: Fields | undefined, metadata: Metadata): SpanStart {
  const parameters = asFields(extra?.['invocation_params']) ?? {};
  const number = (...names: string[]): number | undefined =>
    names.map((name) => asNumber(parameters[name])).find((value) => value !== undefined);
  const attributes: Record<string, AttributeValue | undefined> = {
    'gen_ai.request.temperature': number('temperature'),
    'gen_ai.request.top_p': number('top_p'),
    'gen_ai.request.max_tokens': number('max_tokens', 'max_completion_tokens', 'max_output_tokens'),
    'gen_ai.request.stream': parameters['stream'] === true || undefined,
  };
  return startModelCall({
    provider: asText(metadata?.['ls_provider']) ?? asText(parameters['_type']) ?? readName(llm) ?? 'unknown',
    model: asText(parameters['model'] ?? parameters['model_name'] ?? metadata?.['ls_model_name']),
    parameters: attributes,
  });
}

/** The name of a serialised component: `{name}`, or the last of `{id: ["langchain", "chat_models", "ChatOpenAI"]}`. */
function readName(component: unknown): string | undefined {
  const fields = asFields(component);
  return (
    asText(fields?.['name']) ??
    asText(asFields(fields?.['kwargs'])?.['name']) ??
    asText(asList(fields?.['id']).at(-1))
  );
}
