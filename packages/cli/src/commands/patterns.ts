import { parseFilter, type PatternsRequest, RUN_FIELDS } from '@tracewright/core';
import { openBackend } from '../backend/open-backend.ts';
import type { CommandContext } from '../command-context.ts';
import { writeJson } from '../io.ts';
import { createProgressLine } from '../progress.ts';
import { formatCount } from '../text/quantities.ts';
import { createStyle } from '../text/style.ts';
import { describePatterns } from './describe-patterns.ts';

export async function run(context: CommandContext): Promise<number> {
  const { io } = context;
  const where = context.text('where');
  const against = context.text('against');
  // Before the store is opened: a slip in a filter is told at once.
  for (const filter of [where, against]) if (filter !== undefined) parseFilter(filter, RUN_FIELDS);
  const request: PatternsRequest = {
    ...(where === undefined ? {} : { where }),
    ...(against === undefined ? {} : { against }),
  };
  await using backend = await openBackend(context, 'change');
  const progress = createProgressLine(io);
  if (backend.serverUrl !== undefined)
    progress.show(`comparing runs on the server at ${backend.serverUrl} …`);
  const patterns = await backend
    .findPatterns(request, {
      onProgress: ({ done, total }) =>
        progress.show(`reading ${formatCount(done)}/${formatCount(total)} runs`),
    })
    .finally(() => progress.clear());
  if (context.isJson) {
    await writeJson(io, patterns);
    return 0;
  }
  if (patterns.counts.runs === 0) {
    const hint =
      where === undefined ? 'No runs yet. Import some:  tracewright import PATH\n' : 'No run matches.\n';
    await io.write(hint);
    return 0;
  }
  if (patterns.trend?.before.runs === 0)
    await io.write('No run matches --against: nothing to compare with.\n\n');
  await io.write(describePatterns(patterns, createStyle(io.hasColor), io.columns));
  return 0;
}
