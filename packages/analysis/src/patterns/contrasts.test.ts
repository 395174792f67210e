import { createRandom } from '@tracewright/numeric';
import { describe, expect, it } from 'vitest';
import { makeAttempt } from '../testing/attempts.ts';
import type { Attempt } from './attempts.ts';
import { findContrasts } from './contrasts.ts';
import { findPatterns } from './find-patterns.ts';

const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/** In every task two attempts fail and two pass; the failing ones call `skip`, and one of each calls `look`. */
const planted = range(12).flatMap((task) => [
  makeAttempt({ task: `t${task}`, failed: true, traits: ['calls:skip', 'calls:look'] }),
  makeAttempt({ task: `t${task}`, failed: true, traits: ['calls:skip'] }),
  makeAttempt({ task: `t${task}`, failed: false, traits: ['calls:look'] }),
  makeAttempt({ task: `t${task}`, failed: false }),
]);

/** `transfer` belongs to the tasks that always fail, and to no outcome within a task. */
const confounded = [
  ...range(30).map((at) => makeAttempt({ task: `hard${at}`, failed: true, traits: ['calls:transfer'] })),
  ...range(30).map((at) => makeAttempt({ task: `easy${at}`, failed: false })),
  ...range(10).flatMap((at) => [
    makeAttempt({ task: `mixed${at}`, failed: true, traits: at % 2 === 0 ? ['calls:transfer'] : [] }),
    makeAttempt({ task: `mixed${at}`, failed: false, traits: at % 2 === 0 ? [] : ['calls:transfer'] }),
  ]),
];

describe('contrasts within tasks', () => {
  it('claim what marks failing attempts, and nothing else', () => {
    const { contrasts } = findContrasts(planted);
    const [first, ...others] = contrasts;
    expect(first).toMatchObject({
      id: 'calls:skip',
      label: 'calls skip',
      marks: 'failure',
      failing: { with: 24, of: 24 },
      passing: { with: 0, of: 24 },
      onlyFailing: 12,
      onlyPassing: 0,
      oddsRatio: null,
    });
    expect(first?.q).toBeLessThan(1e-6);
    expect(first?.interval[0]).toBeGreaterThan(1);
    expect(first?.examples.failing).toHaveLength(3);
    expect(first?.examples.passing).toEqual([]);
    expect(others.map(({ marks }) => marks)).toEqual(others.map(() => null));
  });

  it('are not pooled: a trait of hard tasks is a warning', () => {
    const [found] = findContrasts(confounded).contrasts;
    expect(found).toMatchObject({
      id: 'calls:transfer',
      marks: null,
      isConfounded: true,
      onlyFailing: 5,
      onlyPassing: 5,
    });
    expect(found?.p).toBe(1);
    expect(found?.pooled.p).toBeLessThan(0.001);
  });

  it('say what they could have shown', () => {
    const few = planted.slice(0, 12);
    const [most] = findContrasts(planted).contrasts;
    const [least] = findContrasts(few).contrasts;
    expect(most?.detectable.above).toBeGreaterThan(1);
    expect(most?.detectable.below).toBeLessThan(1);
    // Three tasks of two and two: the strongest contrast has p = 2/216.
    expect(least?.smallestP).toBeCloseTo(2 / 216, 10);
  });

  it('ask once about traits that show in the same attempts', () => {
    const twins = planted.map((attempt): Attempt => {
      const traits = new Map(attempt.profile.traits);
      if (traits.has('calls:skip')) traits.set('findings:finding\u001Fskipped', 2);
      return { ...attempt, profile: { ...attempt.profile, traits } };
    });
    const [first] = findContrasts(twins).contrasts;
    expect([first?.label, first?.same]).toEqual(['calls skip', ['shows skipped']]);
    expect(findContrasts(twins).tested).toBe(findContrasts(planted).tested);
  });

  it('compare amounts with the other attempts at the task', () => {
    const attempts = range(12).flatMap((task) => [
      makeAttempt({ task: `t${task}`, failed: true, steps: 10 * task + 3 }),
      makeAttempt({ task: `t${task}`, failed: false, steps: 10 * task + 2 }),
    ]);
    expect(findContrasts(attempts).contrasts[0]).toMatchObject({
      id: 'amount:steps',
      marks: 'failure',
      onlyFailing: 12,
    });
  });

  it('leave out attempts of unknown outcome and of no task', () => {
    const more = [
      ...planted,
      makeAttempt({ task: 't0', traits: ['calls:skip'] }),
      makeAttempt({ failed: false, traits: ['calls:skip'] }),
    ];
    expect(findContrasts(more).contrasts[0]).toMatchObject({
      failing: { of: 24 },
      passing: { with: 0, of: 24 },
    });
  });

  it('compare one agent with itself, and others only where nothing else is there', () => {
    const twoAgents = range(12).flatMap((task) => [
      makeAttempt({ task: `t${task}`, agent: 'A', failed: true, traits: ['calls:mine'] }),
      makeAttempt({ task: `t${task}`, agent: 'B', failed: false }),
    ]);
    expect(findPatterns(twoAgents)).toMatchObject({ acrossAgents: true, counts: { mixedTasks: 12 } });
    expect(findPatterns([...twoAgents, ...planted])).toMatchObject({ acrossAgents: false });
  });
});

it('claims nothing of outcomes that were dealt at random, but for the share it allows', () => {
  const random = createRandom(41);
  const rounds = 60;
  let claims = 0;
  for (let round = 0; round < rounds; round += 1) {
    const attempts = range(15).flatMap((task) =>
      range(4).map((at) =>
        makeAttempt({
          task: `t${task}`,
          failed: at < 2,
          traits: range(12).flatMap((trait) => (random() < 0.4 ? [`calls:${trait}` as const] : [])),
        }),
      ),
    );
    if (findContrasts(attempts).contrasts.some(({ marks }) => marks !== null)) claims += 1;
  }
  // At most 5 % expected, three rounds; ten would come once in a thousand. The benchmark deals many more.
  expect(claims).toBeLessThan(10);
});

it('has only numbers that JSON has', () => {
  for (const attempts of [[], planted, confounded]) {
    const patterns = findPatterns(attempts, planted);
    expect(JSON.parse(JSON.stringify(patterns))).toEqual(patterns);
  }
});
