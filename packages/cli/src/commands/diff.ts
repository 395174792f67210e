import { openBackend } from '../backend/open-backend.ts';
import type { CommandContext } from '../command-context.ts';
import { describeComparison } from '../diff/describe-comparison.ts';
import { writeJson } from '../io.ts';
import { createStyle } from '../text/style.ts';

export async function run(context: CommandContext): Promise<number> {
  const { io, positionals, isJson } = context;
  const [first = '', second = ''] = positionals;
  await using backend = await openBackend(context, 'read');
  const comparison = await backend.compare(first, second);
  if (isJson) {
    await writeJson(io, comparison);
    return 0;
  }
  const [a, b] = await Promise.all(comparison.runs.map(({ runId }) => backend.getRun(runId)));
  if (a === undefined || b === undefined) throw new Error('unreachable: two runs are compared');
  const style = createStyle(io.hasColor);
  const isFull = context.flag('full');
  for (const text of describeComparison(comparison, a.steps, b.steps, { style, isFull, columns: io.columns }))
    await io.write(text);
  return 0;
}
