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

const PROJECT: OptionSpec = {
  type: 'string',
  value: 'NAME',
  description: 'the project; the default one, which is the file of --db, when absent',
};

const MASKING_OPTIONS: Readonly<Record<string, OptionSpec>> = {
  'no-masking': { type: 'boolean', description: 'keep keys and tokens as they come' },
  'masking-policy': {
    type: 'string',
    value: 'FILE',
    description: 'what to mask beyond the defaults, and what to keep (docs/masking.md)',
  },
};

const PRICES: OptionSpec = {
  type: 'string',
  value: 'FILE',
  description: 'prices of models, before the bundled ones (docs/dialects.md)',
};

export const COMMANDS: readonly CommandSpec[] = [
  {
    name: 'serve',
    summary: 'the page, the API and the receiver of OpenTelemetry, on this machine',
    usage: '[PATH...]',
    description:
      'Imports the paths given, then serves the page and the API and takes OpenTelemetry traces and logs until it is stopped. Runs without a diagnosis are diagnosed in the background.',
    options: {
      port: {
        type: 'string',
        value: 'PORT',
        description: 'the port, 4318 when absent; 0 takes any free one',
      },
      host: {
        type: 'string',
        value: 'HOST',
        description:
          'an address of this machine, 127.0.0.1 when absent; any other needs a key (tracewright keys create)',
      },
      'grpc-port': {
        type: 'string',
        value: 'PORT',
        description: 'the port for OTLP over gRPC, 4317 when absent; 0 takes any free one',
      },
      'no-grpc': { type: 'boolean', description: 'do not listen for gRPC' },
      durability: {
        type: 'string',
        value: 'WHAT',
        description:
          'what an acknowledgement promises: disk (flushed with fsync, the default), or memory (a crash loses what is queued)',
      },
      ...MASKING_OPTIONS,
      prices: PRICES,
      'max-export': {
        type: 'string',
        value: 'SIZE',
        description: 'the largest export request after decompression, 64MiB when absent',
      },
      queue: {
        type: 'string',
        value: 'SIZE',
        description:
          'bytes of requests that may wait to be stored before exporters are told to wait, 128MiB when absent',
      },
      'max-trace-spans': {
        type: 'string',
        value: 'N',
        description: 'spans that one run may have, 1000000 when absent; more are refused',
      },
      'max-span': {
        type: 'string',
        value: 'SIZE',
        description:
          'how large a span may be, in characters, 16MiB when absent; a larger one is cut (docs/masking.md)',
      },
      'retain-days': {
        type: 'string',
        value: 'DAYS',
        description: 'delete runs that ended so long ago (docs/operations.md)',
      },
      'retain-size': {
        type: 'string',
        value: 'SIZE',
        description: 'delete the oldest runs while the data takes more than this, such as 20GB',
      },
      'require-key': {
        type: 'boolean',
        description: 'programs on this machine need a key, too: for a server behind a proxy',
      },
      'rate-requests': {
        type: 'string',
        value: 'N',
        description: 'requests a second from elsewhere that each key may make, 500 when absent',
      },
      'rate-bytes': {
        type: 'string',
        value: 'SIZE',
        description: 'bytes a second from elsewhere that each key may send, 64MiB when absent',
      },
    },
    examples: [
      ['tracewright serve', 'serve what was imported, on http://127.0.0.1:4318'],
      ['OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4318 node agent.js', 'send it the traces of an agent'],
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
      induce: {
        type: 'boolean',
        description:
          'for files that no format knows: work out how they are written, keep that as an adapter in adapters/ beside the store, and import with it (docs/induction.md)',
      },
      'with-model': {
        type: 'boolean',
        description:
          'with --induce: show some records to a language model, which may improve the adapter; taken only if it reads more of the others',
      },
      model: {
        type: 'string',
        value: 'PROVIDER/MODEL',
        description: 'whom to ask, such as ollama/qwen3.5; TRACEWRIGHT_MODEL when absent',
      },
      budget: {
        type: 'string',
        value: 'USD',
        description: 'what that may cost; 1 dollar when absent',
      },
      adapter: {
        type: 'string',
        value: 'FILE',
        description: 'read all files with this adapter, and with nothing else',
      },
      project: { ...PROJECT, description: `${PROJECT.description}; made when it is not there` },
      ...MASKING_OPTIONS,
      prices: PRICES,
    },
    examples: [
      ['tracewright import runs/ trial.tar.gz', 'import a folder and an archive'],
      ['tracewright import --induce logs/', 'read logs of a format that nobody has written an importer for'],
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
    description:
      'Lists the formats that `import` knows, in the order they are tried; the adapters beside the store among them.',
    options: { project: PROJECT },
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
      project: PROJECT,
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
    options: {
      full: { type: 'boolean', description: 'do not fold long texts' },
      html: {
        type: 'string',
        value: 'FILE',
        description: 'write the run as one HTML page for a bug report, secrets masked once more',
      },
      redact: {
        type: 'string',
        value: 'PATTERN',
        description: 'with --html: a regular expression; what it finds, in any capitals, is masked too',
      },
      'masking-policy': {
        type: 'string',
        value: 'FILE',
        description: 'with --html: what to mask beyond the defaults, and what to keep (docs/masking.md)',
      },
      project: PROJECT,
    },
    examples: [
      ['tracewright show 3f2a', 'the run whose id begins with 3f2a'],
      ["tracewright show 3f2a --html bug.html --redact 'jane|acme'", 'a page to attach to a bug report'],
      ["tracewright show 3f2a --json | jq '.steps[.onset.stepIndex]'", 'the step where it went wrong'],
    ],
    positionals: [1, 1],
    load: () => import('./commands/show.ts'),
  },
  {
    name: 'diff',
    summary: 'where two runs part, and what that changed',
    usage: 'RUN RUN [RUN...]',
    description:
      'Puts the steps of two runs side by side: where they first differ in substance, how they go on, and, on an axis of its own, what came of it. Of more runs, or of all attempts at a task, it tells where passing and failing ones separate, as far as their number can show it. RUN is an id or the beginning of one (docs/diff.md).',
    options: {
      task: { type: 'string', value: 'TASK', description: 'all attempts at this task, named exactly' },
      full: { type: 'boolean', description: 'also the steps that are the same; do not fold long texts' },
      project: PROJECT,
    },
    examples: [
      ['tracewright diff 3f2a 91bc', 'two runs'],
      ["tracewright diff 3f2a 91bc --json | jq '.firstDivergence'", 'only where they part'],
      ['tracewright diff --task refund-4711', 'where passing and failing attempts at a task separate'],
    ],
    positionals: [0, Infinity],
    load: () => import('./commands/diff.ts'),
  },
  {
    name: 'patterns',
    summary: 'what the failures of many runs share, and what changed',
    usage: '',
    description:
      'Compares failing with passing attempts at the same task, groups the failures, and with --against tells what changed between two sets of runs. Nothing is claimed that does not survive correction; the smallest effect the runs could have shown stands beside it (docs/patterns.md).',
    options: {
      where: WHERE,
      against: {
        type: 'string',
        value: 'EXPR',
        description: 'compare with the runs that match this, such as those before a release',
      },
      project: PROJECT,
    },
    examples: [
      ['tracewright patterns', 'what failing attempts do that passing ones do not'],
      ["tracewright patterns --where 'agent = shop and steps > 5' --json", 'some runs, for a script'],
      [
        "tracewright patterns --where 'start >= 2026-05-01' --against 'start < 2026-05-01'",
        'did the release fix it?',
      ],
    ],
    positionals: [0, 0],
    load: () => import('./commands/patterns.ts'),
  },
  {
    name: 'map',
    summary: 'many runs as one picture: what follows what, and which ways fail',
    usage: '',
    description:
      'Counts which step follows which over many runs, with how the runs that do so ended, and tells what separates failing from passing attempts at the same task (docs/map.md). Prints tables; --dot and --mermaid write a drawing, --json everything.',
    options: {
      where: WHERE,
      level: {
        type: 'string',
        value: 'NAME',
        description:
          'what a step stands for: tools (the default), programs (tools, and what command lines run), kinds (explore, change, check, message), or stages',
      },
      share: {
        type: 'string',
        value: 'N',
        description:
          'leave out what less than this share of the runs takes, 0 to 1; 0.05 in a drawing and 0 in tables when absent. Each step keeps its widest way from the start and to the end',
      },
      dot: { type: 'boolean', description: 'write the graph for Graphviz' },
      mermaid: { type: 'boolean', description: 'write the graph for Mermaid, as Markdown pages draw it' },
      project: PROJECT,
    },
    examples: [
      ['tracewright map', 'which ways do the runs take?'],
      ["tracewright map --where 'agent = shop' --level kinds", 'one agent, roughly'],
      ['tracewright map --dot | dot -Tsvg > map.svg', 'a picture'],
      ["tracewright map --json | jq '.edges[] | select(.failureRate > 0.8)'", 'for a script'],
    ],
    positionals: [0, 0],
    load: () => import('./commands/map.ts'),
  },
  {
    name: 'search',
    summary: 'where a text stands in spans, steps and messages',
    usage: 'QUERY',
    description:
      'Finds a text, taken literally, ignoring case, in the messages, tool calls, names and status messages of spans. Prints each place with the text around it, the newest span first: the run, the step (- where the place belongs to none), and where in the span it stands.',
    options: {
      where: {
        type: 'string',
        value: 'EXPR',
        description:
          'only in the spans that match, as in: operation = tool and status = error (docs/filter-language.md)',
      },
      limit: {
        type: 'string',
        value: 'N',
        description: 'at most so many places; 20 when absent, all with --json',
      },
      project: PROJECT,
    },
    examples: [
      ["tracewright search 'no such parcel'", 'who said so, and where'],
      [
        "tracewright search timeout --where 'operation = tool and status = error'",
        'in failed tool calls only',
      ],
      ["tracewright search refund --json | jq -r '.[].runId' | sort -u", 'the runs that mention it'],
    ],
    positionals: [1, Infinity],
    load: () => import('./commands/search.ts'),
  },
  {
    name: 'diagnose',
    summary: 'write and print findings; the first is the likeliest onset of failure',
    usage: '[RUN...]',
    description:
      'Finds where runs went wrong, without a language model and without looking at the outcome. All runs when none is named. With --opinion a language model is asked as well: parts of the run are sent to its provider, its answer is checked, kept and shown beside ours (docs/opinion.md).',
    options: {
      where: WHERE,
      opinion: { type: 'boolean', description: 'ask a language model for a second opinion; name the runs' },
      model: {
        type: 'string',
        value: 'PROVIDER/MODEL',
        description: 'whom to ask, such as ollama/qwen3.5; TRACEWRIGHT_MODEL when absent',
      },
      budget: {
        type: 'string',
        value: 'USD',
        description: 'what the opinions may cost together; 1 dollar a run when absent',
      },
      refresh: { type: 'boolean', description: 'ask again though the opinion is kept' },
      'no-memory': {
        type: 'boolean',
        description: "do not give the model the notes on the agent's earlier runs (docs/memory.md)",
      },
      project: PROJECT,
    },
    examples: [
      ['tracewright diagnose', 'all runs'],
      ["tracewright diagnose --where 'outcome = failure'", 'the failed ones'],
      ["tracewright diagnose 3f2a --json | jq '.[0].onset'", 'the onset of one run'],
      ['tracewright diagnose 3f2a --opinion --budget 0.50', 'ask the model of TRACEWRIGHT_MODEL, too'],
    ],
    positionals: [0, Infinity],
    load: () => import('./commands/diagnose.ts'),
  },
  {
    name: 'replay',
    summary: 'what an agent needs to go on from before the step where a run went wrong',
    usage: 'RUN',
    description:
      'Prints a replay plan: the conversation up to the last step that stands, which calls to make again and which results stand, the files as far as the trace shows them, and a note on what went wrong, made of findings and quotes. The step that is not taken again is the diagnosed onset. `resumeFrom` of the SDK goes on from the JSON (docs/replay.md).',
    options: {
      step: {
        type: 'string',
        value: 'N',
        description: 'the step that is not to be taken again, in place of the onset',
      },
      'max-steps': {
        type: 'string',
        value: 'N',
        description: 'steps the agent may take then; 30 when absent',
      },
      format: { type: 'string', value: 'NAME', description: 'markdown, the default, or json' },
      output: { type: 'string', value: 'FILE', description: 'write it to this file' },
      project: PROJECT,
    },
    examples: [
      ['tracewright replay 3f2a', 'read the plan'],
      ['tracewright replay 3f2a --format json --output plan.json', 'for resumeFrom'],
      ['tracewright replay 3f2a --step 12', 'from before a step of your choice'],
    ],
    positionals: [1, 1],
    load: () => import('./commands/replay.ts'),
  },
  {
    name: 'annotate',
    summary: 'mark steps, judge findings, set the outcome of a run',
    usage: '[RUN]',
    description:
      'Keeps what a person says of a run, as a finding with author and time (docs/annotations.md): one statement a command, in place of what the same author said of the same before. Without a statement it lists what people marked, in one run or in all. Nothing that diagnoses reads it.',
    options: {
      step: { type: 'string', value: 'N', description: 'the step that is meant, as shown, from 0' },
      onset: { type: 'boolean', description: 'the run first went wrong at this step' },
      category: {
        type: 'string',
        value: 'NAME',
        description: 'what is wrong with the step, or with --finding',
      },
      finding: { type: 'string', value: 'ID', description: 'the finding whose category is corrected' },
      note: { type: 'string', value: 'TEXT', description: 'a note, or why' },
      quote: {
        type: 'string',
        value: 'TEXT',
        description: 'a text of the step that shows it, kept as evidence',
      },
      outcome: {
        type: 'string',
        value: 'WHAT',
        description:
          'how the run ended: pass, fail or unknown; shown and filtered in place of the recorded one',
      },
      accept: {
        type: 'string',
        value: 'FINDING',
        description: 'the finding is right: its id, or the beginning',
      },
      reject: { type: 'string', value: 'FINDING', description: 'the finding is wrong' },
      remove: { type: 'string', value: 'ID', description: 'take back what was marked' },
      author: {
        type: 'string',
        value: 'NAME',
        description: 'who says so; the name of the account when absent',
      },
      where: WHERE,
      project: PROJECT,
    },
    examples: [
      ['tracewright annotate 3f2a --step 12 --onset --note "read the wrong file"', 'where it went wrong'],
      ['tracewright annotate 3f2a --reject loop-4', 'a finding that is none'],
      ['tracewright annotate 3f2a --outcome fail', 'label a run'],
      ['tracewright annotate --json', 'all labels of the store'],
    ],
    positionals: [0, 1],
    load: () => import('./commands/annotate.ts'),
  },
  {
    name: 'delete',
    summary: 'delete runs, or everything of a user or a session',
    usage: '[RUN...]',
    description:
      'Deletes the runs that are named or chosen, with their spans and findings, and the messages that nothing else refers to. Tells what would go and asks, unless --yes is given; exit code 4 when the answer is no.',
    options: {
      where: WHERE,
      user: { type: 'string', value: 'ID', description: 'all runs on behalf of this user, named exactly' },
      session: { type: 'string', value: 'ID', description: 'all runs of this session, named exactly' },
      'dry-run': { type: 'boolean', description: 'only tell what would go' },
      yes: { type: 'boolean', description: 'delete without asking' },
      project: PROJECT,
    },
    examples: [
      ['tracewright delete 3f2a', 'one run, after asking'],
      ['tracewright delete --user u-17 --yes', 'everything recorded on behalf of a user'],
      ["tracewright delete --where 'agent = probe' --dry-run --json", 'count what a filter matches'],
    ],
    positionals: [0, Infinity],
    load: () => import('./commands/delete.ts'),
  },
  {
    name: 'retain',
    summary: 'delete the oldest runs beyond an age or a size',
    usage: '',
    description:
      'Deletes the oldest runs until the limits are kept, without asking: those of the options, or else those of retention.json beside the store (docs/operations.md). A run that is still running is kept. Exit code 4 when the data still takes more than allowed.',
    options: {
      days: { type: 'string', value: 'N', description: 'keep runs of the last N days' },
      size: { type: 'string', value: 'SIZE', description: 'keep so much, as in 5GB or 512MiB' },
      'dry-run': { type: 'boolean', description: 'only tell what would go' },
      project: PROJECT,
    },
    examples: [
      ['tracewright retain --days 30 --dry-run', 'what a month would leave'],
      ['tracewright retain --days 90 --size 20GB', 'keep three months, and 20 GB at most'],
    ],
    positionals: [0, 0],
    load: () => import('./commands/retain.ts'),
  },
  {
    name: 'keys',
    summary: 'keys for programs on other machines',
    usage: '[list | create | revoke ID...]',
    description:
      'Keys are kept as hashes in keys.json beside the store; a running server takes a change up within a second. A new key is shown once.',
    options: {
      name: { type: 'string', value: 'TEXT', description: 'what to call a new key' },
      scope: {
        type: 'string',
        value: 'LIST',
        description:
          'what a new key allows, of ingest, read and admin, with commas between; ingest when absent',
      },
      project: {
        ...PROJECT,
        description: "the project of a new key, or '*' for every one; the default one when absent",
      },
      days: { type: 'string', value: 'N', description: 'how long a new key is valid; for ever when absent' },
    },
    examples: [
      ['tracewright keys create --name ci --project shop', 'a key that sends spans to one project'],
      ["tracewright keys create --name ops --project '*' --scope read,admin --days 90", 'a key for people'],
      ['tracewright keys revoke 1a2b3c4d', 'make a key invalid'],
    ],
    positionals: [0, Infinity],
    load: () => import('./commands/keys.ts'),
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
    name: 'memory',
    summary: 'notes on what goes wrong often in the runs of an agent, and what ended it',
    usage: '[AGENT]',
    description:
      'Shows the notes on an agent, or lists the agents that have notes. They are Markdown files beside the store, to be read and edited: what you write is kept. A model that is asked for an opinion is given them; no diagnosis sees them.',
    options: {
      refresh: {
        type: 'boolean',
        description: 'make them anew from the runs, diagnosing those that are not',
      },
      on: { type: 'boolean', description: 'use them' },
      off: { type: 'boolean', description: 'keep them and do not use them' },
      edit: { type: 'boolean', description: 'print the path of the file, for an editor' },
      model: {
        type: 'string',
        value: 'PROVIDER/MODEL',
        description:
          'with --refresh: a language model that reads the notes together and adds one; costs money',
      },
      project: PROJECT,
    },
    examples: [
      ['tracewright memory --refresh', 'make notes on every agent'],
      ['tracewright memory shop', 'read those on the agent shop'],
      ['$EDITOR "$(tracewright memory shop --edit)"', 'edit them'],
    ],
    positionals: [0, 1],
    load: () => import('./commands/memory.ts'),
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
