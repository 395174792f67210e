import { expect, it } from 'vitest';
import type { RecordCase } from '../adapter/adapter.ts';
import { settleSilent } from './settle-silent.ts';

const kind = (value: string, fields: RecordCase['fields'], as: RecordCase['as'] = 'turn'): RecordCase => ({
  when: [{ path: 'kind', in: [value] }],
  as,
  ...(as === 'turn' ? { role: 'agent' } : {}),
  fields,
});
const kinds = (...cases: readonly RecordCase[]): string[] => settleSilent(cases).map(({ as }) => as);

it('takes kinds for notes of which no member says anything, where others speak', () => {
  const answer = kind('answer', { text: ['said'] });
  const closed = kind('agent_done', { time: ['at'], id: ['id'] });
  expect(kinds(answer, closed, kind('thinking_level', { time: ['at'] }, 'thought'))).toEqual([
    'turn',
    'note',
    'note',
  ]);
  expect(settleSilent([answer, closed])[1]).toEqual({ ...closed, as: 'note', role: undefined });
});

it('leaves them where nobody else speaks, and those that hold something', () => {
  expect(kinds(kind('agent_done', { time: ['at'] }))).toEqual(['turn']);
  const answer = kind('answer', { text: ['said'] });
  expect(kinds(answer, kind('model_called', { outputTokens: ['tokens'] }))).toEqual(['turn', 'turn']);
  const node = { ...kind('agent_node', {}), when: [{ path: '["#name"]', in: ['agent_node'] }] };
  expect(kinds(answer, node)).toEqual(['turn', 'turn']);
  const called = { ...kind('agent_calls', {}), inside: [{ at: 'calls[*]', cases: [answer] }] };
  expect(kinds(answer, called, kind('agent_tool', { tool: ['name'] }))).toEqual(['turn', 'turn', 'turn']);
});
