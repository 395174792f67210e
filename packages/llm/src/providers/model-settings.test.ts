import { expect, it } from 'vitest';
import { readModelSettings } from './model-settings.ts';

it('names no model unless the environment or a flag does', () => {
  expect(readModelSettings({ ANTHROPIC_API_KEY: 'k' })).toBeUndefined();
  expect(readModelSettings({ TRACEWRIGHT_MODEL: '' })).toBeUndefined();
});

it.each([
  [
    { TRACEWRIGHT_MODEL: 'anthropic/m', ANTHROPIC_API_KEY: 'k' },
    ['anthropic-messages', 'https://api.anthropic.com/v1', 'k'],
  ],
  [{ TRACEWRIGHT_MODEL: 'openai/m', OPENAI_API_KEY: 'k' }, ['openai-chat', 'https://api.openai.com/v1', 'k']],
  [{ TRACEWRIGHT_MODEL: 'ollama/m:7b' }, ['openai-chat', 'http://127.0.0.1:11434/v1', undefined]],
  [
    { TRACEWRIGHT_MODEL: 'own/a/b', TRACEWRIGHT_MODEL_URL: 'http://host/v1/', OPENAI_API_KEY: 'k' },
    ['openai-chat', 'http://host/v1', undefined],
  ],
  [
    { TRACEWRIGHT_MODEL: 'own/a', TRACEWRIGHT_MODEL_URL: 'http://host', TRACEWRIGHT_MODEL_KEY: 'x' },
    ['openai-chat', 'http://host', 'x'],
  ],
])('reads %o', (env: Record<string, string>, [protocol, url, key]) => {
  expect(readModelSettings(env)).toMatchObject({ id: env['TRACEWRIGHT_MODEL'], protocol, url, key });
});

it('takes the flag before the environment', () => {
  expect(readModelSettings({ TRACEWRIGHT_MODEL: 'ollama/a' }, 'ollama/b')?.model).toBe('b');
});

it.each([
  [{}, 'gpt-5', 'is not PROVIDER/MODEL'],
  [{}, '', 'is not PROVIDER/MODEL'],
  [{}, 'anthropic/m', 'ANTHROPIC_API_KEY is not set'],
  [{ OPENAI_API_KEY: '' }, 'openai/m', 'OPENAI_API_KEY is not set'],
  [{}, 'acme/m', 'provider "acme" is not known'],
  [{}, 'constructor/m', 'is not known'],
  [{ TRACEWRIGHT_MODEL_URL: 'file:///etc' }, 'openai/m', 'is not an address'],
])('refuses %o with %s', (env, named, message) => {
  expect(() => readModelSettings(env, named)).toThrow(message);
});

it('sends no key to the address of another provider, and the key of that address to no other', () => {
  const env = {
    TRACEWRIGHT_MODEL: 'own/a',
    TRACEWRIGHT_MODEL_URL: 'http://host/v1',
    TRACEWRIGHT_MODEL_KEY: 'of host',
    ANTHROPIC_API_KEY: 'of anthropic',
  };
  expect(readModelSettings(env, 'anthropic/m')).toMatchObject({
    url: 'https://api.anthropic.com/v1',
    key: 'of anthropic',
  });
  expect(readModelSettings(env, 'ollama/m')).toMatchObject({
    url: 'http://127.0.0.1:11434/v1',
    key: undefined,
  });
  expect(readModelSettings(env, 'own/b')).toMatchObject({ url: 'http://host/v1', key: 'of host' });
});
