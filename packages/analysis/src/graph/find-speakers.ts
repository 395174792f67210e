/** Who takes each step: an instance of an agent, as often as it is called, or somebody the agents talk to. */
import type { Step, StepRole, UnixNanos } from '@tracewright/core';
import type { Scope, Scopes } from './scopes.ts';

export interface Speaker {
  readonly role: StepRole;
  /** Undefined for an agent without a name. */
  readonly name: string | undefined;
  readonly first: number;
  last: number;
  start: UnixNanos | undefined;
  end: UnixNanos | undefined;
}

export interface Speakers {
  readonly list: readonly Speaker[];
  readonly ofSteps: Int32Array;
}

/** Further out nobody is looked for: a chain of calls may be of any depth. */
const REACH = 32;

/**
 * Rules: a step without a name of its own, or with that of the conversation's agent, is that agent's. A name of an agent further out is that agent speaking into
 * the conversation (the prompt of a sub-agent). Another name is another participant of the conversation. Users and environments are the same
 * throughout the run.
 */
export function findSpeakers(steps: readonly Step[], { list: scopes, ofSteps: scopeOf }: Scopes): Speakers {
  const list: Speaker[] = [];
  const known = new Map<string, number>();
  const ofSteps = new Int32Array(steps.length);
  /** The conversation that an agent's conversation inside a tool call of its own belongs to. */
  const ownScope = new Int32Array(scopes.length);
  for (const [index, { isSameAgent, parent }] of scopes.entries())
    ownScope[index] = isSameAgent ? (ownScope[parent] ?? 0) : index;

  /** Whose conversation somebody belongs to; undefined for who is the same throughout the run. */
  const findConversation = (step: Step, own: number, name: string | undefined): number | undefined => {
    if (step.role === 'agent' && (name === undefined || name === scopes[own]?.agent)) return own;
    let outer: Scope | undefined = scopes[own];
    for (let reach = 0; reach < REACH && outer !== undefined && outer.parent !== -1; reach += 1) {
      const at: number = ownScope[outer.parent] ?? 0;
      outer = scopes[at];
      if (name !== undefined && outer?.agent === name) return at;
    }
    return step.role === 'agent' ? own : undefined;
  };

  for (const step of steps) {
    const own = ownScope[scopeOf[step.index] ?? 0] ?? 0;
    const name = step.agent ?? (step.role === 'agent' ? scopes[own]?.agent : undefined);
    const conversation = findConversation(step, own, name);
    const role = conversation === undefined ? step.role : 'agent';
    const key = `${role} ${conversation ?? ''} ${name ?? ''}`;
    let at = known.get(key);
    if (at === undefined) {
      at = list.length;
      known.set(key, at);
      list.push({ role, name, first: step.index, last: step.index, start: undefined, end: undefined });
    }
    ofSteps[step.index] = at;
    const speaker = list[at];
    if (speaker === undefined) continue;
    speaker.last = step.index;
    if (step.startTime !== undefined && (speaker.start === undefined || step.startTime < speaker.start))
      speaker.start = step.startTime;
    if (step.endTime !== undefined && (speaker.end === undefined || step.endTime > speaker.end))
      speaker.end = step.endTime;
  }
  return { list, ofSteps };
}
