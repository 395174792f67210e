/**
 * Paths in, files out: folders are walked, archives opened in place.
 *
 *     await using opened = await openPaths(['runs/', 'log.eval']);
 *     opened.files, opened.problems
 */
import { lstat, readdir, stat } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { isTraceError, type Problem } from '@tracewright/core';
import type { SourceFile } from '@tracewright/importers';
import { expandArchive } from './archives.ts';
import { diskFile, unreadable } from './disk-file.ts';

/** Folders that hold no agent logs and are large. */
const PASSED_OVER = new Set(['.git', 'node_modules', '.venv', '__pycache__', '.tracewright']);

export interface OpenedPaths extends AsyncDisposable {
  /** In path order within each given path. */
  readonly files: readonly SourceFile[];
  readonly problems: readonly Problem[];
}

/**
 * @param cwd what relative paths are relative to, the process's folder when absent; files keep the names given
 * @throws TraceError `file-unreadable` when one of the given paths does not exist
 */
export async function openPaths(paths: readonly string[], cwd: string = ''): Promise<OpenedPaths> {
  const files = new Map<string, SourceFile>();
  const problems: Problem[] = [];
  const releases: (() => Promise<void>)[] = [];
  for (const path of paths) {
    for (const found of await walk(path, cwd, problems)) {
      try {
        for (const file of await expandArchive(
          diskFile(found.diskPath, found.path, found.sizeBytes),
          (release) => releases.push(release),
          found.diskPath,
        )) {
          files.set(file.path, file);
        }
      } catch (error) {
        problems.push(toProblem(found.path, error));
      }
    }
  }
  return {
    files: [...files.values()],
    problems,
    async [Symbol.asyncDispose]() {
      for (const release of releases) await release();
    },
  };
}

/** A store that lies among the logs is no log, unless somebody names it. */
const STORE_FILE = /\.duckdb(?:\.wal)?$/;

interface FoundFile {
  readonly diskPath: string;
  readonly path: string;
  readonly sizeBytes: number;
}

async function walk(path: string, cwd: string, problems: Problem[]): Promise<FoundFile[]> {
  const named = cwd === '' ? path : resolve(cwd, path);
  // The user named it: a link is followed here, and only here.
  const info = await stat(named).catch((error: unknown) => {
    throw unreadable(path, error);
  });
  const shown = path
    .split(sep)
    .join('/')
    .replace(/(?<=.)\/+$/, '');
  if (info.isFile()) return [{ diskPath: named, path: shown, sizeBytes: info.size }];
  if (!info.isDirectory()) return [];
  const found: FoundFile[] = [];
  const visit = async (diskFolder: string, folder: string): Promise<void> => {
    const names: string[] = await readdir(diskFolder).catch((error: unknown) => {
      problems.push(toProblem(folder, unreadable(folder, error)));
      return [];
    });
    for (const name of names.toSorted()) {
      const diskPath = join(diskFolder, name);
      const entry = await lstat(diskPath).catch(() => undefined);
      const entryPath = folder === '' ? name : folder === '/' ? `/${name}` : `${folder}/${name}`;
      if (entry?.isDirectory() === true && !PASSED_OVER.has(name)) await visit(diskPath, entryPath);
      else if (entry?.isFile() === true && !STORE_FILE.test(name))
        found.push({ diskPath, path: entryPath, sizeBytes: entry.size });
    }
  };
  await visit(named, shown === '.' ? '' : shown);
  return found;
}

export function toProblem(path: string, error: unknown): Problem {
  if (isTraceError(error))
    return { path, code: error.code, message: error.summary, where: error.where ?? '', fix: error.fix ?? '' };
  return toProblem(path, unreadable(path, error));
}
