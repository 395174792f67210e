import type { Step } from '@tracewright/core';
import { isProgramStep } from './classify-step.ts';

/** What comes before the program in a command line. */
const BEFORE_PROGRAM =
  /^\s*(?:(?:cd\s+\S+|source\s+\S+|set\s+-\S+|export\s+\S+)\s*(?:&&|;|\n)\s*|sudo\s+|[A-Z_]+=\S*\s+|time\s+)*/;

/** The program that a shell or code tool runs first, such as `git`. */
export function findProgram(step: Step): string | undefined {
  if (!isProgramStep(step)) return undefined;
  const command = (step.action.text ?? '').slice(0, 1000).replace(BEFORE_PROGRAM, '');
  return /^(?:\S*\/)?([a-z][\w.+-]{0,30})(?=\s|$)/.exec(command)?.[1];
}
