import { isJsonObject, type JsonValue, type ReplayPlanBody } from '@tracewright/core';
import type { LocatedStep } from '../steps/locate-steps.ts';

const LIST_TOOL = /todo|plan|task_?list/i;
const DONE = /^(?:completed?|done|finished|cancell?ed|skipped)$/i;

/** What the last list of tasks (`TodoWrite`, `update_plan`) still had open. */
export function findOpenTasks(steps: readonly LocatedStep[]): ReplayPlanBody['openTasks'] {
  for (const { step } of steps.toReversed()) {
    if (step.action.tool === undefined || !LIST_TOOL.test(step.action.tool)) continue;
    const tasks = readList(step.action.arguments ?? null);
    if (tasks.length > 0)
      return tasks
        .filter(({ status }) => !DONE.test(status))
        .map(({ text, status }) => ({ text, status, stepIndex: step.index }));
  }
  return [];
}

function readList(value: JsonValue): { text: string; status: string }[] {
  const list = isJsonObject(value)
    ? Object.values(value).find((inner) => Array.isArray(inner) && inner.some((item) => isJsonObject(item)))
    : value;
  if (!Array.isArray(list)) return [];
  return list.flatMap((item) => {
    if (!isJsonObject(item)) return [];
    const text = [item['content'], item['step'], item['text'], item['title'], item['task']].find(
      (field) => typeof field === 'string',
    );
    const status = item['status'];
    return typeof text === 'string' ? [{ text, status: typeof status === 'string' ? status : 'open' }] : [];
  });
}
