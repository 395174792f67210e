/**
 * What the checkers say about runs that nobody labelled: `npm run bench -- reasoning-alarms [folder...]`.
 *
 * Every finding of `faulty-reasoning` on each run under TRACEWRIGHT_DATA (default `../shared/data`) outside BIG-Bench-Mistake,
 * printed so that a reader can judge whether the line is wrong; and how much was checked at all.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { buildContext, checkRunReasoning } from '@tracewright/analysis';
import type { Run, Span } from '@tracewright/core';
import { createContentReader, importUnit, planImport } from '@tracewright/importers';
import { openPaths } from '@tracewright/server';

export async function run(folders: readonly string[]): Promise<void> {
  const root = process.env['TRACEWRIGHT_DATA'] ?? '../shared/data';
  const counts = { runs: 0, steps: 0, verifiedSteps: 0, findings: 0, runsWithFindings: 0 };
  for (const path of folders.length > 0 ? folders : await listFolders(root)) {
    for await (const { imported, spans } of readRuns(path)) {
      const context = buildContext(imported, spans);
      const { faults, verifiedSteps } = checkRunReasoning(context);
      counts.runs += 1;
      counts.steps += context.steps.length;
      counts.verifiedSteps += verifiedSteps.size;
      counts.findings += faults.length;
      if (faults.length > 0) counts.runsWithFindings += 1;
      for (const { fault, step } of faults)
        console.log(
          [imported.source.path, `step ${step.index}`, fault.kind, fault.found, fault.expected]
            .map((cell) => cell.replace(/\s+/g, ' ').slice(0, 160))
            .join('\t'),
        );
    }
  }
  for (const [name, value] of Object.entries(counts)) console.log(`${name}\t${value}`);
}

async function listFolders(root: string): Promise<string[]> {
  const folders = ['runs', 'outcome', 'security', 'formats', 'steps/agentrx', 'steps/who-and-when'];
  const inner = await Promise.all(
    folders.map(async (folder) => {
      const names = await readdir(join(root, folder)).catch(() => []);
      return names.map((name) => join(root, folder, name));
    }),
  );
  return inner.flat().toSorted();
}

async function* readRuns(path: string): AsyncGenerator<{ imported: Run; spans: Span[] }> {
  await using opened = await openPaths([path]);
  const open = createContentReader();
  for (const unit of (await planImport(opened.files, open, {})).units) {
    const runs: Run[] = [];
    const spans = new Map<string, Span[]>();
    for await (const item of importUnit(unit, open)) {
      if (item.kind === 'run') runs.push(item.run);
      else if (item.kind === 'spans') for (const span of item.spans) addTo(spans, span);
    }
    for (const imported of runs) yield { imported, spans: spans.get(imported.runId) ?? [] };
  }
}

function addTo(spans: Map<string, Span[]>, span: Span): void {
  const list = spans.get(span.runId);
  if (list === undefined) spans.set(span.runId, [span]);
  else list.push(span);
}
