/** Attempts for tests of comparisons: traits by name, everything else empty. */
import type { RunId } from '@tracewright/core';
import type { Attempt } from '../patterns/attempts.ts';
import { CAPABILITIES } from '../patterns/capabilities/capabilities.ts';
import type { CapabilityLabel } from '../patterns/capabilities/capability.ts';
import { AMOUNTS } from '../patterns/traits/list-traits.ts';
import type { TraitId } from '../patterns/traits/trait.ts';

export interface AttemptInit {
  readonly task?: string;
  readonly agent?: string;
  readonly failed?: boolean;
  readonly traits?: readonly TraitId[];
  readonly features?: readonly string[];
  readonly capabilities?: Readonly<Record<string, CapabilityLabel>>;
  readonly steps?: number;
}

let made = 0;

export function makeAttempt(init: AttemptInit): Attempt {
  const { task, agent = 'A', failed, traits = [], features = [], capabilities = {}, steps = 4 } = init;
  made += 1;
  const amounts = Object.fromEntries(AMOUNTS.map((amount) => [amount, amount === 'steps' ? steps : 0]));
  return {
    outcome: failed === undefined ? 'unknown' : failed ? 'failure' : 'success',
    task,
    group: task === undefined ? undefined : `${task}/${agent}`,
    profile: {
      runId: made.toString(16).padStart(16, '0') as RunId,
      traits: new Map(traits.map((id) => [id, 1])),
      // Every amount is there: the keys are those of AMOUNTS.
      amounts: amounts as Attempt['profile']['amounts'],
      capabilities: new Map(
        CAPABILITIES.map(({ id }) => [id, { label: capabilities[id] ?? 'not-applicable' }]),
      ),
      failure: {
        onsetStep: 0,
        failureClass: { agentRx: 'inconclusive', kind: 'unknown' },
        features,
      },
    },
  };
}
