/** `show RUN --html FILE`: the run as one page for a bug report. */
import { type JsonObject, TraceError } from '@tracewright/core';
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { openBackend } from '../backend/open-backend.ts';
import type { CommandContext } from '../command-context.ts';
import { writeJson } from '../io.ts';
import { plural } from '../text/quantities.ts';
import { readMasking } from './masking-options.ts';

/** @throws TraceError `usage-invalid`, `file-unreadable` when the page cannot be written */
export async function writeReport(context: CommandContext): Promise<number> {
  const { io, positionals, isJson } = context;
  const file = context.text('html') ?? '';
  const redact = context.text('redact');
  if (file === '')
    throw new TraceError('usage-invalid', {
      where: '--html',
      message: 'no file is named',
      fix: 'name the page to write, such as --html bug.html',
    });
  const masking = await readMasking(context);
  await using backend = await openBackend(context, 'read');
  const { runId, html, masked } = await backend.getRunReport(positionals[0] ?? '', {
    ...(isPolicy(masking) ? { masking } : {}),
    ...(redact === undefined ? {} : { redact }),
  });
  const path = resolve(io.cwd, file);
  try {
    await writeFile(path, html);
  } catch (cause) {
    throw new TraceError('file-unreadable', {
      where: path,
      message: `the page cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`,
      fix: 'name a file in a folder that exists and may be written',
      cause,
    });
  }
  if (isJson) await writeJson(io, { runId, path, bytes: Buffer.byteLength(html), masked });
  else
    await io.write(
      `Wrote ${path}, ${plural(Math.ceil(Buffer.byteLength(html) / 1024), 'kilobyte')}; ${plural(masked, 'place')} masked. Look it through before you send it.\n`,
    );
  return 0;
}

/** @throws TraceError `usage-invalid` when an option of the page is given without it */
export function assertNoReportOptions(context: CommandContext): void {
  for (const option of ['redact', 'masking-policy']) {
    if (context.text(option) === undefined) continue;
    throw new TraceError('usage-invalid', {
      where: `--${option}`,
      message: `--${option} goes with --html only`,
      fix: 'add --html FILE',
    });
  }
}

function isPolicy(masking: false | JsonObject | undefined): masking is JsonObject {
  return masking !== undefined && masking !== false;
}
