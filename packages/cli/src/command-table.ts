/** Every command once, as data: the parser, the help and docs/cli.md are made from it; the code behind it is loaded when it runs. */
import type { CommandContext } from './command-context.ts';

export interface OptionSpec {
  readonly type: 'string' | 'boolean';
  /** What stands for the value in the help. */
  readonly value?: string;
  readonly description: string;
}

export interface CommandSpec {
  readonly name: string;
  readonly summary: string;
  /** Arguments as they stand in the help, after the name. */
  readonly usage: string;
  readonly description: string;
  readonly options: Readonly<Record<string, OptionSpec>>;
  readonly examples: readonly (readonly [command: string, what: string])[];
  /** Fewest and most arguments. */
  readonly positionals: readonly [min: number, max: number];
  readonly load: () => Promise<{ readonly run: (context: CommandContext) => Promise<number> }>;
}

/** Options of every command. */
export const COMMON_OPTIONS: Readonly<Record<string, OptionSpec>> = {
  db: {
    type: 'string',
    value: 'PATH',
    description:
      'the store; .tracewright/traces.duckdb below the current folder, or TRACEWRIGHT_DB, when absent',
  },
  json: {
    type: 'boolean',
    description: 'one JSON value on standard output; errors as JSON on standard error',
  },
  help: { type: 'boolean', description: 'this help' },
};

const WHERE: OptionSpec = {
  type: 'string',
  value: 'EXPR',
  description: 'only the runs that match, as in: outcome = failure and steps > 20 (docs/filter-language.md)',
};

export const COMMANDS: readonly CommandSpec[] = [
  {
    name: 'serve',
    summary: 'the page and the API, on this machine',
    usage: '[PATH...]',
    description:
      'Imports the paths given, then serves the page and the API until it is stopped. Runs without a diagnosis are diagnosed in the background.',
    options: {
      port: {
        type: 'string',
        value: 'PORT',
        description: 'the port, 4318 when absent; 0 takes any free one',
      },
      host: {
        type: 'string',
        value: 'HOST',
        description: 'an address of this machine, 127.0.0.1 when absent',
      },
    },
    examples: [
      ['tracewright serve', 'serve what was imported, on http://127.0.0.1:4318'],
      ['tracewright serve runs/ --port 0', 'import a folder first; take any free port'],
    ],
    positionals: [0, Infinity],
    load: () => import('./commands/serve.ts'),
  },
  {
    name: 'import',
    summary: 'read files and folders of agent logs, found by content',
    usage: 'PATH...',
    description:
      'Reads files and folders, archives among them, in any mixture of formats. Importing again changes nothing; a file that grew adds what is new. Exit code 1 when nothing could be imported.',
    options: {
      format: {
        type: 'string',
        value: 'NAME',
        description: 'take the files for this format instead of looking inside (see `tracewright formats`)',
      },
      follow: {
        type: 'boolean',
        description: 'keep importing what grows or appears, until stopped; with --json one report a line',
      },
      local: {
        type: 'boolean',
        description:
          'look where agent tools keep their logs on this machine, list what is there and ask; with --json only list',
      },
      yes: { type: 'boolean', description: 'with --local: import without asking' },
    },
    examples: [
      ['tracewright import runs/ trial.tar.gz', 'import a folder and an archive'],
      ['tracewright import --local', 'find the logs of Claude Code, Codex and others on this machine'],
      ['tracewright import --follow ~/.claude/projects', 'keep up with sessions that are being written'],
      ["tracewright import runs/ --json | jq '.totals'", 'counts for a script'],
    ],
    positionals: [0, Infinity],
    load: () => import('./commands/import.ts'),
  },
  {
    name: 'formats',
    summary: 'what can be read, with versions and what is kept or dropped',
    usage: '',
    description: 'Lists the formats that `import` knows, in the order they are tried.',
    options: {},
    examples: [['tracewright formats', 'list them']],
    positionals: [0, 0],
    load: () => import('./commands/formats.ts'),
  },
  {
    name: 'runs',
    summary: 'the runs',
    usage: '',
    description: 'Lists the runs, newest first.',
    options: {
      where: WHERE,
      order: {
        type: 'string',
        value: 'FIELD',
        description: 'order by a field, descending with - before it: --order=-cost',
      },
      limit: { type: 'string', value: 'N', description: 'at most so many; 50 when absent, all with --json' },
    },
    examples: [
      ['tracewright runs', 'the newest 50'],
      [
        "tracewright runs --where 'outcome = failure and agent ~ claude and steps > 20'",
        'long failures of one agent',
      ],
      ["tracewright runs --order=-cost --limit 5 --json | jq '.[].runId'", 'the five most expensive'],
    ],
    positionals: [0, 0],
    load: () => import('./commands/runs.ts'),
  },
  {
    name: 'show',
    summary: 'one run: outcome, steps, findings',
    usage: 'RUN',
    description:
      'Shows where the run most likely went wrong, the findings, and the steps as a transcript. RUN is an id or the beginning of one.',
    options: { full: { type: 'boolean', description: 'do not fold long texts' } },
    examples: [
      ['tracewright show 3f2a', 'the run whose id begins with 3f2a'],
      ["tracewright show 3f2a --json | jq '.steps[.onset.stepIndex]'", 'the step where it went wrong'],
    ],
    positionals: [1, 1],
    load: () => import('./commands/show.ts'),
  },
  {
    name: 'diagnose',
    summary: 'write and print findings; the first is the likeliest onset of failure',
    usage: '[RUN...]',
    description:
      'Finds where runs went wrong, without a language model and without looking at the outcome. All runs when none is named.',
    options: { where: WHERE },
    examples: [
      ['tracewright diagnose', 'all runs'],
      ["tracewright diagnose --where 'outcome = failure'", 'the failed ones'],
      ["tracewright diagnose 3f2a --json | jq '.[0].onset'", 'the onset of one run'],
    ],
    positionals: [0, Infinity],
    load: () => import('./commands/diagnose.ts'),
  },
  {
    name: 'mcp',
    summary: 'record the calls between an MCP client and a server',
    usage: '[-- COMMAND...]',
    description:
      "Stands between a client and a Model Context Protocol server. With a command it starts that server and passes standard input and output on, byte for byte; put it before the command in the client's configuration. With --url it listens on this machine and passes requests on. Every request becomes a span, sent over OTLP/HTTP; the OTEL_* variables are heeded. It ends with the server's exit code.",
    options: {
      url: { type: 'string', value: 'URL', description: 'a server on HTTP, in place of a command' },
      port: {
        type: 'string',
        value: 'PORT',
        description: 'with --url: where to listen; any free port when absent',
      },
      endpoint: {
        type: 'string',
        value: 'URL',
        description: 'where the spans go; OTEL_EXPORTER_OTLP_ENDPOINT or http://127.0.0.1:4318 when absent',
      },
      name: { type: 'string', value: 'NAME', description: 'service.name of the spans' },
    },
    examples: [
      [
        'tracewright mcp -- npx -y @modelcontextprotocol/server-everything',
        'record a server that talks over stdio',
      ],
      [
        'tracewright mcp --url http://127.0.0.1:3001/mcp --port 3002',
        'record a server on HTTP; clients connect to port 3002',
      ],
    ],
    positionals: [0, Infinity],
    load: () => import('./commands/mcp.ts'),
  },
  {
    name: 'doctor',
    summary: 'environment, store, limits',
    usage: '',
    description:
      'Checks what Tracewright needs and says what to do where something is missing. Exit code 4 when a check fails.',
    options: {},
    examples: [['tracewright doctor', 'check this machine and the store']],
    positionals: [0, 0],
    load: () => import('./commands/doctor.ts'),
  },
];
