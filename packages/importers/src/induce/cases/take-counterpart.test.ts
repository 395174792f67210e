import { expect, it } from 'vitest';
import type { JsonObject } from '@tracewright/core';
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

it('finds what came back beside the name and the arguments in one object', () => {
  const said = (automation: object): JsonObject => ({
    author: 'bot',
    automation: { ...automation } as JsonObject,
  });
  const { cases } = induceCases([
    said({ operation: 'open_door', inputs: { door: 1 }, outputs: 'it is open' }),
    said({ operation: 'feed', inputs: { cat: 'Mia' }, outputs: 'forty grams' }),
    said({ operation: 'open_door', inputs: { door: 2 }, outputs: 'it is locked' }),
  ]);
  expect(cases[0]?.fields).toMatchObject({ tool: ['automation.operation'], result: ['automation.outputs'] });
  const dealt = (name: string, given: JsonObject, returned: string): JsonObject => ({
    author: 'bot',
    deal: { operation: name, settings: given, returned },
  });
  const others = induceCases([
    dealt('open_door', { door: 1 }, 'it is open'),
    dealt('feed', { cat: 'Mia' }, 'forty grams'),
    dealt('open_door', { door: 2 }, 'it is locked'),
  ]).cases;
  expect(others[0]?.fields).toMatchObject({ tool: ['deal.operation'], result: ['deal.returned'] });
});
