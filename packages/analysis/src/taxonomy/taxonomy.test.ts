import { expect, it } from 'vitest';
import { buildContext } from '../detect/context.ts';
import { faultyReasoning } from '../detect/detectors/faulty-reasoning.ts';
import { makeRun, turn } from '../testing/spans.ts';
import { AGENTRX_CATEGORIES, classifyFinding, parseAgentRxCategory } from './taxonomy.ts';

const failed = (quote: string): Parameters<typeof classifyFinding>[0] => ({
  category: 'tool-error',
  detector: 'tool-error@1',
  evidence: [{ spanId: 's' as never, path: 'tool/result', start: 0, end: quote.length, quote }],
});

it('gives a finding its place in both vocabularies', () => {
  expect(classifyFinding({ category: 'loop', detector: 'ping-pong@1', evidence: [] })).toEqual({
    agentRx: 'instruction-adherence',
    kind: 'no-progress',
  });
  expect(classifyFinding({ category: 'constructor', detector: 'x@1', evidence: [] })).toEqual({
    agentRx: 'inconclusive',
    kind: 'unknown',
  });
});

it('knows a line that is proved wrong, whatever does not hold in it', () => {
  const spans = [turn('u', 'user', 'How much?'), turn('a', 'assistant', 'So it is 3 * 24 = 62')];
  const found = faultyReasoning.detect(buildContext(makeRun({}), spans));
  expect(found.map((finding) => classifyFinding(finding))).toEqual([
    { agentRx: 'invention', kind: 'wrong-reasoning' },
  ]);
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
