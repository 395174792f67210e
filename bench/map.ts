/**
 * The map of many runs: `npm run bench -- map [runs] [steps of each] [steps of one long run]`.
 *
 * Describing a run is what the first question pays for; the next ones are answered from the descriptions. Reading from a store is not
 * counted. Runs have ten tools, attempts at a task fail and pass by turns.
 */
import { type AttemptOf, buildProcessMap, describeFlows, type FlowProfile } from '@tracewright/analysis';
import type { RunId, Span } from '@tracewright/core';
import { createRandom } from '@tracewright/numeric';
import { makeRun, toolTurn } from '../packages/analysis/src/testing/spans.ts';
import { printFigure } from './figure.ts';

const TOOLS = 10;
const ATTEMPTS_PER_TASK = 4;
const MEBIBYTE = 2 ** 20;

export async function run(args: readonly string[]): Promise<void> {
  const [runs = 1000, steps = 50, long = 300_000] = args.map(Number);
  const random = createRandom(1);
  let described = 0;
  const attempts: AttemptOf<FlowProfile>[] = [];
  let keptBytes = 0;
  for (let at = 0; at < runs; at += 1) {
    const spans = makeSpans(steps, () => Math.floor(random() * TOOLS));
    const start = process.cpuUsage();
    const flows = describeFlows(makeRun(), spans);
    described += process.cpuUsage(start).user / 1e6;
    keptBytes += Object.values(flows).reduce(
      (sum, { nodes, nodeCounts, edges }) =>
        sum + nodes.join('').length + nodeCounts.byteLength + edges.byteLength,
      0,
    );
    const task = `T${Math.floor(at / ATTEMPTS_PER_TASK)}`;
    attempts.push({
      // A made-up id; nothing looks it up.
      profile: { runId: at.toString(16).padStart(16, '0') as RunId, flow: flows.tools },
      outcome: at % 2 === 0 ? 'failure' : 'success',
      task,
      group: task,
    });
  }
  printFigure(`describe ${runs} runs of ${steps} steps, four levels`, described, 's of CPU');
  printFigure('kept of a run, four levels', keptBytes / runs / 1000, 'kB');
  const start = process.cpuUsage();
  const map = buildProcessMap(attempts, 'tools');
  printFigure(
    `map of ${runs} runs, ${map.edges.length} edges`,
    process.cpuUsage(start).user / 1e6,
    's of CPU',
  );
  const longSpans = makeSpans(long, () => Math.floor(random() * TOOLS));
  const longStart = process.cpuUsage();
  describeFlows(makeRun(), longSpans);
  printFigure(`describe one run of ${long} steps`, process.cpuUsage(longStart).user / 1e6, 's of CPU');
  // Kilobytes, whatever the platform.
  printFigure('peak resident, its spans included', (process.resourceUsage().maxRSS * 1024) / MEBIBYTE, 'MiB');
}

function makeSpans(steps: number, pick: () => number): Span[] {
  return Array.from({ length: steps }, (_, at) =>
    toolTurn(`m${at}`, [[`tool_${pick()}`, { at }, `line ${at}: of many`]]),
  ).flat();
}
