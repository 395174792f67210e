import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Completion, isJsonObject, type LanguageModel } from '@tracewright/core';
import { toRequestKey } from './request-key.ts';

/**
 * The model, asked the same question once: answers are kept as files named by the whole question. Only complete answers are:
 * a refusal or one that was cut may turn out otherwise. A file that cannot be read is no answer, a folder that cannot be
 * written costs the cache alone.
 */
export function withCache(model: LanguageModel, folder: string): LanguageModel {
  return {
    id: model.id,
    async complete(request) {
      const path = join(folder, `${toRequestKey(model.id, request)}.json`);
      const kept = await readCompletion(path);
      // It costs nothing again.
      if (kept !== undefined)
        return { ...kept, isCached: true, ...(kept.costUsd === undefined ? {} : { costUsd: 0 }) };
      const completion = await model.complete(request);
      const isComplete = completion.finishReason === 'stop' || completion.finishReason === 'tool-calls';
      if (isComplete) await writeWhole(path, folder, JSON.stringify(completion)).catch(() => undefined);
      return completion;
    },
  };
}

async function readCompletion(path: string): Promise<Completion | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    // Written by this module; whoever edits it by hand sees what they wrote.
    if (isJsonObject(value) && typeof value['text'] === 'string' && Array.isArray(value['toolCalls']))
      return value as unknown as Completion;
  } catch {
    // Not there, or half a file of a machine that stopped.
  }
  return undefined;
}

async function writeWhole(path: string, folder: string, text: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const draft = `${path}.${randomUUID()}.tmp`;
  await writeFile(draft, text);
  await rename(draft, path);
}
