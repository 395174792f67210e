/**
 * Records what an agent does as OpenTelemetry spans and sends them over OTLP/HTTP.
 *
 *     const tw = tracewright();
 *     const answer = tw.agent(async (question: string) => { ... }, 'helper');
 *
 * Limits: a function that gives back an object which holds a stream ends its span when it returns, not when that stream
 * is read; where the runtime has no AsyncLocalStorage, nesting is known up to the first await (context.ts).
 *
 * Source: OpenTelemetry GenAI semantic conventions v1.41.1.
 */
import {
  type AiSdkMiddleware,
  type AiSdkModel,
  createAiSdkMiddleware,
  wrapAiSdkModel,
} from './ai-sdk/ai-sdk-model.ts';
import { readConfig, type TracewrightOptions } from './config.ts';
import { createSpanExporter, type ExportStats } from './export/span-exporter.ts';
import { createLangChainHandler, type LangChainHandler } from './langchain/langchain-handler.ts';
import { createMcpSession, type McpSession, type McpSessionOptions } from './mcp/mcp-session.ts';
import { wrapMcpClient } from './mcp/wrap-mcp-client.ts';
import { wrapOpenAi } from './openai/wrap-openai.ts';
import type { Platform } from './platform.ts';
import { createProblemLog, type SdkProblemCode } from './problem.ts';
import { createRecorder } from './recorder.ts';
import { createOpenSpans } from './recording/open-spans.ts';
import { recordRun, type Run, type RunOptions, UNRECORDED } from './run.ts';
import { wrapAgent } from './wrap-agent.ts';
import { wrapTools } from './wrap-tools.ts';
import { type AnyFunction, wrapFunction, type WrapOptions } from './wrap-function.ts';

export interface TracewrightStats extends ExportStats {
  readonly problems: Readonly<Partial<Record<SdkProblemCode, number>>>;
}

export interface Tracewright extends AsyncDisposable {
  /** Runs `fn` as one run: everything recorded inside belongs to it. */
  run<T>(options: RunOptions<Awaited<T>>, fn: (run: Run) => T): T;
  /** The same function, each call recorded. */
  wrap<F extends AnyFunction>(fn: F, options?: WrapOptions | string): F;
  /** The same agent, each invocation recorded: a function, or an object with `generate`, `stream`, `invoke` or `run`. */
  agent<Agent extends AnyFunction | object>(agent: Agent, name?: string): Agent;
  /** The same tools, each call recorded: functions, or objects with `execute`, `invoke` or `run`, by name or in a list. */
  tools<Tools extends object>(tools: Tools): Tools;
  /** The same model of the Vercel AI SDK, each call recorded. */
  model<Model extends AiSdkModel>(model: Model): Model;
  /** Middleware for the AI SDK's `wrapLanguageModel`. @param specificationVersion of the provider's models, `v3` when absent */
  middleware(): AiSdkMiddleware<'v3'>;
  middleware<Version extends string>(specificationVersion: Version): AiSdkMiddleware<Version>;
  /** The same client of the `openai` package, each model call recorded. */
  openai<Client extends object>(client: Client): Client;
  /** A callback handler for LangChain.js and LangGraph.js: `{ callbacks: [tw.langchain()] }`. */
  langchain(): LangChainHandler;
  /** The same client of the MCP SDK, each request recorded; the server is told the trace. */
  mcp<Client extends object>(client: Client): Client;
  /** Records a conversation between an MCP client and a server from between them; for proxies. */
  mcpSession(options: McpSessionOptions): McpSession;
  /** Delivers what waits; never rejects. @param deadlineMs 10 s when absent */
  flush(deadlineMs?: number): Promise<void>;
  /** Ends what is open as incomplete, flushes, and takes nothing more. */
  shutdown(deadlineMs?: number): Promise<void>;
  stats(): TracewrightStats;
}

const FLUSH_MS = 10_000;

export function createTracewright(options: TracewrightOptions, platform: Platform): Tracewright {
  const problems = createProblemLog(options.onError);
  const config = readConfig(options, options.env ?? platform.env, problems);
  const context = platform.createContext();
  const exporter = createSpanExporter(config, problems, platform.send, (fn) => context.with(undefined, fn));
  const openSpans = createOpenSpans();
  const recorder = createRecorder(config, problems, context, exporter, openSpans);

  /** What is still open has no other chance to be told. Innermost first, as they would have ended. */
  const endOpenSpans = (errorType: string, reason: string): void => {
    for (const span of openSpans.list().toReversed()) {
      recorder.set(span, { 'tracewright.incomplete': true, 'error.type': errorType });
      span.status = 2;
      span.statusMessage ??= reason;
      recorder.end(span);
    }
  };

  const removeHooks =
    config.isEnabled && config.flushOnExit
      ? platform.onExit({
          url: config.url,
          headers: config.headers,
          exitTimeoutMs: config.exitTimeoutMs,
          flush: (deadlineMs) => exporter.flush(deadlineMs),
          halt: () => exporter.halt(),
          waiting: () => exporter.stats().waiting,
          takeBodies() {
            endOpenSpans('process_ended', 'the process ended before the span did');
            return exporter.takeBodies();
          },
          tellLost: (requests) => exporter.tellLost(requests),
        })
      : () => undefined;

  const shutdown = async (deadlineMs: number = FLUSH_MS): Promise<void> => {
    endOpenSpans('shut_down', 'recording was shut down before the span ended');
    await exporter.close(deadlineMs);
    removeHooks();
  };

  return {
    run: (runOptions, fn) => (config.isEnabled ? recordRun(recorder, runOptions, fn) : fn(UNRECORDED)),
    wrap: (fn, wrapOptions) =>
      wrapFunction(recorder, fn, typeof wrapOptions === 'string' ? { name: wrapOptions } : wrapOptions),
    agent: (agent, name) => wrapAgent(recorder, agent, name),
    tools: (tools) => wrapTools(recorder, tools),
    model: (model) => wrapAiSdkModel(recorder, model),
    middleware: <Version extends string>(specificationVersion: Version | 'v3' = 'v3') =>
      createAiSdkMiddleware(recorder, specificationVersion),
    openai: (client) => wrapOpenAi(recorder, client),
    langchain: () => createLangChainHandler(recorder),
    mcp: (client) => wrapMcpClient(recorder, client),
    mcpSession: (sessionOptions) => createMcpSession(recorder, sessionOptions),
    flush: (deadlineMs = FLUSH_MS) => exporter.flush(deadlineMs),
    shutdown,
    stats: () => ({ ...exporter.stats(), problems: { ...problems.counts } }),
    [Symbol.asyncDispose]: () => shutdown(),
  };
}
