/**
 * Where reasoning traces first go wrong: `npm run bench -- reasoning [folder]` on BIG-Bench-Mistake.
 *
 * Data: `steps/big-bench-mistake/*.jsonl[.gz]` under TRACEWRIGHT_DATA (default `../shared/data`). A trace is right when the
 * checkers name `mistake_index`, or no line where it is null. The checkers were written while reading the `read` part, drawn
 * by a hash of the task; `held-out` is the other part. Labels are read here and nowhere else.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { checkReasoning, diagnose, isCovered } from '@tracewright/analysis';
import type { Run, Span } from '@tracewright/core';
import { createContentReader, importUnit, memoryFile, planImport } from '@tracewright/importers';
import { wilsonInterval } from '@tracewright/numeric';

interface LabelledTrace {
  readonly input: string;
  readonly steps: readonly string[];
  readonly mistake_index: number | null;
}

interface Judged extends LabelledTrace {
  readonly found: number | null;
  readonly isCovered: boolean;
  /** What `diagnose` says of the imported run. */
  readonly onset: number | null;
}

export async function run([folder]: readonly string[]): Promise<void> {
  const root =
    folder ?? join(process.env['TRACEWRIGHT_DATA'] ?? '../shared/data', 'steps', 'big-bench-mistake');
  console.log(`# exact first wrong line on ${root}; 95% interval by Wilson`);
  console.log(['task', 'part', 'method', 'right/traces', 'accuracy', '95% interval'].join('\t'));
  const tasks = new Map<string, Judged[]>();
  for (const name of (await readdir(root)).toSorted()) {
    const match = /^(.*)\.jsonl(\.gz)?$/.exec(name);
    if (match?.[1] === undefined) continue;
    const bytes = await readFile(join(root, name));
    const text = (match[2] === undefined ? bytes : gunzipSync(bytes)).toString('utf8');
    const traces = text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => JSON.parse(line) as LabelledTrace);
    const onsets = await diagnoseFile(`${match[1]}.jsonl`, new TextEncoder().encode(text));
    tasks.set(
      basename(match[1]),
      traces.map((trace, index) => judge(trace, onsets[index] ?? null)),
    );
  }
  for (const [task, traces] of tasks) report(task, traces);
  report('all', [...tasks.values()].flat());
}

/** The onset of every run of a file, in the order of its lines. */
async function diagnoseFile(name: string, bytes: Uint8Array): Promise<(number | null)[]> {
  const open = createContentReader();
  const [unit] = (await planImport([memoryFile(name, bytes)], open)).units;
  if (unit === undefined) throw new Error(`${name} was not recognised`);
  const runs: Run[] = [];
  const spans = new Map<string, Span[]>();
  for await (const item of importUnit(unit, open)) {
    if (item.kind === 'run') runs.push(item.run);
    if (item.kind !== 'spans') continue;
    for (const span of item.spans) {
      const list = spans.get(span.runId);
      if (list === undefined) spans.set(span.runId, [span]);
      else list.push(span);
    }
  }
  return runs.map((imported) => diagnose(imported, spans.get(imported.runId) ?? []).onset?.stepIndex ?? null);
}

function judge(trace: LabelledTrace, onset: number | null): Judged {
  const checked = checkReasoning(trace.input, trace.steps);
  return { ...trace, found: checked.fault?.line ?? null, isCovered: isCovered(checked), onset };
}

function report(task: string, traces: readonly Judged[]): void {
  const read = traces.filter(({ input }) => isRead(input));
  const heldOut = traces.filter(({ input }) => !isRead(input));
  for (const [part, group] of Object.entries({ whole: traces, read, 'held-out': heldOut })) {
    const count = (isRight: (trace: Judged) => boolean): number => group.filter(isRight).length;
    const covered = group.filter((trace) => trace.isCovered);
    const isExact = ({ found, mistake_index: mistake }: Judged): boolean => found === mistake;
    row(task, part, 'checkers', count(isExact), group.length);
    row(
      task,
      part,
      'onset of the imported run',
      count(({ onset, mistake_index: mistake }) => onset === mistake),
      group.length,
    );
    row(task, part, 'checkers, where they cover the trace', covered.filter(isExact).length, covered.length);
    row(task, part, 'coverage', covered.length, group.length);
    const constant = mostFrequent(traces.filter((trace) => !group.includes(trace) || group === traces));
    row(
      task,
      part,
      `constant ${constant ?? 'none'}`,
      count(({ mistake_index: mistake }) => mistake === constant),
      group.length,
    );
    let chance = 0;
    for (const { steps } of group) chance += 1 / (steps.length + 1);
    row(task, part, 'random line or none (expected)', chance, group.length);
    row(
      task,
      part,
      'last line',
      count(({ steps, mistake_index: mistake }) => mistake === steps.length - 1),
      group.length,
    );
    row(
      task,
      part,
      'no mistake',
      count(({ mistake_index: mistake }) => mistake === null),
      group.length,
    );
  }
}

/** Half of the tasks, whatever their order in the file. */
function isRead(input: string): boolean {
  return (createHash('sha256').update(input).digest().readUInt32BE(0) & 1) === 0;
}

function mostFrequent(traces: readonly LabelledTrace[]): number | null {
  const counts = new Map<number | null, number>();
  for (const { mistake_index: mistake } of traces) counts.set(mistake, (counts.get(mistake) ?? 0) + 1);
  return [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? null;
}

function row(task: string, part: string, method: string, right: number, total: number): void {
  const [low, high] = wilsonInterval(right, total);
  const shown = Number.isInteger(right) ? String(right) : right.toFixed(1);
  const accuracy = total === 0 ? '-' : (right / total).toFixed(3);
  console.log(
    [task, part, method, `${shown}/${total}`, accuracy, `${low.toFixed(3)}-${high.toFixed(3)}`].join('\t'),
  );
}
