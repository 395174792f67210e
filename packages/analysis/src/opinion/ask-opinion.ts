/**
 * Asks a language model where a run went wrong: a second opinion beside the diagnosis.
 *
 * The model gets the outline, the findings and some steps as quoted data, may read more through tools within a budget, and
 * answers by schema; what it cannot show is dropped (`checkOpinion`). It never sees the outcome, nor our own answer.
 *
 *     const opinion = await askOpinion({ run, spans, diagnosis, model, now: new Date() });
 *
 * Limits: a run of which not even the first message fits the model is refused by its provider.
 * Source: CodeTracer (arXiv 2604.11641): outputs, tiers, "label only what you inspected"; Who&When's judge contract for the onset.
 */
import {
  type CancelSignal,
  type ChatMessage,
  type Completion,
  type CompletionRequest,
  type Diagnosis,
  type LanguageModel,
  type Opinion,
  type Span,
  TraceError,
} from '@tracewright/core';
import { type BlindRun, buildContext } from '../detect/context.ts';
import { buildStepTree } from '../tree/step-tree.ts';
import { checkOpinion } from './check-opinion.ts';
import { compareOnsets } from './compare-onsets.ts';
import { ANSWER_NOW, describeRun, READ_MORE, SYSTEM } from './describe-run.ts';
import { OPINION_VERSION, toOpinionFindings } from './opinion-findings.ts';
import { OPINION_SCHEMA, parseOpinion, type RawOpinion } from './opinion-schema.ts';
import { createStepReader, READING_TOOLS, type StepReader } from './step-reader.ts';

export interface OpinionBudget {
  /** Calls of the model, the answer and its repair included; at least 2. */
  readonly maxCalls: number;
  /** Steps it may read beyond those it is shown at first. */
  readonly maxSteps: number;
}

export const OPINION_BUDGET: OpinionBudget = { maxCalls: 10, maxSteps: 80 };

export interface OpinionRequest {
  readonly run: BlindRun;
  readonly spans: readonly Span[];
  /** Its findings are shown, its onset is compared with. */
  readonly diagnosis: Diagnosis;
  /** A budget in money is the model's own: it throws `limit-exceeded`. */
  readonly model: LanguageModel;
  readonly now: Date;
  readonly budget?: OpinionBudget;
  /** Notes on the agent's earlier runs, given as data. */
  readonly notes?: string | undefined;
  readonly signal?: CancelSignal | undefined;
  readonly onProgress?: (progress: OpinionProgress) => void;
}

export interface OpinionProgress {
  readonly calls: number;
  readonly stepsShown: number;
}

const READING_TOKENS = 4000;
const ANSWER_TOKENS = 16_000;

/** @throws TraceError `model-failed` when it refuses or keeps answering what cannot be read, and whatever the model throws */
export async function askOpinion(request: OpinionRequest): Promise<Opinion> {
  const { run, spans, diagnosis, model, budget = OPINION_BUDGET } = request;
  const { context, tree, reader, first } = prepare(request);
  const conversation = new Conversation(request, reader, [{ role: 'user', text: first }]);
  const raw = await conversation.run(budget.maxCalls);
  const checked = checkOpinion(raw, context, tree, reader.shown);
  return {
    runId: run.runId,
    version: OPINION_VERSION,
    diagnosisVersion: diagnosis.version,
    spans: spans.length,
    model: model.id,
    createdAt: request.now.toISOString(),
    agreement: compareOnsets(diagnosis.onset, checked.onset),
    ...checked,
    findings: toOpinionFindings(context, model.id, checked),
    reading: {
      stepsShown: reader.shown.size,
      steps: context.steps.length,
      isWithMemory: request.notes !== undefined,
    },
    usage: conversation.usage(),
    isCached: false,
  };
}

/** The first request that `askOpinion` would send, to tell what it may cost: the answer may be as long as `maxOutputTokens`. */
export function planOpinion(request: Omit<OpinionRequest, 'model' | 'now'>): CompletionRequest {
  const { first } = prepare(request);
  return {
    system: SYSTEM,
    messages: [{ role: 'user', text: first }],
    schema: { name: 'opinion', value: OPINION_SCHEMA },
    maxOutputTokens: ANSWER_TOKENS,
  };
}

function prepare({
  run,
  spans,
  diagnosis,
  budget = OPINION_BUDGET,
  notes,
}: Omit<OpinionRequest, 'model' | 'now'>): {
  readonly context: ReturnType<typeof buildContext>;
  readonly tree: ReturnType<typeof buildStepTree>;
  readonly reader: StepReader;
  readonly first: string;
} {
  const context = buildContext(run, spans);
  const tree = buildStepTree(context.steps.map(({ step }) => step));
  const reader = createStepReader(context, tree, budget.maxSteps);
  return { context, tree, reader, first: describeRun(context, tree, diagnosis, reader, notes) };
}

class Conversation {
  readonly #request: OpinionRequest;
  readonly #reader: StepReader;
  readonly #messages: ChatMessage[];
  readonly #completions: Completion[] = [];
  #hasTools = false;

  constructor(request: OpinionRequest, reader: StepReader, messages: ChatMessage[]) {
    this.#request = request;
    this.#reader = reader;
    this.#messages = messages;
  }

  async run(maxCalls: number): Promise<RawOpinion> {
    // The answer and its repair are kept back.
    if (this.#reader.hasMore() && maxCalls > 2) await this.#read(maxCalls - 2);
    this.#messages.push({ role: 'user', text: ANSWER_NOW });
    let problem = '';
    for (let attempt = 1; attempt <= 2; attempt += 1) {
      const completion = await this.#ask({
        schema: { name: 'opinion', value: OPINION_SCHEMA },
        maxOutputTokens: ANSWER_TOKENS,
        ...(this.#hasTools ? { tools: READING_TOOLS, forbidsToolCalls: true } : {}),
      });
      const parsed =
        completion.finishReason === 'length'
          ? { problem: `it is longer than ${ANSWER_TOKENS} tokens and was cut: say less` }
          : parseOpinion(completion.text);
      if ('opinion' in parsed) return parsed.opinion;
      ({ problem } = parsed);
      this.#messages.push({ role: 'user', text: `Your answer cannot be used: ${problem}. ${ANSWER_NOW}` });
    }
    throw failed(
      this.#request.model,
      `its answer cannot be used, nor the one after it was told so: ${problem}`,
    );
  }

  async #read(maxTurns: number): Promise<void> {
    this.#hasTools = true;
    this.#messages.push({ role: 'user', text: READ_MORE });
    for (let turn = 0; turn < maxTurns; turn += 1) {
      const { toolCalls, finishReason } = await this.#ask({
        tools: READING_TOOLS,
        maxOutputTokens: READING_TOKENS,
      });
      if (toolCalls.length === 0 || finishReason === 'length') return;
      for (const call of toolCalls)
        this.#messages.push({ role: 'tool', callId: call.callId, ...this.#reader.call(call) });
    }
  }

  async #ask(request: Omit<CompletionRequest, 'system' | 'messages' | 'signal'>): Promise<Completion> {
    const { model, signal, onProgress } = this.#request;
    const completion = await model.complete({
      system: SYSTEM,
      messages: [...this.#messages],
      ...request,
      ...(signal === undefined ? {} : { signal }),
    });
    this.#completions.push(completion);
    onProgress?.({ calls: this.#completions.length, stepsShown: this.#reader.shown.size });
    const { text, toolCalls, native, finishReason } = completion;
    if (finishReason === 'refused')
      throw failed(model, `it refuses to answer${text === '' ? '' : `: ${text.slice(0, 300)}`}`);
    // A call that was cut off cannot be answered, so it is not repeated; an empty message is refused by providers.
    const isCut = finishReason === 'length';
    this.#messages.push({
      role: 'assistant',
      text: text.trim() === '' && (toolCalls.length === 0 || isCut) ? 'READY' : text,
      ...(isCut ? {} : { toolCalls }),
      ...(isCut || native === undefined ? {} : { native }),
    });
    return completion;
  }

  usage(): Opinion['usage'] {
    const sum = (of: (completion: Completion) => number): number =>
      this.#completions.reduce((total, completion) => total + of(completion), 0);
    const isPriced = this.#completions.every(({ costUsd }) => costUsd !== undefined);
    return {
      calls: this.#completions.length,
      cachedCalls: sum(({ isCached }) => (isCached ? 1 : 0)),
      inputTokens: sum(({ inputTokens }) => inputTokens),
      outputTokens: sum(({ outputTokens }) => outputTokens),
      costUsd: isPriced ? sum(({ costUsd = 0 }) => costUsd) : null,
    };
  }
}

function failed({ id }: LanguageModel, message: string): TraceError {
  return new TraceError('model-failed', {
    where: id,
    message: `the model gives no opinion: ${message}`,
    fix: 'ask again, or ask another model with --model PROVIDER/MODEL',
  });
}
