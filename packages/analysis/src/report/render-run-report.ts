/**
 * A run as one HTML page for a bug report: task, outcome, likeliest onset with its evidence, findings, steps. It runs nothing
 * and asks for nothing; whatever comes out of the trace is text. Its size is bounded: of long texts beginning and end are
 * kept, of long runs the steps around findings first.
 */
import {
  type Annotation,
  type FindingJson,
  findVerdicts,
  isAnnotation,
  type RunDetailJson,
  type StepJson,
} from '@tracewright/core';
import { html, type Html } from './html.ts';
import { REPORT_STYLE, REPORT_STYLE_HASH } from './report-style.ts';
import { MOST_OF_A_TEXT, renderText } from './report-text.ts';

export interface RunReportOptions {
  /** Places masked for this report. */
  readonly masked: number;
  /** ISO 8601. */
  readonly writtenAt: string;
  readonly version: string;
}

/** UTF-16 units of all texts of steps together; what comes after shows its beginnings only. */
const BUDGET = 4_000_000;
const AFTER_BUDGET = 300;
const MOST_STEPS = 2_000;
const MOST_FINDINGS = 200;
const QUOTE = 600;
const TITLE = 120;

export function renderRunReport(detail: RunDetailJson, options: RunReportOptions): string {
  const { run } = detail;
  const named = firstText(run.task, run.taskText, `Run ${run.runId}`);
  const title = named.length <= TITLE ? named : `${named.slice(0, TITLE)} …`;
  const policy = `default-src 'none'; style-src '${REPORT_STYLE_HASH}'; base-uri 'none'; form-action 'none'`;
  const style: Html = { html: `<style>${REPORT_STYLE}</style>` };
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>${title}</title>
        ${style}
      </head>
      <body>
        <main>
          <header>
            <h1 dir="auto">${title}</h1>
            ${renderFacts(detail)}
            ${
              run.taskText === null || run.taskText.trim() === title
                ? ''
                : html`<p class="label">Task</p>
                    ${renderText(run.taskText, [])}`
            }
          </header>
          ${renderOnset(detail)} ${renderFindings(detail)} ${renderSteps(detail)}
        </main>
        <footer class="soft">
          <p>
            Written by Tracewright ${options.version} on ${options.writtenAt}.
            ${describeMasking(options.masked)}
          </p>
        </footer>
      </body>
    </html> `.html;
}

function describeMasking(masked: number): string {
  if (masked === 0) return 'Searched for secrets once more; none was found.';
  return `Searched for secrets once more; ${masked} ${masked === 1 ? 'place was' : 'places were'} masked.`;
}

function firstText(...texts: readonly (string | null)[]): string {
  return texts.find((text) => text !== null && text.trim() !== '')?.trim() ?? '';
}

function renderFacts({ run, steps }: RunDetailJson): Html {
  const { outcome } = run;
  const tone = { success: 'good', failure: 'bad', unknown: 'soft' }[outcome.status];
  const verdict = [
    ...(outcome.score === undefined ? [] : [`score ${outcome.score}`]),
    ...(outcome.source === undefined ? [] : [`by ${outcome.source}`]),
  ].join(', ');
  const facts: readonly (readonly [string, string | null])[] = [
    ['Agent', [run.agent, run.agentVersion].filter((part) => part !== null).join(' ')],
    ['Model', run.model],
    ['Time', run.startTime === null ? null : formatSpell(run.startTime, run.endTime)],
    ['Size', `${count(steps.length, 'step')}, ${count(run.spans, 'span')}`],
    ['Tokens', run.tokens?.toLocaleString('en-US') ?? null],
    ['Cost', run.costUsd === null ? null : `$${run.costUsd.toFixed(4)}`],
    ['Source', `${run.source.path} (${run.source.format})`],
    ['Run', run.runId],
  ];
  return html`<dl>
    <dt>Outcome</dt>
    <dd><strong class="${tone}">${outcome.status}</strong>${verdict === '' ? '' : ` (${verdict})`}</dd>
    ${facts.map(([name, value]) =>
      value === null || value === ''
        ? ''
        : html`<dt>${name}</dt>
            <dd>${value.slice(0, 500)}</dd> `,
    )}
  </dl>`;
}

/** As the page says it. */
const ONSET_TITLE = {
  failure: 'Where it went wrong',
  unknown: 'Where it may have gone wrong',
  success: 'Where to look, though it succeeded',
} as const;

function renderOnset({ run, steps, onset, ranked, findings }: RunDetailJson): Html {
  const { status } = run.outcome;
  if (onset === null)
    return html`<h2>${ONSET_TITLE[status]}</h2>
      <p>Nothing in the run points at a first wrong step.</p>`;
  const step = steps[onset.stepIndex];
  const finding = findings.find((each) => each.stepIndex === onset.stepIndex && !isAnnotation(each));
  const others = ranked.filter(({ stepIndex }) => stepIndex !== onset.stepIndex).slice(0, 4);
  return html`<h2>${ONSET_TITLE[status]}</h2>
    <section class="onset${status === 'failure' ? ' onset-failure' : ''}">
      <p>
        <a href="#step-${onset.stepIndex}"><strong>Step ${onset.stepIndex}</strong></a
        >${onset.agent === null ? '' : `, ${onset.agent}`}${step === undefined ? '' : `, ${nameStep(step)}`}:
        confidence ${percent(onset.confidence)}
      </p>
      ${finding === undefined ? html`<p>No finding at this step; it stands first in the ranking.</p>` : renderFinding(finding)}
    </section>
    ${others.length === 0 ? '' : html`<p class="soft">Next likeliest: ${others.map(({ stepIndex, score }, index) => html`${index === 0 ? '' : ', '}<a href="#step-${stepIndex}">step ${stepIndex}</a> (${percent(score)})`)}</p>`}`;
}

/** @param verdict what people think of it */
function renderFinding(
  { severity, category, message, evidence, fix, annotation }: FindingJson,
  verdict?: Annotation,
): Html {
  const isRejected = verdict?.kind === 'reject';
  const head =
    annotation === undefined
      ? html`<span class="${severity === 'error' && !isRejected ? 'bad' : 'soft'}">${severity}</span>`
      : html`<span class="soft">${annotation.kind} by ${annotation.author}</span>`;
  const text = message.slice(0, 2_000);
  return html`<p>
      ${head}, ${category}: ${isRejected ? html`<del>${text}</del>` : text}
      ${verdict === undefined ? '' : html`<span class="soft">(${isRejected ? 'rejected' : 'accepted'} by ${verdict.author})</span>`}
    </p>
    ${evidence.slice(0, 3).map(
      ({ quote, path }) =>
        html`<blockquote dir="auto">${quote.slice(0, QUOTE)}${quote.length > QUOTE ? ' …' : ''}</blockquote>
          <p class="label">${path}</p>`,
    )}
    ${fix === null ? '' : html`<p>${fix.slice(0, 2_000)}</p>`}`;
}

function renderFindings({ findings }: RunDetailJson): Html {
  if (findings.length === 0)
    return html`<h2>Findings</h2>
      <p>There are none.</p>`;
  const shown = findings.slice(0, MOST_FINDINGS);
  const verdicts = findVerdicts(findings);
  return html`<h2>${count(findings.length, 'finding')}</h2>
    <ol>
      ${shown.map((finding) => html`<li>${finding.stepIndex === null ? 'Run' : html`<a href="#step-${finding.stepIndex}">Step ${finding.stepIndex}</a>`} ${renderFinding(finding, verdicts.get(finding.id)?.annotation)}</li> `)}
    </ol>
    ${findings.length > shown.length ? html`<p class="soft">${findings.length - shown.length} more are not shown.</p>` : ''}`;
}

function renderSteps(detail: RunDetailJson): Html {
  const { steps } = detail;
  const kept = chooseSteps(detail);
  const limits = shareBudget(detail, kept);
  const quotes = listQuotes(detail.findings);
  const parts: Html[] = [];
  let expected = 0;
  for (const step of steps) {
    if (!kept.has(step.index)) continue;
    if (step.index > expected) parts.push(renderGap(expected, step.index - 1));
    const most = limits.get(step.index) ?? AFTER_BUDGET;
    parts.push(renderStep(step, detail, quotes.get(step.spanId) ?? [], most));
    expected = step.index + 1;
  }
  if (expected < steps.length) parts.push(renderGap(expected, steps.length - 1));
  return html`<h2>${count(steps.length, 'step')}</h2>
    ${parts}`;
}

/** What findings quote, by span. */
function listQuotes(findings: readonly FindingJson[]): ReadonlyMap<string, readonly string[]> {
  const quotes = new Map<string, string[]>();
  for (const { evidence } of findings)
    for (const { spanId, quote } of evidence) quotes.set(spanId, [...(quotes.get(spanId) ?? []), quote]);
  return quotes;
}

function renderGap(first: number, last: number): Html {
  return html`<p class="soft">Steps ${first} to ${last} are left out.</p> `;
}

/** The steps a report has room for: those of the onset and of findings with their neighbours, the last ones, the first ones. */
function chooseSteps({ steps, findings, onset }: RunDetailJson): ReadonlySet<number> {
  if (steps.length <= MOST_STEPS) return new Set(steps.keys());
  const kept = new Set<number>();
  const keep = (index: number): void => {
    if (kept.size < MOST_STEPS && index >= 0 && index < steps.length) kept.add(index);
  };
  const wanted = [onset?.stepIndex, ...findings.map(({ stepIndex }) => stepIndex)];
  for (const index of wanted)
    if (index !== undefined && index !== null)
      for (let near = index - 3; near <= index + 3; near += 1) keep(near);
  for (let back = 1; back <= MOST_STEPS / 4; back += 1) keep(steps.length - back);
  for (let index = 0; kept.size < MOST_STEPS && index < steps.length; index += 1) keep(index);
  return kept;
}

/** How much each text of a step may show: whole, in order of importance, until the budget is used. */
function shareBudget(
  { steps, findings, onset }: RunDetailJson,
  kept: ReadonlySet<number>,
): ReadonlyMap<number, number> {
  const found = findings.flatMap(({ stepIndex }) => (stepIndex === null ? [] : [stepIndex]));
  const order = new Set([...(onset === null ? [] : [onset.stepIndex]), ...found, ...kept]);
  const limits = new Map<number, number>();
  let left = BUDGET;
  for (const index of order) {
    const step = steps[index];
    if (step === undefined || !kept.has(index)) continue;
    const size = listTexts(step).reduce((sum, { text }) => sum + Math.min(text.length, MOST_OF_A_TEXT), 0);
    limits.set(index, left > 0 ? MOST_OF_A_TEXT : AFTER_BUDGET);
    left -= size;
  }
  return limits;
}

interface StepText {
  readonly name: string;
  readonly text: string;
}

function listTexts(step: StepJson): readonly StepText[] {
  const { thought, action, observation } = step;
  const given =
    action.text !== null && action.text !== ''
      ? action.text
      : action.arguments === null
        ? ''
        : typeof action.arguments === 'string'
          ? action.arguments
          : JSON.stringify(action.arguments, null, 2);
  return [
    { name: 'Reasoning', text: thought ?? '' },
    { name: action.tool === null ? 'Message' : 'Arguments', text: given },
    {
      name: observation?.status === 'error' ? 'Error' : 'Result',
      text: observation?.text ?? '',
    },
  ].filter(({ text }) => text.trim() !== '');
}

function renderStep(
  step: StepJson,
  { onset, findings }: RunDetailJson,
  quotes: readonly string[],
  most: number,
): Html {
  const own = findings.filter(({ stepIndex }) => stepIndex === step.index);
  const marks = [
    ...(onset?.stepIndex === step.index ? ['likeliest onset'] : []),
    ...new Set(own.map(({ category }) => category)),
  ];
  const facts = [step.startTime === null ? null : formatTime(step.startTime), step.model].flatMap((fact) =>
    fact === null ? [] : [fact],
  );
  return html`<article id="step-${step.index}">
    <h3>
      #${step.index} ${step.agent ?? step.role} ·
      ${nameStep(step)}${marks.length === 0 ? '' : html` <span class="bad">◀ ${marks.join(', ')}</span>`}
    </h3>
    ${facts.length === 0 ? '' : html`<p class="label">${facts.join(' · ')}</p>`}
    ${listTexts(step).map(
      ({ name, text }) =>
        html`<p class="label${name === 'Error' ? ' bad' : ''}">${name}</p>
          ${renderText(text, quotes, most)} `,
    )}
    ${step.pictures === undefined ? '' : html`<p class="label">${count(step.pictures.length, 'picture')}, not in this report: what one shows is not masked</p>`}
  </article> `;
}

function nameStep(step: StepJson): string {
  return step.action.tool ?? (step.role === 'agent' ? 'message' : step.role);
}

function count(value: number, noun: string): string {
  return `${value.toLocaleString('en-US')} ${noun}${value === 1 ? '' : 's'}`;
}

/** To the second, and in UTC as the store has it. */
function formatTime(time: string): string {
  return `${time.slice(0, 10)} ${time.slice(11, 19)} UTC`;
}

function formatSpell(start: string, end: string | null): string {
  if (end === null) return `since ${formatTime(start)}`;
  const isSameDay = end.slice(0, 10) === start.slice(0, 10);
  return `${start.slice(0, 10)} ${start.slice(11, 19)} to ${isSameDay ? `${end.slice(11, 19)} UTC` : formatTime(end)}`;
}

function percent(value: number): string {
  return `${(value * 100).toFixed(0)} %`;
}
