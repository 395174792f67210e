/** `--prices FILE`, of the commands that take data in. */
import { isJsonObject, type JsonObject } from '@tracewright/core';
import { readPriceTable } from '@tracewright/importers';
import type { CommandContext } from '../command-context.ts';
import { readJsonFile } from '../read-json-file.ts';

/**
 * As an import request says it: a table that was checked, or undefined for the bundled one.
 *
 * @throws TraceError `usage-invalid`, `record-invalid`
 */
export async function readPrices(context: CommandContext): Promise<JsonObject | undefined> {
  const path = context.text('prices');
  if (path === undefined) return undefined;
  const json = await readJsonFile(context, path);
  readPriceTable(json);
  return isJsonObject(json) ? json : undefined;
}
