/** What instrumentations give and lack, as the tests in test/sources saw it: the table in docs/formats.md. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface LiveSource {
  readonly name: string;
  /** Whose pinned versions are named. */
  readonly packages: readonly string[];
  readonly messages: string;
  readonly tools: string;
  readonly results: string;
  readonly tokens: string;
  readonly session: string;
  readonly outcome: string;
  readonly agent: string;
  readonly parents: string;
  readonly streaming: string;
  readonly notes: string;
}

const SOURCES: readonly LiveSource[] = [
  {
    name: 'OpenTelemetry JS SDK, spans by hand',
    packages: ['@opentelemetry/sdk-trace-node', '@opentelemetry/exporter-trace-otlp-proto'],
    messages: 'as written',
    tools: 'as written',
    results: 'as written',
    tokens: 'as written',
    session: '`gen_ai.conversation.id`, `user.id`',
    outcome: 'as written',
    agent: '`gen_ai.agent.name`',
    parents: 'yes',
    streaming: 'as written',
    notes: 'http/json, http/protobuf and gRPC exporters give the same',
  },
  {
    name: 'Vercel AI SDK, scope `ai`',
    packages: ['ai'],
    messages: 'yes, with reasoning',
    tools: 'yes, definitions too',
    results: 'yes; a failed one only its error',
    tokens: 'yes: cached, reasoning',
    session: '`metadata` of the telemetry settings: `sessionId`, `userId`',
    outcome: 'no (`unknown`); a span around the call tells it',
    agent: '`functionId`',
    parents: 'yes',
    streaming: 'yes, with tokens and the time to the first chunk',
    notes:
      'the enclosing `ai.generateText` sums up its calls: its tokens stay attributes and are not counted',
  },
  {
    name: 'OpenInference, OpenAI client',
    packages: ['@arizeai/openinference-instrumentation-openai', 'openai'],
    messages: 'yes, with reasoning of responses',
    tools: 'calls and definitions; no spans of executions',
    results: 'from the next request',
    tokens: 'yes: cached, reasoning',
    session: '`setSession`, `setUser` in the context',
    outcome: 'a span around the calls tells it',
    agent: 'no',
    parents: 'yes',
    streaming: 'yes, without tokens and the answering model',
    notes: '',
  },
  {
    name: 'OpenInference, LangChain.js',
    packages: ['@arizeai/openinference-instrumentation-langchain', '@langchain/core'],
    messages: 'yes; call ids from the raw messages',
    tools: 'yes, definitions too; a single argument that is a text comes without its name',
    results: 'yes, with call id; documents of retrievers',
    tokens: 'yes: cached, reasoning',
    session: '`metadata`: `session_id`, `thread_id`, `user_id`',
    outcome: 'a span around the chain tells it',
    agent: 'no',
    parents: 'yes, where the config is handed on',
    streaming: 'as LangGraph.js',
    notes: 'the model that was asked for, not the one that answered',
  },
  {
    name: 'OpenInference, LangGraph.js',
    packages: ['@langchain/langgraph', '@arizeai/openinference-instrumentation-langchain'],
    messages: 'yes',
    tools: 'yes',
    results: 'yes; a failed one only its error',
    tokens: 'yes',
    session: '`thread_id`; `metadata.user_id`',
    outcome: 'a span around the graph tells it',
    agent: 'the graph, and the node of each call',
    parents: 'yes: graph, node, call',
    streaming: 'yes, with tokens',
    notes: 'each node repeats the state; only model calls count',
  },
  {
    name: 'OpenInference, OpenAI Agents SDK',
    packages: ['@arizeai/openinference-instrumentation-openai-agents', '@openai/agents'],
    messages: 'yes, with instructions',
    tools: 'yes, definitions too; hand-overs',
    results: 'yes',
    tokens: 'yes: cached, reasoning',
    session: '`setSession`, `setUser` in the context; `groupId` is dropped',
    outcome: 'a span around the runner tells it',
    agent: 'yes, each',
    parents: 'yes: workflow, agent, turn, call',
    streaming: 'yes, with tokens',
    notes: 'the SDK records nothing where `NODE_ENV` is `test`',
  },
  {
    name: 'OpenLLMetry, OpenAI client',
    packages: ['@traceloop/instrumentation-openai', 'openai'],
    messages: 'yes; of responses neither instructions nor reasoning',
    tools: 'calls and definitions; executions in spans of `withTool`',
    results: 'yes',
    tokens: 'in and out only',
    session: 'association properties, on the spans of the SDK',
    outcome: 'the span of `withWorkflow` tells it',
    agent: 'spans of `withAgent`',
    parents: 'yes',
    streaming: 'yes, without tokens',
    notes: '',
  },
  {
    name: 'OpenLLMetry, LangChain.js',
    packages: ['@traceloop/instrumentation-langchain', '@langchain/core'],
    messages: 'texts alone: tool calls are left out',
    tools: 'yes, named by the message that they give back',
    results: 'yes, with call id',
    tokens: 'in and out only',
    session: 'association properties, on the spans of the SDK',
    outcome: 'a span around the chain tells it',
    agent: 'no',
    parents: 'only the active span: without one each span is a trace of its own',
    streaming: 'not tried',
    notes: 'no spans of retrievers',
  },
  {
    name: 'MCP client and server',
    packages: [
      '@modelcontextprotocol/sdk',
      '@traceloop/instrumentation-mcp',
      '@arizeai/openinference-instrumentation-mcp',
    ],
    messages: 'none',
    tools: 'yes, on both sides',
    results: 'yes; of the client the first block',
    tokens: 'none',
    session: 'the connection’s alone; `session.id`, `user.id` on a span around it',
    outcome: 'a span around the connection tells it',
    agent: 'no',
    parents: 'yes, over stdio and streamable HTTP',
    streaming: 'none',
    notes:
      'OpenLLMetry makes the client’s spans, OpenInference sends the context in `params._meta`; those of the server are by hand',
  },
];

export function liveSourceDocs(): string {
  const versions = readVersions();
  const columns: readonly (readonly [string, (source: LiveSource) => string])[] = [
    [
      'source',
      ({ name, packages }) =>
        `${name} (${packages.map((own) => `${own} ${versions[own] ?? ''}`).join(', ')})`,
    ],
    ['messages', ({ messages }) => messages],
    ['tools', ({ tools }) => tools],
    ['tool results', ({ results }) => results],
    ['tokens', ({ tokens }) => tokens],
    ['session and user', ({ session }) => session],
    ['outcome', ({ outcome }) => outcome],
    ['agent', ({ agent }) => agent],
    ['parents', ({ parents }) => parents],
    ['streaming', ({ streaming }) => streaming],
    ['notes', ({ notes }) => notes],
  ];
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return `## Live sources: what each gives and lacks

Each is an example in \`examples/sources\` and a test in \`test/sources\`, against a model that answers from a script. None of them tells the cost (it is
reckoned from the price table where the model is known) or, by itself, how the run ended: \`tracewright.run.outcome.*\` on the root span does, and without
it the outcome is \`unknown\`. Where the library makes the root span, the examples put one of their own around it, which is part of the same trace.

${[
  row(columns.map(([title]) => title)),
  row(columns.map(() => '---')),
  ...SOURCES.map((source) => row(columns.map(([, cell]) => cell(source)))),
].join('\n')}

Version 7 of the Vercel AI SDK needs Node 22, so that no test here runs it. Tried by hand (ai 7.0.173, @ai-sdk/otel 1.0.173): its scope \`gen_ai\` gives messages,
tools, results, tokens and agent under GenAI names, \`LegacyOpenTelemetry\` what version 6 does. Session and user are those of \`runtimeContext\`
(\`sessionId\`, \`userId\`), where \`includeRuntimeContext\` and the integration's \`runtimeContext\` let them through.
`;
}

function readVersions(): Readonly<Record<string, string>> {
  const path = join(import.meta.dirname, '..', 'examples', 'sources', 'package.json');
  // The file is ours.
  const { dependencies } = JSON.parse(readFileSync(path, 'utf8')) as {
    dependencies: Readonly<Record<string, string>>;
  };
  return dependencies;
}
