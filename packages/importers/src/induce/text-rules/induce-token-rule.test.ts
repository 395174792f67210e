import { expect, it } from 'vitest';
import { induceTokenRule } from './induce-token-rule.ts';
import { readTextRecords } from '../containers/read-text-records.ts';

const PROMPT = `<turn_begin>system
You may call tools.<turn_end>
<turn_begin>user
Is the gate shut?<turn_end>
<turn_begin>assistant
<call>{"name": "gate", "arguments": {}}</call>
<turn_end>
<turn_begin>user
<tool_output>
shut
</tool_output>
<tool_output>
since noon
</tool_output><turn_end>
<turn_begin>assistant
It is.<turn_end>
<end_of_text>
<turn_begin>user
Thanks.<turn_end>
`;

it('reads turns between signs, what came back in a turn of the user, and where another conversation begins', () => {
  const rule = induceTokenRule(PROMPT);
  const { records } = readTextRecords(PROMPT, rule ?? { headers: [], skipFences: false });
  expect(records.map(({ label, text, session }) => [label, text, session])).toEqual([
    ['system', 'You may call tools.', '0'],
    ['user', 'Is the gate shut?', '0'],
    ['assistant', '<call>{"name": "gate", "arguments": {}}</call>', '0'],
    ['tool_output', 'shut', '0'],
    ['tool_output', 'since noon', '0'],
    ['assistant', 'It is.', '0'],
    ['user', 'Thanks.', '1'],
  ]);
});

it('takes no page of tags for it', () => {
  expect(induceTokenRule('<b>user\n<i>note\n<p>text\n<b>other\n')).toBeUndefined();
  expect(induceTokenRule('<b>user\nhello\n<b>agent\nhi\n<b>user\nbye\n')).toBeUndefined();
});

it('breaks lines in which one turn ends and the next begins', () => {
  const turn = (role: string, text: string, end: string = '<|end|>'): string =>
    `<|head|>${role}<|body|>\n\n${text}${end}`;
  const prompt = `<|start|>${[
    turn('system', 'Be brief.'),
    turn('user', 'Is the gate shut?'),
    turn('assistant', '{"name": "gate", "parameters": {}}', '<|call|>'),
    turn('ipython', 'shut'),
    turn('assistant', 'It is.'),
  ].join('')}`;
  const rule = induceTokenRule(prompt);
  expect(rule?.breaks).toEqual(['<|head|>']);
  const { records, places } = readTextRecords(prompt, rule ?? { headers: [], skipFences: false });
  expect(records.map(({ label, text }) => [label, text])).toEqual([
    ['system', 'Be brief.'],
    ['user', 'Is the gate shut?'],
    ['assistant', '{"name": "gate", "parameters": {}}'],
    ['ipython', 'shut'],
    ['assistant', 'It is.'],
  ]);
  expect(places[1]).toEqual({ line: 3, endLine: 4 });
});
