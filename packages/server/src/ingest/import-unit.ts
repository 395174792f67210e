/** Imports one planned unit (a file with its companions) and counts what it brought. */
import { countStats } from '@tracewright/analysis';
import type { Finding, Problem, Run, RunId, RunStats, Span, SpanStore, TraceId } from '@tracewright/core';
import {
  type Content,
  importUnit,
  type Limiter,
  type Masker,
  type PlannedUnit,
  type PriceTable,
  type SourceFile,
  toMaskFinding,
  toTruncationFinding,
} from '@tracewright/importers';
import type { BatchWriter } from './batch-writer.ts';
import { estimateSpanSize } from './span-size.ts';

/** The spans of a run are held until its end, for its counts, up to this many characters; then they are written as they come. */
const HELD_SIZE = 64 * 1024 * 1024;

export interface UnitCounts {
  runs: number;
  traces: number;
  spans: number;
  steps: number;
  problems: number;
}

export interface UnitContext {
  readonly store: SpanStore;
  readonly writer: BatchWriter;
  readonly open: (file: SourceFile) => Promise<Content>;
  /** What tokens cost where a source does not say; the bundled prices by default. */
  readonly prices?: PriceTable | undefined;
  /** Absent where secrets are kept on purpose. */
  readonly masker: Masker | undefined;
  readonly limiter: Limiter;
  /** Runs that an earlier unit of this import wrote: a second part of the same run is counted together with the first. */
  readonly runsWritten: Set<RunId>;
  readonly onRun: (runId: RunId) => void;
  readonly onProblem: (problem: Problem) => void;
  /** Awaited between items: lets others have their turn; throws to stop. */
  readonly checkpoint: () => Promise<void>;
}

interface HeldRun {
  spans: Span[];
  size: number;
  /** Some of the run's spans are in the store already: its counts are made by reading them back. */
  isPartlyWritten: boolean;
}

export async function importPlannedUnit(planned: PlannedUnit, context: UnitContext): Promise<UnitCounts> {
  const { store, writer, masker, limiter } = context;
  const counts: UnitCounts = { runs: 0, traces: 0, spans: 0, steps: 0, problems: 0 };
  const traces = new Set<TraceId>();
  const held = new Map<RunId, HeldRun>();

  const hold = async (spans: readonly Span[]): Promise<void> => {
    counts.spans += spans.length;
    for (const original of spans) {
      const span = await prepare(original);
      let entry = held.get(span.runId);
      if (entry === undefined) {
        entry = { spans: [], size: 0, isPartlyWritten: context.runsWritten.has(span.runId) };
        held.set(span.runId, entry);
      }
      entry.spans.push(span);
      entry.size += estimateSpanSize(span);
      if (entry.size <= HELD_SIZE) continue;
      entry.isPartlyWritten = true;
      await writeSpans(entry);
    }
  };

  /** Masks first: of a secret that a cut went through, the half that is left would not be known for one. */
  const prepare = async (original: Span): Promise<Span> => {
    const { span: masked, masks } = masker?.maskSpan(original) ?? { span: original, masks: [] };
    const { span, truncations } = limiter.limitSpan(masked);
    const { runId, spanId } = span;
    if (masks.length > 0) await writer.addFindings([toMaskFinding(masks, { runId, spanId, span })]);
    if (truncations.length > 0) await writer.addFindings([toTruncationFinding(truncations, span)]);
    return span;
  };

  const prepareRun = async (original: Run): Promise<Run> => {
    const { run: masked, masks } = masker?.maskRun(original) ?? { run: original, masks: [] };
    const { run, truncations } = limiter.limitRun(masked);
    const { runId } = run;
    if (masks.length > 0) await writer.addFindings([toMaskFinding(masks, { runId })]);
    if (truncations.length > 0) await writer.addFindings([toTruncationFinding(truncations, { runId })]);
    return run;
  };

  /** A judgement inside the file, in its grader's words, and what was masked in them. */
  const prepareFinding = (finding: Finding): readonly Finding[] => {
    const { value: masked, masks } = masker?.maskValue(finding.message, 'evaluation') ?? {
      value: finding.message,
      masks: [],
    };
    const message = limiter.limitMessage(masked);
    if (message === finding.message) return [finding];
    if (masks.length === 0) return [{ ...finding, message }];
    // What it quotes may be masked in the span.
    return [{ ...finding, message, evidence: [] }, toMaskFinding(masks, finding)];
  };

  const writeSpans = async (entry: HeldRun): Promise<void> => {
    await writer.addSpans(entry.spans, entry.size);
    entry.spans = [];
    entry.size = 0;
  };

  const finishRun = async (run: Run): Promise<void> => {
    const entry = held.get(run.runId) ?? {
      spans: [],
      size: 0,
      isPartlyWritten: context.runsWritten.has(run.runId),
    };
    held.delete(run.runId);
    context.runsWritten.add(run.runId);
    const stats = entry.isPartlyWritten ? await countWritten(run, entry) : countStats(entry.spans);
    await writeSpans(entry);
    await writer.addRun(run, stats);
    context.onRun(run.runId);
    for (const traceId of run.traceIds) traces.add(traceId);
    counts.runs += 1;
    counts.steps += stats.steps;
  };

  const countWritten = async (run: Run, entry: HeldRun): Promise<RunStats> => {
    await writeSpans(entry);
    await writer.flush();
    // Counts are made of no attribute.
    return countStats(await store.readSpans(run.runId, { attributes: [] }));
  };

  for await (const item of importUnit(planned, context.open, { prices: context.prices })) {
    await context.checkpoint();
    if (item.kind === 'spans') await hold(item.spans);
    else if (item.kind === 'run') await finishRun(await prepareRun(item.run));
    else if (item.kind === 'findings') await writer.addFindings(item.findings.flatMap(prepareFinding));
    else {
      counts.problems += 1;
      context.onProblem(item.problem);
    }
  }
  // The file broke off before these runs ended: what there is of them is kept as a run, so that it can be found.
  for (const [runId, entry] of held) {
    const traceIds = [...new Set(entry.spans.map((span) => span.traceId))];
    const source = { path: planned.file.path, format: planned.format.name };
    await finishRun({ runId, traceIds, source, outcome: { status: 'unknown' }, tools: [], environment: {} });
  }
  counts.traces = traces.size;
  return counts;
}
