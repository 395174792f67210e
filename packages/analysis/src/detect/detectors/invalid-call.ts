import { isJsonObject, type JsonValue } from '@tracewright/core';
import type { Detector } from '../detector.ts';
import { makeFinding, quoteAction } from '../finding.ts';
import { listSchemaViolations } from '../json-schema.ts';

const id = 'invalid-call@1';

/**
 * A tool that was not offered, or arguments that do not fit the offered schema. Silent when the source does not list the
 * tools. A tool that works exists, whatever the list says; arguments that it takes are a warning only.
 */
export const invalidCall: Detector = {
  id,
  summary: 'a tool that was not offered, or arguments that do not fit its schema',
  detect(context) {
    const offered = new Map(context.run.tools.map((tool) => [tool.name, tool]));
    if (offered.size === 0) return [];
    const working = new Set(
      context.steps.flatMap(({ step, result, failure }) =>
        result !== undefined && failure === undefined ? [step.action.tool] : [],
      ),
    );
    return context.steps.flatMap((step) => {
      const { tool: name, arguments: value = null } = step.step.action;
      // Sub-agents are offered tools of their own, which the run does not list.
      if (name === undefined || step.step.role !== 'agent') return [];
      // A search in documents is the program's, not a tool on offer.
      if ((step.asked ?? step.observed)?.span.operation === 'retrieval') return [];
      const tool = offered.get(name);
      if (tool === undefined) {
        if (step.step.depth > 0 || working.has(name)) return [];
        const message = `${name} is not among the ${offered.size} tools offered`;
        return makeFinding(context, step, {
          detector: id,
          category: 'unknown-tool',
          severity: 'error',
          confidence: 0.9,
          message,
          evidence: [quoteAction(step)],
        });
      }
      return listViolations(value, tool.parameters).map(({ at, problem }) =>
        makeFinding(context, step, {
          detector: id,
          category: 'invalid-arguments',
          severity: step.failure === undefined ? 'warning' : 'error',
          confidence: step.failure === undefined ? 0.5 : 0.9,
          message: `${name}: ${at === '' ? 'the arguments' : at} ${problem}`,
          evidence: [quoteAction(step)],
          about: at,
        }),
      );
    });
  },
};

function listViolations(value: JsonValue, schema: JsonValue | undefined): { at: string; problem: string }[] {
  if (!isJsonObject(schema)) return [];
  // No arguments at all stand for an empty object.
  return listSchemaViolations(value ?? {}, schema);
}
