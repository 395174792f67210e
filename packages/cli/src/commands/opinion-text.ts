/** A second opinion as text: what the model says, how it stands to ours, what was not kept of it, what it cost. */
import type { Agreement, Opinion } from '@tracewright/core';
import { escapeLine } from '../text/escape.ts';
import { formatCost, formatTokens, plural } from '../text/quantities.ts';
import type { Style } from '../text/style.ts';

const AGREEMENTS: Readonly<Record<Agreement, string>> = {
  'same-step': 'the same step as ours',
  'within-2': 'within two steps of ours',
  'same-agent': 'another step of the same agent',
  different: 'not the step that is ours',
  'not-compared': 'nothing to compare',
};

export function describeOpinion(opinion: Opinion, style: Style): string {
  const { onset, rootCause, verdicts, model } = opinion;
  const where =
    onset === null
      ? 'no onset of failure that it could show'
      : `step ${onset.stepIndex}${onset.agent === null ? '' : ` by ${escapeLine(onset.agent)}`}, ${escapeLine(onset.category)} (it says ${onset.confidence.toFixed(2)})`;
  const agreement = opinion.agreement === 'same-step' ? style.green : style.yellow;
  const wrong = verdicts.filter(({ verdict }) => verdict === 'incorrect').map(({ stepIndex }) => stepIndex);
  const useless = verdicts.filter(({ verdict }) => verdict === 'unuseful').map(({ stepIndex }) => stepIndex);
  const quote = onset?.evidence[0]?.quote;
  return [
    `  ${style.bold(`second opinion of ${escapeLine(model)}`)}  ${where}: ${agreement(AGREEMENTS[opinion.agreement])}`,
    ...(onset === null ? [] : [`    ${escapeLine(onset.reasoning)}`]),
    ...(quote === undefined ? [] : [style.dim(`      > ${escapeLine(quote.slice(0, 300))}`)]),
    ...labelled('in short', [rootCause.summary]),
    ...labelled(
      'because',
      rootCause.rootCauseChain.map(({ stepIndex, claim }) => `step ${stepIndex}: ${claim}`),
    ),
    ...labelled(
      'instead',
      rootCause.criticalDecisionPoints.map(({ stepIndex, shouldHave }) => `step ${stepIndex}: ${shouldHave}`),
    ),
    ...labelled('wrong', wrong.length === 0 ? [] : [`steps ${wrong.join(', ')}`]),
    ...labelled('useless', useless.length === 0 ? [] : [`steps ${useless.join(', ')}`]),
    ...labelled('dropped', describeDropped(opinion)),
    style.dim(`    ${describeUsage(opinion)}`),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

function labelled(label: string, lines: readonly string[]): readonly string[] {
  return lines
    .filter((line) => line !== '')
    .map((line, index) => `    ${(index === 0 ? label : '').padEnd(8)} ${escapeLine(line)}`);
}

function describeDropped({ dropped }: Opinion): readonly string[] {
  const { quotes, steps, values } = dropped;
  const parts = [
    ...(quotes === 0 ? [] : [`${plural(quotes, 'claim')} whose quote does not stand there`]),
    ...(steps === 0 ? [] : [`${plural(steps, 'claim')} about a step it was not shown or did not judge`]),
    ...(values === 0 ? [] : [`${plural(values, 'value')} out of range`]),
  ];
  return parts.length === 0 ? [] : [parts.join(', ')];
}

function describeUsage({ usage, reading, isCached }: Opinion): string {
  const cost = usage.costUsd === null ? 'no price known' : formatCost(usage.costUsd);
  const memory = reading.isWithMemory ? ', with notes on earlier runs' : '';
  const kept = isCached ? ' (kept from an earlier question: nothing was paid now)' : '';
  return `${reading.stepsShown} of ${plural(reading.steps, 'step')} read${memory}; ${plural(usage.calls, 'call')}, ${formatTokens(usage.inputTokens + usage.outputTokens)} tokens, ${cost}${kept}`;
}
