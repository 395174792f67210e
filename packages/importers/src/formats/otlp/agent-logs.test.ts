/** Log records one by one and export by export, as a running agent sends them. */
import type { JsonObject, JsonValue, RunId, Span, SpanId, TraceId } from '@tracewright/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toEvaluationFindings } from './evaluation-findings.ts';
import { isLogSpan, liftLog } from './agent-logs.ts';
import { findMessageSpan, mergeLoggedMessages } from './logged-messages.ts';
import type { OtlpLog } from './otlp-record.ts';

const TRACE = 'a'.repeat(32) as TraceId;
const SPAN = 'b'.repeat(16) as SpanId;

function makeLog(attributes: JsonObject, more: Partial<OtlpLog> = {}): OtlpLog {
  return {
    resource: { 'service.name': 'claude-code' },
    scope: { name: 'events', version: '' },
    traceId: undefined,
    spanId: undefined,
    time: 1_000_000_000n,
    observedTime: undefined,
    severity: 0,
    severityText: '',
    eventName: '',
    body: null,
    attributes,
    source: { path: 'x' },
    ...more,
  };
}

const claude = (event: string, more: JsonObject = {}): OtlpLog =>
  makeLog({ 'session.id': 's', 'prompt.id': 'p', ...more }, { eventName: `claude_code.${event}` });

describe('liftLog', () => {
  it('gives the span of a record the same id whenever it is sent, and different records different ids', () => {
    const one = claude('tool_result', { tool_name: 'Bash', 'event.sequence': 3 });
    const id = liftLog(one)?.span.spanId;
    expect(liftLog({ ...one })?.span.spanId).toBe(id);
    expect(liftLog(claude('tool_result', { tool_name: 'Bash', 'event.sequence': 4 }))?.span.spanId).not.toBe(
      id,
    );
  });

  it('puts what a prompt set off below the prompt, whatever comes first', () => {
    const request = liftLog(claude('api_request', { request_id: 'r' }))?.span;
    const prompt = liftLog(claude('user_prompt', { prompt: 'Hi' }))?.span;
    const body = liftLog(
      claude('api_response_body', { request_id: 'r', body: '{"role":"assistant","content":"Hello"}' }),
    )?.span;
    expect(request?.parentSpanId).toBe(prompt?.spanId);
    expect(prompt?.parentSpanId).toBeUndefined();
    expect(body?.parentSpanId).toBe(request?.spanId);
    expect(new Set([request, prompt, body].map((span) => span?.traceId)).size).toBe(1);
    expect([request, prompt, body].every((span) => span !== undefined && isLogSpan(span))).toBe(true);
  });

  it('keeps sessions of different services, and of different names, apart', () => {
    const trace = (session: string, service: string): string | undefined =>
      liftLog(
        makeLog(
          { 'session.id': session },
          { eventName: 'codex.user_prompt', resource: { 'service.name': service } },
        ),
      )?.span.traceId;
    expect(new Set([trace('1', 'a'), trace('2', 'a'), trace('1', 'b')]).size).toBe(3);
    expect(trace('1', 'a')).toBe(trace('1', 'a'));
  });

  it('orders records of the same millisecond by their place in the sequence, and starts them when the work began', () => {
    const at = (sequence: number): bigint | undefined =>
      liftLog(claude('tool_decision', { 'event.sequence': sequence }))?.span.startTime;
    expect([at(7), at(8)]).toEqual([1_000_000_007n, 1_000_000_008n]);
    const { startTime, endTime } = liftLog(claude('api_request', { duration_ms: 400 }))?.span ?? {};
    expect([startTime, endTime]).toEqual([600_000_000n, 1_000_000_000n]);
  });

  it('counts tokens as the conventions do: cached input is input, thoughts are output', () => {
    const request = liftLog(
      claude('api_request', {
        input_tokens: '10',
        output_tokens: 5,
        cache_read_tokens: 100,
        cache_creation_tokens: 20,
        cost_usd: 0.25,
      }),
    );
    expect(request?.span).toMatchObject({
      operation: 'model',
      inputTokens: 130,
      outputTokens: 5,
      costUsd: 0.25,
      attributes: {
        'gen_ai.usage.cache_read.input_tokens': 100,
        'gen_ai.usage.cache_creation.input_tokens': 20,
      },
    });
    const answer = makeLog(
      { input_token_count: 10, output_token_count: 5, thoughts_token_count: 7 },
      { eventName: 'gemini_cli.api_response' },
    );
    expect(liftLog(answer)?.span).toMatchObject({ inputTokens: 10, outputTokens: 12 });
  });

  it('passes over fragments of a stream and what tells of no agent', () => {
    expect(
      liftLog(makeLog({ 'event.kind': 'response.delta' }, { eventName: 'codex.sse_event' })),
    ).toBeUndefined();
    expect(liftLog(makeLog({}, { eventName: 'device.app.lifecycle' }))).toBeUndefined();
    expect(liftLog(makeLog({}, { body: 'GET /' }))).toBeUndefined();
  });

  it('reports an evaluation of the span it was logged in, and keeps none of it', () => {
    const log = makeLog(
      { 'gen_ai.evaluation.name': 'tone', 'gen_ai.evaluation.score.value': 0.1, 'gen_ai.response.id': 'x' },
      { eventName: 'gen_ai.evaluation.result', traceId: TRACE, spanId: SPAN },
    );
    const draft = liftLog(log);
    expect(draft?.span).toMatchObject({ traceId: TRACE, parentSpanId: SPAN, operation: 'other' });
    expect(Object.keys(draft?.span.attributes ?? {})).toEqual([
      'gen_ai.response.id',
      'tracewright.log.event',
    ]);
    const findings = draft === undefined ? [] : toEvaluationFindings(draft, 'c'.repeat(16) as RunId);
    expect(findings).toMatchObject([{ spanId: SPAN, message: 'tone: score 0.1' }]);
  });

  it('never throws, whatever a record holds', () => {
    const names = [
      'claude_code.user_prompt',
      'claude_code.api_response_body',
      'claude_code.tool_result',
      'codex.sse_event',
      'codex.tool_result',
      'gemini_cli.tool_call',
      'gen_ai.choice',
      'gen_ai.evaluation.result',
    ];
    // What fast-check makes of JSON is JSON.
    const json = fc.jsonValue() as fc.Arbitrary<JsonValue>;
    const key = fc.constantFrom(
      'prompt',
      'prompt.id',
      'body',
      'tool_parameters',
      'tool_input',
      'success',
      'error',
      'duration_ms',
      'event.sequence',
      'event.kind',
      'input_tokens',
      'session.id',
      'message',
      'content',
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.dictionary(key, json),
        json,
        (eventName, attributes, body) => {
          const log = makeLog(attributes, { eventName, body });
          liftLog(log);
          if (findMessageSpan(log) !== undefined) mergeLoggedMessages(undefined, [log]);
          return true;
        },
      ),
      { seed: 19, numRuns: 500 },
    );
  });
});

describe('mergeLoggedMessages', () => {
  const message = (eventName: string, body: JsonObject, time: bigint, attributes: JsonObject = {}): OtlpLog =>
    makeLog(
      { 'gen_ai.system': 'openai', ...attributes },
      { eventName, body, time, traceId: TRACE, spanId: SPAN },
    );
  const logs = [
    message('gen_ai.system.message', { content: 'Be brief.' }, 1n),
    message('gen_ai.user.message', { content: 'Hi' }, 2n),
    message('gen_ai.choice', { index: 0, finish_reason: 'stop', message: { content: 'Hello' } }, 9n),
  ];
  const stored = (draft: ReturnType<typeof mergeLoggedMessages>): Span | undefined =>
    draft === undefined ? undefined : { ...draft.span, runId: 'c'.repeat(16) as RunId, sequence: 0 };
  const whole = stored(mergeLoggedMessages(undefined, logs));

  it('puts the messages of one call into one span below that call, whose id is known beforehand', () => {
    expect(whole).toMatchObject({
      ...findMessageSpan(logs[0] ?? makeLog({})),
      parentSpanId: SPAN,
      operation: 'model',
      startTime: 1n,
      endTime: 9n,
    });
    expect(whole?.input.map(({ role }) => role)).toEqual(['system', 'user']);
    expect(whole?.output).toEqual([{ role: 'assistant', parts: [{ type: 'text', content: 'Hello' }] }]);
    expect(new Set(logs.map((log) => findMessageSpan(log)?.spanId)).size).toBe(1);
  });

  it('comes to the same over any number of exports, with records sent again', () => {
    fc.assert(
      fc.property(fc.array(fc.subarray(logs, { minLength: 1 }), { maxLength: 4 }), (exports) => {
        let span: Span | undefined;
        // The last export repeats everything: by then all have come, some several times.
        for (const group of [...exports, logs]) span = stored(mergeLoggedMessages(span, group)) ?? span;
        const sorted = (list: Span['input'] | undefined): string[] =>
          (list ?? []).map((each) => JSON.stringify(each)).toSorted();
        return (
          JSON.stringify(sorted(span?.input)) === JSON.stringify(sorted(whole?.input)) &&
          JSON.stringify(span?.output) === JSON.stringify(whole?.output) &&
          span?.startTime === whole?.startTime &&
          span?.endTime === whole?.endTime
        );
      }),
      { seed: 23 },
    );
  });

  it('says when nothing is new', () => {
    expect(mergeLoggedMessages(whole, logs.slice(1))).toBeUndefined();
  });

  it('keeps model and tokens that an earlier record told', () => {
    const details = message('gen_ai.client.inference.operation.details', {}, 3n, {
      'gen_ai.request.model': 'k-1',
      'gen_ai.usage.input_tokens': 4,
      'gen_ai.usage.output_tokens': 2,
    });
    const first = stored(mergeLoggedMessages(undefined, [details]));
    const then = stored(mergeLoggedMessages(first, logs));
    expect(then).toMatchObject({ name: 'chat k-1', model: 'k-1', inputTokens: 4, outputTokens: 2 });
    expect(then?.attributes['gen_ai.request.model']).toBe('k-1');
  });

  it('lets each record outside of any span stand alone: only an answer is a model call', () => {
    const lone = logs.map((log) => ({ ...log, spanId: undefined, traceId: undefined }));
    const spans = lone.map((log) => mergeLoggedMessages(undefined, [log])?.span);
    expect(spans.map((span) => span?.operation)).toEqual(['other', 'other', 'model']);
    expect(new Set(spans.map((span) => span?.spanId)).size).toBe(3);
  });
});
