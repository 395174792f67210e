import { type ImportReportJson, nameUploads } from '@tracewright/core';

/** Those that no format knows, archives with such files too. @param files all that were sent, in order */
export function findUnknown<T extends { readonly path: string }>(
  files: readonly T[],
  { problems }: Pick<ImportReportJson, 'problems'>,
): readonly T[] {
  // `!` stands before the path in an archive.
  const unknown = new Set(
    problems.filter(({ code }) => code === 'format-unknown').map(({ path }) => path.split('!', 1)[0]),
  );
  const names = nameUploads(files.map(({ path }) => path));
  return files.filter((_file, index) => unknown.has(names[index]));
}
