/** The attributes of one call of a language model. Source: GenAI conventions v1.41.1, inference spans. */
import type { AttributeValue, Attributes } from '../attributes.ts';
import type { GenAiMessage, GenAiPart } from '../messages/gen-ai-message.ts';
import type { Recorder, SpanStart } from '../recorder.ts';
import { getAttribute, type SpanData } from './recording-span.ts';

export interface ModelCall {
  readonly provider: string;
  readonly model: string | undefined;
  /** `chat` when absent. */
  readonly operation?: 'chat' | 'text_completion' | 'embeddings' | undefined;
  readonly parameters?: Attributes | undefined;
}

export interface ModelContent {
  readonly instructions?: readonly GenAiPart[] | undefined;
  readonly input: readonly GenAiMessage[];
  /** Definitions of the tools offered, as the library has them. */
  readonly tools?: readonly unknown[] | undefined;
}

export interface ModelAnswer {
  readonly id?: string | undefined;
  readonly model?: string | undefined;
  readonly output: readonly GenAiMessage[];
  readonly finishReasons: readonly string[];
  readonly usage?: ModelUsage | undefined;
  /** An answer that says that the model failed, though the request did not. */
  readonly failure?: { readonly name: string; readonly message: string } | undefined;
}

/** Cached tokens are part of `inputTokens`, reasoning tokens of `outputTokens`, as the conventions want it. */
export interface ModelUsage {
  readonly inputTokens?: number | undefined;
  readonly outputTokens?: number | undefined;
  readonly cacheReadTokens?: number | undefined;
  readonly cacheWriteTokens?: number | undefined;
  readonly reasoningTokens?: number | undefined;
}

export function startModelCall({ provider, model, operation = 'chat', parameters }: ModelCall): SpanStart {
  return {
    name: model === undefined ? operation : `${operation} ${model}`,
    kind: 'client',
    attributes: {
      'gen_ai.operation.name': operation,
      'gen_ai.provider.name': provider,
      'gen_ai.request.model': model,
      ...parameters,
    },
  };
}

export function setModelContent(
  recorder: Recorder,
  span: SpanData,
  { instructions, input, tools }: ModelContent,
): void {
  if (instructions !== undefined && instructions.length > 0)
    recorder.setContent(span, 'gen_ai.system_instructions', instructions);
  recorder.setMessages(span, 'gen_ai.input.messages', input);
  if (tools !== undefined && tools.length > 0) recorder.setContent(span, 'gen_ai.tool.definitions', tools);
}

export function setModelAnswer(recorder: Recorder, span: SpanData, answer: ModelAnswer): void {
  const attributes: Record<string, AttributeValue | undefined> = {
    'gen_ai.response.id': answer.id,
    'gen_ai.response.model': answer.model,
  };
  if (answer.finishReasons.length > 0) attributes['gen_ai.response.finish_reasons'] = answer.finishReasons;
  const { usage } = answer;
  if (usage !== undefined) {
    attributes['gen_ai.usage.input_tokens'] = usage.inputTokens;
    attributes['gen_ai.usage.output_tokens'] = usage.outputTokens;
    attributes['gen_ai.usage.cache_read.input_tokens'] = usage.cacheReadTokens;
    attributes['gen_ai.usage.cache_creation.input_tokens'] = usage.cacheWriteTokens;
    attributes['gen_ai.usage.reasoning.output_tokens'] = usage.reasoningTokens;
  }
  recorder.set(span, attributes);
  if (answer.output.length > 0) recorder.setMessages(span, 'gen_ai.output.messages', answer.output);
  if (answer.failure !== undefined) recorder.fail(span, answer.failure);
}

/** Told once, by the first chunk that carries something. */
export function setFirstChunk(recorder: Recorder, span: SpanData, nowMs: number): void {
  if (getAttribute(span, 'gen_ai.response.time_to_first_chunk') !== undefined) return;
  recorder.set(span, { 'gen_ai.response.time_to_first_chunk': Math.round(nowMs - span.startMs) / 1000 });
}
