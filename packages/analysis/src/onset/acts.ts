/**
 * Finds the acts of a run: the steps that commit it to something, so that a mistake in them carries on. What counts
 * depends on what the run records; the first of these that occurs at all is taken for the whole run:
 * 1. tool calls that change the state of the world (see `classifyStep`);
 * 2. tool calls;
 * 3. in transcripts without recorded calls: messages that bring code, and answers to a request addressed to the speaker;
 * 4. messages that do not restate the task.
 *
 * Notes to oneself (a ledger, a choice of the next speaker) and requests to others are no acts, nor is a call that hands in the work and says
 * nothing: what is handed in was done before.
 */
import type { JudgedStep, RunContext } from '../detect/context.ts';
import { codeBlocks } from '../steps/classify-step.ts';
import { handsIn } from '../steps/hands-in.ts';
import { holdsSomething } from '../text/quote.ts';
import { restatesTask } from './restates-task.ts';

/** 1 for each step that is an act. */
export function findActs({ run, steps }: RunContext): Uint8Array {
  const isAgents = (step: JudgedStep): boolean => step.step.role === 'agent';
  const isWork = (step: JudgedStep): boolean => isAgents(step) && readQualifier(step) === undefined;
  const isCall = (step: JudgedStep): boolean =>
    isAgents(step) && step.step.action.tool !== undefined && !isBareEnd(step);
  const kinds: readonly ((step: JudgedStep) => boolean)[] = [
    (step) => isCall(step) && step.step.kind === 'change',
    isCall,
    (step) => isWork(step) && (codeBlocks(step.step.action.text ?? '').length > 0 || isAnswer(step, steps)),
    (step) => isWork(step) && !restatesTask(step, run),
    isAgents,
  ];
  for (const isAct of kinds) {
    const acts = Uint8Array.from(steps, (step) => (isAct(step) ? 1 : 0));
    if (acts.includes(1)) return acts;
  }
  return new Uint8Array(steps.length);
}

function isBareEnd({ step }: JudgedStep): boolean {
  const { text = '', arguments: value } = step.action;
  return handsIn(step) && !holdsSomething(typeof value === 'object' ? value : text);
}

/** Where they note it. */
export const QUALIFIER = 'message.qualifier';

/** What Magentic-One and its kin note about a message: `thought`, or `-> NAME` for a request to another agent. */
export function readQualifier({ said }: JudgedStep): string | undefined {
  const qualifier = said[0]?.span.attributes[QUALIFIER];
  return typeof qualifier === 'string' ? qualifier : undefined;
}

/** How many notes may stand between a request and its answer. */
const MAX_NOTES = 3;

/** Whether the speaker answers a request addressed to it. */
function isAnswer(step: JudgedStep, steps: readonly JudgedStep[]): boolean {
  const { agent } = step.step;
  if (agent === undefined) return false;
  for (let index = step.index - 1; index >= Math.max(0, step.index - 1 - MAX_NOTES); index -= 1) {
    const before = steps[index];
    const qualifier = before === undefined ? undefined : readQualifier(before);
    if (qualifier === undefined) return false;
    if (qualifier.startsWith('->')) return qualifier.slice(2).trim() === agent;
  }
  return false;
}

/** Whether one agent hands out the work by requests to others. */
export function isOrchestrated(steps: readonly JudgedStep[]): boolean {
  return steps.some((step) => readQualifier(step)?.startsWith('->') === true);
}
