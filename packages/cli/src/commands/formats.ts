import type { FormatJson } from '@tracewright/core';
import { toImportFormat, withAdapters } from '@tracewright/importers';
import { adapterFolderOf, readAdapterFolder } from '@tracewright/server/adapter-folder';
import { findStoreFile } from '../backend/store-file.ts';
import type { CommandContext } from '../command-context.ts';
import { writeJson } from '../io.ts';
import { escapeLine } from '../text/escape.ts';
import { createStyle } from '../text/style.ts';

export async function run(context: CommandContext): Promise<number> {
  const { io, isJson } = context;
  const { path } = await findStoreFile(context, { isNeeded: true });
  const { adapters, problems } = await readAdapterFolder(adapterFolderOf(path));
  const all = withAdapters(adapters.map((adapter) => toImportFormat(adapter)));
  const formats: FormatJson[] = all.map(({ name, title, versions, kept, dropped, specification }) => ({
    name,
    title,
    versions,
    kept,
    dropped,
    specification,
  }));
  if (isJson) {
    await writeJson(io, formats);
    return 0;
  }
  const style = createStyle(io.hasColor);
  for (const { name, title, versions, kept, dropped, specification } of formats) {
    await io.write(
      `${style.bold(name)}  ${title} (${versions})\n  kept     ${kept}\n  dropped  ${dropped}\n  see      ${specification}\n\n`,
    );
  }
  for (const { path, message, fix } of problems)
    io.writeError(`${escapeLine(path)}: ${escapeLine(message)}\n  fix: ${escapeLine(fix)}\n`);
  await io.write(
    'Files are recognised by what they hold. Any of them may be gzipped or in a tar or zip archive.\n',
  );
  return 0;
}
