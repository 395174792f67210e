/** The two trees of a run, the recorded spans and the steps by stage, as rows in display order with everything open, in columns. */
import { type Span, type SpanOperation, type Step, TREE_ERROR, TREE_OPERATIONS } from '@tracewright/core';
import { buildSteps } from '../steps/build-steps.ts';
import { buildSpanForest } from '../steps/span-forest.ts';
import { buildStepTree } from './step-tree.ts';

export interface TreeColumns {
  /** 0 for roots; a row's children follow it, one deeper. */
  readonly depths: Uint16Array;
  /** Index in `TREE_OPERATIONS`, and `TREE_ERROR`. */
  readonly kinds: Uint8Array;
  /** Shares of the time line; -1 where a row has no times. */
  readonly starts: Float32Array;
  readonly lengths: Float32Array;
  /** The first step to go to; -1 for none. */
  readonly steps: Int32Array;
  /** Names of the rows, the same when other rows come between them: hashes of what they stand for. */
  readonly ids: Uint32Array;
  /** Of the time line. */
  readonly seconds: number | undefined;
  readonly rows: readonly TreeRow[];
}

export interface TreeRow {
  readonly name: string;
  readonly spanId: string | undefined;
}

interface FlatRow extends TreeRow {
  /** What it stands for; rows that stand for the same are told apart by their order. */
  readonly key: string;
  readonly depth: number;
  readonly operation: SpanOperation;
  readonly isError: boolean;
  readonly step: number;
  readonly startTime: bigint | undefined;
  readonly endTime: bigint | undefined;
}

/** A span whose parent is missing is a root; a cycle is cut. O(n log n), no recursion. */
export function flattenSpanTree(
  spans: readonly Span[],
  steps: readonly Step[] = buildSteps(spans),
): TreeColumns {
  const forest = buildSpanForest(spans);
  const stepOf = new Map<string, number>();
  for (const { spanId, index } of steps) if (!stepOf.has(spanId)) stepOf.set(spanId, index);
  // Children as linked lists, from the last to the first: a stack then gives them back in order.
  const lastChild = new Int32Array(forest.spans.length + 1).fill(-1);
  const before = new Int32Array(forest.spans.length).fill(-1);
  const root = forest.spans.length;
  for (const index of forest.spans.keys()) {
    const parent = forest.parent[index] ?? -1;
    const place = parent === -1 ? root : parent;
    before[index] = lastChild[place] ?? -1;
    lastChild[place] = index;
  }
  const rows: FlatRow[] = [];
  const open: { index: number; depth: number }[] = [];
  const push = (place: number, depth: number): void => {
    for (let child = lastChild[place] ?? -1; child !== -1; child = before[child] ?? -1)
      open.push({ index: child, depth });
  };
  push(root, 0);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const span = forest.spans[next.index];
    if (span === undefined) continue;
    rows.push({
      key: span.spanId,
      name: span.name,
      spanId: span.spanId,
      depth: next.depth,
      operation: span.operation,
      isError: span.status === 'error',
      step: stepOf.get(span.spanId) ?? -1,
      startTime: span.startTime,
      endTime: span.endTime,
    });
    push(next.index, next.depth + 1);
  }
  return toColumns(rows);
}

/** CodeTracer's tree over steps (`buildStepTree`), cut into its stages, each with a row of its own above its steps. O(n). */
export function flattenStageTree(steps: readonly Step[]): TreeColumns {
  const rows: FlatRow[] = [];
  const tree = buildStepTree(steps);
  const depths = new Uint16Array(steps.length);
  let stage = -1;
  for (const [position, node] of tree.entries()) {
    const step = steps[position];
    if (step === undefined) continue;
    if (node.stage !== stage) {
      stage = node.stage;
      rows.push(toStageRow(tree, steps, position));
    }
    const isBelow = node.parent !== null && tree[node.parent]?.stage === stage;
    const depth = isBelow ? Math.min((depths[node.parent] ?? 0) + 1, 0xffff) : 1;
    depths[position] = depth;
    rows.push({
      name: `${step.index} ${step.action.tool ?? (step.role === 'agent' ? 'message' : step.role)}`,
      key: step.spanId,
      spanId: step.spanId,
      depth,
      operation: step.action.tool === undefined ? (step.role === 'agent' ? 'model' : 'turn') : 'tool',
      isError: step.observation?.status === 'error',
      step: step.index,
      startTime: step.startTime,
      endTime: step.endTime,
    });
  }
  return toColumns(rows);
}

function toStageRow(
  tree: readonly { readonly stage: number }[],
  steps: readonly Step[],
  first: number,
): FlatRow {
  const stage = tree[first]?.stage ?? 0;
  let last = first;
  while (tree[last + 1]?.stage === stage) last += 1;
  return {
    name: `Stage ${stage}, ${last === first ? `step ${first}` : `steps ${first} to ${last}`}`,
    key: `stage ${steps[first]?.spanId ?? ''}`,
    spanId: undefined,
    depth: 0,
    operation: 'other',
    isError: false,
    step: first,
    startTime: steps[first]?.startTime,
    endTime: steps[last]?.endTime,
  };
}

function toColumns(rows: readonly FlatRow[]): TreeColumns {
  let start: bigint | undefined;
  let end: bigint | undefined;
  for (const { startTime, endTime = startTime } of rows) {
    if (startTime === undefined || endTime === undefined || endTime < startTime) continue;
    if (start === undefined || startTime < start) start = startTime;
    if (end === undefined || endTime > end) end = endTime;
  }
  const line = start === undefined || end === undefined || end === start ? undefined : Number(end - start);
  const columns = {
    depths: new Uint16Array(rows.length),
    kinds: new Uint8Array(rows.length),
    starts: new Float32Array(rows.length).fill(-1),
    lengths: new Float32Array(rows.length),
    steps: new Int32Array(rows.length),
    ids: hashKeys(rows),
  };
  for (const [index, row] of rows.entries()) {
    const { startTime, endTime = startTime } = row;
    columns.depths[index] = Math.min(row.depth, 0xffff);
    columns.kinds[index] = TREE_OPERATIONS.indexOf(row.operation) | (row.isError ? TREE_ERROR : 0);
    columns.steps[index] = row.step;
    if (line === undefined || startTime === undefined || endTime === undefined || endTime < startTime)
      continue;
    columns.starts[index] = Number(startTime - (start ?? 0n)) / line;
    columns.lengths[index] = Number(endTime - startTime) / line;
  }
  return {
    ...columns,
    seconds: line === undefined ? undefined : line / 1e9,
    rows: rows.map(({ name, spanId }) => ({ name, spanId })),
  };
}

/** FNV-1a: two rows of a long run may share a hash, and would then be closed together. */
function hashKeys(rows: readonly FlatRow[]): Uint32Array {
  const counts = new Map<string, number>();
  return Uint32Array.from(rows, ({ key }) => {
    const count = counts.get(key) ?? 0;
    counts.set(key, count + 1);
    const text = `${key} ${count}`;
    let hash = 0x811c9dc5;
    for (let index = 0; index < text.length; index += 1)
      hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
    return hash;
  });
}
