import { expect, it } from 'vitest';
import { profileMembers } from './profile-members.ts';

it('counts the depth and the names of members from what is known to hold the records', () => {
  const records = [{ a: { b: { c: { d: { observation: { final: { text: 'It is on.' } } } } } } }];
  const path = 'a.b.c.d.observation.final.text';
  const wrappers = ['a', 'a.b', 'a.b.c', 'a.b.c.d', 'a.b.c.d.observation', 'a.b.c.d.observation.final'];
  const find = (held: readonly string[]) =>
    profileMembers(records, new Set(held)).members.find((member) => member.path === path);
  expect(find([])).toBeUndefined();
  expect(find(wrappers)?.names).toEqual(['text']);
});
