import { type Filter, formatFilter, parseFilter, RUN_FIELDS } from '@tracewright/core';

/** A filter over runs as written: what it says, or that nobody can tell. */
export type ReadFilter =
  | { readonly isReadable: true; readonly filter: Filter | undefined }
  | { readonly isReadable: false };

export function readFilter(text: string): ReadFilter {
  try {
    return { isReadable: true, filter: text.trim() === '' ? undefined : parseFilter(text, RUN_FIELDS) };
  } catch {
    return { isReadable: false };
  }
}

export function writeFilter(filter: Filter | undefined): string {
  return filter === undefined ? '' : formatFilter(filter);
}
