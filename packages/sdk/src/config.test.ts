import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readConfig } from './config.ts';
import { createProblemLog } from './problem.ts';
import { SDK_VERSION } from './version.ts';

const read = (options: Parameters<typeof readConfig>[0], env: Record<string, string> = {}) => {
  const problems = createProblemLog(undefined);
  return { ...readConfig(options, env, problems), problems: problems.counts };
};

it.each([
  [{}, {}, 'http://127.0.0.1:4318/v1/traces'],
  [{}, { OTEL_EXPORTER_OTLP_ENDPOINT: 'https://a.example/otlp/' }, 'https://a.example/otlp/v1/traces'],
  [{}, { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://a.example/as-it-is' }, 'https://a.example/as-it-is'],
  [
    {},
    { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://t', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://g' },
    'http://t',
  ],
  [{ endpoint: 'http://b:1' }, { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://t' }, 'http://b:1/v1/traces'],
  [{ endpoint: 'http://b:1/v1/traces' }, {}, 'http://b:1/v1/traces'],
  [{ endpoint: 'nonsense' }, {}, 'http://127.0.0.1:4318/v1/traces'],
])('%j and %j lead to %s', (options, env, url) => {
  const config = read(options, env);
  expect(config.url).toBe(url);
  expect(config.problems['option-invalid'] ?? 0).toBe(
    'endpoint' in options && options.endpoint === 'nonsense' ? 1 : 0,
  );
});

it('reads headers and the resource, decoded; the code goes before the environment', () => {
  const env = {
    OTEL_EXPORTER_OTLP_HEADERS: 'Authorization=Bearer%20abc, x-a = 1 ,broken,=no,x-b=100%',
    OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'x-a=2',
    OTEL_RESOURCE_ATTRIBUTES: 'service.name=from-list,team=a%2Cb',
    OTEL_SERVICE_NAME: 'from-name',
  };
  expect(read({ headers: { 'x-c': '3' } }, env).headers).toEqual({
    Authorization: 'Bearer abc',
    'x-a': '2',
    'x-b': '100%',
    'x-c': '3',
  });
  expect(read({}, env).resource).toMatchObject({ 'service.name': 'from-name', team: 'a,b' });
  expect(read({ serviceName: 'mine', resource: { team: 'c' } }, env).resource).toMatchObject({
    'service.name': 'mine',
    team: 'c',
  });
  expect(read({}, { OTEL_RESOURCE_ATTRIBUTES: 'service.name=from-list' }).resource['service.name']).toBe(
    'from-list',
  );
  expect(read({}).resource['service.name']).toBe('unknown_service');
});

it('is off when the environment or the code says so', () => {
  expect(read({}).isEnabled).toBe(true);
  expect(read({}, { OTEL_SDK_DISABLED: 'TRUE' }).isEnabled).toBe(false);
  expect(read({ disabled: true }).isEnabled).toBe(false);
});

it('takes the default for a limit that is no number', () => {
  expect(read({ maxQueueSpans: -1 })).toMatchObject({
    maxQueueSpans: 10_000,
    problems: { 'option-invalid': 1 },
  });
});

it.each([
  [{}, 0],
  [{ OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' }, 0],
  [{ OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf' }, 1],
  [{ OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc', OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/json' }, 0],
  [{ OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json', OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'grpc' }, 1],
])('%j: tells of a protocol that it does not speak, and sends JSON', (env, problems) => {
  expect(read({}, env)).toMatchObject({ url: 'http://127.0.0.1:4318/v1/traces' });
  expect(read({}, env).problems['option-invalid'] ?? 0).toBe(problems);
});

it('says the version of its package', () => {
  const manifest = readFileSync(join(import.meta.dirname, '..', 'package.json'), 'utf8');
  expect(manifest).toContain(`"version": "${SDK_VERSION}"`);
});
