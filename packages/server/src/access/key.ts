/**
 * Keys: who may do what in which project.
 *
 * A key is 32 random bytes, so its SHA-256 can be kept: nobody finds 256 bits by trying. A slow hash protects passwords, which
 * people choose from a small set; here it would only make each request slow.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { KEY_PREFIX } from './credentials.ts';

export const SCOPES = ['ingest', 'read', 'admin'] as const;
/** What a key allows: to send spans; to read; to import, delete and change what is kept. None includes another. */
export type Scope = (typeof SCOPES)[number];
/** A key for every project. */
export const ALL_PROJECTS = '*';

export interface KeyRecord {
  readonly id: string;
  /** What people call it. */
  readonly name: string;
  /** A project's name, or `*`. */
  readonly project: string;
  readonly scopes: readonly Scope[];
  /** SHA-256 of the key, hexadecimal. */
  readonly hash: string;
  /** ISO 8601. */
  readonly created: string;
  readonly expires?: string | undefined;
}

export interface KeyRequest {
  readonly name: string;
  readonly project: string;
  readonly scopes: readonly Scope[];
  /** Unix milliseconds. */
  readonly expiresMs?: number;
}

/** @returns the key, which is kept nowhere, and what is kept of it */
export function createKey(
  request: KeyRequest,
  nowMs: number,
): { readonly key: string; readonly record: KeyRecord } {
  const key = `${KEY_PREFIX}${randomBytes(32).toString('base64url')}`;
  const { name, project, scopes, expiresMs } = request;
  const record: KeyRecord = {
    id: randomBytes(4).toString('hex'),
    name,
    project,
    scopes: SCOPES.filter((scope) => scopes.includes(scope)),
    hash: hashKey(key).toString('hex'),
    created: new Date(nowMs).toISOString(),
    ...(expiresMs === undefined ? {} : { expires: new Date(expiresMs).toISOString() }),
  };
  return { key, record };
}

/** Decoded once: a request is compared with every key. */
const digests = new WeakMap<KeyRecord, Buffer>();

function digestOf(record: KeyRecord): Buffer {
  const digest = digests.get(record) ?? Buffer.from(record.hash, 'hex');
  digests.set(record, digest);
  return digest;
}

/** Compares with every key, in the same time whichever matches. Undefined for one that has expired, too. */
export function findKey(records: readonly KeyRecord[], key: string, nowMs: number): KeyRecord | undefined {
  const hash = hashKey(key);
  let found: KeyRecord | undefined;
  for (const record of records) {
    if (timingSafeEqual(digestOf(record), hash)) found = record;
  }
  return found === undefined || isExpired(found, nowMs) ? undefined : found;
}

export function isExpired({ expires }: KeyRecord, nowMs: number): boolean {
  return expires !== undefined && Date.parse(expires) <= nowMs;
}

function hashKey(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
