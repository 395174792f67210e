import { TraceError } from '@tracewright/core';
import {
  ALL_PROJECTS,
  changeKeyFile,
  createKey,
  DEFAULT_PROJECT,
  isExpired,
  isProjectName,
  keyFilePath,
  type KeyRecord,
  readKeyFile,
  readLastUsed,
  type Scope,
  SCOPES,
} from '@tracewright/server';
import type { CommandContext } from '../command-context.ts';
import { writeJson } from '../io.ts';
import { escapeLine } from '../text/escape.ts';
import { type Column, formatTable } from '../text/table.ts';

const DAY_MS = 86_400_000;

export async function run(context: CommandContext): Promise<number> {
  const [action = 'list', ...ids] = context.positionals;
  const path = keyFilePath(context.db);
  if (action === 'list' && ids.length === 0) return list(context, path);
  if (action === 'create' && ids.length === 0) return create(context, path);
  if (action === 'revoke' && ids.length > 0) return revoke(context, path, ids);
  throw usage(
    undefined,
    `keys takes list, create, or revoke with ids, not "${context.positionals.join(' ').slice(0, 60)}"`,
  );
}

async function list({ io, isJson }: CommandContext, path: string): Promise<number> {
  const used = await readLastUsed(path);
  const keys = readKeyFile(path);
  if (isJson) {
    await writeJson(
      io,
      keys.map((key) => toJson(key, used.get(key.id) ?? null)),
    );
    return 0;
  }
  if (keys.length === 0) {
    await io.write('No keys. Programs on this machine need none; for others:  tracewright keys create\n');
    return 0;
  }
  const rows = keys.map((key) => [
    key.id,
    escapeLine(key.name),
    key.project,
    key.scopes.join(','),
    key.created.slice(0, 10),
    used.get(key.id)?.slice(0, 13).replace('T', ' ') ?? 'never',
    key.expires === undefined
      ? '-'
      : `${key.expires.slice(0, 10)}${isExpired(key, Date.now()) ? ' (over)' : ''}`,
  ]);
  await io.write(`${formatTable(COLUMNS, rows, io.columns).join('\n')}\n`);
  return 0;
}

const COLUMNS: readonly Column[] = [
  { title: 'ID' },
  { title: 'NAME', maxWidth: 30 },
  { title: 'PROJECT' },
  { title: 'SCOPES' },
  { title: 'CREATED' },
  { title: 'LAST USED (UTC)' },
  { title: 'EXPIRES' },
];

async function create(context: CommandContext, path: string): Promise<number> {
  const { io, isJson } = context;
  const nowMs = Date.now();
  const days = readDays(context.text('days'));
  const scopes = readScopes(context.text('scope'));
  const { key, record } = createKey(
    {
      name: context.text('name') ?? scopes.join(','),
      project: readProject(context.project),
      scopes,
      ...(days === undefined ? {} : { expiresMs: nowMs + days * DAY_MS }),
    },
    nowMs,
  );
  await changeKeyFile(path, (keys) => [...keys, record]);
  if (isJson) {
    await writeJson(io, { ...toJson(record, null), key });
    return 0;
  }
  const place = record.project === ALL_PROJECTS ? 'every project' : `the project ${record.project}`;
  await io.write(
    `Key ${record.id} "${escapeLine(record.name)}" for ${place}: ${record.scopes.join(', ')}\n\n  ${key}\n\n` +
      'It is shown this once. Send it as  Authorization: Bearer KEY\n',
  );
  return 0;
}

async function revoke({ io, isJson }: CommandContext, path: string, ids: readonly string[]): Promise<number> {
  const revoked: KeyRecord[] = [];
  await changeKeyFile(path, (keys) => {
    for (const id of ids) {
      const found = keys.find((key) => key.id === id);
      if (found === undefined) throw usage(undefined, `no key has the id "${id.slice(0, 40)}"`);
      revoked.push(found);
    }
    return keys.filter((key) => !revoked.includes(key));
  });
  if (isJson)
    await writeJson(
      io,
      revoked.map(({ id }) => id),
    );
  else
    for (const { id, name } of revoked)
      await io.write(`Key ${id} "${escapeLine(name)}" is not valid any more\n`);
  return 0;
}

function readProject(text: string | undefined): string {
  const project = text ?? DEFAULT_PROJECT;
  if (project === ALL_PROJECTS || isProjectName(project)) return project;
  throw usage('--project', `"${project.slice(0, 64)}" is no name of a project, nor ${ALL_PROJECTS}`);
}

function readScopes(text: string | undefined): readonly Scope[] {
  const names = (text ?? 'ingest').split(',').map((name) => name.trim());
  return names.map((name) => {
    const scope = SCOPES.find((known) => known === name);
    if (scope === undefined) throw usage('--scope', `"${name.slice(0, 40)}" is none of ${SCOPES.join(', ')}`);
    return scope;
  });
}

function readDays(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const days = Number(text);
  // A hundred years: beyond the range of dates there is no key either.
  if (text.trim() !== '' && days > 0 && days <= 36_500) return days;
  throw usage('--days', `"${text.slice(0, 40)}" is not a number from 1 to 36500`);
}

function toJson({ hash: _hash, expires, ...key }: KeyRecord, lastUsed: string | null): object {
  return { ...key, expires: expires ?? null, lastUsed };
}

function usage(where: string | undefined, message: string): TraceError {
  return new TraceError('usage-invalid', { where, message, fix: 'tracewright help keys' });
}
