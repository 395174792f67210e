import { expect, it } from 'vitest';
import { toLocalUrl } from './server-info.ts';

it.each([
  ['0.0.0.0', 'http://127.0.0.1:4318'],
  ['::', 'http://[::1]:4318'],
  ['::1', 'http://[::1]:4318'],
  ['127.0.0.1', 'http://127.0.0.1:4318'],
  ['10.0.0.7', 'http://10.0.0.7:4318'],
])('a server that listens on %s is found at %s', (host, url) => {
  expect(toLocalUrl(host, 4318)).toBe(url);
});
