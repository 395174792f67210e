/**
 * The spans of a run as a forest, in the order steps are taken from them. Orphans are roots, cycles are broken, nothing
 * recurses: a chain of any depth is walked with loops, in time linear in the number of spans (plus the sort).
 */
import type { Span, UnixNanos } from '@tracewright/core';

export interface SpanForest {
  /** In step order, see `orderSpans`. All indices below count in this order. */
  readonly spans: readonly Span[];
  /** Index of the parent, -1 for roots. */
  readonly parent: Int32Array;
  /** Nearest `model`, `tool`, `retrieval` or `agent` span above, -1 if there is none: spans of other operations are looked through. */
  readonly enclosing: Int32Array;
  /** Nearest `agent` span above, -1 if there is none. */
  readonly agent: Int32Array;
  /** 0 in the run's main agent (or in none), 1 in its sub-agents, and so on. An agent span inside one of the same name is the same agent. */
  readonly depth: Int32Array;
}

/** What steps can come from; of retrievals those that say what was asked or found. */
export function isStepSource({ operation, tool }: Span): boolean {
  if (operation === 'retrieval') return tool?.arguments !== undefined || tool?.result !== undefined;
  return operation === 'turn' || operation === 'model' || operation === 'tool';
}

interface Ordered {
  readonly ordered: Span[];
  /** Those of `findParents`, in the same order. */
  readonly parent: Int32Array;
}

/**
 * By start time if every span that steps can come from has one, else by `sequence`. Ties go to `sequence`, then to the one
 * that ended first (a quick tool and the model call after it, by a clock of milliseconds), then to the order given. One
 * clock or the other, never a mixture: a half-dated log would otherwise be torn apart. An undated span of another kind (an
 * agent) goes before the span recorded after it. No span goes before the one that encloses it: where the clock of another
 * machine says so, it counts from there (`delayChildren`).
 */
function orderSpans(spans: readonly Span[]): Ordered {
  const bySequence = spans.toSorted((a, b) => a.sequence - b.sequence);
  const withParents = (ordered: Span[]): Ordered => ({
    ordered,
    parent: findParents(ordered),
  });
  if (spans.some((span) => span.startTime === undefined && isStepSource(span)))
    return withParents(bySequence);
  const inTime = withParents(
    isInTime(bySequence) ? bySequence : sortByPlace(bySequence, placeInTime(bySequence)),
  );
  if (inTime.parent.every((parent, index) => parent < index)) return inTime;
  return withParents(sortByPlace(bySequence, delayChildren(bySequence, placeInTime(bySequence))));
}

/** Whether time and sequence say the same, as in most runs: then nothing has to be sorted. */
function isInTime(bySequence: readonly Span[]): boolean {
  let latest: UnixNanos | undefined;
  let before = Number.NEGATIVE_INFINITY;
  for (const { startTime, sequence } of bySequence) {
    if (sequence <= before || (startTime !== undefined && latest !== undefined && startTime < latest))
      return false;
    before = sequence;
    latest = startTime ?? latest;
  }
  return true;
}

interface Place {
  /** When it counts as started: its own start, or that of a span above it where that is later. */
  readonly time: UnixNanos | undefined;
  /** How often, on the way down to it, a clock ran behind that of the span above, since `time` was some span's own start. */
  readonly setBack: number;
  /** Its own start, which orders what one clock tells. */
  readonly own: UnixNanos | undefined;
  /** At least that of a span above it of the same time; below that one where they are equal. */
  readonly sequence: number;
  readonly depth: number;
  readonly end: UnixNanos | undefined;
}

function placeInTime(bySequence: readonly Span[]): Place[] {
  let next: UnixNanos | undefined;
  return bySequence
    .toReversed()
    .map(({ startTime, endTime, sequence }): Place => {
      next = startTime ?? next;
      return { time: next, setBack: 0, own: next, sequence, depth: 0, end: endTime };
    })
    .toReversed();
}

/** @param places of the same spans, as each tells its own */
function delayChildren(spans: readonly Span[], places: readonly Place[]): Place[] {
  const delayed = [...places];
  const parent = findParents(spans);
  for (const index of parentsFirst(parent)) {
    const place = delayed[index];
    const above = delayed[parent[index] ?? -1];
    if (place?.own === undefined || above?.time === undefined || place.own > above.time) continue;
    delayed[index] = {
      time: above.time,
      setBack: above.setBack + (above.own === undefined || place.own >= above.own ? 0 : 1),
      own: place.own,
      sequence: Math.max(place.sequence, above.sequence),
      depth: above.depth + 1,
      end: place.end,
    };
  }
  return delayed;
}

function sortByPlace(spans: readonly Span[], places: readonly Place[]): Span[] {
  return [...spans.keys()]
    .toSorted((a, b) => comparePlaces(places[a], places[b]))
    .flatMap((index) => spans[index] ?? []);
}

function comparePlaces(a: Place | undefined, b: Place | undefined): number {
  if (a === undefined || b === undefined) return 0;
  return (
    compareTimes(a.time, b.time) ||
    a.setBack - b.setBack ||
    compareTimes(a.own, b.own) ||
    a.sequence - b.sequence ||
    a.depth - b.depth ||
    compareTimes(a.end, b.end)
  );
}

/** What has no time goes last. */
function compareTimes(a: UnixNanos | undefined, b: UnixNanos | undefined): number {
  return a === b ? 0 : a === undefined ? 1 : b === undefined || a < b ? -1 : 1;
}

export function buildSpanForest(unordered: readonly Span[]): SpanForest {
  const { ordered: spans, parent } = orderSpans(unordered);
  const enclosing = new Int32Array(spans.length).fill(-1);
  const agent = new Int32Array(spans.length).fill(-1);
  const depth = new Int32Array(spans.length);
  /** Agent depth that spans below this one start from; -1 above every agent. */
  const below = new Int32Array(spans.length).fill(-1);
  for (const index of parentsFirst(parent)) {
    const span = spans[index];
    const above = parent[index] ?? -1;
    const aboveOperation = spans[above]?.operation;
    if (above !== -1) {
      enclosing[index] =
        aboveOperation !== undefined && aboveOperation !== 'turn' && aboveOperation !== 'other'
          ? above
          : (enclosing[above] ?? -1);
      agent[index] = aboveOperation === 'agent' ? above : (agent[above] ?? -1);
    }
    const outer = above === -1 ? -1 : (below[above] ?? -1);
    const outerName = spans[agent[index] ?? -1]?.agent;
    const isNewAgent =
      span?.operation === 'agent' && (outer === -1 || span.agent === undefined || span.agent !== outerName);
    below[index] = isNewAgent ? outer + 1 : outer;
    depth[index] = Math.max(0, below[index] ?? 0);
  }
  return { spans, parent, enclosing, agent, depth };
}

function findParents(spans: readonly Span[]): Int32Array {
  const parents = new Int32Array(spans.length).fill(-1);
  if (spans.every(({ parentSpanId }) => parentSpanId === undefined)) return parents;
  // By trace, then span: a joined key would be one more string a span.
  const traces = new Map<string, Map<string, number>>();
  for (const [index, { traceId, spanId }] of spans.entries()) {
    const trace = traces.get(traceId) ?? new Map<string, number>();
    traces.set(traceId, trace.set(spanId, index));
  }
  for (const [index, { traceId, parentSpanId }] of spans.entries())
    if (parentSpanId !== undefined) parents[index] = traces.get(traceId)?.get(parentSpanId) ?? -1;
  return parents;
}

/** All indices, each after its parent. A cycle is cut where the walk up from its first span closes: that span's parent becomes -1. */
export function parentsFirst(parent: Int32Array): Int32Array {
  const ordered = new Int32Array(parent.length);
  const state = new Uint8Array(parent.length);
  let count = 0;
  const path: number[] = [];
  for (let start = 0; start < parent.length; start += 1) {
    for (let index = start; index !== -1 && state[index] === 0; index = parent[index] ?? -1) {
      state[index] = 1;
      path.push(index);
      if (state[parent[index] ?? -1] === 1) parent[index] = -1;
    }
    for (let index = path.pop(); index !== undefined; index = path.pop()) {
      state[index] = 2;
      ordered[count] = index;
      count += 1;
    }
  }
  return ordered;
}

/** Has content below it with no tool or agent span between: a model span like that only wraps another. */
export const WRAPS = 1;
/** Has content anywhere below it. */
export const ENCLOSES = 2;

/** Marks every span that stands above one with content, with `WRAPS` and `ENCLOSES` bits. */
export function markAbove({ spans, parent }: SpanForest, hasContent: (span: Span) => boolean): Uint8Array {
  const marks = new Uint8Array(spans.length);
  for (const [start, span] of spans.entries()) {
    if (!hasContent(span)) continue;
    let isCrossed = span.operation === 'tool' || span.operation === 'agent';
    for (let index = parent[start] ?? -1; index !== -1; index = parent[index] ?? -1) {
      const bits = isCrossed ? ENCLOSES : WRAPS | ENCLOSES;
      const before = marks[index] ?? 0;
      if ((before & bits) === bits) break;
      marks[index] = before | bits;
      const operation = spans[index]?.operation;
      if (operation === 'tool' || operation === 'agent') isCrossed = true;
    }
  }
  return marks;
}
