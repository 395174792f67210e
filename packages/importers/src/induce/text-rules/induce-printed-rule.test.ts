import { expect, it } from 'vitest';
import { inducePrintedRule } from './induce-printed-rule.ts';

const log = (around: string): string =>
  ['user', 'assistant', 'user', 'assistant']
    .map((role, id) => `${around} Message(role='${role}', id=${id})\n`)
    .join('');

it('takes a log of printed messages for one', () => {
  expect(inducePrintedRule(log('DEBUG'))?.printed).toBe(true);
});

it('takes none in which they are few, or say nothing of who speaks', () => {
  expect(inducePrintedRule(log('DEBUG and what else was said in this line of it'))).toBeUndefined();
  expect(inducePrintedRule(log('DEBUG').replaceAll('assistant', 'user'))).toBeUndefined();
  expect(inducePrintedRule(log('DEBUG').replaceAll(/user|assistant/g, 'a1'))).toBeUndefined();
});
