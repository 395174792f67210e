import type { JsonObject } from '@tracewright/core';
import { describe, expect, it } from 'vitest';
import { findJoins, joinByIds } from './join-by-ids.ts';

const NOTES = {
  rooms: [
    {
      id: 'r1',
      lines: [
        { id: 'l1', who: 'user', pieces: ['p2'] },
        { id: 'l2', who: 'bot', pieces: ['p3', 'p1'] },
      ],
    },
  ],
  pieces_table: [
    { id: 'p1', kind: 'said', words: 'Two cats' },
    { id: 'p2', kind: 'said', words: 'How many?' },
    { id: 'p3', kind: 'tool', name: 'count' },
  ],
};

const TABLES = {
  chats: [{ chatId: 7, title: 'Cats' }],
  chat_messages: [
    { uuid: 'a', chatId: 7, role: 'user' },
    { uuid: 'b', chatId: 7, role: 'assistant' },
  ],
  parts: [
    { id: 1, message_id: 'b', text: 'Two' },
    { id: 2, message_id: 'a', text: 'How many?' },
    { id: 3, message_id: 'b', text: 'cats' },
  ],
};

describe('joinByIds', () => {
  it('puts rows where lists of ids name them', () => {
    const joins = findJoins(NOTES);
    expect(joins).toEqual([{ list: 'pieces_table', key: 'id', names: 'pieces' }]);
    expect(joinByIds(NOTES, joins)).toEqual({
      rooms: [
        {
          id: 'r1',
          lines: [
            { id: 'l1', who: 'user', pieces: [NOTES.pieces_table[1]] },
            { id: 'l2', who: 'bot', pieces: [NOTES.pieces_table[2], NOTES.pieces_table[0]] },
          ],
        },
      ],
      pieces_table: [],
    });
  });

  it('puts rows below the rows that they name, over several tables', () => {
    const joins = findJoins(TABLES);
    expect(joins).toEqual([
      { list: 'chat_messages', key: 'chatId', of: { list: 'chats', id: 'chatId' } },
      { list: 'parts', key: 'message_id', of: { list: 'chat_messages', id: 'uuid' } },
    ]);
    const [user, agent] = TABLES.chat_messages;
    const [first, asked, last] = TABLES.parts;
    expect(joinByIds(TABLES, joins)).toEqual({
      chats: [
        {
          ...TABLES.chats[0],
          chat_messages: [
            { ...user, parts: [asked] },
            { ...agent, parts: [first, last] },
          ],
        },
      ],
      chat_messages: [],
      parts: [],
    });
  });

  it('knows tables whose rows stand under their ids', () => {
    const store = {
      turns: { t1: { id: 't1', by: 'user', shown: ['x2'] }, t2: { id: 't2', by: 'bot', shown: ['x1'] } },
      entities: { x1: { id: 'x1', said: 'Two' }, x2: { id: 'x2', said: 'How many?' } },
    };
    const joins = findJoins(store);
    expect(joins).toEqual([{ list: 'entities', key: 'id', names: 'shown' }]);
    expect(joinByIds(store, joins)).toEqual({
      turns: {
        t1: { id: 't1', by: 'user', shown: [store.entities.x2] },
        t2: { id: 't2', by: 'bot', shown: [store.entities.x1] },
      },
      entities: {},
    });
  });

  it('leaves a tree as it is, and what is named twice or beside its call', () => {
    const tree = {
      nodes: [
        { id: 'a', children: ['b', 'c'] },
        { id: 'b', children: [] },
        { id: 'c', children: [] },
      ],
    };
    expect(findJoins(tree)).toEqual([]);
    const team = { people: [{ id: 'x' }, { id: 'y' }], turns: [{ to: ['x', 'y'] }, { to: ['x', 'y'] }] };
    expect(findJoins(team)).toEqual([]);
    const calls = {
      tool_calls: [{ id: 'c1' }, { id: 'c2' }],
      results: [{ tool_call_id: 'c1' }, { tool_call_id: 'c2' }],
    };
    expect(findJoins(calls)).toEqual([]);
    const tries = { tasks: [{ id: 1 }, { id: 2 }], tries: [{ task_id: 2 }, { task_id: 1 }] };
    expect(findJoins(tries)).toEqual([]);
  });

  it('places a row once, where tables name each other or ids recur', () => {
    const joins = [
      { list: 'tasks', key: 'id', names: 'doing' },
      { list: 'people', key: 'id', names: 'by' },
    ];
    const ids = Array.from({ length: 30 }, (_, at) => `t${at}`);
    const team = {
      lead: { by: ['p1', 'p1'] },
      people: [{ id: 'p1', doing: ids }],
      tasks: ids.map((id) => ({ id, by: ['p1', 'p1'] })),
    };
    const { lead } = joinByIds(team, joins) as unknown as { lead: { by: [{ doing: JsonObject[] }, string] } };
    expect(lead.by[1]).toBe('p1');
    expect(lead.by[0].doing).toHaveLength(ids.length);
    expect(lead.by[0].doing[0]).toEqual({ id: 't0', by: ['p1', 'p1'] });
  });

  it('empties a table that is called as the member that names its rows, and leaves what is nothing', () => {
    const store = {
      messages: [
        { id: 'm1', blocks: ['b1', 'gone'], note: null },
        { id: 'm2', blocks: ['b2'], note: [null] },
        { id: 'm3', blocks: [] },
      ],
      blocks: [{ id: 'b1' }, { id: 'b2' }],
    };
    expect(joinByIds(store, [{ list: 'blocks', key: 'id', names: 'blocks' }])).toEqual({
      messages: [
        { id: 'm1', blocks: [{ id: 'b1' }, 'gone'], note: null },
        { id: 'm2', blocks: [{ id: 'b2' }], note: [null] },
        { id: 'm3', blocks: [] },
      ],
      blocks: [],
    });
  });

  it('knows a table that is called as the member that names its rows, where a list of them is empty', () => {
    const blocks = [{ id: 'b1' }, { id: 'b2' }];
    const messages = [
      { id: 'm1', blocks: [] },
      { id: 'm2', blocks: ['b2', 'b1'] },
    ];
    expect(findJoins({ messages, blocks })).toEqual([{ list: 'blocks', key: 'id', names: 'blocks' }]);
  });

  it('leaves rows that name one another all around: they would stand nowhere', () => {
    const pairs = {
      asked: [
        { id: 'a1', brought: ['b1'] },
        { id: 'a2', brought: ['b2'] },
      ],
      came: [
        { id: 'b1', calls: ['a1'] },
        { id: 'b2', calls: ['a2'] },
      ],
    };
    expect(findJoins(pairs)).toEqual([]);
    expect(
      joinByIds(pairs, [
        { list: 'came', key: 'id', names: 'brought' },
        { list: 'asked', key: 'id', names: 'calls' },
      ]),
    ).toBe(pairs);
  });

  it('looks for no tables among thousands of lists', () => {
    const lists = Array.from({ length: 4_000 }, (_, at) => [
      `list${at}`,
      [{ message_id: 2 * at }, { message_id: 2 * at + 1 }],
    ]);
    const start = performance.now();
    expect(findJoins(Object.fromEntries(lists))).toEqual([]);
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});
