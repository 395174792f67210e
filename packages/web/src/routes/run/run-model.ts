/** A run's answer, arranged for the page: findings by step, the order in which n and p visit them, what the onset rests on. */
import {
  type Annotated,
  type FindingJson,
  findVerdicts,
  isAnnotation,
  type RunSummaryJson,
} from '@tracewright/core';
import type { Quote } from '../../text/quotes.ts';
import { outlinedStep, type RunOutline } from './windows/run-outline.ts';

export interface RunModel extends RunSummaryJson {
  /** Those of detectors; what people say is in `annotations`. */
  readonly findings: readonly FindingJson[];
  readonly annotations: readonly Annotated<FindingJson>[];
  /** What people marked at a step. */
  readonly marksByStep: ReadonlyMap<number, readonly FindingJson[]>;
  /** The last verdict of a person on a finding, by the finding's id. */
  readonly verdicts: ReadonlyMap<string, Annotated<FindingJson>>;
  /** Steps of the run, loaded or not. */
  readonly stepCount: number;
  /** Undefined until it is loaded. */
  readonly outline: RunOutline | undefined;
  readonly findingsByStep: ReadonlyMap<number, readonly FindingJson[]>;
  /** Findings, and marks of people, with a step, in step order. */
  readonly visitOrder: readonly FindingJson[];
  readonly stepBySpan: ReadonlyMap<string, number>;
  readonly quotesByStep: ReadonlyMap<number, readonly Quote[]>;
  /**
   * One step could be the onset and nothing was found: it would be the likeliest for want of another, so that the diagnosis names none.
   */
  readonly hasOnlyStep: boolean;
  /** The finding the onset rests on: a diagnosis lists it first. */
  readonly onsetFinding: FindingJson | undefined;
}

export function buildRunModel(detail: RunSummaryJson, outline: RunOutline | undefined): RunModel {
  const stepBySpan = outline?.stepsOfSpans ?? new Map<string, number>();
  const findingsByStep = new Map<number, FindingJson[]>();
  const quotesByStep = new Map<number, Quote[]>();
  const annotations = detail.findings.filter(isAnnotation);
  const findings = detail.findings.filter((finding) => !isAnnotation(finding));
  const hasOnlyStep = detail.ranked.length === 1 && findings.length === 0;
  // A verdict is shown with the finding that it is about.
  const marks = annotations.filter(({ annotation: { kind } }) => kind !== 'accept' && kind !== 'reject');
  const marksByStep = new Map<number, FindingJson[]>();
  for (const finding of [...findings, ...marks]) {
    const at = findStep(finding, stepBySpan);
    if (at !== undefined) append(isAnnotation(finding) ? marksByStep : findingsByStep, at, finding);
    for (const { spanId, quote } of finding.evidence) {
      // A span with several tool calls has several steps: the finding's own step is the one, when the span is the same.
      const isOwn = at !== undefined && finding.spanId === spanId;
      // A span without a step, such as the agent's own, is quoted at the finding's step.
      const step = isOwn ? at : (stepBySpan.get(spanId) ?? at);
      if (step !== undefined) append(quotesByStep, step, { findingId: finding.id, text: quote });
    }
  }
  const visitOrder = [...findings, ...marks]
    .filter((finding) => findStep(finding, stepBySpan) !== undefined)
    .toSorted((a, b) => (findStep(a, stepBySpan) ?? 0) - (findStep(b, stepBySpan) ?? 0));
  const { onset } = detail;
  const onsetFinding = onset === null ? undefined : findingsByStep.get(onset.stepIndex)?.[0];
  const stepCount = outline?.steps ?? detail.run.steps;
  return {
    ...detail,
    hasOnlyStep,
    findings,
    annotations,
    marksByStep,
    verdicts: findVerdicts(annotations),
    stepCount,
    outline,
    findingsByStep,
    visitOrder,
    stepBySpan,
    quotesByStep,
    onsetFinding,
  };
}

/** The step a finding is about: its own, or the first of its span. */
export function findStep(finding: FindingJson, stepBySpan: ReadonlyMap<string, number>): number | undefined {
  return finding.stepIndex ?? (finding.spanId === null ? undefined : stepBySpan.get(finding.spanId));
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

/** What a step does, in a few words: the tool it calls, or that it says something. Undefined until the outline is there. */
export function nameStepAt({ outline }: RunModel, index: number): string | undefined {
  const step = outline === undefined ? undefined : outlinedStep(outline, index);
  return step === undefined ? undefined : (step.tool ?? (step.role === 'agent' ? 'message' : step.role));
}

/** Who does it, too. Empty until the outline is there. */
export function describeStepAt(model: RunModel, index: number): string {
  const agent = model.outline === undefined ? null : (outlinedStep(model.outline, index)?.agent ?? null);
  return [agent, nameStepAt(model, index)].filter((part) => part !== null && part !== undefined).join(', ');
}
