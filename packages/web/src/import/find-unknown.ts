import type { ImportReportJson } from '@tracewright/core';

/** Those that no format knows, archives with such files too. */
export function findUnknown<T extends { readonly path: string }>(
  files: readonly T[],
  { problems }: Pick<ImportReportJson, 'problems'>,
): readonly T[] {
  // `!` stands before the path in an archive; in the name of a file the server writes `_` for it.
  const unknown = new Set(
    problems.filter(({ code }) => code === 'format-unknown').map(({ path }) => path.split('!', 1)[0]),
  );
  return files.filter(({ path }) => unknown.has(path.replaceAll('!', '_')));
}
