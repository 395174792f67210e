/**
 * The threads of a run: what goes on one after the other. A step's successor is the next turn of its own thread.
 *
 * - Steps of one turn, the calls of one message, have no order among them and stand side by side.
 * - Each agent has a thread below that of the agent around it; an agent span inside one of the same name is the same agent.
 *   Agents that follow each other without their parent having a turn between share a thread: one hands over to the next.
 *   Agents that run at the same time do not.
 * - Agents that are told apart by name only, as in the transcript of a group chat, take turns in one thread.
 */
import type { LocatedStep } from '../steps/locate-steps.ts';
import { parentsFirst, type SpanForest } from '../steps/span-forest.ts';

/** Indices of the steps of one turn, ascending. */
export type Turn = readonly number[];

export interface Thread {
  readonly turns: readonly Turn[];
  /** 0 for the main agents. */
  readonly depth: number;
  /** The thread around it, and the one step of it that called the agent, where a tool span tells. */
  readonly parent: { readonly thread: Thread; readonly step: number | undefined } | undefined;
}

/** The turns of one agent span, or of none. */
interface Lane {
  /** Of its agent span; -1 for what stands in none. */
  readonly spanAt: number;
  readonly depth: number;
  readonly turns: number[][];
}

interface GrowingThread extends Thread {
  readonly number: number;
  readonly turns: Turn[];
  /** When the last of its agents ends, on the clock of `measureExtent`. */
  end: bigint;
}

/** Of agents that one turn starts, so many are looked at to tell whether the next goes on where one of them ends. */
const MAX_AT_ONCE = 64;

/** A thread comes after the one around it. Linear in steps and spans, but for sorting. */
export function threadSteps(steps: readonly LocatedStep[], forest: SpanForest): Thread[] {
  const owners = findOwners(forest);
  const lanes = findLanes(steps, forest, owners);
  const parentOf = findParentLanes(lanes, forest, owners);
  const callerOf = findCallers(steps, forest);
  const extentOf = measureExtent(lanes, forest);
  const threads: GrowingThread[] = [];
  const threadOf = new Map<Lane, GrowingThread>();
  /** Threads that may go on, by what started them. */
  const open = new Map<string, GrowingThread[]>();
  let depth = 0;
  for (const lane of [...lanes.values()].toSorted(
    (a, b) => a.depth - b.depth || firstStep(a) - firstStep(b),
  )) {
    if (lane.depth > depth) for (const { turns } of threads) turns.sort(compareTurns);
    depth = lane.depth;
    const around = parentOf(lane);
    const thread = around === undefined ? undefined : threadOf.get(around);
    const step = callerOf(lane);
    const before = thread === undefined ? 0 : countTurnsBefore(thread, firstStep(lane));
    const key = `${thread?.number ?? ''} ${step ?? `after ${before}`}`;
    const others = open.get(key) ?? [];
    open.set(key, others);
    const { start, end } = extentOf(lane);
    let own = others.find((other) => start >= other.end);
    if (own === undefined) {
      const parent = thread === undefined ? undefined : { thread, step };
      own = { number: threads.length, turns: [], depth, parent, end };
      threads.push(own);
      others.push(own);
      if (others.length > MAX_AT_ONCE) others.shift();
    }
    for (const turn of lane.turns) own.turns.push(turn);
    if (end > own.end) own.end = end;
    threadOf.set(lane, own);
  }
  // What stands in no agent span may lie around what does.
  for (const { turns } of threads) turns.sort(compareTurns);
  return threads;
}

function compareTurns(a: Turn, b: Turn): number {
  return (a[0] ?? 0) - (b[0] ?? 0);
}

/** For each agent span the outermost one that is the same agent; -1 for other spans. */
function findOwners({ spans, parent, agent, depth }: SpanForest): Int32Array {
  const owners = new Int32Array(spans.length).fill(-1);
  for (const index of parentsFirst(parent)) {
    if (spans[index]?.operation !== 'agent') continue;
    const outer = agent[index] ?? -1;
    owners[index] = outer !== -1 && depth[outer] === depth[index] ? (owners[outer] ?? -1) : index;
  }
  return owners;
}

function findLanes(
  steps: readonly LocatedStep[],
  { agent, depth }: SpanForest,
  owners: Int32Array,
): Map<number, Lane> {
  const lanes = new Map<number, Lane>();
  let turn: number[] = [];
  for (const [index, step] of steps.entries()) {
    if (index > 0 && steps[index - 1]?.turn === step.turn) {
      turn.push(index);
      continue;
    }
    const own = owners[step.spanAt] ?? -1;
    const spanAt = own === -1 ? (owners[agent[step.spanAt] ?? -1] ?? -1) : own;
    const lane = lanes.get(spanAt) ?? { spanAt, depth: depth[spanAt] ?? 0, turns: [] };
    lanes.set(spanAt, lane);
    turn = [index];
    lane.turns.push(turn);
  }
  return lanes;
}

/** The nearest lane around a lane. */
function findParentLanes(
  lanes: ReadonlyMap<number, Lane>,
  { parent, agent }: SpanForest,
  owners: Int32Array,
): (lane: Lane) => Lane | undefined {
  const around = new Map<number, Lane | undefined>();
  if (lanes.size > 1)
    for (const index of parentsFirst(parent)) {
      if (owners[index] !== index) continue;
      const outer = owners[agent[index] ?? -1] ?? -1;
      if (outer !== -1) around.set(index, lanes.get(outer) ?? around.get(outer));
    }
  return ({ spanAt }) => around.get(spanAt);
}

/** The step whose tool span encloses the agent. */
function findCallers(
  steps: readonly LocatedStep[],
  { spans, enclosing }: SpanForest,
): (lane: Lane) => number | undefined {
  let stepOf: Map<string, number> | undefined;
  return ({ spanAt, depth }) => {
    if (depth === 0) return undefined;
    stepOf ??= new Map(steps.map(({ step }) => [step.spanId, step.index]));
    const span = spans[enclosing[spanAt] ?? -1];
    return span?.operation === 'tool' ? stepOf.get(span.spanId) : undefined;
  };
}

/** When each lane goes on: by the clock where all agent spans are timed, else by the indices of its steps. */
function measureExtent(
  lanes: ReadonlyMap<number, Lane>,
  { spans }: SpanForest,
): (lane: Lane) => { readonly start: bigint; readonly end: bigint } {
  const isTimed = [...lanes.keys()].every((spanAt) => {
    const span = spans[spanAt];
    return span === undefined || (span.startTime !== undefined && span.endTime !== undefined);
  });
  return (lane) => {
    const span = spans[lane.spanAt];
    // What stands in no agent span runs beside nothing.
    if (span === undefined) return { start: FOREVER, end: 0n };
    if (isTimed) return { start: span.startTime ?? 0n, end: span.endTime ?? 0n };
    return { start: BigInt(firstStep(lane)), end: BigInt(lane.turns.at(-1)?.at(-1) ?? 0) };
  };
}

const FOREVER = 2n ** 64n;

function firstStep({ turns }: Lane): number {
  return turns[0]?.[0] ?? 0;
}

/** Of a thread whose turns are ascending. */
export function countTurnsBefore({ turns }: Pick<Thread, 'turns'>, step: number): number {
  let low = 0;
  let high = turns.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((turns[middle]?.[0] ?? 0) < step) low = middle + 1;
    else high = middle;
  }
  return low;
}
