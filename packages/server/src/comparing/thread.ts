/** The thread that compares runs: takes them in parts, answers once. */
import { parentPort } from 'node:worker_threads';
import {
  type Attempt,
  type AttemptOf,
  buildProcessMap,
  compareGroup,
  findPatterns,
  type FlowProfile,
  type GroupMember,
} from '@tracewright/analysis';
import type { ToThread } from './protocol.ts';

const attempts = { now: [] as Attempt[], before: [] as Attempt[] };
const members: GroupMember[] = [];
const flows: AttemptOf<FlowProfile>[] = [];

parentPort?.on('message', (message: ToThread) => {
  switch (message.kind) {
    case 'attempts':
      attempts[message.side].push(...message.part);
      return;
    case 'members':
      members.push(...message.part);
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
  }
});
