/**
 * A step as a model is shown it: plain data, its texts as they stand in the spans, so that what the model quotes can be found
 * again. Texts beyond a limit lose their middle, and say so.
 */
import { type JsonObject, readSpanText } from '@tracewright/core';
import type { JudgedStep } from '../detect/context.ts';
import type { TextPlace } from '../steps/locate-steps.ts';

/** The texts of a step that may be quoted, in the order of what happened. */
export function listPlaces({ reasoned, said, asked, observed, result }: JudgedStep): readonly TextPlace[] {
  const places = [...reasoned, ...said, asked, observed, result?.place].filter(
    (place) => place !== undefined,
  );
  return places.filter(
    (place, index) =>
      places.findIndex(({ span, path }) => span.spanId === place.span.spanId && path === place.path) ===
      index,
  );
}

export interface StepView {
  readonly json: JsonObject;
  readonly isClipped: boolean;
}

/** @param limit characters of each of its texts */
export function viewStep(judged: JudgedStep, stage: number, limit: number): StepView {
  const { step } = judged;
  let isClipped = false;
  const read = (places: readonly (TextPlace | undefined)[]): string => {
    const text = places
      .map((place) => (place === undefined ? '' : (readSpanText(place.span, place.path) ?? '')))
      .filter((part) => part !== '')
      .join('\n');
    if (text.length <= limit) return text;
    isClipped = true;
    return clip(text, limit);
  };
  const texts = {
    thought: read(judged.reasoned),
    said: read(judged.said),
    arguments: read([judged.asked]),
    result: read([judged.observed ?? judged.result?.place]),
  };
  const json = {
    step: step.index,
    stage,
    role: step.role,
    kind: step.kind,
    ...(step.agent === undefined ? {} : { agent: step.agent }),
    ...(step.action.tool === undefined ? {} : { tool: step.action.tool }),
    ...Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== '')),
    ...(step.observation === undefined ? {} : { status: step.observation.status }),
  };
  return { json, isClipped };
}

/** Two thirds of what is kept are the beginning: results say there what they are. */
function clip(text: string, limit: number): string {
  const head = Math.ceil((limit * 2) / 3);
  const tail = limit - head;
  return `${text.slice(0, head)} […${text.length - limit} characters left out…] ${text.slice(text.length - tail)}`;
}

/** One line of the tree. */
export function outlineStep({ step }: JudgedStep, parent: number | null, stage: number): string {
  const label = [step.agent, step.action.tool, step.action.text ?? step.thought]
    .filter((part) => part !== undefined)
    .join(': ')
    .replaceAll(/\s+/g, ' ')
    .slice(0, LABEL_LENGTH);
  const failed = step.observation?.status === 'error' ? ', failed' : '';
  return `[${step.index}] stage ${stage}, ${parent === null ? 'root' : `below ${parent}`}, ${step.role} ${step.kind}${failed}: ${label}`;
}

const LABEL_LENGTH = 100;

/**
 * JSON in a fence that nothing inside can end: `<` does not occur in it. A model is told that what stands there is quoted.
 */
export function fence(name: string, value: unknown): string {
  return `<${name}>\n${JSON.stringify(value).replaceAll('<', '\\u003C')}\n</${name}>`;
}
