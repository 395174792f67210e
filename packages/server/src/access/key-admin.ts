/** Keys over the API: who has which rights, new ones, and their end. The same file as `tracewright keys` writes. */
import { type CreatedKeyJson, type CreateKeyRequest, type KeyJson, TraceError } from '@tracewright/core';
import { changeKeyFile, readKeyFile, readLastUsed } from './key-file.ts';
import { ALL_PROJECTS, createKey, type KeyRecord } from './key.ts';
import { isProjectName } from './project-name.ts';

/** `sees` is the one project whose keys are at stake, or `*`. */
export interface KeyAdmin {
  list(sees: string): Promise<readonly KeyJson[]>;
  /** @throws TraceError `forbidden` for a project that whoever asks does not see */
  create(request: CreateKeyRequest, sees: string): Promise<CreatedKeyJson>;
  /** @throws TraceError `request-invalid` when there is none */
  revoke(id: string, sees: string): Promise<KeyJson>;
}

const DAY_MS = 86_400_000;

/** @param path undefined for a store in memory, which has no folder to keep them in */
export function createKeyAdmin(path: string | undefined, now: () => number = Date.now): KeyAdmin {
  const file = (): string => {
    if (path !== undefined) return path;
    throw new TraceError('request-invalid', {
      message: 'a store in memory keeps no keys',
      fix: 'serve a store in a file: tracewright serve --db PATH',
    });
  };
  return {
    async list(sees) {
      if (path === undefined) return [];
      const used = await readLastUsed(path);
      return readKeyFile(path)
        .filter((record) => isSeen(record, sees))
        .map((record) => toKeyJson(record, used.get(record.id)));
    },
    async create({ name, project, scopes, days }, sees) {
      if (project !== ALL_PROJECTS && !isProjectName(project))
        throw new TraceError('request-invalid', {
          where: 'project',
          message: `"${project.slice(0, 64)}" is no name of a project, nor ${ALL_PROJECTS}`,
          fix: 'one has 1 to 64 lower-case letters, digits, - and _',
        });
      if (sees !== ALL_PROJECTS && sees !== project)
        throw new TraceError('forbidden', {
          where: 'project',
          message: `a key of the project ${sees} makes no key of another`,
          fix: `make one of ${sees}, or use a key of every project`,
        });
      const nowMs = now();
      const { key, record } = createKey(
        { name, project, scopes, ...(days === undefined ? {} : { expiresMs: nowMs + days * DAY_MS }) },
        nowMs,
      );
      await changeKeyFile(file(), (keys) => [...keys, record]);
      return { ...toKeyJson(record, undefined), key };
    },
    async revoke(id, sees) {
      let revoked: KeyRecord | undefined;
      await changeKeyFile(file(), (keys) => {
        revoked = keys.find((key) => key.id === id && isSeen(key, sees));
        return keys.filter((key) => key !== revoked);
      });
      if (revoked !== undefined) return toKeyJson(revoked, undefined);
      throw new TraceError('request-invalid', {
        where: 'key',
        message: `no key has the id "${id.slice(0, 40)}"`,
        fix: 'see the keys with GET /api/keys',
      });
    },
  };
}

function isSeen({ project }: KeyRecord, sees: string): boolean {
  return sees === ALL_PROJECTS || project === sees;
}

function toKeyJson(
  { id, name, project, scopes, created, expires }: KeyRecord,
  lastUsed: string | undefined,
): KeyJson {
  return { id, name, project, scopes, created, expires: expires ?? null, lastUsed: lastUsed ?? null };
}
