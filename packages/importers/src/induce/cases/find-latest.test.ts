import { describe, expect, it } from 'vitest';
import type { JsonObject } from '@tracewright/core';
import { latestOf } from '../interpreter/latest-of.ts';
import { findLatest } from './find-latest.ts';

/** A step that is sent whole each time that something is known of it. */
const steps: JsonObject[] = ['s1', 's2'].flatMap((id, at) => [
  { step: { id, at, tool: '', brought: '' }, state: 'running' },
  { step: { id, at, tool: 'ls', brought: '' }, state: 'running' },
  { step: { id, at, tool: 'ls', brought: `${at} files` }, state: 'done' },
]);
/** What was heard so far. */
const heard: JsonObject[] = [
  { uid: 7, text: 'How', at: 100.5 },
  { uid: 7, text: 'How many', at: 101 },
  { uid: 7, text: 'How many cats?', at: 101.5 },
  { uid: 8, text: 'And', at: 120 },
  { uid: 8, text: 'And dogs?', at: 121 },
];

describe('findLatest', () => {
  it('finds the member by which what is told again is known', () => {
    expect(findLatest(steps)).toBe('step.id');
    expect(findLatest(heard)).toBe('uid');
  });

  it('leaves records that tell parts, or something else of the same thing', () => {
    const parts = ['How ', 'many ', 'cats?', 'And ', 'dogs?'].map((text, at) => ({
      id: at < 3 ? 1 : 2,
      text,
    }));
    expect(findLatest(parts)).toBeUndefined();
    const phases = ['a', 'b'].flatMap((id) => [
      { id, tool: 'ls' },
      { id, result: 'two files, both of them empty' },
    ]);
    expect(findLatest(phases)).toBeUndefined();
    const chat = ['Hello', 'How are you?', 'Fine'].map((text) => ({ chat_id: 'c', text }));
    expect(findLatest(chat)).toBeUndefined();
  });
});

describe('latestOf', () => {
  it('keeps the last of each where the first stood, and what stands for itself', () => {
    const places = [...heard, { text: 'noise' }, { text: 'noise' }, { uid: 7, text: 'How many cats? Two' }];
    const kept = latestOf(
      places.map((value) => ({ value })),
      (value) => (typeof value === 'object' && value !== null && 'uid' in value ? 'uid' : undefined),
    );
    expect(kept.map(({ value }) => value)).toEqual([
      { uid: 7, text: 'How many cats? Two' },
      { uid: 8, text: 'And dogs?', at: 121 },
      { text: 'noise' },
      { text: 'noise' },
    ]);
  });

  it('keeps those of another run, and what is known by no word or number', () => {
    const places = [
      { run: 'a', id: 1 },
      { run: 'b', id: 1 },
      { run: 'b', id: { of: 2 } },
      { run: 'b', id: { of: 3 } },
    ].map((value) => ({ value }));
    expect(latestOf(places, () => 'id', 'run')).toEqual(places);
  });
});
