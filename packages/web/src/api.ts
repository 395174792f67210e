import { takeEarlyAnswer } from './loading/early-answers.ts';
import { CURRENT_PROJECT } from './project/current-project.ts';
import { createClient, isTraceError, type Client } from '@tracewright/core';

/** The server that served this page. */
export const client: Client = createClient({
  baseUrl: '',
  ...(CURRENT_PROJECT === undefined ? {} : { project: CURRENT_PROJECT }),
  // The client hands over plain values; it knows no DOM types.
  fetch: (url, init) => takeEarlyAnswer(init?.method, url) ?? fetch(url, init as RequestInit),
});

/** An error as the page shows it. */
export interface Failure {
  readonly message: string;
  readonly where: string | undefined;
  readonly fix: string | undefined;
}

export function toFailure(error: unknown): Failure {
  if (isTraceError(error)) return { message: error.summary, where: error.where, fix: error.fix };
  return {
    message: error instanceof Error ? error.message : String(error),
    where: undefined,
    fix: undefined,
  };
}
