import { isTraceError } from '@tracewright/core';
import { describe, expect, it } from 'vitest';
import { MAX_ITEMS } from './protobuf-reader.ts';
import { type DecodedExport, readExport } from './read-export.ts';

const TRACE_ID = '5b8efff798038103d269b633813fc60c';
const SPAN_ID = 'eee19b7ec3c1b174';

/** A length-delimited field. */
function field(number: number, content: Uint8Array | string | readonly number[]): Uint8Array {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : Uint8Array.from(content);
  return Uint8Array.from([...varint(number * 8 + 2), ...varint(bytes.length), ...bytes]);
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return [...bytes, rest];
}

function join(...parts: readonly (Uint8Array | readonly number[])[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

const ids = join(field(1, Buffer.from(TRACE_ID, 'hex')), field(2, Buffer.from(SPAN_ID, 'hex')));
const goodSpan = join(ids, field(5, 'good'));

function request(...spans: readonly Uint8Array[]): Uint8Array {
  return field(1, field(2, join(...spans.map((span) => field(2, span)))));
}

function fromProtobuf(bytes: Uint8Array): DecodedExport {
  return readExport('traces', bytes, 'protobuf');
}

function fromJson(value: unknown, options?: { isStrict: boolean }): DecodedExport {
  return readExport('traces', new TextEncoder().encode(JSON.stringify(value)), 'json', options);
}

function failure(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    return isTraceError(error) ? `${error.code}: ${error.message}` : String(error);
  }
  return 'none';
}

const names = ({ drafts }: DecodedExport): string[] => drafts.map(({ span }) => span.name);

describe('a protobuf request', () => {
  it('without any bytes is an empty export, as the specification says', () => {
    for (const signal of ['traces', 'logs', 'metrics'] as const)
      for (const encoding of ['protobuf', 'json'] as const)
        expect(readExport(signal, new Uint8Array(), encoding)).toEqual({
          signal,
          drafts: [],
          logs: [],
          records: 0,
          refused: { count: 0, messages: [] },
        });
  });

  it.each([
    ['a number that is cut off', [0x30, 0x80], 'a number is cut off'],
    ['a number of eleven bytes', [0x30, ...Array.from({ length: 10 }, () => 0x80), 1], 'more than 10 bytes'],
    ['a length beyond the span', [0x2a, 0x7f, 0x61], '127 bytes are announced'],
    [
      'a length beyond four gigabytes',
      [0x2a, 0xff, 0xff, 0xff, 0xff, 0x0f],
      '4294967295 bytes are announced',
    ],
    ['a known field of the wrong wire type', [0x38, 5], 'field 7 has the wire type 0'],
    ['a group', [0xa3, 0x06, 0xa4, 0x06], 'field 100 has the wire type 3'],
    ['the field number 0', [0x02, 0x00], 'the number 0'],
    ['a time that is cut off', [0x39, 1, 2], 'a fixed number is cut off'],
  ])('refuses a span with %s and takes its neighbours', (_, bytes, message) => {
    const decoded = fromProtobuf(request(goodSpan, join(ids, bytes), goodSpan));
    expect(names(decoded)).toEqual(['good', 'good']);
    expect(decoded.records).toBe(3);
    expect(decoded.refused.count).toBe(1);
    expect(decoded.refused.messages[0]).toMatch(/^span 2: byte \d+: not protobuf: /);
    expect(decoded.refused.messages[0]).toContain(message);
  });

  it.each([
    ['no request', new TextEncoder().encode('{"resourceSpans":[]}')],
    ['a request that is cut off', request(goodSpan).subarray(0, -3)],
    ['a damaged resource', field(1, join(field(1, [0x0a, 0x7f]), field(2, field(2, goodSpan))))],
    ['a damaged scope', field(1, field(2, join(field(1, [0x0a, 0x7f]), field(2, goodSpan))))],
    ['a list of resources that is a number', [0x08, 1]],
  ])('is bad as a whole: %s', (_, bytes) => {
    expect(failure(() => fromProtobuf(Uint8Array.from(bytes)))).toMatch(/^record-invalid: byte \d+: /);
  });

  it('is bad as a whole when more records are damaged than any sender sends', () => {
    const damaged = request(...Array.from({ length: 1001 }, () => Uint8Array.from([0x38, 5])));
    expect(failure(() => fromProtobuf(damaged))).toContain('more than 1000 records are damaged');
  });

  it('is refused for size when it holds more events than memory has room for', () => {
    const events = new Uint8Array(2 * (MAX_ITEMS + 1));
    for (let index = 0; index < events.length; index += 2) events[index] = 0x5a;
    const size = ids.length + events.length;
    const head = (outer: number): number[] => [...varint(outer)];
    const span = [0x12, ...head(size)];
    const scope = [0x12, ...head(span.length + size)];
    const resource = [0x0a, ...head(scope.length + span.length + size)];
    const bytes = new Uint8Array(resource.length + scope.length + span.length + size);
    bytes.set([...resource, ...scope, ...span, ...ids]);
    bytes.set(events, bytes.length - events.length);
    expect(failure(() => fromProtobuf(bytes))).toContain('limit-exceeded: the request holds more than');
  });

  it('reads resource and scope where they stand after the spans, and skips what it does not know', () => {
    const attribute = join(field(1, 'service.name'), field(2, field(1, 'shop')));
    const scope = join(field(1, 'lib'), field(2, '1.2'));
    const unknown = join(field(200, 'later'), [0xc1, 0x0c, 1, 2, 3, 4, 5, 6, 7, 8], [0xc8, 0x0c, 0xff, 1]);
    const bytes = field(
      1,
      join(
        unknown,
        field(2, join(field(2, join(unknown, goodSpan, unknown)), unknown, field(1, scope))),
        field(1, field(1, attribute)),
      ),
    );
    const { drafts } = fromProtobuf(bytes);
    expect(drafts[0]?.resource).toEqual({ 'service.name': 'shop' });
    expect(drafts[0]?.span.attributes).toEqual({ 'otel.scope.name': 'lib', 'otel.scope.version': '1.2' });
  });

  it('replaces what is not UTF-8, keeps a byte order mark, and cuts endless nesting', () => {
    const name = field(5, [0xef, 0xbb, 0xbf, 0x61, 0xff, 0xc3]);
    let deep: Uint8Array = field(1, 'x');
    for (let depth = 0; depth < 3000; depth += 1) deep = field(5, field(1, deep));
    const attribute = field(9, join(field(1, 'deep'), field(2, deep)));
    const { drafts } = fromProtobuf(request(join(ids, name, attribute)));
    expect(drafts[0]?.span.name).toBe('﻿a��');
    expect(JSON.stringify(drafts[0]?.span.attributes['deep']).length).toBeLessThan(300);
  });

  it('leaves the caller free to go on reading: texts that look alike are kept apart', () => {
    const texts = Array.from({ length: 5000 }, (_, index) => `name ${index % 1700}`);
    expect(names(fromProtobuf(request(...texts.map((text) => join(ids, field(5, text))))))).toEqual(texts);
  });
});

it('tells a sender of JSON when there was nothing but what is not known', () => {
  expect(fromJson({ resource_spans: [] }).refused).toEqual({
    count: 0,
    messages: [
      'the request has no resourceSpans but "resource_spans", which is not known here: nothing of it was taken',
    ],
  });
  for (const request of [{}, { resourceSpans: [] }, { resourceSpans: null, later: 1 }])
    expect(fromJson(request).refused.messages).toEqual([]);
});

describe('a span over the wire', () => {
  const span = { traceId: TRACE_ID, spanId: SPAN_ID, name: 'chat' };
  const wrap = (...spans: readonly unknown[]): unknown => ({ resourceSpans: [{ scopeSpans: [{ spans }] }] });

  it('is refused without valid ids, and the message names it; a file gets derived ids', () => {
    const odd = wrap(span, { ...span, traceId: '' }, { ...span, spanId: '0000000000000000' }, 'text');
    expect(fromJson(odd).refused).toEqual({
      count: 3,
      messages: [
        `span 2 (${SPAN_ID}, "chat"): the trace id null is not valid (32 hex digits, not all zeros)`,
        'span 3 (no id, "chat"): the span id "0000000000000000" is not valid (16 hex digits, not all zeros)',
        'span 4: it is not an object',
      ],
    });
    expect(fromJson(odd, { isStrict: false }).drafts.length).toBe(3);
    const inProtobuf = request(goodSpan, join(field(1, [1, 2]), field(2, Buffer.from(SPAN_ID, 'hex'))));
    expect(fromProtobuf(inProtobuf).refused.messages).toEqual([
      `span 2 (${SPAN_ID}, ""): the trace id "0102" is not valid (32 hex digits, not all zeros)`,
    ]);
  });

  it('is taken with an end before its start, without times, kind, status, lists and name', () => {
    const { drafts, refused } = fromJson(
      wrap(
        { ...span, startTimeUnixNano: '20', endTimeUnixNano: 10, status: {} },
        {
          traceId: TRACE_ID.toUpperCase(),
          spanId: SPAN_ID,
          status: { code: 'STATUS_CODE_ERROR' },
          kind: 'SPAN_KIND_CLIENT',
        },
      ),
    );
    expect(refused.count).toBe(0);
    expect(drafts[0]?.span).toMatchObject({
      startTime: 20n,
      endTime: 10n,
      status: 'unset',
      kind: 'internal',
    });
    expect(drafts[1]?.span).toMatchObject({
      traceId: TRACE_ID,
      status: 'error',
      kind: 'client',
      events: [],
      links: [],
    });
  });

  it('has no tokens and no cost where they are below zero, which programs write for unknown', () => {
    const attributes = ['input_tokens', 'output_tokens', 'cost'].map((name, index) => ({
      key: `gen_ai.usage.${name}`,
      value: { intValue: index === 1 ? '0' : '-1' },
    }));
    const { drafts } = fromJson(wrap({ ...span, attributes }));
    expect(drafts[0]?.span.outputTokens).toBe(0);
    expect(drafts[0]?.span).not.toHaveProperty('inputTokens');
    expect(drafts[0]?.span).not.toHaveProperty('costUsd');
    expect(drafts[0]?.span.attributes['gen_ai.usage.input_tokens']).toBe(-1);
  });

  it('is taken with a warning when its parent is not valid', () => {
    const { drafts, refused } = fromJson(wrap({ ...span, parentSpanId: 'abc' }));
    expect(drafts.length).toBe(1);
    expect(refused).toEqual({
      count: 0,
      messages: [
        `span 1 (${SPAN_ID}, "chat"): the parent span id abc is not valid; the span stands without a parent`,
      ],
    });
  });

  it('keeps what OTLP says in fields of its own', () => {
    const { drafts } = fromJson(
      wrap({
        ...span,
        traceState: 'a=1',
        droppedAttributesCount: 2,
        droppedEventsCount: 3,
        droppedLinksCount: 4,
      }),
    );
    expect(drafts[0]?.span.attributes).toEqual({
      'otel.dropped_attributes_count': 2,
      'otel.dropped_events_count': 3,
      'otel.dropped_links_count': 4,
      'w3c.tracestate': 'a=1',
    });
  });

  it('costs itself alone when a value nests deeper than code can follow', () => {
    const nested = JSON.stringify(wrap(span, '@', span)).replace(
      '"@"',
      () =>
        `{"traceId":"${TRACE_ID}","spanId":"${SPAN_ID}","name":${'['.repeat(20_000)}${']'.repeat(20_000)}}`,
    );
    const decoded = readExport('traces', new TextEncoder().encode(nested), 'json');
    expect(decoded.drafts.length).toBe(2);
    expect(decoded.refused.count).toBe(1);
  });

  it.each([
    ['json-invalid', '{"resourceSpans":['],
    ['json-invalid', '\n\x0a\x00'],
    ['record-invalid', '[]'],
    ['record-invalid', '{"resourceSpans":{}}'],
    ['record-invalid', '{"resourceSpans":[1]}'],
    ['record-invalid', '{"resourceSpans":[{"scopeSpans":7}]}'],
    ['record-invalid', '{"resourceSpans":[{"scopeSpans":[null]}]}'],
  ])('is not looked for in a body that is bad as a whole: %s', (code, body) => {
    expect(failure(() => readExport('traces', new TextEncoder().encode(body), 'json'))).toMatch(
      new RegExp(`^${code}: `),
    );
  });
});

it('refuses JSON of empty objects before parsing makes memory of them', () => {
  const flood = new TextEncoder().encode(`{"resourceSpans":[${'{},'.repeat(4_000_000)}{}]}`);
  expect(failure(() => readExport('traces', flood, 'json'))).toContain('limit-exceeded');
});

it('counts the data points of metrics and keeps nothing', () => {
  const points = { dataPoints: [{}, {}] };
  const request = {
    resourceMetrics: [{ scopeMetrics: [{ metrics: [{ gauge: points }, { sum: points }, { summary: {} }] }] }],
  };
  const bytes = new TextEncoder().encode(JSON.stringify(request));
  expect(readExport('metrics', bytes, 'json')).toMatchObject({ records: 4, drafts: [], logs: [] });
  const metric = (tag: number): Uint8Array => field(2, field(tag, join(field(1, ''), field(1, ''))));
  const protobuf = field(1, field(2, join(metric(5), metric(7), metric(11))));
  expect(readExport('metrics', protobuf, 'protobuf').records).toBe(6);
});

it('takes the pictures out of the result of a tool, whatever else the answer says', () => {
  const result = { content: [{ type: 'image', data: 'AAAA', mimeType: 'image/png' }], isError: false };
  const attributes = Object.entries({
    'gen_ai.operation.name': 'execute_tool',
    'gen_ai.tool.name': 'shoot',
    'gen_ai.tool.call.result': JSON.stringify(result),
  }).map(([key, stringValue]) => ({ key, value: { stringValue } }));
  const span = { traceId: TRACE_ID, spanId: SPAN_ID, name: 'execute_tool shoot', attributes };
  const { drafts } = fromJson({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] });
  const described = { type: 'media', modality: 'image', mimeType: 'image/png', sizeBytes: 3 };
  expect(drafts[0]?.span.tool?.result).toEqual({ content: [described], isError: false });
  expect(drafts[0]?.span.output).toEqual([
    { role: 'tool', parts: [{ ...described, uri: 'data:image/png;base64,AAAA' }] },
  ]);
});
