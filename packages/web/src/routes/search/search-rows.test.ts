import type { SearchHitJson } from '@tracewright/core';
import { expect, it } from 'vitest';
import { buildSearchRows, describePlace, hitHref } from './search-rows.ts';
import { readSearchState, toSpanWhere, writeSearchState } from './search-state.ts';

function hit(runId: string, stepIndex: number | null, quote: string): SearchHitJson {
  return {
    runId,
    traceId: runId,
    spanId: `${runId}${stepIndex}`,
    stepIndex,
    agent: null,
    tool: null,
    time: null,
    name: 'chat',
    where: 'input/0',
    place: 'message',
    role: 'user',
    quote,
    start: 0,
    end: 1,
  };
}

it('groups by run in the order met, by step, and shows a resent message once, where it was said first', () => {
  const rows = buildSearchRows([
    hit('a', 8, 'x'),
    hit('a', 5, 'x'),
    hit('b', null, 'x'),
    hit('a', 6, 'x'),
    hit('a', 4, 'y'),
    hit('b', 2, 'x'),
  ]);
  expect(
    rows.map((row) =>
      row.kind === 'run' ? [row.runId, row.places] : [row.hit.stepIndex, row.hit.quote, row.repeats],
    ),
  ).toEqual([
    ['a', 2],
    [4, 'y', 0],
    [5, 'x', 2],
    ['b', 1],
    [2, 'x', 1],
  ]);
});

it('names places and links to steps', () => {
  expect(describePlace({ place: 'message', role: 'user' })).toBe('user message');
  expect(describePlace({ place: 'message', role: null })).toBe('message');
  expect(describePlace({ place: 'result', role: 'tool' })).toBe('result');
  expect(hitHref({ runId: 'a', stepIndex: 3 })).toBe('/runs/a#step-3');
  expect(hitHref({ runId: 'a', stepIndex: null })).toBe('/runs/a');
});

it('keeps what is asked in the address', () => {
  const state = { query: 'a & b', where: 'agent ~ x', scope: 'tools' } as const;
  expect(readSearchState(writeSearchState(state).slice('/search'.length))).toEqual(state);
  expect(writeSearchState({ query: '' })).toBe('/search');
  expect(readSearchState('?scope=constructor').scope).toBeUndefined();
  expect(toSpanWhere(state)).toBe('(agent ~ x) and operation = tool');
  expect(toSpanWhere({ where: '', scope: 'errors' })).toBe('status = error');
  expect(toSpanWhere({ where: 'agent ~ x', scope: undefined })).toBe('agent ~ x');
});
