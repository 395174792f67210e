/** Counts the findings of many runs by category. Findings stand in documents, a run each: it reads those of the newest runs. */
import {
  type CountFindingsRequest,
  type CountFindingsResponse,
  findVerdicts,
  isAnnotation,
  parseFilter,
  RUN_FIELDS,
  type RunId,
  type Severity,
  type SpanStore,
} from '@tracewright/core';

/** Runs whose findings are read for one answer: about a second's work. */
const MAX_RUNS = 5_000;
const PAGE = 1_000;
const MAX_RUN_IDS = 100;
const GRAVITY: readonly Severity[] = ['info', 'warning', 'error'];

interface Count {
  severity: Severity;
  findings: number;
  failures: number;
  readonly runs: Set<RunId>;
}

/** @throws TraceError `filter-invalid` */
export async function countFindings(
  store: SpanStore,
  { where = '' }: CountFindingsRequest,
  maxRuns: number = MAX_RUNS,
): Promise<CountFindingsResponse> {
  const filter = where.trim() === '' ? {} : { where: parseFilter(where, RUN_FIELDS) };
  const counts = new Map<string, Count>();
  let countedRuns = 0;
  let undiagnosedRuns = 0;
  let cursor: string | undefined;
  do {
    const page = await store.queryRuns({
      ...filter,
      limit: Math.min(PAGE, maxRuns - countedRuns),
      ...(cursor === undefined ? {} : { cursor }),
    });
    const failed = new Set(
      page.items.filter(({ outcome }) => outcome.status === 'failure').map((run) => run.runId),
    );
    const findings = await store.listFindings(page.items.map(({ runId }) => runId));
    const verdicts = findVerdicts(findings);
    for (const finding of findings) {
      // Marks of people are no findings of detectors, and what they reject is none.
      if (isAnnotation(finding) || verdicts.get(finding.id)?.annotation.kind === 'reject') continue;
      const { runId, category, severity } = finding;
      const count = counts.get(category) ?? { severity, findings: 0, failures: 0, runs: new Set() };
      counts.set(category, count);
      count.findings += 1;
      if (GRAVITY.indexOf(severity) > GRAVITY.indexOf(count.severity)) count.severity = severity;
      if (!count.runs.has(runId) && failed.has(runId)) count.failures += 1;
      count.runs.add(runId);
    }
    countedRuns += page.items.length;
    undiagnosedRuns += page.items.filter((run) => run.findings === undefined).length;
    cursor = page.next;
  } while (cursor !== undefined && countedRuns < maxRuns);
  const categories = [...counts]
    .map(([category, { runs, ...count }]) => ({
      category,
      ...count,
      runs: runs.size,
      runIds: [...runs].slice(0, MAX_RUN_IDS),
    }))
    .toSorted((a, b) => b.runs - a.runs || (a.category < b.category ? -1 : 1));
  return { categories, countedRuns, totalRuns: await store.countRuns(filter.where), undiagnosedRuns };
}
