import { expect, it } from 'vitest';
import type { JsonObject } from '@tracewright/core';
import { readTextRecords } from '../containers/read-text-records.ts';
import { induceBarRule } from './induce-bar-rule.ts';

const read = (text: string): readonly JsonObject[] =>
  readTextRecords(text, induceBarRule(text) ?? { headers: [], skipFences: false }).records;

it('reads what stands behind signs that say who speaks, and between those around calls', () => {
  const call = (name: string): string =>
    `<|tool_call_begin|>function<|tool_sep|>${name}\n{"house": 4}<|tool_call_end|>`;
  const prompt =
    `<|begin_of_text|>Be brief.<|User|>Is it dry?\nAll of it?<|Assistant|><|tool_calls_begin|>${call('soil')}\n` +
    `${call('tank')}<|tool_calls_end|><|end_of_turn|><|tool_output_begin|>0.1 <|tool_output_end|>It is.<|end_of_turn|>` +
    '<|User|>Thanks.<|Assistant|>Goodbye.<|end_of_turn|>';
  expect(read(prompt)).toEqual([
    { label: 'system', text: 'Be brief.' },
    { label: 'user', text: 'Is it dry?\nAll of it?' },
    { label: 'tool_call', text: 'soil\n{"house": 4}' },
    { label: 'tool_call', text: 'tank\n{"house": 4}' },
    { label: 'tool_output', text: '0.1' },
    { label: 'reply', text: 'It is.' },
    { label: 'user', text: 'Thanks.' },
    { label: 'assistant', text: 'Goodbye.' },
  ]);
});

it('reads a sign inside of a call as a division, and lines as others', () => {
  const prompt =
    '<|system|>\nBe brief.</s>\n<|user|>\nIs it dry?</s>\n<|assistant|>\n<｜call▁start｜>soil<｜sep｜>{"house": 4}<｜call▁end｜></s>\n' +
    '<|observation|>\n0.1</s>\n<|assistant|>\nIt is.</s>\n<|user|>\nThanks.</s>';
  expect(read(prompt)).toEqual([
    { label: 'system', text: 'Be brief.' },
    { label: 'user', text: 'Is it dry?' },
    { label: 'call', text: 'soil\n{"house": 4}' },
    { label: 'observation', text: '0.1' },
    { label: 'assistant', text: 'It is.' },
    { label: 'user', text: 'Thanks.' },
  ]);
});

it('takes no prompt for it whose signs name nobody, and no text in which they are quoted', () => {
  const turn = (role: string): string => `<|start|>${role}<|message|>Hello.<|end|>\n`;
  expect(induceBarRule(['user', 'assistant', 'user', 'assistant'].map(turn).join(''))).toBeUndefined();
  expect(
    induceBarRule('The template writes <|user|>a<|assistant|>b<|user|>c<|assistant|>d.'),
  ).toBeUndefined();
});
