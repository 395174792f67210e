/** Random OTLP requests as protobufjs takes them, odd values included. */
import fc from 'fast-check';

const KEYS = [
  'gen_ai.operation.name',
  'gen_ai.request.model',
  'gen_ai.usage.input_tokens',
  'gen_ai.input.messages',
  'session.id',
  'input.value',
  'openinference.span.kind',
  '__proto__',
  '12',
  'ключ',
  'constructor',
];
const key = fc.oneof(fc.constantFrom(...KEYS), fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' }));
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 120 }),
  fc.constantFrom('chat', 'gpt-4o', 'LLM', '[{"role":"user","parts":[{"type":"text","content":"hi"}]}]', ''),
);
const integer = fc.oneof(
  fc.integer().map(String),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String),
  fc.constantFrom(
    '9007199254740991',
    '9007199254740992',
    '-9007199254740993',
    '0',
    '562949953421311',
    '562949953421312',
  ),
);
const double = fc.double().map((number) => number + 0);

interface Values {
  readonly value: object;
}

const { value } = fc.letrec<Values>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    text.map((stringValue) => ({ stringValue })),
    integer.map((intValue) => ({ intValue })),
    fc.boolean().map((boolValue) => ({ boolValue })),
    double.map((doubleValue) => ({ doubleValue })),
    fc.uint8Array({ maxLength: 40 }).map((bytesValue) => ({ bytesValue })),
    fc.nat(9).map((stringValueStrindex) => ({ stringValueStrindex })),
    fc.constant({}),
    fc.array(tie('value'), { maxLength: 4 }).map((values) => ({ arrayValue: { values } })),
    fc
      .array(fc.record({ key, value: tie('value') }), { maxLength: 4 })
      .map((values) => ({ kvlistValue: { values } })),
  ),
}));

const attributes = fc.array(fc.record({ key, value }, { requiredKeys: ['key'] }), { maxLength: 8 });
const time = fc.oneof(
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String),
  fc.constantFrom('0', '1772445600123456789'),
);
const bytes = (length: number): fc.Arbitrary<Uint8Array> =>
  fc.oneof(
    { weight: 12, arbitrary: fc.uint8Array({ minLength: length, maxLength: length }) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 20 }) },
    { weight: 1, arbitrary: fc.constant(new Uint8Array(length)) },
  );
const count = fc.oneof(fc.constant(0), fc.nat(2 ** 31 - 1));

const span = fc.record(
  {
    traceId: bytes(16),
    spanId: bytes(8),
    parentSpanId: bytes(8),
    traceState: text,
    name: text,
    kind: fc.nat(7),
    startTimeUnixNano: time,
    endTimeUnixNano: time,
    attributes,
    droppedAttributesCount: count,
    events: fc.array(
      fc.record({
        timeUnixNano: time,
        name: fc.oneof(text, fc.constantFrom('exception', 'gen_ai.user.message', 'gen_ai.choice')),
        attributes,
        droppedAttributesCount: count,
      }),
      { maxLength: 3 },
    ),
    droppedEventsCount: count,
    links: fc.array(
      fc.record({ traceId: bytes(16), spanId: bytes(8), traceState: text, attributes, flags: count }),
      { maxLength: 3 },
    ),
    droppedLinksCount: count,
    status: fc.record({ message: text, code: fc.nat(4) }, { requiredKeys: [] }),
    flags: count,
  },
  { requiredKeys: ['traceId', 'spanId'] },
);

const log = fc.record(
  {
    timeUnixNano: time,
    observedTimeUnixNano: time,
    severityNumber: fc.nat(24),
    severityText: text,
    body: value,
    attributes,
    droppedAttributesCount: count,
    flags: count,
    traceId: bytes(16),
    spanId: bytes(8),
    eventName: text,
  },
  { requiredKeys: [] },
);

const scope = fc.record({ name: text, version: text, attributes }, { requiredKeys: [] });
const resource = fc.record({ attributes, droppedAttributesCount: count });

export const traceRequests: fc.Arbitrary<object> = fc
  .array(
    fc.record(
      {
        resource,
        scopeSpans: fc.array(
          fc.record(
            { scope, spans: fc.array(span, { maxLength: 4 }), schemaUrl: text },
            { requiredKeys: ['spans'] },
          ),
          { maxLength: 3 },
        ),
        schemaUrl: text,
      },
      { requiredKeys: ['scopeSpans'] },
    ),
    { maxLength: 3 },
  )
  .map((resourceSpans) => ({ resourceSpans }));

export const logRequests: fc.Arbitrary<object> = fc
  .array(
    fc.record(
      {
        resource,
        scopeLogs: fc.array(
          fc.record({ scope, logRecords: fc.array(log, { maxLength: 4 }) }, { requiredKeys: ['logRecords'] }),
          { maxLength: 3 },
        ),
      },
      { requiredKeys: ['scopeLogs'] },
    ),
    { maxLength: 3 },
  )
  .map((resourceLogs) => ({ resourceLogs }));
