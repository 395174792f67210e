import { expect, it } from 'vitest';
import { readTextRecords } from '../containers/read-text-records.ts';
import { induceSignRule } from './induce-sign-rule.ts';

const PROMPT =
  '<s>[ASK] Is it dry?\nAll of it?[/ASK][TOOL_CALL] [{"name": "soil", "id": 1}, {"name": "tank", "id": 2}]</s>' +
  '[TOOL_RESULT] {"value": "sign", "id": 1}[/TOOL_RESULT][TOOL_RESULT] none[/TOOL_RESULT] It is.</s> Anything else?</s>' +
  '[ASK] No.[/ASK]';

it('reads what stands between signs, and outside of them', () => {
  const rule = induceSignRule(PROMPT);
  expect(rule?.closing).toEqual(['<s>', '</s>']);
  const { records, places } = readTextRecords(
    PROMPT.replace('sign', '[ASK]'),
    rule ?? { headers: [], skipFences: false },
  );
  expect(records).toEqual([
    { label: 'user', text: 'Is it dry?\nAll of it?' },
    { label: 'TOOL_CALL', name: 'soil', id: 1 },
    { label: 'TOOL_CALL', name: 'tank', id: 2 },
    { label: 'TOOL_RESULT', value: '[ASK]', id: 1 },
    { label: 'TOOL_RESULT', text: 'none' },
    { label: 'reply', text: 'It is.' },
    { label: 'reply', text: 'Anything else?' },
    { label: 'user', text: 'No.' },
  ]);
  expect(places.slice(0, 2)).toEqual([
    { line: 1, endLine: 2 },
    { line: 2, endLine: 2 },
  ]);
});

it('takes no names in brackets that are not closed for it', () => {
  expect(induceSignRule(PROMPT.replaceAll('[/ASK]', '\n'))).toBeUndefined();
  expect(induceSignRule(`10:00 ${PROMPT}`)).toBeUndefined();
});
