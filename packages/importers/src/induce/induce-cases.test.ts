import { expect, it } from 'vitest';
import { induceCases } from './induce-cases.ts';

it('takes a tool that is called "act" for one of many that are named by their member', () => {
  const step = (name: string, given: Record<string, string>): { actions: object[]; thought: string } => ({
    thought: `now ${name}, and then look again`,
    actions: [{ [name]: given }],
  });
  const records = [
    step('look', {}),
    step('move', { direction: 'up' }),
    step('act', { verb: 'open', object: 'chest' }),
    step('act', { verb: 'take', object: 'key' }),
    step('done', { text: 'the chest is open' }),
  ];
  const { cases } = induceCases(JSON.parse(JSON.stringify(records)));
  expect(cases.flatMap(({ inside = [] }) => inside)).toEqual([
    {
      at: 'actions[*]',
      cases: [{ when: [], as: 'call', fields: { callText: [''] }, callsInText: ['named-member'] }],
    },
  ]);
});
