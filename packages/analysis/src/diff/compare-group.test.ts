import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OutcomeStatus } from '@tracewright/core';
import { makeSteps, type StepInit } from '../testing/steps.ts';
import { compareGroup, type GroupMember } from './compare-group.ts';

const call = (tool: string, value: string): StepInit => ({ action: { tool, arguments: { value } } });
const say = (text: string): StepInit => ({ action: { text } });

function member(runId: string, status: OutcomeStatus, steps: readonly StepInit[]): GroupMember {
  return { runId, outcome: { status }, steps: makeSteps(steps) };
}

/** Attempts that look, look at `extra` in places of their own, and act. */
function attempts(status: OutcomeStatus, count: number, act: StepInit): GroupMember[] {
  return Array.from({ length: count }, (_, index) =>
    member(`${status}${index}`, status, [
      call('get_order', '7'),
      ...Array.from({ length: index % 3 }, (__, extra) => call('get_user', `u${extra}`)),
      act,
      say(`Done, number ${index}.`),
    ]),
  );
}

describe('compareGroup', () => {
  it('finds the call that separates, wherever the attempts make it, and counts both branches', () => {
    const group = compareGroup([
      ...attempts('success', 6, call('cancel_order', '7')),
      ...attempts('failure', 6, call('cancel_order', '8')),
    ]);
    expect(group).toMatchObject({ passed: 6, failed: 6, unknown: 0 });
    expect(group.separation?.tool).toBe('cancel_order');
    expect(Math.abs(group.separation?.difference ?? 0)).toBe(1);
    // A perfect split of 6 and 6: 2 of the 924 ways to choose 6 of 12.
    expect(group.smallestP).toBeCloseTo(2 / 924, 10);
    expect(group.separation?.p).toBeCloseTo(2 / 924, 10);
    expect(group.separation?.adjustedP).toBeLessThanOrEqual(0.05);
    const branch = group.branches.find(({ variants }) =>
      variants.some(({ tool }) => tool === 'cancel_order'),
    );
    expect(branch?.variants.map(({ text, passed, failed }) => [text, passed, failed])).toEqual([
      ['{"value":"7"}', 6, 0],
      ['{"value":"8"}', 0, 6],
    ]);
  });

  it('keeps attempts of unknown outcome out of the difference', () => {
    const { separation, unknown } = compareGroup([
      ...attempts('success', 6, call('cancel_order', '7')),
      ...attempts('failure', 6, call('cancel_order', '8')),
      ...attempts('unknown', 5, call('cancel_order', '7')),
      ...attempts('unknown', 4, call('cancel_order', '8')),
    ]);
    expect(unknown).toBe(9);
    expect(separation).toMatchObject({ tool: 'cancel_order' });
    expect(Math.abs(separation?.difference ?? 0)).toBe(1);
  });

  it('says that too few attempts can show nothing', () => {
    const group = compareGroup([
      ...attempts('success', 2, call('cancel_order', '7')),
      ...attempts('failure', 2, call('cancel_order', '8')),
    ]);
    expect(group.smallestP).toBeCloseTo(1 / 3, 10);
    expect(group.smallestP).toBeGreaterThan(group.level);
    expect(group).toMatchObject({ asked: 0, separation: { tool: 'cancel_order', adjustedP: null } });
  });

  it('separates nothing without both outcomes, and nothing in equal attempts', () => {
    expect(compareGroup(attempts('success', 3, call('cancel_order', '7')))).toMatchObject({
      separation: null,
      smallestP: null,
    });
    const same = ['success', 'failure'].map((status) =>
      member(status, status as OutcomeStatus, [call('get_order', '7'), say('Done.')]),
    );
    expect(compareGroup(same)).toMatchObject({ separation: null, branches: [] });
  });

  it('puts every step of every run into one column, in order', () => {
    const steps = fc.array(fc.constantFrom(call('a', '1'), call('a', '2'), call('b', '1'), say('x')), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(fc.array(steps, { minLength: 1, maxLength: 6 }), (runs) => {
        const { columns } = compareGroup(
          runs.map((own, index) => member(`r${index}`, index % 2 === 0 ? 'success' : 'failure', own)),
        );
        for (const [run, own] of runs.entries()) {
          const inColumns = columns.flatMap((column) => (column[run] === null ? [] : [column[run]]));
          expect(inColumns).toEqual([...own.keys()]);
        }
      }),
    );
  });

  it('claims falsely in at most one group of twenty when nothing separates', () => {
    const act = ['cancel_order', 'return_order', 'get_user', 'pay'];
    let claims = 0;
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(3), fc.nat(3), fc.boolean()), { minLength: 20, maxLength: 20 }),
        (runs) => {
          const { separation } = compareGroup(
            runs.map(([first, second, isPassed], index) =>
              member(`r${index}`, isPassed ? 'success' : 'failure', [
                call(act[first] ?? '', '1'),
                call(act[second] ?? '', '2'),
              ]),
            ),
          );
          if ((separation?.adjustedP ?? 1) <= 0.05) claims += 1;
        },
      ),
      { numRuns: 200, seed: 7 },
    );
    expect(claims).toBeLessThanOrEqual(15);
  });
});
