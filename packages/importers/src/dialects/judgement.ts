import type { JsonObject } from '@tracewright/core';

/**
 * Which attributes are labels: what people or graders said of a span afterwards, the answer an experiment expects, how a run ended
 * by its own account, and which task it was. They are read into evaluations, task and outcome, and kept under no name. What was
 * asked (`tracewright.run.task_text`) is none: the agent was told it, too.
 */
const JUDGEMENT =
  /^(?:(?:trace|session)\.)?(?:annotations|evaluations)(?:\.|$)|^gen_ai\.evaluation(?:\.|$)|^langfuse\.experiment\.item\.expected_output$|^tracewright\.run\.(?!task_text$)/;

export function isJudgement(key: string): boolean {
  return JUDGEMENT.test(key);
}

/** The attributes that are no judgement; the object itself where none is. */
export function withoutJudgements(attributes: JsonObject): JsonObject {
  return hasJudgement(attributes)
    ? Object.fromEntries(Object.entries(attributes).filter(([key]) => !isJudgement(key)))
    : attributes;
}

export function hasJudgement(attributes: JsonObject): boolean {
  for (const key in attributes) if (isJudgement(key)) return true;
  return false;
}

/** Whether an event (a span's, or a log record) is a judgement. */
export function isJudgementEvent(name: string): boolean {
  return /^gen_ai\.evaluation(?:\.|$)/.test(name);
}
