/** Generated records and queries. Pools are small, so that ids collide, texts match and groups fill. */
import fc from 'fast-check';
import {
  LIST_FIELDS,
  RUN_FIELDS,
  SPAN_FIELDS,
  type AggregateQuery,
  type Annotation,
  type Diagnosis,
  type Filter,
  type Finding,
  type JsonObject,
  type JsonValue,
  type Message,
  type MessagePart,
  type Run,
  type RunId,
  type RunQuery,
  type RunStats,
  type Span,
  type SpanQuery,
  type TaskQuery,
  type WriteBatch,
} from '@tracewright/core';
import { makeDiagnosis, makeFinding, makeRun, makeSpan, runId, spanId, traceId } from './builders.ts';

/** Letters that fold oddly, halves of pairs, and what patterns, SQL and JSON give a meaning to. */
const CHARACTERS = [
  ...Array.from('aAkKsSzZ09 .*%_?$^()[]{}|\\/~"\'-\n\t\0'),
  '\u212a',
  'ß',
  'ẞ',
  'ſ',
  'σ',
  'ς',
  'Σ',
  'İ',
  'ı',
  'é',
  'É',
  'ǅ',
  '\ue000',
  '\uffff',
  '😀',
  '\ud83d',
  '\udc00',
  '\u{10400}',
  '\u{10428}',
];
const text: fc.Arbitrary<string> = fc
  .array(fc.constantFrom(...CHARACTERS), { maxLength: 5 })
  .map((characters) => characters.join(''));
const word = fc.oneof(fc.constantFrom('a', 'A', 'b', ''), text);
const number = fc.oneof(
  fc.integer({ min: -3, max: 30 }),
  fc.double({ noNaN: false }),
  fc.constantFrom(0.1, -0, 1e21, 1e-7),
);
const quantity = fc.oneof(fc.integer({ min: 0, max: 5 }), fc.double({ min: -1e6, max: 1e6, noNaN: true }));
const time = fc.oneof(
  fc.bigInt({ min: 0n, max: 3n }).map((minutes) => minutes * 60_000_000_000n),
  fc.bigInt({ min: -(2n ** 66n), max: 2n ** 68n }),
);
const key = fc.oneof(fc.constantFrom('a', 'b', 'a/b', '~', '$x', '', '__proto__', '0'), text);
const json: fc.Arbitrary<JsonValue> = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    word,
    number,
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(key, tie('value'), { maxKeys: 3 }),
  ),
})).value;
const object: fc.Arbitrary<JsonObject> = fc.dictionary(key, json, { maxKeys: 4 });

/** A property that may be absent. */
function maybe<T, Key extends string>(
  name: Key,
  value: fc.Arbitrary<T>,
): fc.Arbitrary<{ readonly [K in Key]?: T }> {
  return fc
    .option(value, { nil: undefined })
    .map((chosen) => (chosen === undefined ? {} : ({ [name]: chosen } as { [K in Key]: T })));
}

function together<T>(...parts: readonly fc.Arbitrary<Partial<T>>[]): fc.Arbitrary<Partial<T>> {
  // Object.assign over records of the same kind: each part is a piece of T.
  return fc.tuple(...parts).map((pieces) => Object.assign({}, ...pieces) as Partial<T>);
}

const part: fc.Arbitrary<MessagePart> = fc.oneof(
  fc.record({ type: fc.constant('text' as const), content: word }),
  fc.record({ type: fc.constant('reasoning' as const), content: word }),
  fc.record({ type: fc.constant('tool_call' as const), name: word, arguments: json }),
  fc.record({ type: fc.constant('tool_call_response' as const), response: json }),
  fc.record({ type: fc.constant('other' as const), name: word, value: json }),
);
const message: fc.Arbitrary<Message> = fc
  .tuple(
    fc.constantFrom('user', 'assistant', '\ud800'),
    maybe('name', word),
    fc.array(part, { maxLength: 2 }),
  )
  .map(([role, name, parts]) => ({ role, ...name, parts }));
const messages = fc.array(message, { maxLength: 3 });

const span: fc.Arbitrary<Span> = fc
  .tuple(
    fc.nat(14),
    together<Span>(
      fc.record({ traceId: fc.nat(2).map(traceId), runId: fc.nat(3).map(runId), name: word, sequence: fc.nat(5), input: messages, output: messages, attributes: object }),
      fc.record({ operation: fc.constantFrom('model', 'tool', 'agent'), status: fc.constantFrom('unset', 'ok', 'error') }),
      fc.record({ events: fc.array(fc.tuple(word, maybe('time', time), object).map(([name, at, attributes]) => ({ name, ...at, attributes })), { maxLength: 2 }) }),
      maybe('parentSpanId', fc.nat(14).map(spanId)),
      maybe('startTime', time),
      maybe('endTime', time),
      maybe('statusMessage', word),
      maybe('agent', word),
      maybe('model', word),
      maybe('inputTokens', quantity),
      maybe('outputTokens', quantity),
      maybe('costUsd', quantity),
      maybe('tool', fc.tuple(word, maybe('callId', word), maybe('arguments', json), maybe('result', json)).map(([name, ...rest]) => Object.assign({ name }, ...rest) as NonNullable<Span['tool']>)),
    ),
  )
  .map(([number_, changes]) => makeSpan(number_, changes)); // prettier-ignore

const run: fc.Arbitrary<{ readonly run: Run; readonly stats: RunStats }> = fc
  .tuple(
    fc.nat(6),
    together<Run>(
      fc.record({
        outcome: fc.tuple(fc.constantFrom('success' as const, 'failure' as const, 'unknown' as const), maybe('score', quantity)).map(([status, score]) => ({ status, ...score })),
        environment: object,
      }),
      maybe('traceIds', fc.array(fc.nat(3).map(traceId), { maxLength: 3 })),
      maybe('agent', word),
      maybe('model', word),
      maybe('task', word),
      maybe('session', word),
      maybe('user', word),
      maybe('live', fc.record({ openSpans: fc.nat(3), lastArrivalMs: fc.nat() })),
      maybe('startTime', time),
      maybe('endTime', time),
    ),
    together<RunStats>(fc.record({ steps: fc.nat(9), spans: fc.nat(9), inputTokens: fc.nat(2) }), maybe('costUsd', quantity)),
  )
  .map(([number_, changes, stats]) => makeRun(number_, changes, stats)); // prettier-ignore

const category = fc.oneof({ arbitrary: fc.constantFrom('a', 'b'), weight: 3 }, word);

const diagnosis: fc.Arbitrary<Diagnosis> = fc
  .tuple(
    fc.nat(6).map(runId),
    fc.array(fc.tuple(word, maybe('stepIndex', fc.nat(5)), category), { maxLength: 3 }),
    fc.option(fc.nat(5)),
  )
  .map(([id, findings, onset]) =>
    makeDiagnosis(
      id,
      findings.map(([name, step, about]) => makeFinding(id, name, { ...step, category: about })),
      { onset: onset === null ? null : { stepIndex: onset, agent: 'a', confidence: 0.5 } },
    ),
  );

const annotation: fc.Arbitrary<Annotation> = fc
  .tuple(word, fc.option(fc.constantFrom('success' as const, 'failure' as const, 'unknown' as const)))
  .map(([author, status]) => ({
    kind: status === null ? 'note' : 'outcome',
    author,
    time: '2026-01-31T00:00:00.000Z',
    ...(status === null ? {} : { status }),
  }));

const finding: fc.Arbitrary<Finding> = fc
  .tuple(fc.nat(6).map(runId), word, maybe('stepIndex', fc.nat(5)), category, maybe('annotation', annotation))
  .map(([id, name, step, about, human]) => makeFinding(id, name, { ...step, category: about, ...human }));

export const batches: fc.Arbitrary<WriteBatch> = fc.record({
  runs: fc.array(run, { maxLength: 4 }),
  spans: fc.array(span, { maxLength: 10 }),
  diagnoses: fc.array(diagnosis, { maxLength: 2 }),
  findings: fc.array(finding, { maxLength: 3 }),
});

/** Mostly none: data must pile up. */
export const deletions: fc.Arbitrary<readonly (readonly RunId[])[]> = fc.oneof(
  { arbitrary: fc.constant([]), weight: 3 },
  { arbitrary: fc.tuple(fc.array(fc.nat(6).map(runId), { maxLength: 2 })), weight: 1 },
);

const ORDERED = ['=', '!=', '<', '<=', '>', '>='] as const;
const MATCHED = [...ORDERED, '~', '!~'] as const;

function comparison(fields: Readonly<Record<string, string>>): fc.Arbitrary<Filter> {
  return fc.constantFrom(...Object.keys(fields)).chain((field): fc.Arbitrary<Filter> => {
    const kind = fc.constant('compare' as const);
    const type = fields[field];
    if (type === 'time')
      return fc.record({
        kind,
        field: fc.constant(field),
        operator: fc.constantFrom(...ORDERED),
        value: time,
      });
    if (type === 'number')
      return fc.record({
        kind,
        field: fc.constant(field),
        operator: fc.constantFrom(...ORDERED),
        value: quantity,
      });
    const value = fc.oneof(word, fc.constantFrom('success', 'model', 'ok', runId(1), spanId(2), '00'));
    return fc.record({ kind, field: fc.constant(field), operator: fc.constantFrom(...MATCHED), value });
  });
}

/** Attributes compare with text and with numbers. */
const attributeComparison: fc.Arbitrary<Filter> = fc.oneof(
  fc.record({ kind: fc.constant('compare' as const), field: key.map((name) => `attributes.${name}`), operator: fc.constantFrom(...MATCHED), value: word }),
  fc.record({ kind: fc.constant('compare' as const), field: key.map((name) => `attributes.${name}`), operator: fc.constantFrom(...ORDERED), value: quantity }),
); // prettier-ignore

function filterOver(leaf: fc.Arbitrary<Filter>, fields: fc.Arbitrary<string>): fc.Arbitrary<Filter> {
  return fc.letrec<{ filter: Filter }>((tie) => ({
    filter: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      { arbitrary: leaf, weight: 4 },
      { arbitrary: fc.record({ kind: fc.constant('exists' as const), field: fields }), weight: 1 },
      { arbitrary: fc.record({ kind: fc.constantFrom('and' as const, 'or' as const), filters: fc.array(tie('filter'), { maxLength: 3 }) }), weight: 2 },
      { arbitrary: fc.record({ kind: fc.constant('not' as const), filter: tie('filter') }), weight: 2 },
    ),
  })).filter; // prettier-ignore
}

const runField = fc.constantFrom(...(Object.keys(RUN_FIELDS) as (keyof typeof RUN_FIELDS)[]));
const spanField = fc.oneof(
  fc.constantFrom(...(Object.keys(SPAN_FIELDS) as (keyof typeof SPAN_FIELDS)[])),
  key.map((name): `attributes.${string}` => `attributes.${name}`),
);
const runFilter = filterOver(comparison(RUN_FIELDS), runField);
const spanFilter = filterOver(fc.oneof(comparison(SPAN_FIELDS), attributeComparison), spanField);

function query<Field extends string>(filter: fc.Arbitrary<Filter>, field: fc.Arbitrary<Field>) {
  return together<{ where: Filter; orderBy: { field: Field; descending: boolean }; limit: number }>(
    maybe('where', filter),
    maybe('orderBy', fc.record({ field, descending: fc.boolean() })),
    maybe('limit', fc.integer({ min: 1, max: 7 })),
  );
}

export const runQueries: fc.Arbitrary<RunQuery> = query(
  runFilter,
  runField.filter((field) => !LIST_FIELDS.includes(field)),
);
const TASK_FIELDS = ['task', 'runs', 'failures', 'passRate', 'flakiness', 'newest'] as const;
export const taskQueries: fc.Arbitrary<TaskQuery> = fc
  .tuple(query(runFilter, fc.constantFrom(...TASK_FIELDS)), maybe('attempts', fc.integer({ min: 1, max: 3 })))
  .map(([asked, attempts]) => ({ ...asked, ...attempts }));
export const spanQueries: fc.Arbitrary<SpanQuery> = fc
  .tuple(query(spanFilter, spanField), maybe('text', word))
  .map(([asked, search]) => ({ ...asked, ...search }));

function aggregateOver(
  from: 'runs' | 'spans',
  filter: fc.Arbitrary<Filter>,
  field: fc.Arbitrary<string>,
  numbers: readonly string[],
): fc.Arbitrary<AggregateQuery> {
  const bucket = fc.record({
    field: fc.constantFrom('start', 'end'),
    bucket: fc.constantFrom('minute' as const, 'hour' as const, 'day' as const, 'week' as const),
  });
  const operation = fc.constantFrom(
    'sum' as const,
    'average' as const,
    'minimum' as const,
    'maximum' as const,
  );
  const measure = fc.oneof(
    fc.constant({ operation: 'count' as const }),
    fc.record({ operation, field: fc.constantFrom(...numbers) }),
    fc.record({
      operation: fc.constant('percentile' as const),
      field: fc.constantFrom(...numbers),
      p: fc.constantFrom(0, 0.1, 0.5, 0.95, 1),
    }),
  );
  return together<AggregateQuery>(
    fc.record({ from: fc.constant(from), groupBy: fc.array(fc.oneof(field, bucket), { maxLength: 2 }), measures: fc.array(measure, { minLength: 1, maxLength: 3 }) }),
    maybe('where', filter),
    maybe('limit', fc.integer({ min: 1, max: 9 })),
    maybe('largestFirst', fc.boolean()),
  ).map((whole) => whole as AggregateQuery); // prettier-ignore
}

const NUMBERS = ['duration', 'tokens', 'cost'] as const;

export const aggregateQueries: fc.Arbitrary<AggregateQuery> = fc.oneof(
  aggregateOver('runs', runFilter, runField, [...NUMBERS, 'score', 'steps', 'findings', 'annotations']),
  aggregateOver('spans', spanFilter, spanField, [...NUMBERS, 'sequence']),
);
