/**
 * What failing attempts share, within tasks, on real attempts, and how often outcomes dealt at random give a claim:
 * `npm run bench -- patterns [permutations] [seed]`.
 *
 * Data: `outcome/tau-bench` and `outcome/tau2` under TRACEWRIGHT_DATA (default `../shared/data`). The named contrasts were
 * measured elsewhere on all 200 runs of the same agent; here are those of the development half.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Attempt, diagnose, findPatterns, profileRun, toAttempt } from '@tracewright/analysis';
import type { ContrastJson, PatternsJson, Run, Span } from '@tracewright/core';
import { createContentReader, importUnit, planImport } from '@tracewright/importers';
import { createRandom, type Random, wilsonInterval } from '@tracewright/numeric';
import { openPaths } from '@tracewright/server';

/** Failure-only, failure-leaning, and none although pooled it looks like one. */
const NAMED = ['calls search_direct_flight', 'calls cancel_reservation', 'calls transfer_to_human_agents'];

export async function run(args: readonly string[]): Promise<void> {
  const rounds = Number(args[0] ?? 300);
  const seed = Number(args[1] ?? 4);
  const folder = join(process.env['TRACEWRIGHT_DATA'] ?? '../shared/data', 'outcome');
  const tau2 = (await readdir(join(folder, 'tau2'))).map((name) => join(folder, 'tau2', name));
  for (const [name, paths] of [
    ['tau-bench airline, gpt-4o', [join(folder, 'tau-bench')]],
    ['tau2, airline', tau2.filter((path) => path.includes('airline'))],
  ] as const) {
    const start = performance.now();
    const attempts = await readAttempts(paths);
    const read = performance.now();
    const patterns = findPatterns(attempts);
    const found = performance.now();
    const { counts } = patterns;
    console.log(
      `\n# ${name}: ${counts.runs} runs (${counts.failure} failed), ${counts.tasks} tasks, ${counts.mixedTasks} with both outcomes${patterns.acrossAgents ? ', across agents' : ''}; read in ${((read - start) / 1000).toFixed(1)} s, compared in ${((found - read) / 1000).toFixed(1)} s`,
    );
    printContrasts(patterns);
    printNull(attempts, rounds, createRandom(seed));
  }
}

function printContrasts(patterns: PatternsJson): void {
  const { contrasts, tested, untestable, level } = patterns;
  const claims = contrasts.filter(({ marks }) => marks !== null);
  console.log(`# ${tested} traits tested, ${untestable} too rare; ${claims.length} claimed at q <= ${level}`);
  console.log(
    [
      'trait',
      'tasks only failing:passing',
      'failing',
      'passing',
      'odds ratio',
      'p',
      'q',
      'Holm',
      'shows from',
      'pooled failing, passing',
    ].join('\t'),
  );
  const named = NAMED.flatMap(
    (label) => contrasts.find((contrast) => namesOf(contrast).includes(label)) ?? [],
  );
  for (const contrast of new Set([...named, ...claims])) printContrast(contrast);
}

function namesOf({ label, same }: ContrastJson): string[] {
  return [label, ...same];
}

function printContrast(contrast: ContrastJson): void {
  const { failing, passing, pooled, interval, oddsRatio, detectable } = contrast;
  const ratio = (value: number | null): string => (value === null ? 'inf' : value.toFixed(2));
  console.log(
    [
      namesOf(contrast).find((name) => NAMED.includes(name)) ?? contrast.label,
      `${contrast.onlyFailing}:${contrast.onlyPassing}`,
      `${failing.with}/${failing.of}`,
      `${passing.with}/${passing.of}`,
      `${ratio(oddsRatio)} (${ratio(interval[0])}-${ratio(interval[1])})`,
      contrast.p.toFixed(4),
      contrast.isTestable ? contrast.q.toFixed(3) : 'untestable',
      contrast.holm.toFixed(3),
      detectable.above === null ? '-' : detectable.above.toFixed(1),
      `${pooled.failing.with}/${pooled.failing.of} ${pooled.passing.with}/${pooled.passing.of} (p ${pooled.p.toFixed(4)})`,
    ].join('\t'),
  );
}

/** Outcomes dealt anew within each task and agent: nothing is true then, so that any claim is false. */
function printNull(attempts: readonly Attempt[], rounds: number, random: Random): void {
  let withClaims = 0;
  let asked = 0;
  let below = 0;
  for (let round = 0; round < rounds; round += 1) {
    const { contrasts } = findPatterns(permuteOutcomes(attempts, random));
    if (contrasts.some(({ marks }) => marks !== null)) withClaims += 1;
    const tested = contrasts.filter(({ isTestable }) => isTestable);
    asked += tested.length;
    below += tested.filter(({ p }) => p <= 0.05).length;
  }
  const [low, high] = wilsonInterval(withClaims, rounds);
  console.log(
    `# outcomes dealt at random within tasks, ${rounds} times: a false claim in ${withClaims} = ${((100 * withClaims) / rounds).toFixed(1)} % (${(100 * low).toFixed(1)}-${(100 * high).toFixed(1)}; allowed 5 %); uncorrected p <= 0.05 in ${((100 * below) / Math.max(1, asked)).toFixed(1)} % of ${asked} tests`,
  );
}

function permuteOutcomes(attempts: readonly Attempt[], random: Random): Attempt[] {
  const hasSeveral = new Set(attempts.map(({ group }) => group)).size < attempts.length;
  const tasks = new Map<string | undefined, Attempt[]>();
  for (const attempt of attempts) {
    const key = hasSeveral ? attempt.group : attempt.task;
    tasks.set(key, [...(tasks.get(key) ?? []), attempt]);
  }
  return [...tasks.values()].flatMap((task) => {
    const outcomes = task.map(({ outcome }) => outcome);
    for (let at = outcomes.length - 1; at > 0; at -= 1) {
      const other = Math.floor(random() * (at + 1));
      [outcomes[at], outcomes[other]] = [outcomes[other] ?? 'unknown', outcomes[at] ?? 'unknown'];
    }
    return task.map((attempt, at) => ({ ...attempt, outcome: outcomes[at] ?? 'unknown' }));
  });
}

async function readAttempts(paths: readonly string[]): Promise<Attempt[]> {
  await using opened = await openPaths(paths);
  const open = createContentReader();
  const runs: Run[] = [];
  const spans = new Map<string, Span[]>();
  for (const unit of (await planImport(opened.files, open)).units) {
    for await (const item of importUnit(unit, open)) {
      if (item.kind === 'run') runs.push(item.run);
      if (item.kind !== 'spans') continue;
      for (const span of item.spans) spans.set(span.runId, [...(spans.get(span.runId) ?? []), span]);
    }
  }
  return runs.map((imported) => {
    const own = (spans.get(imported.runId) ?? []).toSorted((a, b) => a.sequence - b.sequence);
    return toAttempt(imported, profileRun(imported, own, diagnose(imported, own)));
  });
}
