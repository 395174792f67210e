import { type DiagnosisJson, type Opinion, parseFilter, RUN_FIELDS, TraceError } from '@tracewright/core';
import { type Backend, openBackend } from '../backend/open-backend.ts';
import type { CommandContext } from '../command-context.ts';
import { writeJson } from '../io.ts';
import { createProgressLine } from '../progress.ts';
import { escapeLine } from '../text/escape.ts';
import { plural } from '../text/quantities.ts';
import { createStyle, type Style } from '../text/style.ts';
import { listAllRuns } from './list-all-runs.ts';
import { readOpinionOptions } from './opinion-options.ts';
import { describeOpinion } from './opinion-text.ts';
import { describeFinding } from './show.ts';

/** Steps named beside the likeliest one. */
const SHOWN_ALTERNATIVES = 3;
/** Findings printed of one run; the rest is counted. */
const SHOWN_FINDINGS = 5;

export async function run(context: CommandContext): Promise<number> {
  const { io, positionals, isJson } = context;
  const where = context.text('where');
  if (where !== undefined) {
    if (positionals.length > 0)
      throw new TraceError('usage-invalid', {
        message: 'diagnose takes runs or --where, not both',
        fix: 'tracewright help diagnose',
      });
    parseFilter(where, RUN_FIELDS);
  }
  const asking = readOpinionOptions(context);
  await using backend = await openBackend(context, 'write');
  const runs: string[] = [...positionals];
  if (where !== undefined) for await (const { runId } of listAllRuns(backend, { where })) runs.push(runId);
  const diagnoses = where !== undefined && runs.length === 0 ? [] : await backend.diagnose(runs);
  const opinions = asking === undefined ? undefined : askInTurn(backend, diagnoses, asking, context);
  if (isJson) {
    const answers: object[] = [];
    try {
      // The outcome stands in `runs` and `show`; here is what was concluded without it.
      for (const { outcome: _outcome, ...diagnosis } of diagnoses) {
        const asked = await opinions?.next();
        answers.push(asked === undefined ? diagnosis : { ...diagnosis, opinion: asked.value });
      }
    } catch (error) {
      // What was answered is paid for.
      if (answers.length > 0) await writeJson(io, answers);
      throw error;
    }
    await writeJson(io, answers);
    return 0;
  }
  const style = createStyle(io.hasColor);
  for (const diagnosis of diagnoses) {
    await io.write(describeDiagnosis(diagnosis, style));
    const asked = await opinions?.next();
    if (asked?.done === false) await io.write(describeOpinion(asked.value, style));
  }
  await io.write(summarize(diagnoses));
  return 0;
}

/** An opinion on each run, one after the other; all of them share the budget. */
async function* askInTurn(
  backend: Backend,
  diagnoses: readonly DiagnosisJson[],
  request: NonNullable<ReturnType<typeof readOpinionOptions>>,
  { io }: CommandContext,
): AsyncGenerator<Opinion> {
  const progress = createProgressLine(io);
  let spentUsd = 0;
  for (const [index, { runId }] of diagnoses.entries()) {
    const place = `${diagnoses.length === 1 ? '' : `${index + 1} of ${diagnoses.length}: `}run ${runId}`;
    const { budgetUsd } = request;
    if (budgetUsd !== undefined && spentUsd >= budgetUsd)
      throw new TraceError('limit-exceeded', {
        where: place,
        message: `the budget of $${budgetUsd} is used up after ${plural(index, 'run')}; what was answered is kept`,
        fix: 'ask again with a larger --budget: what is kept costs nothing',
      });
    progress.show(`asking about ${place} …`);
    const opinion = await backend
      .askOpinion(
        runId,
        { ...request, ...(budgetUsd === undefined ? {} : { budgetUsd: budgetUsd - spentUsd }) },
        {
          onProgress: ({ calls, stepsShown }) =>
            progress.show(
              `asking about ${place}: ${plural(calls, 'call')}, ${plural(stepsShown, 'step')} read`,
            ),
        },
      )
      .finally(() => progress.clear());
    if (!opinion.isCached) spentUsd += opinion.usage.costUsd ?? 0;
    yield opinion;
  }
}

/** Of runs that passed an onset is what it would be, had they failed: they are counted apart. */
function summarize(diagnoses: readonly DiagnosisJson[]): string {
  const passed = diagnoses.filter(({ outcome }) => outcome === 'success');
  const others = diagnoses.filter(({ outcome }) => outcome !== 'success');
  const found = others.filter(({ onset }) => onset !== null).length;
  const counts = [
    ...(others.length > 0 || passed.length === 0 ? [`an onset found in ${found}`] : []),
    ...(passed.length > 0 ? [`${passed.length} passed`] : []),
  ];
  return `${plural(diagnoses.length, 'run')} diagnosed, ${counts.join(', ')}\n`;
}

function describeDiagnosis(diagnosis: DiagnosisJson, style: Style): string {
  const { runId, findings } = diagnosis;
  const more =
    findings.length > SHOWN_FINDINGS
      ? `  … ${plural(findings.length - SHOWN_FINDINGS, 'more finding')}: tracewright show ${runId}\n`
      : '';
  return `${style.bold(runId)}  ${summarizeOnset(diagnosis)}\n${findings
    .slice(0, SHOWN_FINDINGS)
    .map((finding) => describeFinding(finding, style))
    .join('')}${more}`;
}

function summarizeOnset({ outcome, onset, ranked }: DiagnosisJson): string {
  const others = ranked
    .filter(({ stepIndex }) => stepIndex !== onset?.stepIndex)
    .slice(0, SHOWN_ALTERNATIVES)
    .map(({ stepIndex, score }) => `step ${stepIndex} (${score.toFixed(2)})`)
    .join(', ');
  if (onset === null)
    return `no onset of failure found${others === '' ? '' : `; if it failed all the same: ${others}`}`;
  if (outcome === 'success') {
    const steps = [`step ${onset.stepIndex} (${onset.confidence.toFixed(2)})`, others];
    return `passed, by its outcome; had it failed: ${steps.filter((text) => text !== '').join(', ')}`;
  }
  const agent = onset.agent === null ? '' : ` by ${escapeLine(onset.agent)}`;
  return `likeliest onset step ${onset.stepIndex}${agent} (confidence ${onset.confidence.toFixed(2)})${others === '' ? '' : `, then ${others}`}`;
}
