/** Where projects lie: the default one is the file given by --db, every other `projects/NAME.duckdb` in the same folder. */
import { readdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { DEFAULT_PROJECT, isProjectName } from './project-name.ts';

export { DEFAULT_PROJECT, isProjectName } from './project-name.ts';

const FOLDER = 'projects';
const EXTENSION = '.duckdb';

export function projectPath(dbPath: string, project: string): string {
  return project === DEFAULT_PROJECT ? dbPath : join(dirname(dbPath), FOLDER, `${project}${EXTENSION}`);
}

/** The data folder and project that a file belongs to when it lies where projects do. */
export function projectOfPath(
  path: string,
): { readonly dataFolder: string; readonly project: string } | undefined {
  const project = basename(path, EXTENSION);
  const isProject = path.endsWith(EXTENSION) && basename(dirname(path)) === FOLDER && isProjectName(project);
  return isProject ? { dataFolder: dirname(dirname(path)), project } : undefined;
}

/** Names of the projects that have a file, `default` first whether or not it has one. */
export async function listProjectNames(dbPath: string): Promise<readonly string[]> {
  const files = await readdir(join(dirname(dbPath), FOLDER)).catch(() => []);
  const names = files
    .filter((file) => file.endsWith(EXTENSION))
    .map((file) => basename(file, EXTENSION))
    .filter((name) => isProjectName(name) && name !== DEFAULT_PROJECT);
  return [DEFAULT_PROJECT, ...names.toSorted()];
}

/** Removes the file of a project and what lies beside it under its name: log, views, notes, opinions, adapters. */
export async function removeProjectFiles(path: string): Promise<void> {
  const prefix = `${basename(path, EXTENSION)}.`;
  const names = (await readdir(dirname(path))).filter((name) => name.startsWith(prefix));
  // The file itself last: what fails before it leaves a project that can be deleted again.
  for (const name of names.toSorted((a, b) => Number(a === basename(path)) - Number(b === basename(path))))
    await rm(join(dirname(path), name), { recursive: true, force: true });
}

/** Bytes of the file and its log; 0 when there is none. */
export async function fileBytes(path: string): Promise<number> {
  const sizes = await Promise.all(
    [path, `${path}.wal`].map((file) =>
      stat(file).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
