import {
  type DeleteReportJson,
  type DeleteRequest,
  parseFilter,
  RUN_FIELDS,
  TraceError,
} from '@tracewright/core';
import { openBackend } from '../backend/open-backend.ts';
import type { CommandContext } from '../command-context.ts';
import { writeJson } from '../io.ts';
import { plural } from '../text/quantities.ts';

/** Exit code of "a check said no". */
const DECLINED = 4;

export async function run(context: CommandContext): Promise<number> {
  const { io, isJson } = context;
  const request = readRequest(context);
  const isDryRun = context.flag('dry-run');
  const isSure = context.flag('yes');
  if (isJson && !isSure && !isDryRun)
    throw usage('with --json nobody is asked: --yes deletes, --dry-run tells what would go');
  await using backend = await openBackend(context, isDryRun ? 'read' : 'change');
  if (isDryRun || !isSure) {
    const found = await backend.deleteRuns({ ...request, dryRun: true });
    if (isJson) {
      await writeJson(io, found);
      return 0;
    }
    await io.write(`${describe(found)} would go\n`);
    if (isDryRun || found.runs === 0) return 0;
    if (!(await io.confirm('Delete them?'))) {
      await io.write('Nothing was deleted: --yes deletes without asking\n');
      return DECLINED;
    }
  }
  const report = await backend.deleteRuns(request);
  if (isJson) await writeJson(io, report);
  else await io.write(`${describe(report)} deleted\n`);
  return 0;
}

function readRequest(context: CommandContext): DeleteRequest {
  const { positionals } = context;
  const where = context.text('where');
  const user = context.text('user');
  const session = context.text('session');
  const given = [where, user, session, positionals.length === 0 ? undefined : positionals];
  if (given.filter((value) => value !== undefined).length !== 1)
    throw usage('delete takes exactly one of: runs, --where, --user, --session');
  if (where !== undefined) parseFilter(where, RUN_FIELDS);
  return {
    ...(positionals.length === 0 ? {} : { runs: positionals }),
    ...(where === undefined ? {} : { where }),
    ...(user === undefined ? {} : { user }),
    ...(session === undefined ? {} : { session }),
  };
}

function usage(message: string): TraceError {
  return new TraceError('usage-invalid', { message, fix: 'tracewright help delete' });
}

function describe({ runs, spans, messages }: DeleteReportJson): string {
  const texts = messages === null ? '' : ` and ${plural(messages, 'message')} that nothing else refers to`;
  return `${plural(runs, 'run')} with ${plural(spans, 'span')}${texts}`;
}
