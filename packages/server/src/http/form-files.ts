/** The form of an import: its files, and what is asked of them. */
import { nameUploads, TraceError } from '@tracewright/core';
import type { SourceFile } from '@tracewright/importers';

export interface ImportForm {
  readonly files: readonly SourceFile[];
  /** Adapters are induced for files that no format knows. */
  readonly induce: boolean;
}

/** @throws TraceError `request-invalid` when the form holds no file, or asks for what is not known */
export async function readImportForm(request: Request): Promise<ImportForm> {
  const form = await request.formData().catch((cause: unknown) => {
    throw new TraceError('request-invalid', {
      where: 'body',
      message: `not a multipart form: ${cause instanceof Error ? cause.message : String(cause)}`,
      fix: 'send multipart/form-data with one part `file` a file',
      cause,
    });
  });
  const parts = form.getAll('file').filter((value) => typeof value !== 'string');
  const names = nameUploads(parts.map(({ name }) => name));
  const files: readonly SourceFile[] = parts.map((part, index) => ({
    path: names[index] ?? part.name,
    sizeBytes: part.size,
    read: () => part.stream(),
  }));
  if (files.length > 0) return { files, induce: readFlag(form, 'induce') };
  throw new TraceError('request-invalid', {
    where: 'body',
    message: 'the form holds no part named `file` with a file name',
    fix: 'send one part `file` a file',
  });
}

function readFlag(form: FormData, name: string): boolean {
  const value = form.get(name);
  if (value === null || value === 'false') return false;
  if (value === 'true') return true;
  throw new TraceError('request-invalid', {
    where: `body, ${name}`,
    message: `it is ${typeof value === 'string' ? JSON.stringify(value.slice(0, 40)) : 'a file'}`,
    fix: 'send `true`, `false` or no such part',
  });
}
