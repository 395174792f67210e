/**
 * The views of runs: derived once for each version of a run, then read in windows. Those last looked at are kept in memory, packed;
 * those of large runs also in files beside the store, since reading all spans of a large run takes long. Files are derived data: they may
 * be deleted at any time.
 */
import { readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { isTraceError, type RunId, type Span, type SpanStore, type StoredRun } from '@tracewright/core';
import { openPack } from './pack.ts';
import { PACK_VERSION, type PackIndex, packRun } from './pack-run.ts';
import type { RunView } from './run-view.ts';

/** Runs of fewer spans are derived in the blink of an eye, unless their texts are long; by a server just started 1,000 take a second. */
export const FILED_SPANS = 500;
/** Packed. */
const FILED_BYTES = 1024 * 1024;
const MAX_MEMORY = 64 * 1024 * 1024;
const MAX_VIEWS = 16;
/** Of all files of a store. */
const MAX_FOLDER = 1024 * 1024 * 1024;

export interface RunViews {
  /** Reads from the view of the run as it is now. */
  read<T>(run: StoredRun, work: (view: RunView) => Promise<T>): Promise<T>;
  /** Makes the view of a run that somebody may open, if making it takes long. */
  prepare(run: StoredRun): Promise<void>;
  /** What is known of these runs is not true any more, or must not be kept. */
  forget(runIds: readonly RunId[]): Promise<void>;
}

export function createRunViews(
  store: SpanStore,
  readSpans: (run: StoredRun) => Promise<readonly Span[]>,
): RunViews {
  const kept = new Map<RunId, RunView>();
  const making = new Map<string, Promise<RunView>>();
  let folder: Promise<{ readonly path: string; readonly isReadOnly: boolean } | undefined> | undefined;
  // Asked when it is needed: a command may have closed the store before it answers.
  const findFolder = (): NonNullable<typeof folder> =>
    (folder ??= store
      .info()
      .then(({ path, readOnly }) =>
        path === undefined ? undefined : { path: `${path}.views`, isReadOnly: readOnly },
      ));

  const keep = (runId: RunId, view: RunView): void => {
    kept.delete(runId);
    kept.set(runId, view);
    let sizeBytes = 0;
    for (const { sizeBytes: own } of kept.values()) sizeBytes += own;
    for (const [oldest, { sizeBytes: own }] of kept) {
      if (kept.size === 1 || (kept.size <= MAX_VIEWS && sizeBytes <= MAX_MEMORY)) break;
      kept.delete(oldest);
      sizeBytes -= own;
    }
  };

  const make = async (run: StoredRun, version: string): Promise<RunView> => {
    const files = await findFolder();
    const path = files === undefined ? undefined : join(files.path, fileName(run.runId));
    if (path !== undefined) {
      const found = await openPack<PackIndex>(path);
      if (found?.index.packVersion === PACK_VERSION && found.index.version === version) {
        // Read again just now: the last to go when the folder is full. A read-only folder keeps its times.
        await utimes(path, new Date(), new Date()).catch(() => undefined);
        return found;
      }
    }
    const { writer, index } = await packRun(await readSpans(run), version);
    const isLarge = run.stats.spans >= FILED_SPANS || writer.sizeBytes > FILED_BYTES;
    if (path === undefined || !isLarge || isGrowing(run) || files?.isReadOnly === true)
      return writer.toMemory(index);
    // A disk that is full or may not be written costs time at the next start, nothing else.
    const filed = await writer
      .toFile(path, index)
      .then(() => shrinkFolder(files?.path ?? ''))
      .then(() => openPack<PackIndex>(path))
      .catch(() => undefined);
    return filed ?? writer.toMemory(index);
  };

  const get = async (run: StoredRun): Promise<RunView> => {
    const version = versionOf(run);
    const known = kept.get(run.runId);
    if (known?.index.version === version) {
      keep(run.runId, known);
      return known;
    }
    const key = `${run.runId} ${version}`;
    const made =
      making.get(key) ??
      make(run, version).finally(() => {
        making.delete(key);
      });
    making.set(key, made);
    const view = await made;
    keep(run.runId, view);
    return view;
  };

  return {
    async read(run, work) {
      const view = await get(run);
      return work(view).catch((error: unknown) => {
        if (isTraceError(error)) throw error;
        // Its file is gone or damaged.
        kept.delete(run.runId);
        return get(run).then(work);
      });
    },
    async prepare(run) {
      if (run.stats.spans >= FILED_SPANS && !isGrowing(run)) await get(run);
    },
    async forget(runIds) {
      // What is being made of them would come back.
      const ids = new Set<string>(runIds);
      await Promise.allSettled(
        [...making].flatMap(([key, made]) => (ids.has(key.split(' ', 1)[0] ?? '') ? [made] : [])),
      );
      for (const runId of runIds) kept.delete(runId);
      const files = await findFolder();
      if (files === undefined || files.isReadOnly) return;
      // Most runs have none. What a crash left half written goes, too.
      const names = await readdir(files.path).catch(() => []);
      await Promise.all(
        names
          .filter((name) => ids.has(name.split('.', 1)[0] ?? ''))
          .map((name) => rm(join(files.path, name), { force: true })),
      );
    },
  };
}

function fileName(runId: RunId): string {
  return `${runId}.pack`;
}

function isGrowing({ live }: StoredRun): boolean {
  return live !== undefined && live.openSpans > 0;
}

/** The same while the run's spans are: every arrival changes a count or the time of the last one. */
function versionOf({ stats, endTime, live }: StoredRun): string {
  return [stats.spans, stats.steps, stats.inputTokens, stats.outputTokens, endTime, live?.lastArrivalMs].join(
    ' ',
  );
}

/** Deletes those not read for longest until the folder is small enough. */
async function shrinkFolder(path: string): Promise<void> {
  const files = await Promise.all(
    (await readdir(path)).map(async (name) => {
      const file = join(path, name);
      const { size, mtimeMs } = await stat(file);
      return { file, size, mtimeMs };
    }),
  );
  let sizeBytes = files.reduce((sum, { size }) => sum + size, 0);
  for (const { file, size } of files.toSorted((a, b) => a.mtimeMs - b.mtimeMs)) {
    if (sizeBytes <= MAX_FOLDER) break;
    await rm(file, { force: true });
    sizeBytes -= size;
  }
}
