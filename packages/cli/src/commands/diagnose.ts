import { type DiagnosisJson, parseFilter, RUN_FIELDS, TraceError } from '@tracewright/core';
import { openBackend } from '../backend/open-backend.ts';
import type { CommandContext } from '../command-context.ts';
import { writeJson } from '../io.ts';
import { escapeLine } from '../text/escape.ts';
import { plural } from '../text/quantities.ts';
import { createStyle } from '../text/style.ts';
import { listAllRuns } from './list-all-runs.ts';
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
  await using backend = await openBackend(context, 'write');
  const runs: string[] = [...positionals];
  if (where !== undefined) for await (const { runId } of listAllRuns(backend, { where })) runs.push(runId);
  const diagnoses = where !== undefined && runs.length === 0 ? [] : await backend.diagnose(runs);
  if (isJson) {
    await writeJson(io, diagnoses);
    return 0;
  }
  const style = createStyle(io.hasColor);
  for (const diagnosis of diagnoses) {
    const { runId, findings } = diagnosis;
    const more =
      findings.length > SHOWN_FINDINGS
        ? `  … ${plural(findings.length - SHOWN_FINDINGS, 'more finding')}: tracewright show ${runId}\n`
        : '';
    await io.write(
      `${style.bold(runId)}  ${summarizeOnset(diagnosis)}\n${findings
        .slice(0, SHOWN_FINDINGS)
        .map((finding) => describeFinding(finding, style))
        .join('')}${more}`,
    );
  }
  const found = diagnoses.filter(({ onset }) => onset !== null).length;
  await io.write(`${plural(diagnoses.length, 'run')} diagnosed, an onset found in ${found}\n`);
  return 0;
}

function summarizeOnset({ onset, ranked }: DiagnosisJson): string {
  const others = ranked
    .filter(({ stepIndex }) => stepIndex !== onset?.stepIndex)
    .slice(0, SHOWN_ALTERNATIVES)
    .map(({ stepIndex, score }) => `step ${stepIndex} (${score.toFixed(2)})`)
    .join(', ');
  if (onset === null)
    return `no onset of failure found${others === '' ? '' : `; if it failed all the same: ${others}`}`;
  const agent = onset.agent === null ? '' : ` by ${escapeLine(onset.agent)}`;
  return `likeliest onset step ${onset.stepIndex}${agent} (confidence ${onset.confidence.toFixed(2)})${others === '' ? '' : `, then ${others}`}`;
}
