import { dirname, join } from 'node:path';
import { projectOfPath } from '../access/project-paths.ts';

/** Where what belongs to a store's file lies: `NAME` in its folder, or `PROJECT.NAME` beside the file of a project. */
export function besideStore(dbPath: string, name: string): string {
  const place = projectOfPath(dbPath);
  return join(dirname(dbPath), place === undefined ? name : `${place.project}.${name}`);
}
