import { expect, it } from 'vitest';
import { toSystemFailure } from './system-error.ts';

function systemError(code: string, path?: string): Error {
  const place = path === undefined ? {} : { path };
  return Object.assign(new Error(`${code}: it says no, open '${path ?? ''}'`), { code, ...place });
}

it('names the file and what can be done where the system refuses one', () => {
  expect(toSystemFailure(systemError('EROFS', '/data/keys.json.next'))).toMatchObject({
    code: 'store-failed',
    where: '/data/keys.json.next',
    summary: 'EROFS: it says no, open',
    fix: expect.stringContaining('written'),
  });
});

it('knows a full disk where a write fails, for which the system names no file', () => {
  const error = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  expect(toSystemFailure(error)).toMatchObject({
    code: 'store-failed',
    summary: 'ENOSPC: no space left on device, write',
    fix: expect.stringContaining('space'),
  });
});

it('leaves mistakes of ours what they are', () => {
  const others = [new Error('x'), systemError('EBADF', '/data'), systemError('EACCES'), 'ENOSPC', undefined];
  for (const other of others) expect(toSystemFailure(other)).toBeUndefined();
});
