/** Derives from the spans of a run what its readers ask for in windows, and packs it. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  buildSteps,
  cutStep,
  flattenSpanTree,
  flattenStageTree,
  graphRun,
  outlineSteps,
  type RunGraph,
  type TreeColumns,
} from '@tracewright/analysis';
import {
  type GraphLaneJson,
  type Span,
  type TextCutJson,
  toStepJson,
  type TreeKind,
} from '@tracewright/core';
import { PackWriter } from './pack.ts';

/** Changes whenever the same run could be packed differently: packs of another version are made anew. */
export const PACK_VERSION = 6;
/** Steps in a section. */
export const STEP_BLOCK = 64;
/** Rows of a tree in a section. */
export const ROW_BLOCK = 512;
/** Of a long text in a section, UTF-16 units. */
export const TEXT_PIECE = 65_536;

/** Sections of columns, by name. */
export type Columns<Name extends string> = Readonly<Record<Name, number>>;

export interface PackedTree {
  readonly rows: number;
  readonly seconds: number | null;
  readonly columns: Columns<'depths' | 'kinds' | 'starts' | 'lengths' | 'steps' | 'ids'>;
  readonly rowBlocks: readonly number[];
}

export interface PackedGraph {
  readonly lanes: readonly GraphLaneJson[];
  readonly columns: Columns<'laneOfSteps' | 'from' | 'to' | 'kinds'>;
}

export interface PackIndex {
  readonly packVersion: number;
  /** Of the run that was packed. */
  readonly version: string;
  readonly steps: number;
  readonly toolNames: readonly string[];
  readonly agentNames: readonly string[];
  readonly columns: Columns<'flags' | 'parts' | 'lines' | 'tools' | 'agents'>;
  /** JSON of the span ids, by step. */
  readonly spanIds: number;
  readonly stepBlocks: readonly number[];
  readonly trees: Readonly<Record<TreeKind, PackedTree>>;
  readonly graph: PackedGraph;
}

/** A cut as it is packed: its text stands in pieces from this section on, as UTF-16. */
export type PackedCut = TextCutJson & { readonly section: number };

export interface PackedRun {
  readonly index: PackIndex;
  readonly writer: PackWriter;
}

/** Gives way to requests between sections, not while it derives: some 50 ms for 1,000 spans. */
export async function packRun(spans: readonly Span[], version: string): Promise<PackedRun> {
  const writer = new PackWriter();
  const steps = buildSteps(spans);
  await nextTurn();
  const outline = outlineSteps(steps);
  const columns = {
    flags: await writer.add(outline.flags),
    parts: await writer.add(outline.parts),
    lines: await writer.add(outline.lines),
    tools: await writer.add(bytesOf(outline.tools)),
    agents: await writer.add(bytesOf(outline.agents)),
  };
  const stepBlocks: number[] = [];
  for (let from = 0; from < steps.length; from += STEP_BLOCK) {
    const block: unknown[] = [];
    for (const step of steps.slice(from, from + STEP_BLOCK)) {
      const cut = cutStep(toStepJson(step));
      const cuts: PackedCut[] = [];
      for (const { pointer, length, text } of cut.cuts)
        cuts.push({ pointer, length, section: await addText(writer, text) });
      block.push(cuts.length === 0 ? cut.step : { ...cut.step, cuts });
    }
    stepBlocks.push(await writer.add(Buffer.from(JSON.stringify(block))));
  }
  const spanIds = await writer.add(Buffer.from(JSON.stringify(steps.map(({ spanId }) => spanId))));
  const stages = await addTree(writer, flattenStageTree(steps));
  await nextTurn();
  await nextTurn();
  const graph = await addGraph(writer, graphRun(spans, steps));
  const trees = { stages, spans: await addTree(writer, flattenSpanTree(spans, steps)) };
  const { toolNames, agentNames } = outline;
  return {
    writer,
    index: {
      packVersion: PACK_VERSION,
      version,
      steps: steps.length,
      toolNames,
      agentNames,
      columns,
      spanIds,
      stepBlocks,
      trees,
      graph,
    },
  };
}

/** @returns the first of its sections, which follow one another */
async function addText(writer: PackWriter, text: string): Promise<number> {
  let first: number | undefined;
  for (let from = 0; from < text.length; from += TEXT_PIECE) {
    const section = await writer.add(Buffer.from(text.slice(from, from + TEXT_PIECE), 'utf16le'));
    first ??= section;
  }
  if (first === undefined) throw new Error('unreachable: a cut text is not empty');
  return first;
}

async function addTree(writer: PackWriter, tree: TreeColumns): Promise<PackedTree> {
  const columns = {
    depths: await writer.add(bytesOf(tree.depths)),
    kinds: await writer.add(tree.kinds),
    starts: await writer.add(bytesOf(tree.starts)),
    lengths: await writer.add(bytesOf(tree.lengths)),
    steps: await writer.add(bytesOf(tree.steps)),
    ids: await writer.add(bytesOf(tree.ids)),
  };
  const rowBlocks: number[] = [];
  for (let from = 0; from < tree.rows.length; from += ROW_BLOCK) {
    const rows = tree.rows
      .slice(from, from + ROW_BLOCK)
      .map(({ name, spanId }) => ({ name: name.slice(0, 300), spanId: spanId ?? null }));
    rowBlocks.push(await writer.add(Buffer.from(JSON.stringify(rows))));
  }
  return { rows: tree.rows.length, seconds: tree.seconds ?? null, columns, rowBlocks };
}

async function addGraph(writer: PackWriter, graph: RunGraph): Promise<PackedGraph> {
  const columns = {
    laneOfSteps: await writer.add(bytesOf(graph.laneOfSteps)),
    from: await writer.add(bytesOf(graph.from)),
    to: await writer.add(bytesOf(graph.to)),
    kinds: await writer.add(graph.kinds),
  };
  const lanes = graph.lanes.map(({ role, name, number }) => ({
    role,
    name: name?.slice(0, 300) ?? null,
    number,
  }));
  return { lanes, columns };
}

/** Little-endian, as all machines that Node runs on are. */
function bytesOf({
  buffer,
  byteOffset,
  byteLength,
}: Uint16Array | Int32Array | Uint32Array | Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
