/**
 * How often no onset is named, by format and outcome, over every graded run: `npm run bench -- no-onset`. The outcome is read here only, to
 * count.
 */
import { join } from 'node:path';
import { diagnose } from '@tracewright/analysis';
import type { Run, Span } from '@tracewright/core';
import { createContentReader, importUnit, planImport } from '@tracewright/importers';
import { openPaths } from '@tracewright/server';
import { DATA } from './onset/cases.ts';

export async function run(): Promise<void> {
  const counts = new Map<
    string,
    { success: [nulls: number, runs: number]; failure: [nulls: number, runs: number] }
  >();
  await using opened = await openPaths(
    ['runs', 'outcome', 'steps/who-and-when'].map((path) => join(DATA, path)),
  );
  const open = createContentReader();
  for (const unit of (await planImport(opened.files, open)).units) {
    const spans = new Map<string, Span[]>();
    const runs: Run[] = [];
    for await (const item of importUnit(unit, open)) {
      if (item.kind === 'run') runs.push(item.run);
      if (item.kind !== 'spans') continue;
      for (const span of item.spans) {
        const own = spans.get(span.runId);
        if (own === undefined) spans.set(span.runId, [span]);
        else own.push(span);
      }
    }
    for (const imported of runs) {
      const { status } = imported.outcome;
      if (status === 'unknown') continue;
      const { format } = imported.source;
      const count = counts.get(format) ?? { success: [0, 0], failure: [0, 0] };
      counts.set(format, count);
      count[status][1] += 1;
      if (diagnose(imported, spans.get(imported.runId) ?? []).onset === null) count[status][0] += 1;
    }
  }
  console.log(['format', 'no onset of passed', 'no onset of failed'].join('\t'));
  for (const [format, { success, failure }] of counts)
    console.log([format, success.join('/'), failure.join('/')].join('\t'));
}
