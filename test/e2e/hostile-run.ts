import { DIAGNOSIS_VERSION } from '@tracewright/analysis';
import type { Diagnosis, JsonObject, Message, Run, RunId, Span, SpanId, TraceId } from '@tracewright/core';

/** Marks each field, so that a test can tell that this very field was shown. */
type Field = (name: string) => string;

/** A run whose every text is the payload, with spans, messages and findings alike. */
export function buildHostileRun(
  index: number,
  payload: string,
): { run: Run; spans: readonly Span[]; diagnosis: Diagnosis } {
  const at: Field = (name) => `${name} ${payload}`;
  const hex = index.toString(16).padStart(2, '0');
  const runId = `${'e'.repeat(14)}${hex}` as RunId;
  const traceId = `${'e'.repeat(30)}${hex}` as TraceId;
  const spanId = (span: number): SpanId =>
    `${'e'.repeat(12)}${hex}${span.toString(16).padStart(2, '0')}` as SpanId;
  // Not a literal: `__proto__` has to become a key.
  const values: JsonObject = Object.fromEntries([
    [at('key'), at('value')],
    [payload, { [at('inner')]: [at('item')] }],
  ]);
  const source = { path: at('file'), pointer: `/${at('pointer')}` };
  const run: Run = {
    runId,
    traceIds: [traceId],
    agent: at('agent'),
    agentVersion: at('version'),
    model: at('model'),
    task: at('task'),
    taskText: at('asked'),
    source: { path: at('path'), format: at('format') },
    outcome: { status: 'failure', score: 0, source: 'grader', details: values },
    tools: [{ name: at('tool'), description: at('description'), parameters: values }],
    environment: values,
  };
  const base = {
    traceId,
    runId,
    kind: 'internal',
    status: 'error',
    events: [{ name: at('event'), attributes: values }],
    links: [],
    attributes: values,
    source,
  } as const;
  const say = (role: string): Message => ({
    role,
    name: at('speaker'),
    parts: [
      { type: 'reasoning', content: at('reasoning') },
      { type: 'text', content: at('said') },
      { type: 'media', modality: at('modality'), mimeType: at('mime'), uri: payload },
      { type: 'other', name: at('block'), value: values },
    ],
  });
  const spans: Span[] = [
    {
      ...base,
      spanId: spanId(0),
      name: at('name'),
      operation: 'model',
      sequence: 0,
      agent: at('worker'),
      model: at('model'),
      statusMessage: at('status'),
      input: [say('user')],
      output: [say('assistant')],
    },
    {
      ...base,
      spanId: spanId(1),
      name: at('name'),
      operation: 'tool',
      sequence: 1,
      agent: at('worker'),
      statusMessage: at('status'),
      input: [],
      output: [],
      tool: { name: at('call'), arguments: values, result: at('result') },
    },
  ];
  const quote = at('result');
  const diagnosis: Diagnosis = {
    runId,
    version: DIAGNOSIS_VERSION,
    spans: spans.length,
    onset: { stepIndex: 0, agent: at('culprit'), confidence: 0.7 },
    ranked: [
      { stepIndex: 0, score: 0.7 },
      { stepIndex: 1, score: 0.3 },
    ],
    findings: [0, 1].map((step) => ({
      id: `${runId}-${step}`,
      runId,
      stepIndex: step,
      spanId: spanId(1),
      detector: at('detector'),
      category: at('category'),
      severity: 'error',
      confidence: 0.7,
      message: at('message'),
      evidence: [{ spanId: spanId(1), path: at('place'), start: 0, end: quote.length, quote }],
      fix: at('fix'),
    })),
  };
  return { run, spans, diagnosis };
}
