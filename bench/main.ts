/**
 * `npm run bench -- NAME [arguments]`: one line a figure: name, value, unit, baseline, ratio.
 * A benchmark is a file here that exports `run(args)`.
 */
import { loadavg } from 'node:os';

const BENCHMARKS: Readonly<
  Record<
    string,
    {
      readonly summary: string;
      readonly load: () => Promise<{ run(args: readonly string[]): Promise<void> }>;
    }
  >
> = {
  import: {
    summary: 'files to durable store: spans/s, MB/s, bytes a span',
    load: () => import('./import.ts'),
  },
  cold: { summary: 'command start to first output', load: () => import('./cold.ts') },
  'who-and-when': {
    summary: 'step and agent accuracy of the onset by nested cross-validation, beside the trivial rules',
    load: () => import('./who-and-when.ts'),
  },
  'onset-models': {
    summary: 'classes of models that rank the onset, differences to the shipped one',
    load: () => import('./onset-models.ts'),
  },
  'onset-transfer': {
    summary:
      'how far the ranking of the onset carries: to other sources of labels, other folds, fewer labels',
    load: () => import('./onset-transfer.ts'),
  },
  align: { summary: 'two long runs side by side: align [steps]', load: () => import('./align.ts') },
  agentrx: {
    summary: 'first failure and category on the labels of AgentRx, same protocol',
    load: () => import('./agentrx.ts'),
  },
  diagnose: {
    summary: 'steps/s of diagnose, and peak memory on a long run: diagnose [steps]',
    load: () => import('./diagnose.ts'),
  },
  'no-onset': {
    summary: 'how often no onset is named, by format and outcome',
    load: () => import('./no-onset.ts'),
  },
  patterns: {
    summary:
      'contrasts within tasks on tau-bench and tau2, and false claims when outcomes are random: patterns [permutations] [seed]',
    load: () => import('./patterns.ts'),
  },
  map: {
    summary: 'the map of many runs: time for the first and for the next question, memory: map [runs] [steps]',
    load: () => import('./map.ts'),
  },
  divergence: {
    summary: 'where two runs part, beside two readers and the trivial rules',
    load: () => import('./divergence.ts'),
  },
  reasoning: {
    summary: 'the first wrong line of reasoning traces, beside the trivial rules: reasoning [folder]',
    load: () => import('./reasoning.ts'),
  },
  'reasoning-alarms': {
    summary: 'what the reasoning checkers say about unlabelled runs: reasoning-alarms [folder...]',
    load: () => import('./reasoning-alarms.ts'),
  },
  induce: {
    summary:
      'unknown formats: leave one format out, steps against the real importer: induce [FORMAT...] [--show]',
    load: () => import('./induce.ts'),
  },
  'induce-examples': {
    summary: 'unknown formats: made-up files and their steps: induce-examples [FOLDER[/FILE]...] [--steps]',
    load: () => import('./induce-examples.ts'),
  },
  'induce-shapes': {
    summary: 'unknown formats: shapes of real tools and their steps: induce-shapes [NAME|PART...] [--steps]',
    load: () => import('./induce-shapes.ts'),
  },
  'induce-variants': {
    summary:
      'unknown formats: ways of writing drawn at random: induce-variants [SEED] [COUNT] [--further] [--held] [--steps]',
    load: () => import('./induce-variants.ts'),
  },
  'induce-text-variants': {
    summary:
      'unknown formats: ways of writing text logs drawn at random: induce-text-variants [SEED] [COUNT] [--held] [--steps]',
    load: () => import('./induce-text-variants.ts'),
  },
  fuzz: { summary: 'mutated files over all importers: fuzz [count] [seed]', load: () => import('./fuzz.ts') },
  decode: {
    summary: 'OTLP bytes to spans, beside protobufjs and JSON.parse: decode [rounds]',
    load: () => import('./decode.ts'),
  },
  store: { summary: 'spans into DuckDB, against parsing the same bytes', load: () => import('./store.ts') },
  ingest: {
    summary: 'OTLP to durable store beside parsing and the peers: ingest [requests]',
    load: () => import('./ingest.ts'),
  },
  'live-stages': {
    summary: 'what a live span costs in CPU, stage by stage, each alone: live-stages [requests]',
    load: () => import('./live-stages.ts'),
  },
  'ingest-long': {
    summary: 'rate, memory and disk over many spans: ingest-long [spans] [protobuf|json]',
    load: () => import('./ingest-long.ts'),
  },
  'live-crash': {
    summary: 'the server under load, killed at random moments: live-crash [kills] [seed]',
    load: () => import('./live-crash.ts'),
  },
  query: {
    summary: 'p50 and p95 of the questions over a million spans: query [spans]',
    load: () => import('./query.ts'),
  },
  'runs-list': {
    summary: 'pages, facets and groups of a list of a million runs: runs-list [runs]',
    load: () => import('./runs-list.ts'),
  },
  mask: {
    summary: 'masking and limits a span, against JSON.stringify: mask [spans]',
    load: () => import('./mask.ts'),
  },
  sdk: {
    summary: 'recording a span with the SDK, beside the OpenTelemetry JS SDK: sdk [rounds]',
    load: () => import('./sdk.ts'),
  },
  ui: {
    summary: 'the page of a large run in Chromium: ui [sizes] [rounds]',
    load: () => import('./ui.ts'),
  },
  crash: { summary: 'kill -9 during writes, then reopen: crash [kills]', load: () => import('./crash.ts') },
};

const [name = '', ...args] = process.argv.slice(2);
const benchmark = BENCHMARKS[name];
if (benchmark === undefined) {
  console.error(
    `usage: npm run bench -- NAME\n${Object.entries(BENCHMARKS)
      .map(([key, { summary }]) => `  ${key.padEnd(14)} ${summary}`)
      .join('\n')}`,
  );
  process.exitCode = 2;
} else {
  console.log(
    `# ${name}, node ${process.version}, load ${loadavg()
      .map((load) => load.toFixed(1))
      .join(' ')}`,
  );
  await (await benchmark.load()).run(args);
}
