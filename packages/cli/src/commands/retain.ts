import { type RetentionReportJson, type RetentionRequest, TraceError } from '@tracewright/core';
import { parseSize } from '@tracewright/server';
import { openBackend } from '../backend/open-backend.ts';
import type { CommandContext } from '../command-context.ts';
import { writeJson } from '../io.ts';
import { formatBytes, plural } from '../text/quantities.ts';

/** Exit code of "a check said no". */
const OVER_LIMIT = 4;

export async function run(context: CommandContext): Promise<number> {
  const { io, isJson } = context;
  const maxAgeDays = positive('--days', context.text('days'), Number);
  const maxBytes = positive('--size', context.text('size'), parseSize);
  const dryRun = context.flag('dry-run');
  const request: RetentionRequest = {
    ...(maxAgeDays === undefined ? {} : { maxAgeDays }),
    ...(maxBytes === undefined ? {} : { maxBytes }),
    ...(dryRun ? { dryRun } : {}),
  };
  await using backend = await openBackend(context, dryRun ? 'read' : 'change');
  const report = await backend.runRetention(request);
  if (isJson) await writeJson(io, report);
  else await io.write(describe(report));
  if (report.state === 'cancelled')
    throw new TraceError('cancelled', { message: 'stopped; what was deleted until then stays deleted' });
  return report.state === 'over-limit' ? OVER_LIMIT : 0;
}

function positive(
  option: string,
  text: string | undefined,
  read: (text: string) => number | undefined,
): number | undefined {
  if (text === undefined) return undefined;
  const value = text.trim() === '' ? undefined : read(text);
  if (value !== undefined && Number.isFinite(value) && value > 0) return value;
  throw new TraceError('usage-invalid', {
    where: option,
    message:
      option === '--size' ? `"${text}" is not a size such as 5GB` : `"${text}" is not a number above 0`,
    fix: 'tracewright help retain',
  });
}

function describe(report: RetentionReportJson): string {
  const { runs, spans, dryRun, usedBytesBefore, usedBytesAfter, keptRunning, state } = report;
  const gone = `${plural(runs, 'run')} with ${plural(spans, 'span')} ${dryRun ? 'would go' : 'deleted'}`;
  const sizes = `${formatBytes(usedBytesBefore)} before, ${dryRun ? 'about ' : ''}${formatBytes(usedBytesAfter)} after`;
  const running = keptRunning === 0 ? '' : `${plural(keptRunning, 'run')} kept that still run\n`;
  const over = state === 'over-limit' ? 'The data takes more than allowed, and nothing else may go\n' : '';
  return `${gone}: ${sizes}\n${running}${over}`;
}
