/** What the SDK sends, read by the schema of OTLP: no field that it does not know, none of another type. */
import { tracewright } from '@tracewright/sdk';
import { expect, it } from 'vitest';
import { fromOtlpJson, toOtlpJson } from '../../../../test/otlp/protos.ts';
import { startCollector } from '../../test-support/collector.ts';

const REQUEST = 'ExportTraceServiceRequest';

/** What is left of a request that the generated reader has read. Absent and empty lists are the same on the wire. */
function throughSchema(request: unknown): unknown {
  return toOtlpJson(REQUEST, fromOtlpJson(REQUEST, request));
}

function withoutEmptyLists(body: string): unknown {
  return JSON.parse(body, (_key, value: unknown) =>
    Array.isArray(value) && value.length === 0 ? undefined : value,
  );
}

it('is a valid request, whatever was recorded', async () => {
  await using collector = await startCollector();
  const options = { endpoint: collector.url, env: {}, flushOnExit: false };
  const tw = tracewright({
    ...options,
    serviceName: 'clerk',
    resource: { 'host.cpus': 2, tags: ['a', 'b'] },
  });
  const look = tw.wrap((key: string) => ({ key, found: [1, 2.5, null, 'ünïcödé \u2028 "'] }), {
    name: 'look',
    as: 'tool',
  });
  const fail = tw.wrap(() => {
    throw new TypeError('no "such" key');
  }, 'fail');
  const model = tw.wrap(async (question: string) => `${question}!`, { name: 'm', as: 'model' });
  await tw.run({ task: 't', taskText: 'Do it', session: 's', user: 'u', agent: 'clerk' }, async (run) => {
    run.set({
      text: 'a',
      empty: '',
      integer: -7,
      large: 2 ** 60,
      fraction: 0.1,
      zero: 0,
      not: Number.NaN,
      endless: -Infinity,
      yes: true,
      no: false,
      list: ['a', 1, 0.5, true],
      nothing: [],
    });
    look('k');
    expect(fail).toThrow('such');
    await model('Why');
    run.outcome({ status: 'failure', score: 0.5, source: 'test', details: { failed: ['a'] } });
  });
  await tw.shutdown();
  // So that a request tells of dropped spans.
  const full = tracewright({ ...options, maxQueueSpans: 1 });
  const add = full.wrap((a: number) => a + 1, 'add');
  for (let call = 0; call < 5; call += 1) add(call);
  await full.shutdown();

  const sent = collector.bodies.map(withoutEmptyLists);
  for (const request of sent) expect(throughSchema(request)).toEqual(request);
  const text = JSON.stringify(sent);
  for (const member of ['parentSpanId', 'events', 'status', 'doubleValue":"NaN', 'tracewright.dropped_spans'])
    expect(text).toContain(`"${member}"`);
  const ids = [...text.matchAll(/"(trace|span|parentSpan)Id":"([^"]*)"/g)];
  for (const [, name, id] of ids) expect(id).toMatch(name === 'trace' ? /^[0-9a-f]{32}$/ : /^[0-9a-f]{16}$/);
});

it.each([
  ['a field that OTLP has not', { resourceSpans: [{ scopeSpans: [{ spans: [{ title: 'a' }] }] }] }],
  ['a number for a text', { resourceSpans: [{ scopeSpans: [{ spans: [{ name: 1 }] }] }] }],
  [
    'a 64-bit number that is no text',
    { resourceSpans: [{ scopeSpans: [{ spans: [{ startTimeUnixNano: 1 }] }] }] },
  ],
  ['an id that is not hex', { resourceSpans: [{ scopeSpans: [{ spans: [{ traceId: 'xyz' }] }] }] }],
  ['a kind by its name', { resourceSpans: [{ scopeSpans: [{ spans: [{ kind: 'SPAN_KIND_CLIENT' }] }] }] }],
  ['snake case', { resource_spans: [] }],
])('would not be with %s', (_what, request) => {
  expect(throughSchema(request)).not.toEqual(request);
});
