import { expect, it } from 'vitest';
import type { JsonObject } from '@tracewright/core';
import { findBatched, findGroup, findListMembers } from './find-group.ts';

const said = (...chats: readonly string[]): JsonObject[] =>
  chats.map((chat, index) => ({ chat_id: chat, text: `word ${index}` }));
const groupOf = (...lists: readonly JsonObject[][]): string | undefined => findGroup(lists.flat(), lists);

it('tells conversations apart that stand one after the other in the list of a file', () => {
  expect(groupOf(said('a', 'a', 'b', 'b'), said('c', 'c', 'c'))).toBe('chat_id');
  expect(groupOf(said('a', 'a', 'b', 'b', 'a'))).toBe('chat_id');
});

it('leaves lists together of which each holds one, or values that come again and again', () => {
  expect(groupOf(said('a', 'a', 'a'), said('b', 'b', 'b'))).toBeUndefined();
  expect(groupOf(said('a', 'b', 'a', 'b'), said('a', 'a', 'b', 'b', 'a'))).toBeUndefined();
});

it('names the ids of which several records have each, the most telling first', () => {
  const records = [0, 1, 2, 3, 4, 5, 6, 7].map((at) => ({
    id: `r${at}`,
    trace_id: `t${at < 4 ? 0 : 1}`,
    parent_span: `p${Math.floor(at / 2)}`,
    text: 'the same',
  }));
  expect(findListMembers(records)).toEqual(['parent_span', 'trace_id']);
});

it('finds the id of runs that are told in batches', () => {
  const span = (trace: string, name: string): JsonObject => ({ trace_id: trace, name });
  const sent = [
    [span('t1', 'plan')],
    [span('t1', 'ls'), span('t2', 'plan')],
    [span('t2', 'cat')],
    [span('t1', 'end')],
  ];
  expect(findBatched([sent])).toEqual({ by: 'trace_id' });
  const page = (...times: readonly number[]): JsonObject[] =>
    times.map((time) => ({ context: { sessionId: 's1' }, time }));
  expect(findBatched([[page(1, 2), page(3)], [page(4)]])).toEqual({ by: undefined });
});

it('leaves lists apart that are runs, and records that name no run', () => {
  expect(findBatched([[said('a', 'a'), said('b', 'b')], [said('a', 'a')]])).toBeUndefined();
  expect(findBatched([[[{ text: 'a' }], [{ text: 'b' }]]])).toBeUndefined();
});
