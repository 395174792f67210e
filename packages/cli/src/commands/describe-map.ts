/** A map as tables for a terminal: the ways most runs take, and what separates those that fail. */
import type { KeptPaths } from '@tracewright/analysis';
import type { MapNodeJson, ProcessMapJson, RunShareJson } from '@tracewright/core';
import { escapeLine } from '../text/escape.ts';
import { plural } from '../text/quantities.ts';
import type { Style } from '../text/style.ts';
import { formatTable, truncate } from '../text/table.ts';

const SHOWN_EDGES = 25;
const SHOWN_NODES = 15;
const SHOWN_CLAIMS = 8;

export function describeMap(map: ProcessMapJson, paths: KeptPaths, style: Style, width: number): string {
  const { counts, folded } = map;
  const names = new Map(map.nodes.map((node) => [node.id, nameNode(node)]));
  const edges = paths.edges.slice(0, SHOWN_EDGES);
  const steps = paths.nodes.filter(({ kind }) => kind !== 'start' && kind !== 'end');
  const rest = [
    ...(paths.edges.length > edges.length ? [`${paths.edges.length - edges.length} rarer edges`] : []),
    ...(folded.nodes > 0
      ? [`${plural(folded.nodes, 'kind')} of steps thrown together as "rarer steps"`]
      : []),
  ];
  return [
    `${plural(counts.runs, 'run')}: ${counts.failure} failed, ${counts.success} passed, ${counts.unknown} unknown`,
    '',
    style.bold('What follows what'),
    ...formatTable(
      [...SHARE_COLUMNS, { title: 'FROM', maxWidth: 40 }, { title: 'TO' }],
      edges.map((edge) => [
        ...shareCells(edge),
        names.get(edge.from) ?? '',
        `${names.get(edge.to) ?? ''}${edge.isHandover ? ' (hand-over)' : ''}`,
      ]),
      width - 2,
    ).map((line) => `  ${line}`),
    ...(rest.length === 0 ? [] : [style.dim(`  Not shown: ${rest.join('; ')}. --json has all.`)]),
    '',
    style.bold('Steps'),
    ...formatTable(
      [...SHARE_COLUMNS, { title: 'ERRORS', align: 'right' }, { title: 'STEP' }],
      steps
        .slice(0, SHOWN_NODES)
        .map((node) => [...shareCells(node), String(node.errors), names.get(node.id) ?? '']),
      width - 2,
    ).map((line) => `  ${line}`),
    style.dim('  FAILED is of the runs with a known outcome, with its 95 % interval, pooled over tasks.'),
    '',
    ...describeSeparation(map, style),
    '',
  ].join('\n');
}

function describeSeparation({ separation, counts }: ProcessMapJson, style: Style): string[] {
  const head = style.bold('What separates failing from passing attempts at the same task');
  if (counts.mixedTasks === 0)
    return [head, '  No task has both outcomes, so that nothing can be compared: run tasks several times.'];
  const { contrasts, tested, level, acrossAgents } = separation;
  const claims = contrasts.filter(({ marks }) => marks !== null);
  const [weakest] = contrasts.flatMap(({ detectable }) => detectable.above ?? []).toSorted((a, b) => a - b);
  return [
    head,
    `  ${claims.length === 0 ? `Nothing is claimed: none of ${tested} tested survives` : `${claims.length} of ${tested} tested survive`} correction (q <= ${level}).${weakest === undefined ? ' No difference, however great, would have been shown.' : ` The smallest odds ratio that would have been shown is ${weakest.toPrecision(2)}.`}`,
    ...(acrossAgents ? ['  Different agents are compared: a way may mark the agent.'] : []),
    ...claims
      .slice(0, SHOWN_CLAIMS)
      .map(
        ({ marks, label, same, failing, passing, q }) =>
          `  marks ${marks}: the run ${truncate(escapeLine(label), 70)}${same.length === 0 ? '' : ` (and ${same.length} more that coincide)`}; failing ${failing.with}/${failing.of}, passing ${passing.with}/${passing.of}, q ${q < 0.001 ? '<0.001' : q.toFixed(3)}`,
      ),
  ];
}

const SHARE_COLUMNS = [
  { title: 'TIMES', align: 'right' },
  { title: 'RUNS', align: 'right' },
  { title: 'FAILED', align: 'right' },
] as const;

function shareCells({
  times,
  runs,
  failureRate,
  failureInterval,
}: RunShareJson & { readonly times: number }): string[] {
  const percent = (share: number): string => `${Math.round(share * 100)}`;
  const interval = failureInterval === null ? '' : ` (${failureInterval.map(percent).join('-')})`;
  return [String(times), String(runs), failureRate === null ? '-' : `${percent(failureRate)} %${interval}`];
}

function nameNode({ label, agent }: MapNodeJson): string {
  return escapeLine(agent === null ? label : `${agent}: ${label}`);
}
