import { expect, it } from 'vitest';
import { AGENTRX_CATEGORIES, classifyFinding, parseAgentRxCategory } from './taxonomy.ts';

const failed = (quote: string): Parameters<typeof classifyFinding>[0] => ({
  category: 'tool-error',
  evidence: [{ spanId: 's' as never, path: 'tool/result', start: 0, end: quote.length, quote }],
});

it('gives a finding its place in both vocabularies', () => {
  expect(classifyFinding({ category: 'loop', evidence: [] })).toEqual({
    agentRx: 'instruction-adherence',
    kind: 'no-progress',
  });
  expect(classifyFinding({ category: 'constructor', evidence: [] })).toEqual({
    agentRx: 'inconclusive',
    kind: 'unknown',
  });
});

it('tells a blocked or broken environment from a wrong call by the quoted error', () => {
  expect(classifyFinding(failed('Error: no reservation ABC'))).toMatchObject({
    agentRx: 'invalid-invocation',
  });
  expect(classifyFinding(failed('Error 403: Forbidden'))).toMatchObject({ agentRx: 'guardrails' });
  expect(classifyFinding(failed('Error: request timed out'))).toMatchObject({ agentRx: 'system-failure' });
});

it('knows each category by its name and by the spellings in use', () => {
  for (const [id, { name }] of Object.entries(AGENTRX_CATEGORIES))
    expect(parseAgentRxCategory(name)).toBe(id);
  expect(parseAgentRxCategory('Intent not supported')).toBe('intent-not-supported');
  expect(parseAgentRxCategory('Intent Plan Misalignment')).toBe('intent-plan-misalignment');
  expect(parseAgentRxCategory('something else')).toBeUndefined();
});
