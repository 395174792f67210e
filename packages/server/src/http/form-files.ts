/** The form of an import: its files, whose names are labels (cleaned, never opened as paths), and what is asked of them. */
import { TraceError } from '@tracewright/core';
import type { SourceFile } from '@tracewright/importers';

const MAX_NAME_LENGTH = 1000;

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
  const files: SourceFile[] = [];
  const names = new Map<string, number>();
  for (const value of form.getAll('file')) {
    if (typeof value === 'string') continue;
    const name = cleanFileName(value.name);
    const earlier = names.get(name) ?? 0;
    names.set(name, earlier + 1);
    files.push({
      path: earlier === 0 ? name : `${name}~${earlier + 1}`,
      sizeBytes: value.size,
      read: () => value.stream(),
    });
  }
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

/** A relative path without `.` and `..`, drive letters and control characters; `unnamed` when nothing is left. */
export function cleanFileName(name: string): string {
  const parts = name
    .replaceAll('\\', '/')
    // oxlint-disable-next-line no-control-regex -- control characters are what is taken out
    .replaceAll(/[\u0000-\u001F\u007F-\u009F!]/g, '_')
    .split('/')
    .filter((part) => part !== '' && part !== '.' && part !== '..' && !/^[A-Za-z]:$/.test(part));
  const clean = parts.join('/').slice(-MAX_NAME_LENGTH);
  return clean === '' ? 'unnamed' : clean;
}
