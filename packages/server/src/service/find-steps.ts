/**
 * The steps that places in spans belong to. Steps are derived from all spans of a run, so this reads whole runs: few enough
 * that a page of hits does not wait for it.
 */
import { type LocatedStep, locateSteps } from '@tracewright/analysis';
import type { Filter, MessagePart, RunId, Span, SpanStore } from '@tracewright/core';

/** Spans read for one page: beyond, steps are not told. */
const MAX_SPANS = 20_000;
/** Runs up to this size are read together: a query for each takes longer than all that it reads. */
const SMALL_RUN = 200;

/** The step's index; undefined when the place belongs to none, or that is not told. */
export type StepFinder = (span: Span, where: string) => number | undefined;

/** @param spans those of a page; the runs of the first are looked at first */
export async function findSteps(
  store: SpanStore,
  spans: readonly Span[],
  maxSpans: number = MAX_SPANS,
): Promise<StepFinder> {
  const steps = new Map<string, number>();
  const runs = await chooseRuns(store, [...new Set(spans.map((span) => span.runId))], maxSpans);
  const noteRun = (run: readonly Span[]): void => {
    for (const located of locateSteps(run)) noteStep(located, steps);
  };
  const small = runs.filter(({ size }) => size <= SMALL_RUN).map(({ runId }) => runId);
  for (const run of (await store.readSpansOf(small)).values()) noteRun(run);
  for (const { runId, size } of runs) if (size > SMALL_RUN) noteRun(await store.readSpans(runId));
  const ofCall = ({ runId }: Span, id: string | undefined): number | undefined =>
    id === undefined ? undefined : steps.get(callKey(runId, id));
  return (span, where) =>
    steps.get(placeKey(span, where)) ??
    ofCall(span, callOf(partAt(span, where))) ??
    steps.get(spanKey(span.runId, span.spanId)) ??
    ofCall(
      span,
      span.output
        .flatMap(({ parts }) => parts)
        .map(callOf)
        .find((id) => id !== undefined),
    );
}

async function chooseRuns(
  store: SpanStore,
  runIds: readonly RunId[],
  maxSpans: number,
): Promise<readonly { readonly runId: RunId; readonly size: number }[]> {
  if (runIds.length === 0) return [];
  const { items } = await store.queryRuns({ where: isOneOf(runIds), limit: runIds.length });
  const sizes = new Map(items.map(({ runId, stats }) => [runId, stats.spans]));
  let left = maxSpans;
  // A run that has no record yet may have any number of spans.
  const known = runIds.map((runId) => ({ runId, size: sizes.get(runId) ?? Infinity }));
  return known.filter(({ size }) => {
    if (size > left) return false;
    left -= size;
    return true;
  });
}

function isOneOf(runIds: readonly RunId[]): Filter {
  const filters = runIds.map((value): Filter => ({ kind: 'compare', field: 'run', operator: '=', value }));
  return { kind: 'or', filters };
}

/** What several steps share belongs to the first of them. */
function noteStep({ step, said, reasoned, asked, observed }: LocatedStep, steps: Map<string, number>): void {
  const note = (key: string): void => {
    if (!steps.has(key)) steps.set(key, step.index);
  };
  for (const place of [...said, ...reasoned, asked, observed])
    if (place !== undefined) note(placeKey(place.span, place.path));
  if (step.action.callId !== undefined) note(callKey(step.runId, step.action.callId));
  // A message of a history is a step of its own, not what its span is about.
  const isTold = said.some(({ path }) => path.startsWith('input/'));
  if (!isTold) note(spanKey(step.runId, step.spanId));
}

function partAt(span: Span, where: string): MessagePart | undefined {
  const [list, message, , part] = where.split('/');
  if (part === undefined || (list !== 'input' && list !== 'output')) return undefined;
  return span[list][Number(message)]?.parts[Number(part)];
}

function callOf(part: MessagePart | undefined): string | undefined {
  return part?.type === 'tool_call' || part?.type === 'tool_call_response' ? part.id : undefined;
}

function placeKey({ traceId, spanId }: Span, where: string): string {
  return `place ${traceId} ${spanId} ${where}`;
}

function callKey(runId: string, callId: string): string {
  return `call ${runId} ${callId}`;
}

function spanKey(runId: string, spanId: string): string {
  return `span ${runId} ${spanId}`;
}
