import { describe, expect, it } from 'vitest';
import { assertLocalHost, assertSameOrigin, isLocalPeer } from './guards.ts';

describe('assertLocalHost', () => {
  it.each(['127.0.0.1:4318', 'localhost', '[::1]:4318', 'LOCALHOST:1'])('lets %s in', (host) => {
    expect(() => assertLocalHost(host)).not.toThrow();
  });

  it.each(['evil.example', '127.0.0.1.evil.example:4318', 'localhost.evil.example', undefined, ''])(
    'keeps %s out',
    (host) => {
      expect(() => assertLocalHost(host)).toThrow(expect.objectContaining({ code: 'request-invalid' }));
    },
  );
});

describe('assertSameOrigin', () => {
  it.each([
    ['GET', 'localhost', 'http://elsewhere.example', true],
    ['POST', 'localhost:4318', undefined, true],
    ['POST', 'localhost:4318', 'http://localhost:4318', true],
    ['POST', 'traces.example', 'https://traces.example', false],
    ['POST', 'traces.example:4318', 'http://traces.example:4318', false],
  ])('lets %s to %s from %s in', (method, host, origin, isLocal) => {
    expect(() => assertSameOrigin(method, host, origin, isLocal)).not.toThrow();
  });

  it.each([
    ['POST', 'localhost:4318', 'http://evil.example', true],
    ['POST', 'localhost:4318', 'https://localhost:4318', true],
    ['POST', 'localhost:4318', 'http://localhost:3000', true],
    ['POST', 'localhost:4318', 'null', true],
    ['DELETE', 'localhost:4318', 'http://evil.example', true],
    ['OPTIONS', 'localhost:4318', 'http://evil.example', true],
    ['POST', 'traces.example', 'https://traces.example.evil', false],
    ['POST', 'traces.example', 'https://evil.example', false],
  ])('keeps %s to %s from %s out', (method, host, origin, isLocal) => {
    expect(() => assertSameOrigin(method, host, origin, isLocal)).toThrow(
      expect.objectContaining({ code: 'request-invalid' }),
    );
  });
});

describe('isLocalPeer', () => {
  it.each(['127.0.0.1', '127.8.9.1', '::1', '::ffff:127.0.0.1'])('%s is this machine', (address) => {
    expect(isLocalPeer(address, {})).toBe(true);
  });

  it.each(['10.0.0.1', '::ffff:10.0.0.1', '127.0.0.1.example', '::', 'fe80::1', '', undefined])(
    '%s is not',
    (address) => {
      expect(isLocalPeer(address, {})).toBe(false);
    },
  );

  it.each(['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'])('a proxy that sends %s is not', (header) => {
    expect(isLocalPeer('127.0.0.1', { [header]: '127.0.0.1' })).toBe(false);
  });
});
