/**
 * LangGraph.js under OpenInference's instrumentation for LangChain: a graph with a node that asks a model, a tool node and a
 * loop between them, streamed. The thread id is the session; the outcome stands on a span around it all.
 */
import { LangChainInstrumentation } from '@arizeai/openinference-instrumentation-langchain';
import * as callbackManager from '@langchain/core/callbacks/manager';
import { tool } from '@langchain/core/tools';
import { END, MemorySaver, MessagesAnnotation, START, StateGraph } from '@langchain/langgraph';
import { ToolNode, toolsCondition } from '@langchain/langgraph/prebuilt';
import { ChatOpenAI } from '@langchain/openai';
import { trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { z } from 'zod';

const provider = new NodeTracerProvider({
  resource: resourceFromAttributes({ 'service.name': 'langgraph-desk' }),
  spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
});
provider.register();
new LangChainInstrumentation().manuallyInstrument(callbackManager);

const findBook = tool(
  ({ title, branch }) => {
    if (title === 'Gone') throw new RangeError('no such book');
    return { title, branch, copies: 2 };
  },
  {
    name: 'find_book',
    description: 'Looks a book up in the catalogue',
    schema: z.object({ title: z.string(), branch: z.number() }),
  },
);
const model = new ChatOpenAI({ model: 'gpt-5-mini' }).bindTools([findBook]);

const graph = new StateGraph(MessagesAnnotation)
  .addNode('librarian', async ({ messages }) => ({ messages: [await model.invoke(messages)] }))
  .addNode('tools', new ToolNode([findBook]))
  .addEdge(START, 'librarian')
  .addConditionalEdges('librarian', toolsCondition, ['tools', END])
  .addEdge('tools', 'librarian')
  .compile({ checkpointer: new MemorySaver() });

await trace.getTracer('desk').startActiveSpan('desk', async (span) => {
  const pieces = await graph.stream(
    { messages: [{ role: 'user', content: 'Find "Gone", else "Salt".' }] },
    { configurable: { thread_id: 'desk-7' }, metadata: { user_id: 'ada' }, streamMode: 'messages' },
  );
  let said = '';
  for await (const [piece] of pieces) said += piece.text;
  // Tracewright's own: a test has found out how the run ended.
  const status = said.includes('"Salt" is') ? 'success' : 'failure';
  span.setAttributes({ 'tracewright.run.outcome.status': status, 'tracewright.run.outcome.source': 'test' });
  span.end();
});
await provider.shutdown();
