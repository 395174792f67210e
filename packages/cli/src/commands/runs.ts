import { parseFilter, RUN_FIELDS, type RunJson } from '@tracewright/core';
import { openBackend } from '../backend/open-backend.ts';
import type { CommandContext } from '../command-context.ts';
import { writeJsonArray } from '../io.ts';
import { parseLimit } from '../parse-limit.ts';
import { escapeLine } from '../text/escape.ts';
import { formatCost, formatCount, formatTokens, plural } from '../text/quantities.ts';
import { type Column, formatTable } from '../text/table.ts';
import { listAllRuns } from './list-all-runs.ts';

const DEFAULT_LIMIT = 50;

export async function run(context: CommandContext): Promise<number> {
  const { io, isJson } = context;
  const where = context.text('where');
  // Before the store is opened: a slip in the filter is told at once.
  if (where !== undefined) parseFilter(where, RUN_FIELDS);
  const limit = parseLimit('runs', context.text('limit'));
  const order = context.text('order');
  const request = { ...(where === undefined ? {} : { where }), ...(order === undefined ? {} : { order }) };
  await using backend = await openBackend(context, 'read');
  if (isJson) {
    await writeJsonArray(io, listAllRuns(backend, request, limit));
    return 0;
  }
  const page = await backend.listRuns({ ...request, limit: Math.min(limit ?? DEFAULT_LIMIT, 1000) });
  if (page.runs.length === 0) {
    await io.write(
      where === undefined ? 'No runs yet. Import some:  tracewright import PATH\n' : 'No run matches.\n',
    );
    return 0;
  }
  const rest = page.total - page.runs.length;
  const lines = formatTable(COLUMNS, page.runs.map(toRow), io.columns);
  const more = rest > 0 ? `\n${plural(rest, 'more run')}: --limit N shows more, --where narrows\n` : '';
  await io.write(`${lines.join('\n')}\n${more}`);
  return 0;
}

const COLUMNS: readonly Column[] = [
  { title: 'RUN' },
  { title: 'OUTCOME' },
  { title: 'AGENT', maxWidth: 22 },
  { title: 'MODEL', maxWidth: 26 },
  { title: 'STEPS', align: 'right' },
  { title: 'ONSET', align: 'right' },
  { title: 'FINDINGS', align: 'right' },
  { title: 'TOKENS', align: 'right' },
  { title: 'COST', align: 'right' },
  { title: 'START' },
  { title: 'FORMAT', maxWidth: 20 },
  { title: 'TASK' },
];

function toRow(run: RunJson): string[] {
  const { outcome } = run;
  return [
    run.runId,
    outcome.score === undefined || outcome.score === 0 || outcome.score === 1
      ? outcome.status
      : `${outcome.status} ${outcome.score.toFixed(2)}`,
    escapeLine(run.agent ?? '-'),
    escapeLine(run.model ?? '-'),
    formatCount(run.steps),
    // Of a run that passed it would be where to look, had it failed.
    run.onsetStep === null || outcome.status === 'success' ? '-' : `#${run.onsetStep}`,
    run.findings === null ? '-' : formatCount(run.findings),
    run.tokens === null ? '-' : formatTokens(run.tokens),
    run.costUsd === null ? '-' : formatCost(run.costUsd),
    run.startTime === null ? '-' : run.startTime.slice(0, 16).replace('T', ' '),
    run.source.format,
    escapeLine((run.task ?? run.taskText ?? run.source.path).slice(0, 300)),
  ];
}
