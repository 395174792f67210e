import { type Completion, type CompletionRequest, isTraceError, type LanguageModel } from '@tracewright/core';
import type { HttpOptions } from '../http/post-json.ts';
import { schemaInWords } from '../schema/supported-schema.ts';
import { completeAnthropic } from './anthropic-messages.ts';
import type { ModelSettings } from './model-settings.ts';
import { completeOpenai } from './openai-chat.ts';

/** Tokens of one request; cached ones are part of the input. */
export interface ModelUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheReadTokens?: number;
  readonly cacheWriteTokens?: number;
}

/** US dollars of a request; undefined where no price is known. */
export type PriceOf = (
  usage: ModelUsage,
  settings: Pick<ModelSettings, 'provider' | 'model'>,
) => number | undefined;

export interface OpenModelOptions extends HttpOptions {
  readonly price?: PriceOf;
}

/** What a protocol makes of an answer; the price is added here. */
export type ProtocolAnswer = Omit<Completion, 'costUsd' | 'isCached' | 'inputTokens' | 'outputTokens'> & {
  readonly usage: ModelUsage;
};

/** A model behind HTTP. It keeps nothing; see `withBudget`, `withCache`, `withCassette`. */
export function openModel(settings: ModelSettings, options: OpenModelOptions = {}): LanguageModel {
  const ask = settings.protocol === 'anthropic-messages' ? completeAnthropic : completeOpenai;
  const complete = async (request: CompletionRequest): Promise<Completion> => {
    const { usage, ...answer } = await ask(settings, request, options);
    const costUsd = options.price?.(usage, settings);
    return {
      ...answer,
      inputTokens: usage.inputTokens,
      outputTokens: usage.outputTokens,
      ...(costUsd === undefined ? {} : { costUsd }),
      isCached: false,
    };
  };
  return {
    id: settings.id,
    complete: (request) =>
      complete(request).catch((error: unknown) => {
        const { schema, ...rest } = request;
        if (schema === undefined || !isSchemaRefused(error)) throw error;
        return complete({ ...rest, system: request.system + schemaInWords(schema.value) });
      }),
  };
}

/** Older models and some servers know no schema for answers and say so. */
function isSchemaRefused(error: unknown): boolean {
  return (
    isTraceError(error) &&
    error.code === 'request-invalid' &&
    /response_format|output_config|json_schema|structured output/i.test(error.message)
  );
}
