import { describe, expect, it } from 'vitest';
import { isJsonObject } from '@tracewright/core';
import { makeSteps, type StepInit } from '../testing/steps.ts';
import { type Inputs, measurePerturbations, type WorkflowRun } from './measure-perturbations.ts';

const INPUTS: Inputs = { order: { kind: 'json', value: { id: 7, price: 40 } } };
const MAX_PRICE = 100;

/** Refunds the price of the order; a guarded one refuses what is no price. */
function workflow(isGuarded: boolean): (inputs: Inputs) => Promise<WorkflowRun> {
  return async ({ order }) => {
    const value = order?.kind === 'json' && isJsonObject(order.value) ? order.value : {};
    const { id, price } = value;
    if (id === undefined) throw new Error('no id');
    const isRefused = isGuarded && (typeof price !== 'number' || price !== 40 || price > MAX_PRICE);
    const steps: StepInit[] = [
      {
        action: { tool: 'get_order', arguments: {} },
        observation: { text: JSON.stringify(value), status: 'ok' },
      },
      ...(isRefused
        ? [{ action: { text: 'I hand this over to a colleague.' } }]
        : [
            {
              kind: 'change' as const,
              action: { tool: 'refund', arguments: { price: price ?? null } },
              observation: { text: 'done', status: 'ok' as const },
            },
            { action: { text: `You get ${JSON.stringify(price)} EUR.` } },
          ]),
    ];
    return { steps: makeSteps(steps) };
  };
}

describe('measurePerturbations', () => {
  it('tells a guarded workflow from one that lets a fault through to the world', async () => {
    const [open, guarded] = await Promise.all(
      [false, true].map((isGuarded) =>
        measurePerturbations({ workflow: workflow(isGuarded), inputs: INPUTS, seed: 3, repeats: 1 }),
      ),
    );
    expect(guarded?.summary.containment).toBe(1);
    expect(open?.summary.containment).toBeLessThan(1);
    const escaped = open?.results.find(({ isContained }) => isContained === false);
    expect(escaped).toMatchObject({
      input: 'order',
      escapedSteps: [1],
      outcome: { change: 'unknown', answer: 'changed' },
    });
    expect(escaped?.firstDivergence?.a).toBeLessThanOrEqual(1);
    expect(escaped?.shareOfLaterSteps).toBeGreaterThan(0);
    expect(open?.results.at(-1)).toMatchObject({ kind: 'repeat', firstDivergence: null, isContained: true });
    expect(open?.summary.injected).toBe((open?.results.length ?? 0) - 1);
  });

  it('gives the same for the same seed, and each kind by itself as among others', async () => {
    const all = await measurePerturbations({ workflow: workflow(false), inputs: INPUTS, seed: 11 });
    const again = await measurePerturbations({ workflow: workflow(false), inputs: INPUTS, seed: 11 });
    expect(again).toEqual(all);
    const one = await measurePerturbations({
      workflow: workflow(false),
      inputs: INPUTS,
      seed: 11,
      kinds: ['stale'],
    });
    expect(one.results).toEqual(all.results.filter(({ kind }) => kind === 'stale'));
  });

  it('counts a workflow that throws apart, and throws itself when the inputs are as they are', async () => {
    const inputs: Inputs = { order: { kind: 'json', value: { id: 7 } } };
    const report = await measurePerturbations({
      workflow: workflow(false),
      inputs,
      seed: 1,
      kinds: ['drop'],
    });
    expect(report.results).toMatchObject([{ error: 'no id', isContained: null, structure: null }]);
    expect(report.summary).toMatchObject({ injected: 1, threw: 1, containment: null });
    await expect(measurePerturbations({ workflow: workflow(false), inputs: {}, seed: 1 })).rejects.toThrow(
      'no id',
    );
  });

  it('skips what an input does not offer, and can be cancelled', async () => {
    const inputs: Inputs = { ...INPUTS, note: { kind: 'text', text: 'hello' } };
    const report = await measurePerturbations({ workflow: workflow(true), inputs, seed: 1 });
    expect(report.skipped).toContainEqual({ input: 'note', kind: 'stale' });
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(measurePerturbations({ workflow: workflow(true), inputs, seed: 1, signal })).rejects.toThrow(
      'enough',
    );
  });
});
