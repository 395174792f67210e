/** A comparison as text for a terminal: what came of it, where the runs part, then the steps that differ. */
import {
  type AlignedStepsJson,
  type ComparisonJson,
  isMaterialDifference,
  type RunJson,
  type SegmentJson,
  type SeparatingStepJson,
  type StepJson,
} from '@tracewright/core';
import { escapeLine, escapeText } from '../text/escape.ts';
import { foldText } from '../text/fold.ts';
import { formatCost, formatTokens, plural } from '../text/quantities.ts';
import type { Style } from '../text/style.ts';
import { truncate } from '../text/table.ts';

interface Options {
  readonly style: Style;
  readonly isFull: boolean;
  readonly columns: number;
}

/** Steps shown on either side of a place where the runs part. */
const CONTEXT = 1;
/** Lines of a step's text that are shown of one side. */
const LINE_PREFIX = 10;

export function* describeComparison(
  comparison: ComparisonJson,
  a: readonly StepJson[],
  b: readonly StepJson[],
  options: Options,
): Generator<string> {
  const { style } = options;
  yield `${describeRun('-', comparison.runs[0], style.red)}${describeRun('+', comparison.runs[1], style.green)}\n`;
  yield describeAxes(comparison, style);
  for (const segment of comparison.segments) {
    yield `\n${describeSegment(segment, style)}`;
    const { start, end } = segment.aligned;
    for (const [offset, pair] of comparison.aligned.slice(start, end).entries()) {
      const index = start + offset;
      const isParting = comparison.firstDivergence?.alignedIndex === index;
      if (isParting) yield `${style.yellow(style.bold('  ▶ first divergence'))}\n`;
      const isEdge = offset < CONTEXT || end - 1 - index < CONTEXT;
      if (!isMaterialDifference(pair.difference)) {
        if (options.isFull || isEdge) yield describeSame(pair, a, options);
        else if (offset === CONTEXT) yield style.dim('          …\n');
      } else yield describePair(pair, a, b, options);
    }
  }
}

function describeRun(mark: string, run: RunJson, paint: (text: string) => string): string {
  const facts = [
    run.outcome.status,
    plural(run.steps, 'step'),
    ...(run.tokens === null ? [] : [`${formatTokens(run.tokens)} tokens`]),
    ...(run.costUsd === null ? [] : [formatCost(run.costUsd)]),
    ...[run.agent, run.model, run.task].flatMap((text) => (text === null ? [] : [escapeLine(text)])),
  ];
  return `${paint(mark)} ${run.runId}  ${facts.join(', ')}\n`;
}

function describeAxes(comparison: ComparisonJson, style: Style): string {
  const { structure, outcome, firstDivergence: parting, separatingStep: separating } = comparison;
  const edits = [
    ...(structure.substitutions > 0 ? [`${structure.substitutions} replaced`] : []),
    ...(structure.deletions > 0 ? [`${structure.deletions} missing`] : []),
    ...(structure.insertions > 0 ? [`${structure.insertions} extra`] : []),
  ];
  const rows = [
    [
      'parts at',
      parting === null
        ? 'nowhere: both do the same in substance'
        : `${style.bold(`step ${parting.a} / ${parting.b}`)}, ${parting.type.replaceAll('_', ' ')} (after ${Math.round(parting.position * 100)} % of the first run)`,
    ],
    ['structure', [structure.kind, ...(edits.length === 0 ? [] : [edits.join(', ')])].join(': ')],
    [
      'outcome',
      `${outcome.change}${outcome.answer === 'unknown' ? '' : `; the final answer is ${outcome.answer}`}`,
    ],
    ...(separating === null ? [] : [['decided at', describeSeparating(separating)]]),
    ...(comparison.isExact ? [] : [['alignment', 'not the best one: the runs are too long for that']]),
  ];
  return rows.map(([name = '', value = '']) => `  ${name.padEnd(11)} ${value}\n`).join('');
}

const SEPARATING = {
  'wrong-action': 'a change that the passing run does not make',
  'missing-action': 'a change that the passing run makes is missing here',
  'first-divergence': 'where they part; no change of the world tells them apart',
} as const;

function describeSeparating({ failStep, changeStep, kind }: SeparatingStepJson): string {
  const before =
    changeStep === null || changeStep === failStep ? '' : `, the agent's last word before step ${changeStep}`;
  return `step ${failStep} of the failing run${before}: ${SEPARATING[kind]}`;
}

function describeSegment({ kind, a, b, differences }: SegmentJson, style: Style): string {
  const range = ({ start, end, steps }: SegmentJson['a']): string =>
    steps === 0 ? 'none' : steps === 1 ? String(start) : `${start}-${end - 1}`;
  const counts = Object.entries(differences).map(([name, count]) => `${count} ${name}`);
  const title = `${kind.replace('-', ' ')}  ${range(a)} / ${range(b)}`;
  return `${kind === 'same' ? style.dim(title) : style.bold(title)}${counts.length === 0 ? '' : style.dim(`  (${counts.join(', ')})`)}\n`;
}

function describeSame(
  { a: index }: AlignedStepsJson,
  a: readonly StepJson[],
  { style, columns }: Options,
): string {
  const step = index === null ? undefined : a[index];
  if (step === undefined) return '';
  return `${style.dim(`  = ${String(step.index).padStart(4)}  ${truncate(summarize(step), Math.max(20, columns - LINE_PREFIX))}`)}\n`;
}

function describePair(
  pair: AlignedStepsJson,
  a: readonly StepJson[],
  b: readonly StepJson[],
  { style, isFull, columns }: Options,
): string {
  const show = (step: StepJson | undefined, mark: string, paint: (text: string) => string): string => {
    if (step === undefined) return '';
    const isResult = pair.difference === 'result' || pair.difference === 'status';
    const head = `${mark} ${String(step.index).padStart(4)}  ${truncate(summarize(step), Math.max(20, columns - LINE_PREFIX))}`;
    const text = escapeText(isResult ? (step.observation?.text ?? 'no result') : toText(step));
    const body = isResult || isFull ? indentText(isFull ? text : foldText(text)) : '';
    return `  ${paint(head)}\n${body}`;
  };
  const steps = [
    show(pair.a === null ? undefined : a[pair.a], '-', style.red),
    show(pair.b === null ? undefined : b[pair.b], '+', style.green),
  ].join('');
  return pair.difference === 'missing' || pair.difference === 'extra'
    ? steps
    : `${style.dim(`    ${pair.difference} differ${pair.difference === 'arguments' ? '' : 's'}`)}\n${steps}`;
}

function indentText(text: string): string {
  return text
    .trim()
    .split('\n')
    .map((line) => `          ${line}`.trimEnd() + '\n')
    .join('');
}

function toText({ action }: StepJson): string {
  if (action.text !== null) return action.text;
  if (action.arguments === null) return '';
  return typeof action.arguments === 'string' ? action.arguments : JSON.stringify(action.arguments);
}

function summarize(step: StepJson): string {
  const who = step.agent ?? step.role;
  return escapeLine(`${who}: ${step.action.tool ?? 'says'} ${toText(step).slice(0, 400)}`);
}
