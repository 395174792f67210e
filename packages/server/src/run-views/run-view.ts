/** Answers from the pack of one version of a run. */
import {
  type RangeRequest,
  type RunId,
  type RunGraphJson,
  type RunOutlineJson,
  type StepJson,
  type StepsWindowJson,
  type TextPieceJson,
  type TextRequest,
  TraceError,
  type TreeKind,
  type TreeOutlineJson,
  type TreeRowJson,
  type TreeRowsJson,
} from '@tracewright/core';
import type { Pack } from './pack.ts';
import { type PackedCut, type PackIndex, ROW_BLOCK, STEP_BLOCK, TEXT_PIECE } from './pack-run.ts';

/** Steps or rows in one answer. */
const MAX_WINDOW = 1_000;
/** Of a text in one answer, UTF-16 units. */
const MAX_TEXT = 1_000_000;

export type RunView = Pack<PackIndex>;

type PackedStep = StepJson & { readonly cuts?: readonly PackedCut[] };

/** @param spanIds the spans whose first steps to tell */
export async function readOutline(
  view: RunView,
  runId: RunId,
  spanIds: ReadonlySet<string>,
): Promise<RunOutlineJson> {
  const { version, steps, toolNames, agentNames, columns } = view.index;
  const [flags, parts, lines, tools, agents, stepsOfSpans] = await Promise.all([
    readColumn(view, columns.flags),
    readColumn(view, columns.parts),
    readColumn(view, columns.lines),
    readColumn(view, columns.tools),
    readColumn(view, columns.agents),
    findSteps(view, spanIds),
  ]);
  return { runId, version, steps, flags, parts, lines, tools, toolNames, agents, agentNames, stepsOfSpans };
}

export async function readSteps(view: RunView, range: RangeRequest): Promise<StepsWindowJson> {
  const { version, steps, stepBlocks } = view.index;
  const { from, to } = checkRange(range, steps, MAX_WINDOW);
  const found = await readBlocks<PackedStep>(view, stepBlocks, STEP_BLOCK, from, to);
  return { version, from, steps: found.map(toWindowStep) };
}

export async function readText(
  view: RunView,
  { step: index, pointer, ...range }: TextRequest,
): Promise<TextPieceJson> {
  const [step] = await readBlocks<PackedStep>(view, view.index.stepBlocks, STEP_BLOCK, index, index + 1);
  const cut = step?.cuts?.find((candidate) => candidate.pointer === pointer);
  if (cut === undefined) {
    throw new TraceError('request-invalid', {
      where: 'query pointer',
      message: `step ${index} has no long text at "${pointer.slice(0, 80)}"`,
      fix: 'name a step and one of its cuts, as /api/runs/:run/steps gives them',
    });
  }
  const { from, to } = checkRange(range, cut.length, MAX_TEXT);
  let text = '';
  for (let piece = Math.floor(from / TEXT_PIECE); piece * TEXT_PIECE < to; piece += 1) {
    const whole = (await view.read(cut.section + piece)).toString('utf16le');
    const start = piece * TEXT_PIECE;
    text += whole.slice(Math.max(from - start, 0), to - start);
  }
  return { text, from, length: cut.length };
}

export async function readGraph(view: RunView): Promise<RunGraphJson> {
  const { lanes, columns } = view.index.graph;
  const [laneOfSteps, from, to, kinds] = await Promise.all([
    readColumn(view, columns.laneOfSteps),
    readColumn(view, columns.from),
    readColumn(view, columns.to),
    readColumn(view, columns.kinds),
  ]);
  return { version: view.index.version, lanes, laneOfSteps, from, to, kinds };
}

export async function readTreeOutline(view: RunView, kind: TreeKind): Promise<TreeOutlineJson> {
  const { rows, seconds, columns } = view.index.trees[kind];
  const [depths, kinds, starts, lengths, steps, ids] = await Promise.all([
    readColumn(view, columns.depths),
    readColumn(view, columns.kinds),
    readColumn(view, columns.starts),
    readColumn(view, columns.lengths),
    readColumn(view, columns.steps),
    readColumn(view, columns.ids),
  ]);
  return { version: view.index.version, rows, seconds, depths, kinds, starts, lengths, steps, ids };
}

export async function readTreeRows(
  view: RunView,
  kind: TreeKind,
  range: RangeRequest,
): Promise<TreeRowsJson> {
  const { rows: count, rowBlocks } = view.index.trees[kind];
  const { from, to } = checkRange(range, count, MAX_WINDOW);
  const rows = await readBlocks<TreeRowJson>(view, rowBlocks, ROW_BLOCK, from, to);
  return { version: view.index.version, from, rows };
}

function toWindowStep({ cuts, ...step }: PackedStep): StepsWindowJson['steps'][number] {
  return cuts === undefined
    ? step
    : { ...step, cuts: cuts.map(({ pointer, length }) => ({ pointer, length })) };
}

async function readColumn(view: RunView, section: number): Promise<string> {
  return (await view.read(section)).toString('base64');
}

async function findSteps(view: RunView, spanIds: ReadonlySet<string>): Promise<Record<string, number>> {
  const steps: Record<string, number> = {};
  if (spanIds.size === 0) return steps;
  // The cast: packRun writes it so.
  const all = JSON.parse((await view.read(view.index.spanIds)).toString()) as string[];
  for (const [index, spanId] of all.entries())
    if (spanIds.has(spanId) && !Object.hasOwn(steps, spanId)) steps[spanId] = index;
  return steps;
}

async function readBlocks<T>(
  view: RunView,
  sections: readonly number[],
  size: number,
  from: number,
  to: number,
): Promise<T[]> {
  const items: T[] = [];
  for (let block = Math.floor(from / size); block * size < to; block += 1) {
    const section = sections[block];
    if (section === undefined) break;
    // The cast: packRun writes them so.
    const all = JSON.parse((await view.read(section)).toString()) as T[];
    items.push(...all.slice(Math.max(from - block * size, 0), to - block * size));
  }
  return items;
}

/** @throws TraceError `request-invalid` */
function checkRange({ from, to }: RangeRequest, count: number, most: number): RangeRequest {
  const isValid = Number.isSafeInteger(from) && Number.isSafeInteger(to) && from >= 0 && to >= from;
  if (!isValid || to - from > most) {
    throw new TraceError('request-invalid', {
      where: 'query from, to',
      message: isValid ? `${to - from} are asked for at once` : `from ${from} to ${to} is no range`,
      fix: `ask for at most ${most}, from 0 on, the end not included`,
    });
  }
  return { from: Math.min(from, count), to: Math.min(to, count) };
}
