/**
 * Models of the Vercel AI SDK: as middleware for `wrapLanguageModel`, or a model wrapped directly.
 *
 * Source: @ai-sdk/provider, LanguageModelV3Middleware; versions 2 and 4 have the same two functions.
 */
import type { AttributeValue, Attributes } from '../attributes.ts';
import { asFields, asList, asNumber, asText, type Fields } from '../messages/fields.ts';
import type { Recorder } from '../recorder.ts';
import { nowMs } from '../recording/clock.ts';
import { setFirstChunk, setModelAnswer, setModelContent, startModelCall } from '../recording/model-call.ts';
import { isObservableStream, observeStream } from '../recording/observe-result.ts';
import type { SpanData } from '../recording/recording-span.ts';
import { createView } from '../view.ts';
import { createStreamAssembler, readGenerateResult, readPrompt } from './prompt-messages.ts';

/** What the middleware looks at of the model it is put on. */
export interface AiSdkModelLike {
  readonly provider: string;
  readonly modelId: string;
}

/** Fits `LanguageModelV3Middleware` without the package being installed. */
export interface AiSdkMiddleware<Version extends string> {
  readonly specificationVersion: Version;
  readonly wrapGenerate: <Result>(options: {
    readonly doGenerate: () => PromiseLike<Result>;
    readonly params: unknown;
    readonly model: AiSdkModelLike;
  }) => Promise<Result>;
  readonly wrapStream: <Result>(options: {
    readonly doStream: () => PromiseLike<Result>;
    readonly params: unknown;
    readonly model: AiSdkModelLike;
  }) => Promise<Result>;
}

export function createAiSdkMiddleware<Version extends string>(
  recorder: Recorder,
  specificationVersion: Version,
): AiSdkMiddleware<Version> {
  return {
    specificationVersion,
    wrapGenerate: ({ doGenerate, params, model }) => recordGenerate(recorder, model, params, doGenerate),
    wrapStream: ({ doStream, params, model }) => recordStream(recorder, model, params, doStream),
  };
}

export interface AiSdkModel extends AiSdkModelLike {
  doGenerate(options: never): PromiseLike<unknown>;
  doStream(options: never): PromiseLike<unknown>;
}

export function wrapAiSdkModel<Model extends AiSdkModel>(recorder: Recorder, model: Model): Model {
  if (!recorder.config.isEnabled) return model;
  return createView(model, (value, key) => {
    if (typeof value !== 'function' || (key !== 'doGenerate' && key !== 'doStream')) return undefined;
    const record = key === 'doGenerate' ? recordGenerate : recordStream;
    return (params: unknown) =>
      record(recorder, model, params, () => Reflect.apply(value, model, [params]) as PromiseLike<unknown>);
  });
}

function start(
  recorder: Recorder,
  model: AiSdkModelLike,
  params: unknown,
  isStream: boolean,
): SpanData | undefined {
  if (!recorder.config.isEnabled) return undefined;
  return recorder.guard(() => {
    const options = asFields(params) ?? {};
    const span = recorder.start(
      startModelCall({
        provider: toProviderName(model.provider),
        model: model.modelId,
        parameters: { ...readParameters(options), 'gen_ai.request.stream': isStream || undefined },
      }),
    );
    recorder.guard(() =>
      setModelContent(recorder, span, {
        input: readPrompt(options['prompt']),
        tools: readTools(options['tools']),
      }),
    );
    return span;
  });
}

async function recordGenerate<Result>(
  recorder: Recorder,
  model: AiSdkModelLike,
  params: unknown,
  doGenerate: () => PromiseLike<Result>,
): Promise<Result> {
  const span = start(recorder, model, params, false);
  if (span === undefined) return doGenerate();
  try {
    const result = await recorder.context.with(span.scope, doGenerate);
    recorder.guard(() => setModelAnswer(recorder, span, readGenerateResult(asFields(result) ?? {})));
    return result;
  } catch (error) {
    recorder.fail(span, error);
    throw error;
  } finally {
    recorder.end(span);
  }
}

async function recordStream<Result>(
  recorder: Recorder,
  model: AiSdkModelLike,
  params: unknown,
  doStream: () => PromiseLike<Result>,
): Promise<Result> {
  const span = start(recorder, model, params, true);
  if (span === undefined) return doStream();
  try {
    const result = await recorder.context.with(span.scope, doStream);
    return recorder.guard(() => withWatchedStream(recorder, span, result)) ?? result;
  } catch (error) {
    recorder.fail(span, error);
    recorder.end(span);
    throw error;
  }
}

function withWatchedStream<Result>(recorder: Recorder, span: SpanData, result: Result): Result {
  const stream = asFields(asFields(result)?.['stream']);
  if (stream === undefined || !isObservableStream(stream)) {
    recorder.end(span);
    return result;
  }
  const assembler = createStreamAssembler();
  const watched = observeStream(recorder, stream, {
    onItem(part) {
      if (/delta|tool-call/.test(asText(asFields(part)?.['type']) ?? ''))
        setFirstChunk(recorder, span, nowMs());
      assembler.add(part);
    },
    onEnd() {
      recorder.guard(() => setModelAnswer(recorder, span, assembler.answer()));
      recorder.end(span);
    },
    onError(error) {
      recorder.guard(() => setModelAnswer(recorder, span, assembler.answer()));
      recorder.fail(span, error);
      recorder.end(span);
    },
  });
  // The same object with its stream exchanged for one of the same chunks.
  return { ...result, stream: watched };
}

/** `openai.chat` and `openai.responses` are both OpenAI. Source: GenAI conventions, gen_ai.provider.name. */
function toProviderName(provider: string): string {
  const [family = provider] = provider.split('.');
  return PROVIDERS.get(provider) ?? PROVIDERS.get(family) ?? family;
}

const PROVIDERS: ReadonlyMap<string, string> = new Map([
  ['google', 'gcp.gemini'],
  ['google.vertex', 'gcp.vertex_ai'],
  ['vertex', 'gcp.vertex_ai'],
  ['amazon-bedrock', 'aws.bedrock'],
  ['bedrock', 'aws.bedrock'],
  ['azure', 'azure.ai.openai'],
  ['azure-openai', 'azure.ai.openai'],
  ['mistral', 'mistral_ai'],
  ['xai', 'x_ai'],
]);

const PARAMETERS: readonly (readonly [attribute: string, name: string])[] = [
  ['gen_ai.request.max_tokens', 'maxOutputTokens'],
  ['gen_ai.request.temperature', 'temperature'],
  ['gen_ai.request.top_p', 'topP'],
  ['gen_ai.request.top_k', 'topK'],
  ['gen_ai.request.frequency_penalty', 'frequencyPenalty'],
  ['gen_ai.request.presence_penalty', 'presencePenalty'],
  ['gen_ai.request.seed', 'seed'],
];

function readParameters(options: Fields): Attributes {
  const attributes: Record<string, AttributeValue | undefined> = {};
  for (const [attribute, name] of PARAMETERS) attributes[attribute] = asNumber(options[name]);
  const stop = options['stopSequences'];
  if (Array.isArray(stop)) attributes['gen_ai.request.stop_sequences'] = stop.map(String);
  const format = asText(asFields(options['responseFormat'])?.['type']);
  if (format !== undefined) attributes['gen_ai.output.type'] = format;
  return attributes;
}

function readTools(tools: unknown): readonly unknown[] {
  return asList(tools).map((tool) => {
    const { type, name, description, inputSchema, args } = asFields(tool) ?? {};
    return { type, name, description, parameters: inputSchema ?? args };
  });
}
