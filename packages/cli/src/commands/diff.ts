import { usageError } from '../parse-arguments.ts';
import { type Backend, openBackend } from '../backend/open-backend.ts';
import type { CommandContext } from '../command-context.ts';
import { describeComparison } from '../diff/describe-comparison.ts';
import { describeGroup } from '../diff/describe-group.ts';
import { writeJson } from '../io.ts';
import { createStyle } from '../text/style.ts';

export async function run(context: CommandContext): Promise<number> {
  const { positionals } = context;
  const task = context.text('task');
  if ((task === undefined) === positionals.length < 2)
    throw usageError(
      undefined,
      task === undefined
        ? `diff takes at least two runs, or --task, got ${positionals.length}`
        : 'diff takes runs or --task, not both',
    );
  await using backend = await openBackend(context, 'read');
  return task === undefined && positionals.length === 2
    ? await showPair(context, backend)
    : await showGroup(context, backend, task);
}

async function showPair(
  { io, positionals, isJson, flag }: CommandContext,
  backend: Backend,
): Promise<number> {
  const [first = '', second = ''] = positionals;
  const comparison = await backend.compare(first, second);
  if (isJson) {
    await writeJson(io, comparison);
    return 0;
  }
  const [runA, runB] = comparison.runs;
  const [a, b] = await Promise.all([backend.getRun(runA.runId), backend.getRun(runB.runId)]);
  const options = { style: createStyle(io.hasColor), isFull: flag('full'), columns: io.columns };
  for (const text of describeComparison(comparison, a.steps, b.steps, options)) await io.write(text);
  return 0;
}

async function showGroup(
  { io, positionals, isJson }: CommandContext,
  backend: Backend,
  task: string | undefined,
): Promise<number> {
  const group = await backend.compareGroup(task === undefined ? { runs: positionals } : { task });
  if (isJson) await writeJson(io, group);
  else for (const text of describeGroup(group, createStyle(io.hasColor), io.columns)) await io.write(text);
  return 0;
}
