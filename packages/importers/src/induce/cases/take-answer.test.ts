import type { JsonObject } from '@tracewright/core';
import { describe, expect, it } from 'vitest';
import { induceAdapter } from '../induce.ts';
import { previewSteps } from '../interpreter/preview-steps.ts';

const NOW = '2026-01-01T00:00:00Z';
const CALLS = ['find_order', 'cancel_order', 'send_mail', 'find_order'];

/** A log in which each answer is an object under `name`. */
function resultsOf(name: string, answers: readonly JsonObject[]): string[] {
  const records = CALLS.flatMap((fn, index) => [
    { kind: 'invoke', fn, given: fn === 'send_mail' ? { to: 'ito' } : { order: index }, ref: `a${index}` },
    { kind: 'tool_return', [name]: { ref: `a${index}`, ...answers[index] } },
  ]);
  const all = [
    { kind: 'user_says', body: 'Cancel the order and tell her.' },
    ...records,
    { kind: 'agent_says', body: 'It is locked.' },
  ];
  const text = all.map((record) => JSON.stringify(record)).join('\n');
  const { adapter, documents, measure } = induceAdapter([{ path: 'a', text }], 'a', NOW);
  expect(measure.pairing).toBe(1);
  const [document] = documents;
  return document === undefined
    ? []
    : previewSteps(adapter.body, document, 20).flatMap(({ as, result }) => (as === 'result' ? [result] : []));
}

describe('what is left of an answer', () => {
  it.each(['outcome', 'returned'])('is its text, whatever its name: %s', (name) => {
    const texts = ['Order 77 of three lamps.', 'It was locked.', 'Sent at once.', 'No such order.'];
    const answers = texts.map((payload, index) => ({ payload, state: index === 1 ? 'failed' : 'ok' }));
    expect(resultsOf(name, answers)).toEqual(texts);
  });
  it('is data, a word, or what stands in its place', () => {
    const data = [{ order: 77 }, { locked: true }, { sent: 1 }, { order: 3 }];
    expect(
      resultsOf(
        'outcome',
        data.map((payload) => ({ payload, state: 'ok' })),
      ),
    ).toEqual(data.map((one) => JSON.stringify(one)));
    expect(
      resultsOf(
        'outcome',
        ['found', 'locked', 'sent', 'none'].map((xyz) => ({ xyz, state: 'ok' })),
      ),
    ).toEqual(['found', 'locked', 'sent', 'none']);
    expect(
      resultsOf('outcome', [
        { found: 'Order 77 of lamps.', state: 'ok' },
        { why: 'Order 77 was locked by a clerk.', state: 'failed' },
        { found: 'Sent at once.', state: 'ok' },
        { found: 'No such order.', state: 'ok' },
      ]),
    ).toEqual(['Order 77 of lamps.', 'Order 77 was locked by a clerk.', 'Sent at once.', 'No such order.']);
  });
  it('is the object without what carries it, where several members say something', () => {
    const answer = { head: 'Found in the list', rows: [{ lamp: 3 }], ms: 13 };
    expect(
      resultsOf(
        'outcome',
        CALLS.map((_fn, ms) => ({ ...answer, ms, state: 'ok' })),
      )[0],
    ).toBe(JSON.stringify({ ...answer, ms: 0 }));
  });
});
