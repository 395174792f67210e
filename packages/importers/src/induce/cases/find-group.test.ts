import { expect, it } from 'vitest';
import type { JsonObject } from '@tracewright/core';
import { findGroup, findListMembers } from './find-group.ts';

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
