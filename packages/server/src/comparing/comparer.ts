/**
 * Comparisons of many or long runs on a thread of their own: they take seconds of arithmetic, during which other requests are answered.
 * One at a time, so that many who ask take no more memory than one.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import {
  type Attempt,
  type AttemptOf,
  buildProcessMap,
  compareGroup,
  compareRuns,
  type EndedRun,
  findPatterns,
  type FlowProfile,
  type GroupMember,
} from '@tracewright/analysis';
import { type MapLevel, TraceError } from '@tracewright/core';
import { createSerialQueue } from '../serial-queue.ts';
import type { Answers, ToThread } from './protocol.ts';

export interface Comparer {
  /** @throws TraceError `cancelled` */
  patterns(
    attempts: readonly Attempt[],
    before: readonly Attempt[] | undefined,
    signal?: AbortSignal,
  ): Promise<Answers['patterns']>;
  /** @throws TraceError `cancelled` */
  group(members: readonly GroupMember[], signal?: AbortSignal): Promise<Answers['group']>;
  /** @throws TraceError `cancelled` */
  pair(a: EndedRun, b: EndedRun, signal?: AbortSignal): Promise<Answers['pair']>;
  /** @throws TraceError `cancelled` */
  map(
    attempts: readonly AttemptOf<FlowProfile>[],
    level: MapLevel,
    signal?: AbortSignal,
  ): Promise<Answers['map']>;
}

/** Fewer attempts are compared at once, sooner than a thread starts: some 50 ms. */
const MIN_ATTEMPTS = 30;
/** So are runs with fewer steps in sum. */
const MIN_STEPS = 500;
/** Attempts sent in one turn: about 10 kB each are copied. */
const ATTEMPTS_PER_TURN = 100;
/** Runs sent in one turn, with all their steps. */
const MEMBERS_PER_TURN = 1;
/** Two runs may be long: some 20 ms of copying. */
const STEPS_PER_TURN = 2000;

export function createComparer(): Comparer {
  const enqueue = createSerialQueue();
  return {
    async patterns(attempts, before, signal) {
      if (signal?.aborted === true) throw cancelled();
      if (attempts.length + (before?.length ?? 0) < MIN_ATTEMPTS) return findPatterns(attempts, before);
      return enqueue(() => askThread<'patterns'>(tellPatterns(attempts, before), signal));
    },
    async group(members, signal) {
      if (signal?.aborted === true) throw cancelled();
      if (members.reduce((sum, { steps }) => sum + steps.length, 0) < MIN_STEPS) return compareGroup(members);
      return enqueue(() => askThread<'group'>(tellGroup(members), signal));
    },
    async pair(a, b, signal) {
      if (signal?.aborted === true) throw cancelled();
      if (a.steps.length + b.steps.length < MIN_STEPS) return compareRuns(a, b);
      return enqueue(() => askThread<'pair'>(tellPair(a, b), signal));
    },
    async map(attempts, level, signal) {
      if (signal?.aborted === true) throw cancelled();
      if (attempts.length < MIN_ATTEMPTS) return buildProcessMap(attempts, level);
      return enqueue(() => askThread<'map'>(tellMap(attempts, level), signal));
    },
  };
}

function* tellPatterns(
  attempts: readonly Attempt[],
  before: readonly Attempt[] | undefined,
): Generator<ToThread> {
  for (const part of inParts(attempts, ATTEMPTS_PER_TURN)) yield { kind: 'attempts', side: 'now', part };
  for (const part of inParts(before ?? [], ATTEMPTS_PER_TURN))
    yield { kind: 'attempts', side: 'before', part };
  yield { kind: 'patterns', hasBefore: before !== undefined };
}

function* tellGroup(members: readonly GroupMember[]): Generator<ToThread> {
  for (const part of inParts(members, MEMBERS_PER_TURN)) yield { kind: 'members', part };
  yield { kind: 'group' };
}

function* tellPair(a: EndedRun, b: EndedRun): Generator<ToThread> {
  for (const part of inParts(a.steps, STEPS_PER_TURN)) yield { kind: 'steps', side: 'a', part };
  for (const part of inParts(b.steps, STEPS_PER_TURN)) yield { kind: 'steps', side: 'b', part };
  yield { kind: 'pair', outcomes: [a.outcome, b.outcome] };
}

function* tellMap(attempts: readonly AttemptOf<FlowProfile>[], level: MapLevel): Generator<ToThread> {
  for (const part of inParts(attempts, ATTEMPTS_PER_TURN)) yield { kind: 'flows', part };
  yield { kind: 'map', level };
}

function* inParts<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size);
}

async function askThread<Kind extends keyof Answers>(
  messages: Iterable<ToThread>,
  signal: AbortSignal | undefined,
): Promise<Answers[Kind]> {
  const isStopped = (): boolean => signal?.aborted === true;
  if (isStopped()) throw cancelled();
  const thread = startThread();
  let stop = (): void => undefined;
  const answered = new Promise<Answers[Kind]>((resolve, reject) => {
    thread.once('message', resolve);
    thread.once('error', reject);
    thread.once('exit', (code) => reject(new Error(`the comparing thread ended with ${code}`)));
    stop = () => reject(cancelled());
  });
  // It may be settled before somebody waits for it.
  answered.catch(() => undefined);
  signal?.addEventListener('abort', stop);
  try {
    for (const message of messages) {
      if (isStopped()) break;
      thread.postMessage(message);
      await nextTurn();
    }
    return await answered;
  } finally {
    signal?.removeEventListener('abort', stop);
    await thread.terminate();
  }
}

function startThread(): Worker {
  const isSource = import.meta.url.endsWith('.ts');
  if (!isSource) return new Worker(new URL('./thread.js', import.meta.url));
  return new Worker(new URL('./from-source.js', import.meta.url), {
    execArgv: ['--conditions=@tracewright/source'],
  });
}

export function cancelled(): TraceError {
  return new TraceError('cancelled', {
    message: 'the comparison was cancelled; diagnoses made until then are kept',
    fix: 'ask again to go on',
  });
}
