import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isTraceError } from '@tracewright/core';
import { type Credentials, type HeaderValues, readCredentials } from './credentials.ts';
import { isProjectName, normaliseProject, projectOfResource } from './project-name.ts';

const KEY = 'tw_aB3-_x';
const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

/** One row a client and form. */
const ROWS: readonly (readonly [who: string, headers: HeaderValues, expected: Credentials])[] = [
  ['nobody', {}, {}],
  [
    'tracewright',
    { 'x-tracewright-key': KEY, 'x-tracewright-project': 'shop' },
    { key: KEY, project: 'shop' },
  ],
  ['OTLP exporter', { authorization: `Bearer ${KEY}` }, { key: KEY }],
  ['lower-case scheme', { authorization: `bearer ${KEY}` }, { key: KEY }],
  ['OTEL_EXPORTER_OTLP_HEADERS left encoded', { authorization: `Bearer%20${KEY}` }, { key: KEY }],
  ['Basic left encoded', { authorization: encodeURIComponent(basic('pk-lf-1', KEY)) }, { key: KEY }],
  [
    'Langfuse',
    {
      authorization: basic('pk-lf-1', KEY),
      'x-langfuse-ingestion-version': '4',
      'x-langfuse-sdk-name': 'python',
    },
    { key: KEY },
  ],
  ['Langfuse, the key as its public part', { authorization: basic(KEY, 'sk-lf-1') }, { key: KEY }],
  ['Langfuse, its own keys', { authorization: basic('pk-lf-1', 'sk-lf-1') }, { key: 'sk-lf-1' }],
  ['curl -u KEY:', { authorization: basic(KEY, '') }, { key: KEY }],
  [
    'Phoenix',
    { authorization: `Bearer ${KEY}`, 'x-project-name': 'My App' },
    { key: KEY, project: 'my-app' },
  ],
  ['Phoenix before 7', { api_key: KEY }, { key: KEY }],
  [
    'Opik',
    { authorization: KEY, projectname: 'Default Project', 'comet-workspace': 'team' },
    { key: KEY, project: 'default-project' },
  ],
  ['Laminar over gRPC', { authorization: `Bearer ${KEY}` }, { key: KEY }],
  ['LangSmith', { 'x-api-key': KEY, 'langsmith-project': 'eval_2' }, { key: KEY, project: 'eval_2' }],
  [
    'Braintrust, project by name',
    { authorization: `Bearer ${KEY}`, 'x-bt-parent': 'project_name:Shop bot' },
    { key: KEY, project: 'shop-bot' },
  ],
  ['Braintrust, project by id', { 'x-bt-parent': 'project_id:9F2c' }, { project: '9f2c' }],
  ['Braintrust, experiment', { 'x-bt-parent': 'experiment_id:9F2c' }, { project: 'experiment-9f2c' }],
  ['MLflow', { 'x-mlflow-experiment-id': '0' }, { project: 'experiment-0' }],
  ['Weave', { 'wandb-api-key': KEY }, { key: KEY }],
  [
    'Weave with Basic and the older project header',
    { authorization: basic('api', KEY), project_id: 'team/Bot' },
    { key: KEY, project: 'team-bot' },
  ],
  ['a name that cannot be one here', { 'x-project-name': '日本', 'x-bt-parent': 'project_name:...' }, {}],
  [
    'one name that can be one of two',
    { projectname: 'x'.repeat(65), 'langsmith-project': 'Eval' },
    { project: 'eval' },
  ],
  ['a list of values', { 'x-api-key': [KEY, 'other'] }, { key: KEY }],
  ['two keys: ours counts', { 'x-api-key': 'lsv2_pt_1', authorization: `Bearer ${KEY}` }, { key: KEY }],
  ['a scheme in a header without', { 'x-api-key': `Bearer ${KEY}` }, { key: KEY }],
  ['a percent sign that encodes nothing', { 'x-api-key': '100%' }, { key: '100%' }],
  ['blank', { authorization: ' ', 'x-api-key': '', 'x-project-name': ' ' }, {}],
];

it.each(ROWS)('%s', (_who, headers, expected) => {
  expect(readCredentials(headers)).toEqual(expected);
});

it('refuses a name in our own header that cannot be one, whatever else is named', () => {
  expect(() => readCredentials({ 'x-tracewright-project': '日本', 'x-project-name': 'shop' })).toThrow(
    expect.objectContaining({ code: 'request-invalid', where: 'header x-tracewright-project' }),
  );
});

it('throws nothing but TraceError, whatever the headers', () => {
  const names = fc.constantFrom(
    'authorization',
    'x-api-key',
    'x-tracewright-project',
    'x-bt-parent',
    'project_id',
  );
  const values = fc.oneof(
    fc.string(),
    fc.string().map((text) => `Basic ${text}`),
    fc.string({ unit: 'grapheme' }),
  );
  fc.assert(
    fc.property(fc.dictionary(names, values), (headers) => {
      try {
        const { project } = readCredentials(headers);
        return project === undefined || isProjectName(project);
      } catch (error) {
        return isTraceError(error) && error.code === 'request-invalid';
      }
    }),
    { seed: 7 },
  );
});

describe('normaliseProject', () => {
  it.each([
    ['Café Bot', 'cafe-bot'],
    ['  a/b\\c..d ', 'a-b-c-d'],
    ['../../etc/passwd', 'etc-passwd'],
    ['snake_case-2', 'snake_case-2'],
    ['x'.repeat(64), 'x'.repeat(64)],
  ])('%j is %j', (text, name) => {
    expect(normaliseProject(text, 'header')).toBe(name);
  });

  it.each(['', '...', '日本', 'x'.repeat(65), 'x'.repeat(100_000)])('refuses %j', (text) => {
    expect(() => normaliseProject(text, 'header h')).toThrow(
      expect.objectContaining({ code: 'request-invalid', where: 'header h' }),
    );
  });

  it('leaves what it gave as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        try {
          const name = normaliseProject(text, 'w');
          return normaliseProject(name, 'w') === name && isProjectName(name);
        } catch (error) {
          return isTraceError(error);
        }
      }),
      { seed: 11 },
    );
  });
});

it.each([
  [{ 'openinference.project.name': 'Shop' }, 'shop'],
  [{ 'wandb.project': 'bot' }, 'bot'],
  [{ 'wandb.entity': 'team', 'wandb.project': 'Bot' }, 'team-bot'],
  [{ 'tracewright.project': 'mine', 'openinference.project.name': 'default' }, 'mine'],
  [{ 'openinference.project.name': '', 'wandb.project': 7 }, undefined],
  [{ 'openinference.project.name': '日本', 'wandb.project': 'bot' }, 'bot'],
  [{ 'tracewright.project': 'x'.repeat(65) }, undefined],
])('the resource %j is of project %j', (attributes, project) => {
  expect(projectOfResource(attributes)).toBe(project);
});
