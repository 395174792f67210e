/** Patterns as tables for a terminal, each with what it does not show. */
import type {
  CapabilityJson,
  ChangeJson,
  ClusterJson,
  ContrastJson,
  ExactTestJson,
  PatternsJson,
  PlaceJson,
  ShareJson,
  TrendJson,
} from '@tracewright/core';
import { escapeLine } from '../text/escape.ts';
import { plural } from '../text/quantities.ts';
import type { Style } from '../text/style.ts';
import { formatTable, truncate } from '../text/table.ts';

const SHOWN_CONTRASTS = 12;
const SHOWN_CHANGES = 12;
const SHOWN_CATEGORIES = 5;
/** Below it a clustering has no substantial structure (Kaufman and Rousseeuw, 1990). */
const CLEAR_SILHOUETTE = 0.25;

export function describePatterns(patterns: PatternsJson, style: Style, width: number): string {
  const { counts, trend } = patterns;
  const sections = [
    `${plural(counts.runs, 'run')}: ${counts.failure} failed, ${counts.success} passed, ${counts.unknown} unknown; ${plural(counts.tasks, 'task')}, ${counts.mixedTasks} with both outcomes\n`,
    ...(trend === null || trend.before.runs === 0 ? [] : [describeTrend(trend, style, width)]),
    describeContrasts(patterns, style, width),
    describeCapabilities(patterns.capabilities, style, width),
    describeClusters(patterns, style, width),
    describeTaxonomy(patterns, style),
  ];
  return sections.join('\n');
}

function describeContrasts(patterns: PatternsJson, style: Style, width: number): string {
  const { contrasts, counts, tested, untestable, level, acrossAgents } = patterns;
  const head = style.bold('What failing attempts do that passing attempts at the same task do not');
  if (counts.mixedTasks === 0)
    return `${head}\n  No task has both outcomes, so that nothing can be compared: run tasks several times.\n`;
  const claims = contrasts.filter(({ marks }) => marks !== null);
  const [weakest] = contrasts.flatMap(({ detectable }) => detectable.above ?? []).toSorted((a, b) => a - b);
  const verdict =
    claims.length > 0
      ? `  ${plural(claims.length, 'contrast')} of ${tested} tested survive correction (q <= ${level}).`
      : `  None of ${tested} tested survives correction (q <= ${level}): nothing is claimed.`;
  const reach =
    weakest === undefined
      ? ' No difference, however great, would have been shown.'
      : ` The smallest odds ratio that would have been shown is ${formatRatio(weakest)}.`;
  const rows = contrasts
    .slice(0, SHOWN_CONTRASTS)
    .map((contrast) => [
      contrast.marks ?? '-',
      formatShare(contrast.failing),
      formatShare(contrast.passing),
      `${contrast.onlyFailing}:${contrast.onlyPassing}`,
      formatOdds(contrast),
      formatP(contrast.p),
      formatP(contrast.q),
      formatP(contrast.holm),
      contrast.detectable.above === null ? '-' : formatRatio(contrast.detectable.above),
      describeContrast(contrast),
    ]);
  const table = formatTable(
    [
      { title: 'MARKS' },
      { title: 'FAILING', align: 'right' },
      { title: 'PASSING', align: 'right' },
      { title: 'TASKS', align: 'right' },
      { title: 'ODDS RATIO' },
      { title: 'P', align: 'right' },
      { title: 'Q', align: 'right' },
      { title: 'HOLM', align: 'right' },
      { title: 'SHOWS FROM', align: 'right' },
      { title: 'THE RUN' },
    ],
    rows,
    width - 2,
  );
  const shown = claims.slice(0, SHOWN_CONTRASTS).map((contrast) => {
    const { failing, passing } = contrast.examples;
    const places = contrast.marks === 'failure' ? failing : passing;
    return `  ${truncate(escapeLine(contrast.label), 60)}: ${places.map(formatPlace).join(', ')}\n`;
  });
  const confounded = contrasts.filter(({ isConfounded }) => isConfounded);
  const [first] = confounded;
  return [
    `${head}\n${verdict}${reach}`,
    ...(acrossAgents
      ? [
          '  Few tasks were attempted several times by one agent: different agents are compared, and a trait may mark the agent.',
        ]
      : []),
    ...table.map((line) => `  ${line}`),
    style.dim(
      `  TASKS: in which only failing : only passing attempts have it. SHOWS FROM: the odds ratio that would have survived with 80 % power. ${untestable} more traits are too rare to test.`,
    ),
    ...(shown.length === 0 ? [] : ['  See:', ...shown.map((line) => line.trimEnd())]),
    ...(first === undefined
      ? []
      : [
          style.yellow(
            `  Pooled over tasks, ${confounded.length} would look like results and are none within tasks, such as: ${escapeLine(first.label)} (${formatShare(first.pooled.failing)} failing, ${formatShare(first.pooled.passing)} passing).`,
          ),
        ]),
    '',
  ].join('\n');
}

function describeContrast({ label, same, isConfounded }: ContrastJson): string {
  const names = same.length === 0 ? label : `${label} (and ${same.length} more that coincide)`;
  return escapeLine(isConfounded ? `${names} [pooled it misleads]` : names);
}

function describeCapabilities(capabilities: readonly CapabilityJson[], style: Style, width: number): string {
  const rows = capabilities.map(({ title, lacking, coverage, delta, stability, isDeficit, within }) => [
    isDeficit ? 'deficit' : '-',
    formatPercent(coverage),
    delta === null ? '-' : formatSigned(delta),
    formatPercent(stability),
    `${formatShare(within.failing)} ${formatShare(within.passing)}`,
    formatP(within.p),
    formatP(within.q),
    title,
    lacking,
  ]);
  return [
    style.bold('Capabilities that failing runs lack'),
    ...formatTable(
      [
        { title: 'TRACE' },
        { title: 'COVERS', align: 'right' },
        { title: 'DELTA', align: 'right' },
        { title: 'STABLE', align: 'right' },
        { title: 'WITHIN TASKS', align: 'right' },
        { title: 'P', align: 'right' },
        { title: 'Q', align: 'right' },
        { title: 'CAPABILITY' },
        { title: 'LACKING' },
      ],
      rows,
      width - 2,
    ).map((line) => `  ${line}`),
    style.dim(
      '  COVERS, DELTA and STABLE are pooled over tasks, as TRACE defines them; read them beside WITHIN TASKS (lacking, failing then passing).',
    ),
    '',
  ].join('\n');
}

function describeClusters(
  { clusters, silhouette, counts }: PatternsJson,
  style: Style,
  width: number,
): string {
  const head = style.bold('How the failed runs group');
  if (silhouette === null)
    return `${head}\n  ${counts.failure < 2 ? 'Fewer than two runs failed.' : 'They all fail alike as far as their traces tell.'}\n`;
  const placed = clusters.reduce((sum, { runs }) => sum + runs, 0);
  const line = ({ runs, name, example }: ClusterJson): string[] => [
    String(runs),
    formatPlace(example),
    escapeLine(name),
  ];
  return [
    `${head}  ${style.dim(`silhouette ${silhouette.toFixed(2)}${silhouette < CLEAR_SILHOUETTE ? ', no clear groups' : ''}; ${counts.failure - placed} resemble no other`)}`,
    ...formatTable(
      [{ title: 'RUNS', align: 'right' }, { title: 'EXAMPLE' }, { title: 'WHAT MARKS THEM OFF' }],
      clusters.map(line),
      width - 2,
    ).map((text) => `  ${text}`),
    '',
  ].join('\n');
}

function describeTaxonomy({ taxonomy }: PatternsJson, style: Style): string {
  const list = (title: string, categories: PatternsJson['taxonomy']['agentRx']): string => {
    const seen = categories.filter(({ failing }) => failing > 0).slice(0, SHOWN_CATEGORIES);
    return `  ${title}: ${seen.length === 0 ? '-' : seen.map(({ name, failing, passing }) => `${name} ${failing} (passing ${passing})`).join(', ')}`;
  };
  return [
    style.bold('Kinds of failure, by the gravest finding of each failed run'),
    list('AgentRx', taxonomy.agentRx),
    list('Kind of mistake', taxonomy.kinds),
    '',
  ].join('\n');
}

function describeTrend(trend: TrendJson, style: Style, width: number): string {
  const { outcome, changes, isPaired, matchedTasks, unmatched, overlap, before, after } = trend;
  const row = (change: ChangeJson): string[] => [
    change.direction ?? '-',
    formatShare(change.before),
    formatShare(change.after),
    `${formatSigned(change.difference)}${change.differenceInterval === null ? '' : ` (${change.differenceInterval.map(formatSigned).join(' to ')})`}`,
    formatP(change.p),
    formatP(change.q),
    formatP(change.holm),
    change.detectable.below === null ? '-' : formatRatio(change.detectable.below),
    escapeLine(change.label),
  ];
  const matching = isPaired
    ? `Compared within ${plural(matchedTasks, 'task')} that both sides attempt; left out: ${unmatched.before} before, ${unmatched.after} after.`
    : `Unpaired: ${matchedTasks === 0 ? 'no task is' : `only ${plural(matchedTasks, 'task')} ${matchedTasks === 1 ? 'is' : 'are'}`} attempted on both sides, so that a difference may be one of tasks.`;
  const verdict =
    outcome.direction !== null
      ? `${outcome.direction === 'fewer' ? 'Fewer' : 'More'} runs fail than before.`
      : outcome.isTestable
        ? 'These runs cannot tell whether more or fewer fail.'
        : 'These runs are too few to tell anything about how many fail.';
  return [
    `${style.bold('What changed')}  ${plural(before.runs, 'run')} before, ${after.runs} after${overlap === 0 ? '' : `; ${plural(overlap, 'run')} in both sets count as before`}`,
    `  ${verdict} ${matching}`,
    ...formatTable(
      [
        { title: 'NOW' },
        { title: 'BEFORE', align: 'right' },
        { title: 'AFTER', align: 'right' },
        { title: 'DIFFERENCE' },
        { title: 'P', align: 'right' },
        { title: 'Q', align: 'right' },
        { title: 'HOLM', align: 'right' },
        { title: 'SHOWS FROM', align: 'right' },
        { title: 'THE RUN' },
      ],
      [outcome, ...changes.slice(0, SHOWN_CHANGES)].map(row),
      width - 2,
    ).map((line) => `  ${line}`),
    '',
  ].join('\n');
}

function formatShare({ with: some, of }: ShareJson): string {
  return `${some}/${of}`;
}

function formatOdds({ oddsRatio, interval: [low, high], smallestP }: ExactTestJson): string {
  if (smallestP === 1) return '-';
  const value = oddsRatio === null ? '∞' : formatRatio(oddsRatio);
  return `${value} (${low === null ? '∞' : formatRatio(low)} to ${high === null ? '∞' : formatRatio(high)})`;
}

function formatRatio(value: number): string {
  if (value >= 100) return value.toFixed(0);
  return value >= 10 ? value.toFixed(1) : value.toPrecision(2);
}

function formatP(value: number): string {
  return value < 0.001 ? '<0.001' : value.toFixed(3);
}

function formatPercent(value: number): string {
  return `${Math.round(value * 100)} %`;
}

function formatSigned(value: number): string {
  return `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(2)}`;
}

function formatPlace({ runId, stepIndex }: PlaceJson): string {
  return stepIndex === null ? runId.slice(0, 8) : `${runId.slice(0, 8)} #${stepIndex}`;
}
