/** What every record goes through on its way in, whatever brought it: masks, limits, costs. Nothing is stored before. */
import type { Finding, Run, RunId, Span } from '@tracewright/core';
import {
  type Limiter,
  type Mask,
  type Masker,
  type PriceTable,
  type SpanDraft,
  toEvaluationFindings,
  toMaskFinding,
  toTruncationFinding,
  withCost,
} from '@tracewright/importers';

/** A draft ready to be stored, and what is to be reported of it once its run is known. */
export interface PreparedDraft {
  readonly draft: SpanDraft;
  readonly toFindings: (runId: RunId, span: Span) => readonly Finding[];
}

export interface PreparedRun {
  readonly run: Run;
  readonly findings: readonly Finding[];
}

export interface Intake {
  prepare(draft: SpanDraft): PreparedDraft;
  prepareRun(run: Run): PreparedRun;
}

export interface IntakeOptions {
  readonly limiter: Limiter;
  /** Absent where secrets are kept on purpose. */
  readonly masker?: Masker | undefined;
  /** The bundled ones when absent. */
  readonly prices?: PriceTable | undefined;
}

const NO_FINDINGS: PreparedDraft['toFindings'] = () => [];

export function createIntake({ limiter, masker, prices }: IntakeOptions): Intake {
  return {
    prepare(draft) {
      // Masks first: of a secret that a cut went through, the half that is left would not be known for one.
      const { span: masked, masks: own } = masker?.maskSpan(draft.span) ?? { span: draft.span, masks: [] };
      const { span: limited, truncations } = limiter.limitSpan(masked);
      const provider = limited.attributes['gen_ai.provider.name'];
      const span = withCost(limited, typeof provider === 'string' ? provider : undefined, prices);
      const judged = draft.facts.evaluations?.map((evaluation) => maskEvaluation(evaluation, masker));
      const evaluations = judged?.map(({ evaluation }) => evaluation);
      const masks = judged === undefined ? own : [...own, ...judged.flatMap((one) => one.masks)];
      const prepared: SpanDraft = {
        ...draft,
        span,
        ...(evaluations === undefined ? {} : { facts: { ...draft.facts, evaluations } }),
      };
      if (evaluations === undefined && masks.length === 0 && truncations.length === 0)
        return { draft: prepared, toFindings: NO_FINDINGS };
      return {
        draft: prepared,
        toFindings: (runId, stored) => [
          ...toEvaluationFindings(prepared, runId).map((finding) => ({
            ...finding,
            message: limiter.limitMessage(finding.message),
          })),
          ...(masks.length === 0
            ? []
            : [toMaskFinding(masks, { runId, spanId: stored.spanId, span: stored })]),
          ...(truncations.length === 0 ? [] : [toTruncationFinding(truncations, { ...stored, runId })]),
        ],
      };
    },
    prepareRun(run) {
      const { run: masked, masks } = masker?.maskRun(run) ?? { run, masks: [] };
      const { run: limited, truncations } = limiter.limitRun(masked);
      const { runId } = run;
      return {
        run: limited,
        findings: [
          ...(masks.length === 0 ? [] : [toMaskFinding(masks, { runId })]),
          ...(truncations.length === 0 ? [] : [toTruncationFinding(truncations, { runId })]),
        ],
      };
    },
  };
}

type Evaluation = NonNullable<SpanDraft['facts']['evaluations']>[number];

function maskEvaluation(
  evaluation: Evaluation,
  masker: Masker | undefined,
): { readonly evaluation: Evaluation; readonly masks: readonly Mask[] } {
  if (masker === undefined) return { evaluation, masks: [] };
  // An evaluation is JSON as it stands, and masking keeps its shape.
  const { value, masks } = masker.maskValue({ ...evaluation }, 'evaluation');
  return { evaluation: value as unknown as Evaluation, masks };
}
