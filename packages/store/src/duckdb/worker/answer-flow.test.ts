import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { Columns } from '../protocol.ts';
import { AnswerFlow } from './answer-flow.ts';

it('sends no more than a few parts ahead of who takes them', async () => {
  const sent: Columns[] = [];
  const flow = new AnswerFlow((columns) => sent.push(columns));
  const parts = Array.from({ length: 20 }, (_, at): Columns => [[at]]);
  const sending = (async (): Promise<void> => {
    for (const part of parts) await flow.send(part);
  })();
  await nextTurn();
  const ahead = sent.length;
  expect(ahead).toBeLessThan(parts.length);
  for (let taken = 1; sent.length < parts.length; taken += 1) {
    flow.taken();
    await nextTurn();
    expect(sent.length).toBeLessThanOrEqual(ahead + taken);
  }
  for (const _ of parts) flow.taken();
  await sending;
  expect(sent).toEqual(parts);
});
