import { expect, it } from 'vitest';
import type { AdapterBody } from './adapter/adapter.ts';
import { type Candidate, chooseCandidate } from './choose-candidate.ts';
import type { AdapterMeasure } from './measure-adapter.ts';

/** A reading that says something at these places. */
function reading(
  records: string,
  places: readonly string[],
  measure: Partial<AdapterMeasure> = {},
): Candidate {
  const body: AdapterBody = {
    container: 'json',
    runs: { at: '', facts: {} },
    records,
    cases: [],
    roles: {},
    status: { ok: [], error: [], errorPatterns: [] },
    pairing: 'ids',
    timeUnit: 's',
    fingerprint: { members: [], types: [] },
    fields: [],
  };
  const [calls, said] = [2, places.length];
  return {
    body,
    measure: {
      records: said,
      coverage: 1,
      textShare: 0.4,
      asks: true,
      distinct: 1,
      pairing: 1,
      voices: 2,
      calls,
      results: calls,
      turns: said,
      said,
      saying: new Set(places),
      fields: {},
      score: 0.8,
      ...measure,
    },
  };
}

it('takes what reads all that the best reads, and more', () => {
  const branch = reading('root[*].children[*]', ['/1', '/2']);
  const tree = reading('root[*]..children', ['/0', '/1', '/2']);
  expect(chooseCandidate([branch, tree])).toBe(tree);
});

it('keeps the best where another reads other places, finds fewer results or repeats itself', () => {
  const best = reading('steps[*]', ['/1', '/2']);
  for (const other of [
    reading('log[*]', ['/0', '/1', '/3']),
    reading('log[*]', ['/0', '/1', '/2'], { pairing: 0.5 }),
    reading('log[*]', ['/0', '/1', '/2'], { score: 0.7 }),
  ])
    expect(chooseCandidate([best, other])).toBe(best);
});

it('compares places of one way to read the tags alone', () => {
  const tagged = (places: readonly string[], tags: readonly string[]): Candidate => {
    const { body, measure } = reading('children[*]', places);
    return { body: { ...body, container: 'tags', tags }, measure };
  };
  const best = tagged(['/1', '/2'], ['*']);
  expect(chooseCandidate([best, tagged(['/0', '/1', '/2'], ['step', 'text'])])).toBe(best);
});

it('compares the places of two texts in records no more than those of two texts', () => {
  const text = { headers: ['user:'], skipFences: false };
  const inTexts = ({ body, measure }: Candidate): Candidate => ({
    measure,
    body: { ...body, transcripts: { member: 'chat', text: { ...text } } },
  });
  const best = inTexts(reading('[*].chat', ['/0', '/1']));
  const other = inTexts(reading('[*].chat', ['/0', '/1', '/2']));
  expect(chooseCandidate([best, other])).toBe(best);
});

it('takes for runs what holds a conversation each', () => {
  const tasks = reading('items[*]', ['/0', '/1', '/2', '/3'], { pairing: 0.9 });
  const { body, measure } = reading('messages[*]', ['/1', '/2', '/3'], { score: 0.9 });
  const inRuns = { ...body, runs: { at: 'items[*]', facts: {} } };
  const messages = {
    measure,
    body: { ...inRuns, cases: [{ when: [], as: 'turn' as const, fields: { role: ['role'] } }] },
  };
  expect(chooseCandidate([tasks, messages])).toBe(messages);
  const blocks = { body: inRuns, measure };
  expect(chooseCandidate([tasks, blocks])).toBe(tasks);
});
