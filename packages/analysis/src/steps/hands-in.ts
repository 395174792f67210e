import type { Step } from '@tracewright/core';

const HANDS_IN = /^(?:submit|finish|complete|done|attempt_completion|task_(?:complete|done)|final_answer)\b/i;

/** Whether a step hands in the work: the last word of an agent, though it is a call. */
export function handsIn({ action: { tool, text } }: Step): boolean {
  return tool !== undefined && (HANDS_IN.test(tool) || HANDS_IN.test(text ?? ''));
}
