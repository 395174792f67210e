/** `--no-masking` and `--masking-policy FILE`, of the commands that take data in. */
import { isJsonObject, type JsonObject, TraceError } from '@tracewright/core';
import { createMasker, type Masker, readMaskingPolicy } from '@tracewright/importers';
import type { CommandContext } from '../command-context.ts';
import { readJsonFile } from '../read-json-file.ts';

/**
 * As an import request says it: false for no masking, a policy (checked), or undefined for the default.
 *
 * @throws TraceError `usage-invalid`
 */
export async function readMasking(context: CommandContext): Promise<false | JsonObject | undefined> {
  const path = context.text('masking-policy');
  if (context.flag('no-masking')) {
    if (path === undefined) return false;
    throw new TraceError('usage-invalid', {
      where: '--no-masking',
      message: 'a masking policy is given, and masking is switched off',
      fix: 'leave one of the two out',
    });
  }
  if (path === undefined) return undefined;
  const json = await readJsonFile(context, path);
  // Here, where the file's name is known, rather than where it is used.
  readMaskingPolicy(json, path);
  return isJsonObject(json) ? json : undefined;
}

/** Undefined with `--no-masking`. */
export async function readMasker(context: CommandContext): Promise<Masker | undefined> {
  const masking = await readMasking(context);
  if (masking === false) return undefined;
  return createMasker(masking === undefined ? undefined : readMaskingPolicy(masking));
}
