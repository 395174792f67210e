/**
 * Decides who may do what in which project: plain data in, an identity out or a TraceError.
 *
 *     const access = createAccess({ keys: openKeyRing({ path: keyFilePath(db) }) });
 *     const identity = access.authorize({ headers, remoteAddress, host, method: 'POST', scope: 'ingest' });
 *     projects.use(projectFor(identity, resourceAttributes), (opened) => ...);
 *
 * A program on this machine needs no key, and whatever stands in a key's place for another platform is passed over; one of
 * ours must be valid wherever it comes from. Everybody else needs a key with the right scope. A key of one project decides the project.
 */
import { TraceError } from '@tracewright/core';
import { assertLocalHost, assertSameOrigin, isLocalHost, isLocalPeer } from '../http/guards.ts';
import { type HeaderValues, KEY_PREFIX, readCredentials } from './credentials.ts';
import type { KeyRing } from './key-ring.ts';
import { ALL_PROJECTS, findKey, isExpired, type KeyRecord, type Scope } from './key.ts';
import { DEFAULT_PROJECT, normaliseProject, projectOfResource } from './project-name.ts';
import { createTokenBuckets, type TokenBuckets } from './token-buckets.ts';

export interface AccessRequest {
  /** Names in lower case. */
  readonly headers: HeaderValues;
  /** Of the connection, not of a header. */
  readonly remoteAddress: string | undefined;
  /** The Host header, or gRPC's :authority. */
  readonly host: string | undefined;
  /** As in HTTP, upper case; `POST` for gRPC. */
  readonly method: string;
  readonly scope: Scope;
  /** What the query names; the headers are asked next. */
  readonly project?: string | undefined;
}

export interface Identity {
  /** Where the request goes: what key, query or header say, else the default. */
  readonly project: string;
  /** Whether a key, query or header decided the project; a resource's attributes may otherwise. */
  readonly isProjectDecided: boolean;
  /** The one project it may see, or `*`. */
  readonly sees: string;
  /** A program on this machine: the only one whose paths are read. */
  readonly isLocal: boolean;
  readonly keyId?: string;
}

export interface Access {
  /** @throws TraceError `key-invalid` (401), `forbidden` (403), `overloaded` (429, with `retryAfterSeconds`), `request-invalid`, `store-failed` */
  authorize(request: AccessRequest): Identity;
  /** Whether the key of an answer that goes on still holds: it may have been revoked since, or have expired. */
  stillHolds(identity: Identity): boolean;
  /** Counts the bytes of a request's body against the rate of its key. */
  charge(identity: Identity, bytes: number): void;
  /** Writes down which keys were used. */
  close(): Promise<void>;
}

/** Rates hold for each key of requests from elsewhere; Infinity for none. */
export interface RateLimits {
  readonly requestsPerSecond: number;
  readonly bytesPerSecond: number;
  /** Requests without a valid key, of one address. */
  readonly failuresPerMinute: number;
}

export const DEFAULT_RATE_LIMITS: RateLimits = {
  requestsPerSecond: 500,
  bytesPerSecond: 64 * 1024 * 1024,
  failuresPerMinute: 30,
};
/** Exporters send in bursts: so many seconds' worth at once. */
const BURST_SECONDS = 4;

export interface AccessOptions {
  readonly keys: KeyRing;
  /** Nobody goes without a key, this machine neither: for a server behind a proxy. */
  readonly requireKey?: boolean;
  readonly limits?: Partial<RateLimits>;
  /** Unix milliseconds. */
  readonly now?: () => number;
}

export function createAccess(options: AccessOptions): Access {
  const { keys, requireKey = false, now = Date.now } = options;
  const limits: RateLimits = { ...DEFAULT_RATE_LIMITS, ...options.limits };
  const requests = bucketsFor(limits.requestsPerSecond, BURST_SECONDS, now);
  const bytes = bucketsFor(limits.bytesPerSecond, BURST_SECONDS, now);
  const failures = bucketsFor(limits.failuresPerMinute / 60, 60, now);

  const identify = (
    request: AccessRequest,
    given: string | undefined,
    isLocal: boolean,
  ): KeyRecord | undefined => {
    const needsKey = requireKey || !isLocal;
    if (given === undefined && !needsKey) return undefined;
    // Another platform's key asks for nothing that this machine's programs may not do anyway.
    if (given?.startsWith(KEY_PREFIX) === false && !needsKey) return undefined;
    const record = given === undefined ? undefined : findKey(keys.keys(), given, now());
    if (record !== undefined) return record;
    const address = request.remoteAddress ?? '';
    assertRate(failures, address, 'too many requests from this address without a valid key');
    failures?.take(address, 1);
    throw keyInvalid(given);
  };

  return {
    authorize(request) {
      const { headers, host, method, scope } = request;
      const isPeerLocal = isLocalPeer(request.remoteAddress, headers);
      const isLocal = isPeerLocal && isLocalHost(host);
      assertSameOrigin(method, host, single(headers['origin']), isLocal);
      const credentials = readCredentials(headers);
      if (isPeerLocal && credentials.key === undefined && !requireKey) assertLocalHost(host);
      const record = identify(request, credentials.key, isLocal);
      const named =
        request.project === undefined || request.project === ''
          ? credentials.project
          : normaliseProject(request.project, 'query project');
      if (record === undefined) {
        const project = named ?? DEFAULT_PROJECT;
        return { project, isProjectDecided: named !== undefined, sees: ALL_PROJECTS, isLocal };
      }
      if (!isLocal) {
        assertRate(requests, record.id, `more than ${limits.requestsPerSecond} requests a second`);
        assertRate(bytes, record.id, `more than ${limits.bytesPerSecond} bytes a second`);
        requests?.take(record.id, 1);
      }
      keys.touch(record.id);
      assertScope(record, scope);
      return { ...chooseProject(record, named), isLocal, keyId: record.id };
    },
    stillHolds({ keyId }) {
      if (keyId === undefined) return true;
      try {
        return keys.keys().some((record) => record.id === keyId && !isExpired(record, now()));
      } catch {
        // Without a readable file of keys nobody gets in, and nobody stays.
        return false;
      }
    },
    charge({ keyId, isLocal }, count) {
      if (keyId !== undefined && !isLocal) bytes?.take(keyId, count);
    },
    close: () => keys.close(),
  };
}

/** Where the spans of one resource go: its attributes name the project where nothing stronger does. */
export function projectFor(identity: Identity, resource: Readonly<Record<string, unknown>>): string {
  return identity.isProjectDecided ? identity.project : (projectOfResource(resource) ?? identity.project);
}

function chooseProject(
  { id, name, project }: KeyRecord,
  named: string | undefined,
): Pick<Identity, 'project' | 'isProjectDecided' | 'sees'> {
  if (project === ALL_PROJECTS)
    return { project: named ?? DEFAULT_PROJECT, isProjectDecided: named !== undefined, sees: ALL_PROJECTS };
  if (named === undefined || named === project) return { project, isProjectDecided: true, sees: project };
  throw new TraceError('forbidden', {
    message: `the key "${name}" (${id}) is for the project ${project}, and the request names ${named}`,
    fix: `leave the project out, or make a key for it: tracewright keys create --project ${named}`,
  });
}

function assertScope({ id, name, scopes, project }: KeyRecord, scope: Scope): void {
  if (scopes.includes(scope)) return;
  throw new TraceError('forbidden', {
    message: `the key "${name}" (${id}) allows ${scopes.join(', ')}, and this needs ${scope}`,
    fix: `make a key for it: tracewright keys create --scope ${scope} --project ${project === ALL_PROJECTS ? "'*'" : project}`,
  });
}

/** Says the same of a key that is unknown, revoked or expired. */
function keyInvalid(given: string | undefined): TraceError {
  return new TraceError('key-invalid', {
    message: given === undefined ? 'this needs a key' : 'the key is not valid',
    fix: 'send Authorization: Bearer KEY, with a key from `tracewright keys create` on the machine of the server',
  });
}

function assertRate(buckets: TokenBuckets | undefined, name: string, what: string): void {
  const seconds = buckets?.waitSeconds(name) ?? 0;
  if (seconds === 0) return;
  const retryAfterSeconds = Math.max(1, Math.ceil(seconds));
  throw new TraceError('overloaded', {
    message: what,
    fix: `try again in ${retryAfterSeconds} s`,
    retryAfterSeconds,
  });
}

function bucketsFor(rate: number, burstSeconds: number, now: () => number): TokenBuckets | undefined {
  if (rate === Infinity) return undefined;
  return createTokenBuckets({ rate, burst: Math.max(1, rate * burstSeconds), now });
}

function single(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'string' || value === undefined ? value : value[0];
}
