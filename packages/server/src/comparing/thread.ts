/** The thread that compares runs: takes them in parts, answers once. */
import { parentPort } from 'node:worker_threads';
import {
  type Attempt,
  type AttemptOf,
  buildProcessMap,
  compareGroup,
  compareRuns,
  findPatterns,
  type FlowProfile,
  type GroupMember,
} from '@tracewright/analysis';
import type { Step } from '@tracewright/core';
import type { ToThread } from './protocol.ts';

const attempts = { now: [] as Attempt[], before: [] as Attempt[] };
const members: GroupMember[] = [];
const steps = { a: [] as Step[], b: [] as Step[] };
const flows: AttemptOf<FlowProfile>[] = [];

parentPort?.on('message', (message: ToThread) => {
  switch (message.kind) {
    case 'attempts':
      attempts[message.side].push(...message.part);
      return;
    case 'members':
      members.push(...message.part);
      return;
    case 'steps':
      for (const step of message.part) steps[message.side].push(step);
      return;
    case 'flows':
      flows.push(...message.part);
      return;
    case 'patterns':
      parentPort?.postMessage(findPatterns(attempts.now, message.hasBefore ? attempts.before : undefined));
      return;
    case 'group':
      parentPort?.postMessage(compareGroup(members));
      return;
    case 'map':
      parentPort?.postMessage(buildProcessMap(flows, message.level));
      return;
    case 'pair': {
      const [a, b] = message.outcomes;
      parentPort?.postMessage(compareRuns({ outcome: a, steps: steps.a }, { outcome: b, steps: steps.b }));
    }
  }
});
