/**
 * Judgements inside telemetry: GenAI evaluation attributes and events, OpenInference's annotations and evaluations.
 *
 * They are labels. What is read here becomes reported findings (see `toEvaluationFinding`); no attribute of it is kept (see
 * `isJudgement` in judgement.ts). Langfuse and LangSmith send scores by calls of their own, never in spans.
 *
 * **Source:** semantic-conventions v1.41.1 docs/gen-ai/gen-ai-events.md (`gen_ai.evaluation.result`); Arize-ai/openinference
 * spec/semantic_conventions.md (`annotations.N.annotation.*`, `evaluations.N.evaluation.*`, prefixes `trace.` and `session.`).
 */
import type { JsonObject, JsonValue } from '@tracewright/core';
import { asObject, findJson, findNumber, findText, toText } from '../reading/json-text.ts';
import { unflatten } from './flattened.ts';
import { type Evaluation, type SpanFacts, type SpanView, withoutUndefined } from './span-facts.ts';

const TARGETS: readonly { readonly prefix: string; readonly target: Evaluation['target'] }[] = [
  { prefix: '', target: 'span' },
  { prefix: 'trace.', target: 'trace' },
  { prefix: 'session.', target: 'session' },
];
const LISTS = [
  { list: 'annotations', member: 'annotation' },
  { list: 'evaluations', member: 'evaluation' },
] as const;

export function readEvaluations({ attributes, roots }: SpanView): SpanFacts {
  const evaluations: Evaluation[] = [];
  if (roots.has('gen_ai')) {
    const evaluation = readGenAiEvaluation(attributes);
    if (evaluation !== undefined) evaluations.push(evaluation);
  }
  for (const { prefix, target } of TARGETS) {
    for (const { list, member } of LISTS) {
      if (!roots.has(prefix === '' ? list : prefix.slice(0, -1))) continue;
      // Flattened, or whole as JSON.
      const items = unflatten(attributes, `${prefix}${list}.`) ?? findJson(attributes, `${prefix}${list}`);
      for (const item of toItems(items)) {
        const evaluation = readOpenInference(asObject(asObject(item)?.[member]) ?? {}, target);
        if (evaluation !== undefined) evaluations.push(evaluation);
      }
    }
  }
  return { evaluations };
}

/** One evaluation by its attributes, on a span, a span event or a log record; undefined when they hold no verdict. */
export function readGenAiEvaluation(attributes: JsonObject): Evaluation | undefined {
  return toEvaluation('span', {
    name: findText(attributes, 'gen_ai.evaluation.name'),
    score: findNumber(attributes, 'gen_ai.evaluation.score.value', 'gen_ai.evaluation.score'),
    label: toLabel(attributes['gen_ai.evaluation.score.label'] ?? attributes['gen_ai.evaluation.label']),
    explanation: findText(attributes, 'gen_ai.evaluation.explanation'),
    annotator: findText(attributes, 'gen_ai.evaluation.evaluator.type'),
  });
}

function readOpenInference(value: JsonObject, target: Evaluation['target']): Evaluation | undefined {
  return toEvaluation(target, {
    name: findText(value, 'name'),
    score: findNumber(value, 'score'),
    label: toLabel(value['label']),
    explanation: findText(value, 'explanation'),
    annotator: findText(value, 'annotator_kind'),
  });
}

type Read = { readonly [Key in keyof Omit<Evaluation, 'target'>]: Evaluation[Key] | undefined };

function toEvaluation(target: Evaluation['target'], read: Read): Evaluation | undefined {
  const { name, score, label, explanation, annotator } = read;
  if (score === undefined && label === undefined && explanation === undefined) return undefined;
  return {
    name: name ?? 'evaluation',
    target,
    ...withoutUndefined({ score, label, explanation, annotator }),
  };
}

/** `true` and `false` are labels too. */
function toLabel(value: JsonValue | undefined): string | undefined {
  return toText(value) || undefined;
}

/** A list, or members under other names than numbers. */
function toItems(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]) : Object.values(asObject(value) ?? {});
}
