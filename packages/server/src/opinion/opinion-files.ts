/**
 * Opinions as files beside the store, a folder a run: `opinions/RUN/MODEL.json`, and the answers of models they were made from in
 * `opinions/RUN/answers/`. What belongs to a run goes with it. A store in memory keeps them in memory.
 */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isJsonObject, type Opinion, type RunId } from '@tracewright/core';

export interface OpinionFiles {
  /** In no order; files that cannot be read are left out. */
  list(runId: RunId): Promise<readonly Opinion[]>;
  /** In the place of the same model's earlier one. */
  write(opinion: Opinion): Promise<void>;
  remove(runIds: readonly RunId[]): Promise<void>;
  /** Where models' answers about a run are kept; undefined in memory. */
  answersFolder(runId: RunId): string | undefined;
}

export function createOpinionFiles(folder: string): OpinionFiles {
  return {
    async list(runId) {
      const own = join(folder, runId);
      const names = (await readdir(own).catch(() => [])).filter((name) => name.endsWith('.json'));
      const read = await Promise.all(names.map((name) => readOpinion(join(own, name))));
      return read.filter((opinion) => opinion !== undefined);
    },
    async write(opinion) {
      const own = join(folder, opinion.runId);
      await mkdir(own, { recursive: true });
      const path = join(own, `${toFileName(opinion.model)}.json`);
      const draft = `${path}.${randomUUID()}.tmp`;
      await writeFile(draft, `${JSON.stringify(opinion, undefined, 1)}\n`);
      await rename(draft, path);
    },
    async remove(runIds) {
      for (const runId of runIds) await rm(join(folder, runId), { recursive: true, force: true });
    },
    answersFolder: (runId) => join(folder, runId, 'answers'),
  };
}

export function createOpinionMemory(): OpinionFiles {
  const kept = new Map<RunId, Map<string, Opinion>>();
  return {
    list: async (runId) => [...(kept.get(runId)?.values() ?? [])],
    async write(opinion) {
      const own = kept.get(opinion.runId) ?? new Map<string, Opinion>();
      kept.set(opinion.runId, own.set(opinion.model, opinion));
    },
    async remove(runIds) {
      for (const runId of runIds) kept.delete(runId);
    },
    answersFolder: () => undefined,
  };
}

/** A readable name, told apart by a hash from others that read the same. */
function toFileName(model: string): string {
  const hash = createHash('sha256').update(model).digest('hex').slice(0, 8);
  return `${model.replaceAll(/[^A-Za-z0-9.-]+/g, '_').slice(0, 80)}-${hash}`;
}

async function readOpinion(path: string): Promise<Opinion | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    // Written by this module; of another version they are left out by whoever lists them.
    return isJsonObject(value) && typeof value['version'] === 'string'
      ? (value as unknown as Opinion)
      : undefined;
  } catch {
    return undefined;
  }
}
