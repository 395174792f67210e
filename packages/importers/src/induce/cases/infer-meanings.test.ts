import { expect, test } from 'vitest';
import { inferMeanings } from './infer-meanings.ts';
import type { RecordGroup } from './partition-records.ts';
import { readLabel } from '../words/vocabulary.ts';

test('whoever calls is an agent', () => {
  const call = { label: 'desk', type: 'tool_use', name: 'ls', input: {} };
  const said = { label: 'desk', text: 'Let me look.' };
  const other = { label: 'notice', text: 'Closed on Sunday.' };
  const groups: readonly RecordGroup[] = [
    {
      when: [{ path: 'type', in: ['tool_use'] }],
      records: [call],
      meaning: { as: 'call', role: 'agent', confidence: 1 },
      label: 'desk/tool_use',
    },
    { when: [{ path: 'label', in: ['desk'] }], records: [said], meaning: undefined, label: 'desk' },
    { when: [{ path: 'label', in: ['notice'] }], records: [other], meaning: undefined, label: 'notice' },
  ];
  const [, desk, notice] = inferMeanings([said, other, call], groups);
  expect(desk?.meaning).toMatchObject({ as: 'turn', role: 'agent' });
  expect(notice?.meaning).toBeUndefined();
});

test('a task that starts in its own line is what was asked, and what the agent means to do is a thought', () => {
  const said = [
    { label: 'Starting task', head: 'Find out what the ferry costs.', body: '' },
    ...Array.from({ length: 5 }, () => ({ label: 'Next goal', head: 'Look at the page.', body: '' })),
  ];
  const groupOf = (label: string): RecordGroup => ({
    when: [{ path: 'label', in: [label] }],
    records: said.filter((record) => record.label === label),
    meaning: readLabel(label),
    label,
  });
  const [asked, meant] = inferMeanings(said, [groupOf('Starting task'), groupOf('Next goal')]);
  expect(asked?.meaning).toMatchObject({ as: 'turn', role: 'user' });
  expect(meant?.meaning).toMatchObject({ as: 'thought', role: 'agent' });
});

test('what a completed call of a model brings as its response is said by the agent', () => {
  const groupOf = (label: string, records: RecordGroup['records']): RecordGroup => ({
    when: [{ path: 'type', in: [label] }],
    records,
    meaning: { as: 'note', confidence: 1 },
    label,
  });
  const answered = [{ type: 'llm_call_completed', response: 'Two files lie there.' }];
  const counted = [{ type: 'llm_call_end', tokens: 12 }];
  const started = [{ type: 'llm_call_started', response: 'none so far' }];
  const groups = [answered, counted, started].map((records) => groupOf(records[0]?.type ?? '', records));
  expect(
    inferMeanings([answered, counted, started].flat(), groups).map(({ meaning }) => meaning?.as),
  ).toEqual(['turn', 'note', 'note']);
});

test('arguments that name no tool but their kind are no call', () => {
  const given = (kind: string, others: object): RecordGroup => {
    const record = { type: kind, arguments: '{"door": 1}', ...others };
    const condition = { path: 'type', in: [kind] };
    return { when: [condition], records: [record], meaning: readLabel(kind), label: kind };
  };
  const groups = [given('tool_input', {}), given('tool_parameters', { tool_name: 'open_door' })];
  const meanings = inferMeanings(
    groups.flatMap(({ records }) => records),
    groups,
  ).map(({ meaning }) => meaning?.as);
  expect(meanings).toEqual(['arguments', 'call']);
});
