/** Shapes of real tools' logs that are read stay so (docs/induction-measured.md). */
import { expect, it } from 'vitest';
import { PARTS, SHAPES } from '../bench/induce-shapes/all-shapes.ts';
import { measureShape } from '../bench/induce-shapes.ts';
import type { ShapeFile } from '../bench/induce-shapes/shape.ts';

/** Read in part, or not at all: the least share of steps. All others have to keep nearly all. */
const PARTLY: Readonly<Record<string, number>> = {
  'claude-action-report': 0.8,
  'codex-exec': 0.2,
  'dspy-history': 0.8,
  'kubectl-ai-trace': 0.8,
  'mini-swe-agent': 0.8,
  'n8n-execution': 0.8,
  'servicenow-xml': 0.5,
};
const LEAST = 0.9;

/** Of those that its author had not seen, the ones that were worked on later. */
const SEEN = new Set([
  'acp-task',
  'agentdojo-run',
  'ai-sdk-otlp',
  'amp-thread',
  'apigen-mt',
  'app-insights-csv',
  'assist-pipeline',
  'astream-events',
  'autogpt-console',
  'browser-use-console',
  'camel-memory',
  'cherry-studio',
  'claude-action-report',
  'claude-ai-export',
  'codex-exec',
  'copilot-cli-events',
  'copilot-debug-markdown',
  'copilot-studio',
  'crewai-trace-events',
  'datadog-spans',
  'deepseek-prompt',
  'dialogflow-examples',
  'dify-sse',
  'dspy-history',
  'elevenlabs-conversation',
  'ellmer-chat',
  'extensions-ai-console',
  'flowise-export',
  'genkit-trace',
  'goose-markdown',
  'gptel-org',
  'gptme-conversation',
  'haystack-tracer',
  'helicone-requests',
  'home-assistant-log',
  'jaeger-traces',
  'koog-trace',
  'kubectl-ai-trace',
  'langchain4j-http',
  'langchaingo-actions',
  'langflow-messages',
  'langgraph-stream',
  'langwatch-trace',
  'livekit-report',
  'laravel-log',
  'llm-logs',
  'lm-studio-chat',
  'lobechat-export',
  'mastra-messages',
  'memgpt-cli',
  'message-store-csv',
  'mini-swe-agent',
  'mistral-entries',
  'nemo-agent-steps',
  'notebook-markdown',
  'open-webui',
  'pi-session',
  'pipecat-log',
  'promptfoo-xml',
  'pytest-live-log',
  'rasa-tracker',
  'realtime-socket',
  'roo-markdown',
  'roo-ui-messages',
  'rubyllm-log',
  'servicenow-xml',
  'shell-gpt-repl',
  'specstory-history',
  'spring-ai-log',
  'spring-ai-zipkin',
  'swarm-repl',
  'swarms-rs',
  'tau2-simulations',
  'tool-alpaca',
  'tooltalk-dialogues',
]);
/** Nothing is promised of shapes that the inducer's author has not seen: the bench measures them. */
const UNSEEN = new Set(
  (
    [
      'held-out-3',
      'held-out-4',
      'held-out-5',
      'held-out-6',
      'held-out-7',
      'held-out-8',
      'held-out-9',
    ] as const
  )
    .flatMap((part) => PARTS[part])
    .filter((name) => !SEEN.has(name)),
);
const KNOWN = Object.entries(SHAPES).filter(([name]) => !UNSEEN.has(name));

for (const [name, shape] of KNOWN)
  it(`reads ${name}`, async () => {
    const { share } = await measureShape(name, shape);
    const least = PARTLY[name];
    expect(share).toBeGreaterThanOrEqual(least ?? LEAST);
    // One that is read belongs on the list no more.
    expect(share).toBeLessThanOrEqual(least === undefined ? 1 : LEAST);
  });

const ON_WINDOWS = ['dotnet-console', 'roo-markdown', 'extensions-ai-console', 'spring-ai-log'];

it.each(KNOWN.filter(([name]) => ON_WINDOWS.includes(name)))(
  'reads %s the same where lines end as those of Windows do',
  async (name, shape) => {
    const files = (): ShapeFile[] =>
      shape.files().map((file) => ({ ...file, text: file.text.replaceAll('\n', '\r\n') }));
    const [unix, windows] = [await measureShape(name, shape), await measureShape(name, { ...shape, files })];
    expect(windows.share).toBe(unix.share);
  },
);
