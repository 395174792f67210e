import { keepPaths, renderDot, renderMermaid } from '@tracewright/analysis';
import { MAP_LEVELS, parseFilter, type ProcessMapRequest, RUN_FIELDS, TraceError } from '@tracewright/core';
import { openBackend } from '../backend/open-backend.ts';
import type { CommandContext } from '../command-context.ts';
import { writeJson } from '../io.ts';
import { createProgressLine } from '../progress.ts';
import { formatCount } from '../text/quantities.ts';
import { createStyle } from '../text/style.ts';
import { describeMap } from './describe-map.ts';

/** Rarer paths are left out of a drawing when the command does not say. */
const DEFAULT_SHARE = 0.05;

export async function run(context: CommandContext): Promise<number> {
  const { io } = context;
  const where = context.text('where');
  const level = context.text('level');
  // Before the store is opened: slips are told at once.
  if (where !== undefined) parseFilter(where, RUN_FIELDS);
  if (level !== undefined && !MAP_LEVELS.some((known) => known === level)) throw noLevel(level);
  const share = parseShare(context.text('share'));
  const request: ProcessMapRequest = {
    ...(where === undefined ? {} : { where }),
    ...(level === undefined ? {} : { level }),
  };
  await using backend = await openBackend(context, 'read');
  const progress = createProgressLine(io);
  if (backend.serverUrl !== undefined) progress.show(`mapping runs on the server at ${backend.serverUrl} …`);
  const map = await backend
    .mapRuns(request, {
      onProgress: ({ done, total }) =>
        progress.show(`reading ${formatCount(done)}/${formatCount(total)} runs`),
    })
    .finally(() => progress.clear());
  if (context.isJson) {
    await writeJson(io, map);
    return 0;
  }
  if (context.flag('dot') || context.flag('mermaid')) {
    const paths = keepPaths(map, share ?? DEFAULT_SHARE);
    await io.write(context.flag('dot') ? renderDot(paths) : renderMermaid(paths));
    return 0;
  }
  if (map.counts.runs === 0) {
    const hint =
      where === undefined ? 'No runs yet. Import some:  tracewright import PATH\n' : 'No run matches.\n';
    await io.write(hint);
    return 0;
  }
  await io.write(describeMap(map, keepPaths(map, share ?? 0), createStyle(io.hasColor), io.columns));
  return 0;
}

function noLevel(level: string): TraceError {
  return new TraceError('usage-invalid', {
    where: '--level',
    message: `"${level.slice(0, 40)}" is no level of a map`,
    fix: `the levels are ${MAP_LEVELS.join(', ')}`,
  });
}

function parseShare(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const share = Number(text);
  if (text.trim() !== '' && share >= 0 && share <= 1) return share;
  throw new TraceError('usage-invalid', {
    where: '--share',
    message: `"${text.slice(0, 40)}" is no share of the runs`,
    fix: 'a number from 0 to 1, such as 0.05',
  });
}
