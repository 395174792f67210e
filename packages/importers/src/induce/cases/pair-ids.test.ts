import { expect, it } from 'vitest';
import { induceCases } from './induce-cases.ts';
import { idMembers } from './pair-ids.ts';

it('takes numbers that count and begin anew for ids of their records', () => {
  const counted = [1, 2, 3, 1, 2, 3, 4, 5].map((id) => ({ id }));
  expect(idMembers(counted)).toMatchObject([{ path: 'id', unique: 1, counts: true }]);
  const sessions = [7, 7, 7, 7, 8, 8, 8, 8].map((id) => ({ id }));
  expect(idMembers(sessions)).toMatchObject([{ path: 'id', unique: 0.25, counts: false }]);
});

it('takes ids that no call has in common with its result for ids of the records', () => {
  const log = (answerOf: (call: number) => string): Parameters<typeof induceCases>[0] =>
    [1, 2, 3].flatMap((call) => [
      { kind: 'tool_call', id: `c${call}`, tool: 'weigh', arguments: { cups: call } },
      { kind: 'tool_result', id: answerOf(call), output: `${call} pounds` },
    ]);
  const idsOf = (records: Parameters<typeof induceCases>[0]): unknown[] =>
    induceCases(records).cases.map(({ fields }) => fields.callId);
  expect(idsOf(log((call) => `c${call}`))).toEqual([['id'], ['id']]);
  expect(idsOf(log((call) => `r${call}`))).toEqual([undefined, undefined]);
});

it('takes the id of whoever calls, which many calls have, for none of a call', () => {
  const records = [1, 2, 3, 4, 5, 6, 7].flatMap((call) => [
    { kind: 'tool_call', agent_id: 'a1', tool: 'weigh', arguments: { cups: call } },
    { kind: 'tool_result', output: `${call} pounds` },
  ]);
  const { cases } = induceCases([...records, { kind: 'run_result', agent_id: 'a1', output: 'all weighed' }]);
  expect(cases.map(({ fields }) => fields.callId)).not.toContainEqual(['agent_id']);
});
