/**
 * A run as its agents see it: a lane for each agent that works at the same time as others, and links where work passes from one to another. Tells what is
 * caused from what is merely next: agents at work side by side alternate in time without handing anything over.
 */
import { LINK_KINDS, type LinkKind, type Span, type Step, type StepRole } from '@tracewright/core';
import { buildSteps } from '../steps/build-steps.ts';
import { findSpeakers, type Speaker } from './find-speakers.ts';
import { findScopes } from './scopes.ts';

export interface Lane {
  readonly role: StepRole;
  /** Undefined for an agent without a name, and for the lane of all that found no other. */
  readonly name: string | undefined;
  /** From 1: which of the lanes of this name. */
  readonly number: number;
}

export interface RunGraph {
  readonly lanes: readonly Lane[];
  /** The lane of each step. */
  readonly laneOfSteps: Uint16Array;
  /** Steps, in order of `to`; `kinds` as in `LINK_KINDS`. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly kinds: Uint8Array;
}

/** Beyond this, agents share the last lane. */
const MAX_LANES = 64;
/** Conversations around one that are looked through for who started it. */
const REACH = 32;

interface Link {
  readonly from: number;
  readonly to: number;
  readonly kind: LinkKind;
}

/** O(n log n), no recursion. */
export function graphRun(spans: readonly Span[], steps: readonly Step[] = buildSteps(spans)): RunGraph {
  const scopes = findScopes(spans, steps);
  const speakers = findSpeakers(steps, scopes);
  const { lanes, laneOfSpeakers } = packLanes(speakers.list);
  const laneOfSteps = Uint16Array.from(speakers.ofSteps, (speaker) => laneOfSpeakers[speaker] ?? 0);
  const links: Link[] = [];
  const link = (from: number | undefined, to: number | undefined, kind: LinkKind): void => {
    if (from === undefined || to === undefined) return;
    if (speakers.ofSteps[from] !== speakers.ofSteps[to]) links.push({ from, to, kind });
  };
  const isParallel = (from: number, to: number): boolean => {
    const before = steps[from];
    const after = steps[to];
    // What a user says stands in the span of the model call that reads it.
    if (before?.role !== 'agent' || after?.role !== 'agent') return false;
    return before.endTime !== undefined && after.startTime !== undefined && after.startTime < before.endTime;
  };
  /** The conversation last entered directly below another one. */
  const sibling = new Map<number, number>();
  for (const [at, scope] of scopes.list.entries()) {
    const first = scope.steps[0];
    if (first === undefined) continue;
    const caller = findCaller(scopes.list, at, first);
    const callerSpeaker = caller === undefined ? undefined : speakers.ofSteps[caller.step];
    // What the caller says into the conversation is part of the call.
    const own = scope.steps.filter((step) => speakers.ofSteps[step] !== callerSpeaker);
    const entry = own.find((step) => steps[step]?.role === 'agent') ?? own[0];
    if (caller === undefined) {
      const before = scopes.list[sibling.get(scope.parent) ?? -1];
      if (before !== undefined && before.last < first && !isParallel(before.last, first))
        link(before.last, first, 'hand-over');
    } else {
      link(caller.step, entry, 'call');
      const back = firstAfter(scopes.list[caller.scope]?.steps ?? [], scope.last);
      if (back !== undefined) link(own.at(-1), back, 'return');
    }
    sibling.set(scope.parent, at);
    for (const [place, step] of own.entries()) {
      const before = own[place - 1];
      if (before === undefined || (caller !== undefined && step === entry) || isParallel(before, step))
        continue;
      link(before, step, 'hand-over');
    }
  }
  links.sort((a, b) => a.to - b.to || a.from - b.from);
  return {
    lanes,
    laneOfSteps,
    from: Int32Array.from(links, ({ from }) => from),
    to: Int32Array.from(links, ({ to }) => to),
    kinds: Uint8Array.from(links, ({ kind }) => LINK_KINDS.indexOf(kind)),
  };
}

/** The step that started a conversation: the tool call it is inside of, else the last step of a conversation around it before its first. */
function findCaller(
  scopes: ReturnType<typeof findScopes>['list'],
  at: number,
  first: number,
): { readonly step: number; readonly scope: number } | undefined {
  let scope = scopes[at];
  for (let reach = 0; reach < REACH && scope !== undefined && scope.parent !== -1; reach += 1) {
    const { calledBy, parent } = scope;
    if (calledBy !== undefined && calledBy < first) return { step: calledBy, scope: parent };
    const around = scopes[parent]?.steps ?? [];
    const before = around[placeAfter(around, first) - 1];
    if (before !== undefined) return { step: before, scope: parent };
    scope = scopes[parent];
  }
  return undefined;
}

function firstAfter(ascending: readonly number[], step: number): number | undefined {
  return ascending[placeAfter(ascending, step)];
}

/** Where the first number greater than `step` stands. */
function placeAfter(ascending: readonly number[], step: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 0) > step) high = middle;
    else low = middle + 1;
  }
  return low;
}

interface OpenLane {
  readonly lane: number;
  last: number;
  end: bigint | undefined;
}

/** An agent called a thousand times one after the other has one lane, three of its kind at once have three. */
function packLanes(speakers: readonly Speaker[]): {
  readonly lanes: readonly Lane[];
  readonly laneOfSpeakers: Uint16Array;
} {
  const lanes: Lane[] = [];
  const byName = new Map<string, OpenLane[]>();
  const laneOfSpeakers = new Uint16Array(speakers.length);
  for (const [at, { role, name, first, last, start, end }] of speakers.entries()) {
    const key = `${role} ${name ?? ''}`;
    const own = byName.get(key) ?? [];
    byName.set(key, own);
    let lane = own.find(
      (open) => open.last < first && (open.end === undefined || start === undefined || open.end <= start),
    );
    if (lane === undefined && lanes.length < MAX_LANES) {
      lane = { lane: lanes.length, last, end };
      own.push(lane);
      lanes.push({ role, name, number: own.length });
    }
    if (lane === undefined) {
      lanes[MAX_LANES - 1] = { role: 'agent', name: undefined, number: 0 };
      laneOfSpeakers[at] = MAX_LANES - 1;
      continue;
    }
    lane.last = last;
    lane.end = end;
    laneOfSpeakers[at] = lane.lane;
  }
  return { lanes, laneOfSpeakers };
}
