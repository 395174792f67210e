/** How a failure leaves the process: its exit code and its words. */
import { type ErrorJson, isTraceError, toSystemFailure, type TraceErrorCode } from '@tracewright/core';
import type { Io } from './io.ts';
import { escapeJson, escapeText } from './text/escape.ts';

const EXIT_CODES: Partial<Record<TraceErrorCode, number>> = {
  'usage-invalid': 2,
  'filter-invalid': 2,
  'request-invalid': 2,
  'run-not-found': 3,
  'span-not-found': 3,
  'artifact-not-found': 3,
  'finding-not-found': 3,
  'project-not-found': 3,
  'file-unreadable': 3,
  'store-locked': 5,
  'store-corrupt': 5,
  'store-version': 5,
  'store-failed': 5,
  'network-failed': 5,
  'model-failed': 5,
};

/** Tells the error on standard error. @returns the exit code */
export function reportError(io: Io, error: unknown, isJson: boolean): number {
  const known = isTraceError(error) ? error : toSystemFailure(error);
  if (known === undefined) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const fix = 'this is a mistake in Tracewright: please report it with the text above';
    writeError(io, { code: 'internal-error', message, where: '', fix }, isJson);
    return 1;
  }
  writeError(
    io,
    { code: known.code, message: known.summary, where: known.where ?? '', fix: known.fix ?? '' },
    isJson,
  );
  return EXIT_CODES[known.code] ?? 1;
}

export function writeError(io: Io, { code, message, where, fix }: ErrorJson, isJson: boolean): void {
  if (isJson) {
    io.writeError(`${escapeJson(JSON.stringify({ code, message, where, fix }))}\n`);
    return;
  }
  const place = where === '' ? '' : `${where}: `;
  io.writeError(escapeText(`tracewright: ${place}${message}\n${fix === '' ? '' : `  fix: ${fix}\n`}`));
}
