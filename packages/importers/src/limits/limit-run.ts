/** Keeps the record of a run within bounds: what it holds came with its spans, and is repeated in no attribute of theirs. */
import type { Run, ToolDefinition } from '@tracewright/core';
import { createFieldCutter, type Truncation } from './field-cutter.ts';
import type { SpanLimits } from './span-limits.ts';
import { sizeOfValue } from './truncate-value.ts';

const NAMES = ['task', 'agent', 'agentVersion', 'model', 'session', 'user'] as const;

/** Names as those of a span, the task as a part of a message, the environment as attributes, all tools together as one span. */
export function limitRun(
  run: Run,
  limits: SpanLimits,
): { readonly run: Run; readonly truncations: readonly Truncation[] } {
  const truncations: Truncation[] = [];
  const cutter = createFieldCutter(limits, truncations);
  const names = Object.fromEntries(
    NAMES.flatMap((name) =>
      run[name] === undefined ? [] : [[name, cutter.text(run[name], limits.nameCharacters, `run/${name}`)]],
    ),
  );
  const taskText = cutter.text(run.taskText, limits.messagePartCharacters, 'run/taskText');
  const environment = cutter.attributes(run.environment, 'run/environment');
  const { details } = run.outcome;
  const outcome =
    details === undefined
      ? run.outcome
      : { ...run.outcome, details: cutter.attributes(details, 'run/outcome') };
  const shortened = run.tools.map((tool): ToolDefinition => ({
    ...tool,
    name: cutter.text(tool.name, limits.nameCharacters, 'run/tools'),
    ...(tool.description === undefined
      ? {}
      : { description: cutter.text(tool.description, limits.attributeCharacters, 'run/tools') }),
    ...(tool.parameters === undefined
      ? {}
      : { parameters: cutter.value(tool.parameters, limits.attributeCharacters, 'run/tools') }),
  }));
  const tools = cutter.list(shortened, countFitting(shortened, limits), 'run/tools', 'first');
  if (truncations.length === 0) return { run, truncations };
  return {
    run: { ...run, ...names, ...(taskText === undefined ? {} : { taskText }), environment, outcome, tools },
    truncations,
  };
}

/** How many of the tools, from the first, have room together. */
function countFitting(tools: readonly ToolDefinition[], { spanCharacters, depth }: SpanLimits): number {
  let size = 0;
  const beyond = tools.findIndex(({ name, description, parameters }) => {
    size += sizeOfValue([name, description ?? '', parameters ?? null], depth + 2);
    return size > spanCharacters;
  });
  return beyond === -1 ? tools.length : beyond;
}
