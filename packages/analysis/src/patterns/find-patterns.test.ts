import { describe, expect, it } from 'vitest';
import { makeAttempt } from '../testing/attempts.ts';
import type { Attempt } from './attempts.ts';
import { findPatterns } from './find-patterns.ts';

const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

describe('capability deficits', () => {
  it('are those of TRACE, with the difference within tasks beside them', () => {
    const attempts = range(20).flatMap((task) => [
      makeAttempt({ task: `t${task}`, failed: true, capabilities: { verification: 'lacking' } }),
      makeAttempt({
        task: `t${task}`,
        failed: false,
        capabilities: { verification: task < 5 ? 'lacking' : 'present' },
      }),
    ]);
    const [first, second] = findPatterns(attempts).capabilities;
    expect(first).toMatchObject({
      id: 'verification',
      coverage: 1,
      delta: 0.75,
      stability: 1,
      isDeficit: true,
      failing: { lacking: 20, present: 0, notApplicable: 0 },
      within: { failing: { with: 20, of: 20 }, passing: { with: 5, of: 20 }, isClaimed: true },
    });
    expect(second).toMatchObject({ delta: null, stability: 0, isDeficit: false });
  });

  it('that only hard tasks show are deficits for TRACE and none within tasks', () => {
    const attempts = range(20).flatMap((task) => [
      makeAttempt({ task: `hard${task}`, failed: true, capabilities: { progress: 'lacking' } }),
      makeAttempt({ task: `easy${task}`, failed: false, capabilities: { progress: 'present' } }),
    ]);
    const [first] = findPatterns(attempts).capabilities;
    expect(first).toMatchObject({ id: 'progress', isDeficit: true, within: { isClaimed: false, p: 1 } });
  });

  it('are the same each time', () => {
    const attempts = range(9).flatMap((task) =>
      range(3).map((at) =>
        makeAttempt({
          task: `t${task}`,
          failed: (task + at) % 2 === 0,
          capabilities: { persistence: (task * at) % 3 === 0 ? 'lacking' : 'present' },
        }),
      ),
    );
    expect(findPatterns(attempts).capabilities).toEqual(findPatterns(attempts).capabilities);
  });
});

describe('clusters of failures', () => {
  const failure = (features: readonly string[]): Attempt =>
    makeAttempt({ task: 't', failed: true, features });
  const attempts = [
    ...range(6).map((at) =>
      failure([
        'begins early',
        'meets “Error: no seats”',
        at % 2 === 0 ? 'ends with a message' : 'ends with submit',
      ]),
    ),
    ...range(4).map(() => failure(['begins late', 'shows loop', 'ends with a message'])),
    failure(['begins midway', 'shows giving-up']),
    makeAttempt({ task: 't', failed: false, features: ['begins late', 'shows loop'] }),
  ];

  it('are named after what marks them off, with an example', () => {
    const { clusters, silhouette } = findPatterns(attempts);
    expect(clusters.map(({ runs, name }) => [runs, name])).toEqual([
      [6, 'begins early, meets “Error: no seats”'],
      [4, 'begins late, shows loop, ends with a message'],
    ]);
    expect(silhouette).toBeGreaterThan(0.5);
    expect(clusters[0]?.runIds).toContain(clusters[0]?.example.runId);
    expect(clusters[1]?.features[0]).toMatchObject({
      inside: { with: 4, of: 4 },
      outside: { with: 0, of: 7 },
    });
  });

  it('do not depend on the order of the runs', () => {
    const names = (list: readonly Attempt[]): unknown =>
      findPatterns(list).clusters.map(({ name, runs }) => [name, runs]);
    expect(names(attempts.toReversed())).toEqual(names(attempts));
  });

  it('are none where nothing failed or all failed alike', () => {
    expect(findPatterns([failure(['begins early'])])).toMatchObject({ clusters: [], silhouette: null });
    expect(findPatterns(range(5).map(() => failure(['begins early'])))).toMatchObject({
      clusters: [],
      silhouette: null,
    });
  });

  it('take thousands of runs, all different', () => {
    const many = range(3000).map((at) =>
      failure([`begins with ${at % 7}`, `meets ${at % 31}`, `ends with ${at % 11}`, `shows ${at % 13}`]),
    );
    const { clusters } = findPatterns(many);
    expect(clusters.reduce((sum, { runs }) => sum + runs, 0)).toBe(3000);
  });
});

describe('trends', () => {
  const attempt = (task: number, failed: boolean): Attempt =>
    makeAttempt({
      task: `t${task}`,
      failed,
      traits: failed && task > 0 ? ['findings:finding\u001Floop'] : [],
    });

  it('within tasks tell what a release fixed', () => {
    const before = range(20).map((task) => attempt(task, true));
    const after = range(22).map((task) => attempt(task, task < 4));
    const { trend } = findPatterns(after, before);
    expect(trend).toMatchObject({
      isPaired: true,
      matchedTasks: 20,
      unmatched: { before: 0, after: 2 },
      outcome: {
        before: { with: 20, of: 20 },
        after: { with: 4, of: 20 },
        direction: 'fewer',
        difference: -0.8,
      },
    });
    // Sixteen discordant pairs, all one way: McNemar's exact p.
    expect(trend?.outcome.p).toBeCloseTo(2 ** -15, 10);
    expect(trend?.changes.find(({ id }) => id.startsWith('findings:'))).toMatchObject({ direction: 'fewer' });
    const [low, high] = trend?.outcome.differenceInterval ?? [0, 0];
    expect(low).toBeLessThan(-0.8);
    expect(high).toBeGreaterThan(-0.8);
  });

  it('say so when the tasks differ', () => {
    const before = range(30).map((task) => attempt(task, task % 2 === 0));
    const after = range(30).map((task) => attempt(100 + task, task % 2 === 0));
    expect(findPatterns(after, before).trend).toMatchObject({
      isPaired: false,
      matchedTasks: 0,
      outcome: { difference: 0, direction: null, isTestable: true },
    });
  });

  it('say so when the runs are too few to tell', () => {
    const { trend } = findPatterns(
      [attempt(1, false), attempt(2, false)],
      [attempt(1, true), attempt(2, true)],
    );
    expect(trend?.outcome).toMatchObject({
      isTestable: false,
      direction: null,
      q: 1,
      detectable: { above: null, below: null },
    });
  });

  it('count runs that are on both sides once', () => {
    const before = range(8).map((task) => attempt(task, true));
    const after = range(8).map((task) => attempt(task, false));
    const { trend } = findPatterns([...after, ...before], before);
    expect(trend).toMatchObject({
      overlap: 8,
      after: { runs: 8 },
      outcome: { after: { with: 0, of: 8 }, before: { with: 8, of: 8 }, direction: 'fewer' },
    });
  });

  it('take an empty side', () => {
    expect(findPatterns([], [attempt(1, true)]).trend).toMatchObject({
      isPaired: false,
      outcome: { difference: 0 },
    });
  });
});
