import { expect, it } from 'vitest';
import { idMembers } from './pair-ids.ts';

it('takes numbers that count and begin anew for ids of their records', () => {
  const counted = [1, 2, 3, 1, 2, 3, 4, 5].map((id) => ({ id }));
  expect(idMembers(counted)).toMatchObject([{ path: 'id', unique: 1, counts: true }]);
  const sessions = [7, 7, 7, 7, 8, 8, 8, 8].map((id) => ({ id }));
  expect(idMembers(sessions)).toMatchObject([{ path: 'id', unique: 0.25, counts: false }]);
});
