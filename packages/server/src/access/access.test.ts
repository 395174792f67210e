import { describe, expect, it } from 'vitest';
import { type Access, type AccessOptions, type AccessRequest, createAccess, projectFor } from './access.ts';
import { type KeyRing, NO_KEYS } from './key-ring.ts';
import { createKey, type KeyRecord, type KeyRequest, SCOPES } from './key.ts';
import { assertMayListen } from './assert-may-listen.ts';

const NOW = Date.UTC(2026, 0, 2);

interface Setup {
  readonly access: Access;
  readonly key: string;
  readonly record: KeyRecord;
  readonly records: KeyRecord[];
  readonly clock: { nowMs: number };
}

function setUp(request: Partial<KeyRequest> = {}, options: Partial<AccessOptions> = {}): Setup {
  const clock = { nowMs: NOW };
  const { key, record } = createKey({ name: 'ci', project: '*', scopes: ['ingest'], ...request }, NOW);
  const records = [record];
  const keys: KeyRing = { keys: () => records, touch: () => undefined, close: async () => undefined };
  return { access: createAccess({ keys, now: () => clock.nowMs, ...options }), key, record, records, clock };
}

const LOCAL: AccessRequest = {
  headers: {},
  remoteAddress: '127.0.0.1',
  host: '127.0.0.1:4318',
  method: 'POST',
  scope: 'ingest',
};
const REMOTE: AccessRequest = { ...LOCAL, remoteAddress: '10.0.0.9', host: 'traces.example' };
const withKey = (request: AccessRequest, key: string, headers: object = {}): AccessRequest => ({
  ...request,
  headers: { authorization: `Bearer ${key}`, ...headers },
});
const code = (value: string): object => expect.objectContaining({ code: value });

it('says whether the key of an answer that goes on still holds', () => {
  const { access, key, records, clock } = setUp({ expiresMs: NOW + 1000 });
  const identity = access.authorize(withKey(REMOTE, key));
  expect(access.stillHolds(identity)).toBe(true);
  clock.nowMs = NOW + 1000;
  expect(access.stillHolds(identity)).toBe(false);
  clock.nowMs = NOW;
  records.pop();
  expect(access.stillHolds(identity)).toBe(false);
  expect(access.stillHolds(access.authorize(LOCAL))).toBe(true);
  const unreadable = (): never => {
    throw new Error('no such file');
  };
  const closed = createAccess({ keys: { ...NO_KEYS, keys: unreadable } });
  expect(closed.stillHolds(identity)).toBe(false);
});

describe('on this machine', () => {
  it('needs no key, for anything, in any project', () => {
    const { access } = setUp();
    expect(access.authorize({ ...LOCAL, scope: 'admin' })).toEqual({
      project: 'default',
      isProjectDecided: false,
      sees: '*',
      isLocal: true,
    });
    expect(access.authorize({ ...LOCAL, headers: { 'x-project-name': 'Shop' } }).project).toBe('shop');
    expect(access.authorize({ ...LOCAL, project: 'shop', headers: { 'x-project-name': 'b' } }).project).toBe(
      'shop',
    );
  });

  it("passes over another platform's key, and refuses a bad one of ours", () => {
    const { access, key } = setUp();
    expect(access.authorize(withKey(LOCAL, 'sk-lf-123')).keyId).toBeUndefined();
    expect(access.authorize(withKey(LOCAL, key)).keyId).toBeDefined();
    expect(() => access.authorize(withKey(LOCAL, `${key}x`))).toThrow(code('key-invalid'));
  });

  it('holds a key to its scope and project here too', () => {
    const { access, key } = setUp({ project: 'shop' });
    expect(access.authorize(withKey(LOCAL, key))).toMatchObject({ project: 'shop', sees: 'shop' });
    expect(() => access.authorize({ ...withKey(LOCAL, key), scope: 'read' })).toThrow(code('forbidden'));
    expect(() => access.authorize({ ...withKey(LOCAL, key), project: 'bank' })).toThrow(code('forbidden'));
  });

  it('keeps out pages of other hosts and origins', () => {
    const { access } = setUp();
    expect(() => access.authorize({ ...LOCAL, host: 'evil.example' })).toThrow(code('request-invalid'));
    expect(() => access.authorize({ ...withKey(LOCAL, 'sk-other'), host: 'evil.example' })).toThrow(
      code('key-invalid'),
    );
    expect(() => access.authorize({ ...LOCAL, headers: { origin: 'http://evil.example' } })).toThrow(
      code('request-invalid'),
    );
  });

  it('needs a key when every request must carry one', () => {
    const { access, key } = setUp({}, { requireKey: true });
    expect(() => access.authorize(LOCAL)).toThrow(code('key-invalid'));
    expect(() => access.authorize(withKey(LOCAL, 'sk-lf-123'))).toThrow(code('key-invalid'));
    expect(access.authorize(withKey(LOCAL, key)).keyId).toBeDefined();
  });
});

describe('from elsewhere', () => {
  it.each([
    ['another address', REMOTE],
    ['a proxy on this machine', { ...LOCAL, headers: { 'x-forwarded-for': '10.0.0.9' } }],
    ['a proxy that says it the standard way', { ...LOCAL, headers: { forwarded: 'for=10.0.0.9' } }],
    ['an unknown address', { ...LOCAL, remoteAddress: undefined }],
    ['another address that names this host', { ...REMOTE, host: 'localhost' }],
  ])('%s needs a key', (_what, request: AccessRequest) => {
    const { access, key } = setUp();
    expect(() => access.authorize(request)).toThrow(code('key-invalid'));
    expect(access.authorize(withKey(request, key, request.headers))).toMatchObject({ isLocal: false });
  });

  it('needs the right scope: none includes another', () => {
    for (const own of SCOPES) {
      const { access, key } = setUp({ scopes: [own] });
      expect(access.authorize({ ...withKey(REMOTE, key), scope: own })).toMatchObject({ project: 'default' });
      for (const scope of SCOPES.filter((other) => other !== own))
        expect(() => access.authorize({ ...withKey(REMOTE, key), scope })).toThrow(code('forbidden'));
    }
  });

  it('says the same of an unknown, a revoked and an expired key', () => {
    const { access, key, records, clock } = setUp({ expiresMs: NOW + 1000 });
    const refusal = (given: string): unknown => {
      try {
        return access.authorize(withKey(REMOTE, given));
      } catch (error) {
        return error;
      }
    };
    expect(refusal(key)).toMatchObject({ isLocal: false });
    clock.nowMs += 1000;
    const expired = refusal(key);
    records.pop();
    expect(expired).toMatchObject({ code: 'key-invalid' });
    expect(refusal(key)).toEqual(expired);
    expect(refusal('tw_unknown')).toEqual(expired);
  });

  it('names both projects when key and header disagree', () => {
    const { access, key } = setUp({ project: 'shop' });
    expect(() => access.authorize(withKey(REMOTE, key, { 'x-bt-parent': 'project_name:bank' }))).toThrow(
      /for the project shop.* names bank/,
    );
    expect(access.authorize(withKey(REMOTE, key, { 'x-project-name': 'Shop' })).project).toBe('shop');
  });

  it('takes a post of the page behind a proxy that speaks TLS, and of no other', () => {
    const { access, key } = setUp();
    const from = (origin: string): AccessRequest => withKey(REMOTE, key, { origin });
    expect(access.authorize(from('https://traces.example')).isLocal).toBe(false);
    expect(() => access.authorize(from('https://evil.example'))).toThrow(code('request-invalid'));
  });
});

it('lets the resource name the project where nothing stronger does', () => {
  const resource = { 'openinference.project.name': 'bank' };
  const { access, key } = setUp({ project: 'shop' });
  expect(projectFor(access.authorize(LOCAL), resource)).toBe('bank');
  expect(projectFor(access.authorize(LOCAL), {})).toBe('default');
  expect(projectFor(access.authorize({ ...LOCAL, headers: { projectname: 'a' } }), resource)).toBe('a');
  expect(projectFor(access.authorize(withKey(LOCAL, key)), resource)).toBe('shop');
});

describe('rates', () => {
  it('limits the requests of a key, says when to come back, and lets it then', () => {
    const { access, key, clock } = setUp({}, { limits: { requestsPerSecond: 2 } });
    const ask = (): unknown => access.authorize(withKey(REMOTE, key));
    for (let count = 0; count < 8; count += 1) ask();
    expect(ask).toThrow(expect.objectContaining({ code: 'overloaded', retryAfterSeconds: 1 }));
    clock.nowMs += 500;
    ask();
    expect(ask).toThrow(code('overloaded'));
  });

  it('limits the bytes of a key, after they were counted', () => {
    const { access, key, clock } = setUp({}, { limits: { bytesPerSecond: 100 } });
    const identity = access.authorize(withKey(REMOTE, key));
    access.charge(identity, 1400);
    expect(() => access.authorize(withKey(REMOTE, key))).toThrow(
      expect.objectContaining({ code: 'overloaded', retryAfterSeconds: 11 }),
    );
    clock.nowMs += 11_000;
    expect(access.authorize(withKey(REMOTE, key)).keyId).toBe(identity.keyId);
  });

  it('limits nothing on this machine', () => {
    const { access, key } = setUp({}, { limits: { requestsPerSecond: 1, bytesPerSecond: 1 } });
    const askOften = (request: AccessRequest): void => {
      for (let count = 0; count < 50; count += 1) access.charge(access.authorize(request), 1000);
    };
    expect(() => askOften(withKey(LOCAL, key))).not.toThrow();
    expect(() => askOften(LOCAL)).not.toThrow();
  });

  it('limits guessing by address, and never a valid key', () => {
    const { access, key, clock } = setUp({}, { limits: { failuresPerMinute: 5 } });
    const guess = (remoteAddress: string): unknown =>
      access.authorize(withKey({ ...REMOTE, remoteAddress }, 'tw_guess'));
    for (let count = 0; count < 5; count += 1) expect(() => guess('10.0.0.9')).toThrow(code('key-invalid'));
    expect(() => guess('10.0.0.9')).toThrow(code('overloaded'));
    expect(() => guess('10.0.0.8')).toThrow(code('key-invalid'));
    expect(access.authorize(withKey(REMOTE, key)).keyId).toBeDefined();
    clock.nowMs += 12_000;
    expect(() => guess('10.0.0.9')).toThrow(code('key-invalid'));
  });
});

it('listens where others reach it only when there is a key', () => {
  expect(() => assertMayListen('127.0.0.1', 0)).not.toThrow();
  expect(() => assertMayListen('0.0.0.0', 1)).not.toThrow();
  expect(() => assertMayListen('127.0.0.1', 1, true)).not.toThrow();
  expect(() => assertMayListen('127.0.0.1', 0, true)).toThrow(code('usage-invalid'));
  expect(() => assertMayListen('0.0.0.0', 0)).toThrow(
    expect.objectContaining({
      code: 'usage-invalid',
      fix: expect.stringContaining('tracewright keys create'),
    }),
  );
});
