import { expect, it } from 'vitest';
import type { RecordCase } from '../adapter/adapter.ts';
import { areConversations } from './are-conversations.ts';

const cases: readonly RecordCase[] = [
  { when: [{ path: 'by', in: ['rules'] }], as: 'turn', role: 'system', fields: {} },
  { when: [], as: 'turn', fields: { role: ['by'] } },
];
const [rules, system, user] = [{ by: 'rules' }, { by: 'system' }, { by: 'user' }];

it('knows lists that each begin with what the system says, by its kind or its role', () => {
  expect(
    areConversations(
      [
        [rules, user],
        [system, user],
      ],
      cases,
    ),
  ).toBe(true);
});

it('takes one list, and lists that go on with others, for parts of a conversation', () => {
  expect(areConversations([[rules, user]], cases)).toBe(false);
  expect(areConversations([[rules, user], [user]], cases)).toBe(false);
  expect(areConversations([[rules], []], cases)).toBe(false);
});
