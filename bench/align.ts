/** How long two runs of many steps take to align, nearly everything in them different: `npm run bench -- align [steps]`. */
import { compareRuns } from '@tracewright/analysis';
import type { RunId, SpanId, Step } from '@tracewright/core';
import { createRandom, type Random } from '@tracewright/numeric';
import { printFigure } from './figure.ts';

const SIZES = [1_000, 7_000, 20_000, 100_000];

export async function run([steps]: readonly string[]): Promise<void> {
  const random = createRandom(1);
  for (const size of steps === undefined ? SIZES : [Number(steps)]) {
    const [a, b] = [makeSteps(size, random), makeSteps(size, random)];
    const start = process.cpuUsage();
    const { isExact } = compareRuns(
      { outcome: { status: 'unknown' }, steps: a },
      { outcome: { status: 'unknown' }, steps: b },
    );
    const { user } = process.cpuUsage(start);
    printFigure(`${size} by ${size}, ${isExact ? 'best' : 'good'}`, user / 1e6, 'CPU s');
    printFigure('  resident memory', process.memoryUsage().rss / 1e6, 'MB');
  }
}

/** Calls of three tools with one of 50 arguments and one of 9 results: no two long stretches are the same. */
function makeSteps(count: number, random: Random): Step[] {
  const draw = (below: number): number => Math.floor(random() * below);
  return Array.from({ length: count }, (_, index) => ({
    index,
    runId: '0'.repeat(16) as RunId,
    spanId: index.toString(16).padStart(16, '0') as SpanId,
    role: 'agent',
    kind: 'explore',
    depth: 0,
    action: { tool: `tool_${draw(3)}`, arguments: { value: draw(50) } },
    observation: { text: `result ${draw(9)}`, status: 'ok' },
  }));
}
