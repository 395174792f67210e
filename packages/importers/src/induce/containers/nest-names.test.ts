import { describe, expect, it } from 'vitest';
import { listKeyed, nestNames } from './nest-names.ts';

describe('nestNames', () => {
  it('reads counted members as a list of steps', () => {
    expect(nestNames({ thought_0: 'a', tool_0: 'x', thought_1: 'b', tool_1: 'y' })).toEqual([
      { thought: 'a', tool: 'x' },
      { thought: 'b', tool: 'y' },
    ]);
    expect(nestNames({ id: 'r', thought_10: 'b', action_10: 'y', thought_2: 'a', action_2: 'x' })).toEqual({
      id: 'r',
      steps: [
        { thought: 'a', action: 'x' },
        { thought: 'b', action: 'y' },
      ],
    });
  });

  it('reads dotted names with numbers as lists, lists in them too', () => {
    expect(
      nestNames({
        model: 'm',
        'llm.messages.0.role': 'user',
        'llm.messages.0.text': 'hi',
        'llm.messages.1.calls.0.name': 'ls',
        'llm.messages.1.calls.1.name': 'cat',
      }),
    ).toEqual({
      model: 'm',
      'llm.messages': [{ role: 'user', text: 'hi' }, { calls: [{ name: 'ls' }, { name: 'cat' }] }],
    });
  });

  it('leaves coordinates, hashes and single counters as they are', () => {
    for (const value of [
      { x1: 1, y1: 2, x2: 3, y2: 4 },
      { step_1: {}, step_2: {} },
      { sha256: 'a', md5: 'b' },
      {},
    ])
      expect(nestNames(value)).toBe(value);
  });
});

it('lists what an object holds under ids', () => {
  expect(listKeyed({ c1: { output: 'a' }, c2: 'b' })).toEqual([
    { '#key': 'c1', output: 'a' },
    { '#key': 'c2', value: 'b' },
  ]);
});

it('leaves lists of one in what a node passed on', () => {
  expect(listKeyed({ search: [{ data: { main: [[{ json: { hotels: [{ id: 'h9' }] } }]] } }] })).toEqual([
    { '#name': 'search', data: { main: { json: { hotels: [{ id: 'h9' }] } } } },
  ]);
});
