/** Traits: yes-or-no facts about a run, from its steps and findings, never from its outcome. */
import { nameNode } from '../../process-map/node-id.ts';
import { CAPABILITIES } from '../capabilities/capabilities.ts';

/** Questions asked together; each family has the same share of the error that all may make. */
export type TraitFamily = 'calls' | 'order' | 'findings' | 'conduct' | 'amount' | 'nodes' | 'edges';

/** `family:what`, such as `calls:search_orders`; equal for equal facts. */
export type TraitId = `${TraitFamily}:${string}`;

export interface Trait {
  readonly id: TraitId;
  readonly family: TraitFamily;
  /** As it reads after "the run": `calls search_orders`. */
  readonly label: string;
}

/** Between the parts of a trait: in no tool's name. */
export const SEPARATOR = '\u001F';

export function describeTrait(id: TraitId): Trait {
  const at = id.indexOf(':');
  // An id begins with its family, by its type.
  const family = id.slice(0, at) as TraitFamily;
  return { id, family, label: LABELS[family](id.slice(at + 1).split(SEPARATOR)) };
}

const LABELS: Readonly<Record<TraitFamily, (parts: readonly string[]) => string>> = {
  calls: ([tool = '']) => `calls ${tool}`,
  order: ([kind, first = '', second = '']) =>
    kind === 'first' ? `calls ${first} first of all` : `calls ${first} before ${second}`,
  findings: ([kind, what = '', tool = '']) => {
    if (kind === 'error') return `meets ${tool === '' ? '' : `in ${tool} `}“${what}”`;
    return kind === 'onset' ? `has its likeliest onset in ${what}` : `shows ${what}`;
  },
  conduct: ([id = '']) => CAPABILITIES.find((capability) => capability.id === id)?.lacking ?? id,
  nodes: ([id = '']) => `takes ${nameNode(id)}`,
  edges: ([from = '', to = '']) => {
    if (from === 'start') return `begins with ${nameNode(to)}`;
    if (to === 'end') return `ends with ${nameNode(from)}`;
    return `goes from ${nameNode(from)} to ${nameNode(to)}`;
  },
  amount: ([what = '']) => `has more ${what} than the median attempt at its task`,
};
