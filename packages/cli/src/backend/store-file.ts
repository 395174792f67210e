/** The file of the project that a command is about. */
import { stat } from 'node:fs/promises';
import { TraceError } from '@tracewright/core';
import { DEFAULT_PROJECT, isProjectName, projectPath } from '@tracewright/server/project-paths';
import type { CommandContext } from '../command-context.ts';

export interface StoreFile {
  readonly project: string;
  readonly path: string;
  readonly isThere: boolean;
}

/** @throws TraceError `usage-invalid` for what is no name of a project */
export function readProject(project: string | undefined): string {
  if (project === undefined || isProjectName(project)) return project ?? DEFAULT_PROJECT;
  throw new TraceError('usage-invalid', {
    where: '--project',
    message: `"${project.slice(0, 64)}" is no name of a project`,
    fix: 'one has 1 to 64 lower-case letters, digits, - and _',
  });
}

/**
 * @param isNeeded whether a project that has no file is an error; the default one never is
 * @throws TraceError `project-not-found`, `usage-invalid`
 */
export async function findStoreFile(
  { db, project: named }: Pick<CommandContext, 'db' | 'project'>,
  { isNeeded }: { readonly isNeeded: boolean },
): Promise<StoreFile> {
  const project = readProject(named);
  const path = projectPath(db, project);
  const isThere = await stat(path).then(
    () => true,
    () => false,
  );
  if (!isThere && isNeeded && project !== DEFAULT_PROJECT)
    throw new TraceError('project-not-found', {
      where: path,
      message: `there is no project "${project}"`,
      fix: `import something into it: tracewright import PATH --project ${project}`,
    });
  return { project, path, isThere };
}
