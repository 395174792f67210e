import { expect, it } from 'vitest';
import type { LabelMeaning } from '../words/vocabulary.ts';
import { inferSettings } from './infer-settings.ts';
import type { RecordGroup } from './partition-records.ts';

const line = (label: string, head: string) => ({ label, head, body: '', text: head });
const group = (records: readonly ReturnType<typeof line>[], meaning?: LabelMeaning): RecordGroup => {
  const label = records[0]?.label ?? '';
  return { when: [{ path: 'label', in: [label] }], records, meaning, label };
};
const USER: LabelMeaning = { as: 'turn', role: 'user', confidence: 1 };
const THOUGHT: LabelMeaning = { as: 'thought', role: 'agent', confidence: 1 };
const TOOL: LabelMeaning = { as: 'turn', role: 'environment', confidence: 1 };

it('takes what stands once above all that comes back for settings, and not who asks there', () => {
  const [name, effort, sandbox] = [
    line('name', 'Ada of the lamps'),
    line('reasoning', 'high'),
    line('host', 'lab'),
  ];
  const [task, first, second] = [
    line('task', 'Light it.'),
    line('thought', 'I look.'),
    line('thought', 'Lit.'),
  ];
  const records = [name, effort, sandbox, task, first, second];
  const groups = [
    group([name]),
    group([effort], THOUGHT),
    group([sandbox], TOOL),
    group([task], USER),
    group([first, second], THOUGHT),
  ];
  expect(inferSettings(groups, records).map(({ meaning }) => meaning?.as)).toEqual([
    'note',
    'note',
    'note',
    'turn',
    'thought',
  ]);
  // Nothing comes back: these are the words of the log.
  expect(inferSettings(groups.slice(0, 4), records.slice(0, 4))).toEqual(groups.slice(0, 4));
});

it('leaves sentences of a thought', () => {
  const [a, b, c] = [
    line('name', 'Ada'),
    line('plan', 'I look at the lamp first, then at the door'),
    line('host', 'lab'),
  ];
  const again = [line('thought', 'I look.'), line('thought', 'Lit.')];
  const groups = [group([a]), group([b], THOUGHT), group([c], TOOL), group(again, THOUGHT)];
  expect(inferSettings(groups, [a, b, c, ...again])).toEqual(groups);
});
