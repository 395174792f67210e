import { expect, it } from 'vitest';
import { induceCases } from './induce-cases.ts';

it('finds what came back by the name of what was given', () => {
  const { cases } = induceCases([
    { tool: 'open_door', inputActionParameters: { door: 1 }, outputActionParameters: { opened: true } },
    { tool: 'feed', inputActionParameters: { cat: 'Mia' }, outputActionParameters: { grams: 40 } },
    { tool: 'open_door', inputActionParameters: { door: 2 }, outputActionParameters: { opened: false } },
  ]);
  expect(cases[0]?.fields).toMatchObject({
    tool: ['tool'],
    arguments: ['inputActionParameters'],
    result: ['outputActionParameters'],
  });
});
