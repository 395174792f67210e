import {
  type FindingJson,
  findVerdicts,
  isAnnotation,
  type RunDetailJson,
  type StepJson,
} from '@tracewright/core';
import { openBackend } from '../backend/open-backend.ts';
import type { CommandContext } from '../command-context.ts';
import { writeJson } from '../io.ts';
import { escapeLine, escapeText } from '../text/escape.ts';
import { foldText, indent } from '../text/fold.ts';
import { formatCost, formatTokens, plural } from '../text/quantities.ts';
import { createStyle, type Style } from '../text/style.ts';
import { assertNoReportOptions, writeReport } from './show-html.ts';

export async function run(context: CommandContext): Promise<number> {
  const { io, positionals, isJson } = context;
  if (context.text('html') !== undefined) return await writeReport(context);
  assertNoReportOptions(context);
  await using backend = await openBackend(context, 'read');
  const detail = await backend.getRun(positionals[0] ?? '');
  if (isJson) {
    await writeJson(io, detail);
    return 0;
  }
  const style = createStyle(io.hasColor);
  const fold = context.flag('full') ? (text: string) => text : foldText;
  await io.write(`${describeRun(detail, style)}\n${describeFindings(detail, style)}`);
  for (const step of detail.steps) await io.write(`\n${describeStep(step, detail, style, fold)}`);
  return 0;
}

function describeRun({ run, onset, steps }: RunDetailJson, style: Style): string {
  const { outcome } = run;
  const paint =
    outcome.status === 'success' ? style.green : outcome.status === 'failure' ? style.red : style.yellow;
  const facts = [
    [
      'outcome',
      paint(outcome.status) +
        (outcome.score === undefined
          ? ''
          : ` (score ${outcome.score}${outcome.source === undefined ? '' : `, by ${outcome.source}`})`) +
        (run.recordedOutcome === undefined ? '' : ` (by a person; recorded: ${run.recordedOutcome.status})`),
    ],
    ['onset', describeOnset(onset, steps, outcome.status === 'success', style)],
    ['agent', line([run.agent, run.agentVersion])],
    ['model', line([run.model])],
    ['task', line([run.task])],
    ['asked', line([run.taskText?.slice(0, 400) ?? null])],
    ['time', run.startTime === null ? '' : `${run.startTime} to ${run.endTime ?? '?'}`],
    [
      'size',
      `${plural(run.steps, 'step')}, ${plural(run.spans, 'span')}${run.tokens === null ? '' : `, ${formatTokens(run.tokens)} tokens`}${run.costUsd === null ? '' : `, ${formatCost(run.costUsd)}`}`,
    ],
    ['source', `${escapeLine(run.source.path)} (${run.source.format})`],
  ] as const;
  const lines = facts
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `  ${name.padEnd(8)} ${value}`);
  return `${style.bold(`Run ${run.runId}`)}\n${lines.join('\n')}\n`;
}

function line(parts: readonly (string | null)[]): string {
  return parts.flatMap((part) => (part === null ? [] : [escapeLine(part)])).join(' ');
}

/** Where the run passed, the step is what would be looked at, had it failed. */
function describeOnset(
  onset: RunDetailJson['onset'],
  steps: readonly StepJson[],
  hasPassed: boolean,
  style: Style,
): string {
  if (onset === null) return 'none found';
  const step = steps[onset.stepIndex];
  const action = step === undefined ? '' : `: ${summarizeAction(step)}`;
  return `${hasPassed ? 'none, it passed; had it failed: ' : ''}${style.bold(`step ${onset.stepIndex}`)}${onset.agent === null ? '' : ` by ${escapeLine(onset.agent)}`}${action} (confidence ${onset.confidence.toFixed(2)})`;
}

function describeFindings({ findings }: RunDetailJson, style: Style): string {
  if (findings.length === 0) return 'No findings.\n';
  const verdicts = findVerdicts(findings);
  return `${style.bold(plural(findings.length, 'finding'))}\n${findings.map((finding) => describeFinding(finding, style, describeVerdict(verdicts.get(finding.id)))).join('')}`;
}

function describeVerdict(verdict: FindingJson | undefined): string {
  if (verdict?.annotation === undefined) return '';
  const { kind, author } = verdict.annotation;
  return `${kind === 'reject' ? 'rejected' : 'accepted'} by ${author}`;
}

/** @param verdict what people think of it */
export function describeFinding(finding: FindingJson, style: Style, verdict: string = ''): string {
  const paint =
    finding.severity === 'error' ? style.red : finding.severity === 'warning' ? style.yellow : style.dim;
  const place = finding.stepIndex === null ? 'run' : `step ${finding.stepIndex}`;
  const { annotation } = finding;
  const who = annotation === undefined ? finding.detector : `${annotation.kind} by ${annotation.author}`;
  const by = verdict === '' ? who : `${who}; ${verdict}`;
  const quote = finding.evidence[0]?.quote;
  const evidence =
    quote === undefined ? '' : `${style.dim(indent(escapeLine(quote.slice(0, 300)), '      > '))}\n`;
  return `  ${paint(place.padEnd(9))} ${escapeLine(finding.message)} ${style.dim(`[${escapeLine(by)}]`)}\n${evidence}`;
}

function describeStep(
  step: StepJson,
  { run, onset, findings }: RunDetailJson,
  style: Style,
  fold: (text: string) => string,
): string {
  const isOnset = onset?.stepIndex === step.index;
  const verdicts = findVerdicts(findings);
  const title = [
    `#${step.index}`,
    escapeLine(step.agent ?? step.role),
    step.action.tool === null ? 'says' : escapeLine(step.action.tool),
  ].join(' ');
  const marks = [
    ...(isOnset ? [run.outcome.status === 'success' ? 'onset, had it failed' : 'onset of failure'] : []),
    ...findings
      .filter((finding) => finding.stepIndex === step.index)
      .flatMap((finding) => nameMark(finding, verdicts)),
  ];
  const head = `${'  '.repeat(step.depth)}${style.bold(title)}${marks.length === 0 ? '' : `  ${style.red(`◀ ${marks.join(', ')}`)}`}`;
  const body = [
    ...(step.thought === null || step.thought === ''
      ? []
      : [style.dim(block('thought', step.thought, fold))]),
    ...describeAction(step, fold),
    ...(step.observation === null
      ? []
      : [block(step.observation.status === 'error' ? 'error' : 'result', step.observation.text, fold)]),
  ];
  return `${head}\n${body.map((text) => `${indent(text, '  '.repeat(step.depth + 1))}\n`).join('')}`;
}

/** Findings that people rejected mark nothing, and verdicts are no marks. */
function nameMark(finding: FindingJson, verdicts: ReturnType<typeof findVerdicts<FindingJson>>): string[] {
  if (verdicts.get(finding.id)?.annotation.kind === 'reject') return [];
  if (!isAnnotation(finding)) return [escapeLine(finding.category)];
  const { kind, author } = finding.annotation;
  if (kind === 'accept' || kind === 'reject') return [];
  return [escapeLine(`${finding.category} (${author})`)];
}

function describeAction({ action }: StepJson, fold: (text: string) => string): string[] {
  if (action.text !== null && action.text !== '')
    return [block(action.tool === null ? 'text' : 'runs', action.text, fold)];
  if (action.tool === null || action.arguments === null) return [];
  return [
    block(
      'with',
      typeof action.arguments === 'string'
        ? action.arguments
        : JSON.stringify(action.arguments, undefined, 1),
      fold,
    ),
  ];
}

function block(label: string, text: string, fold: (text: string) => string): string {
  const [first = '', ...rest] = fold(escapeText(text.trim())).split('\n');
  return [`${label.padEnd(8)}${first}`, ...rest.map((next) => `        ${next}`.trimEnd())].join('\n');
}

function summarizeAction({ action }: StepJson): string {
  const detail =
    action.text ??
    (action.arguments === null
      ? ''
      : typeof action.arguments === 'string'
        ? action.arguments
        : JSON.stringify(action.arguments));
  return escapeLine(`${action.tool ?? 'says'} ${detail.slice(0, 120)}`);
}
