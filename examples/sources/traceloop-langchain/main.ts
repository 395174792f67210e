/**
 * LangChain.js under OpenLLMetry's instrumentation: a chain that fetches documents, asks a model that calls a tool, runs
 * the tool and asks again.
 */
import * as callbackManager from '@langchain/core/callbacks/manager';
import { Document } from '@langchain/core/documents';
import { HumanMessage, SystemMessage } from '@langchain/core/messages';
import { BaseRetriever } from '@langchain/core/retrievers';
import { RunnableLambda } from '@langchain/core/runnables';
import { tool } from '@langchain/core/tools';
import { ChatOpenAI } from '@langchain/openai';
import { trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { LangChainInstrumentation } from '@traceloop/instrumentation-langchain';
import { z } from 'zod';

const provider = new NodeTracerProvider({
  resource: resourceFromAttributes({ 'service.name': 'traceloop-langchain-desk' }),
  spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
});
provider.register();
new LangChainInstrumentation().manuallyInstrument({ callbackManagerModule: callbackManager });

class Catalogue extends BaseRetriever {
  readonly lc_namespace = ['library', 'catalogue'];
  override _getRelevantDocuments(): Promise<Document[]> {
    return Promise.resolve([
      new Document({ pageContent: '"Salt", on shelf B4', metadata: { source: 'catalogue' } }),
    ]);
  }
}
const findBook = tool(({ title }) => ({ title, copies: 2 }), {
  name: 'find_book',
  description: 'Looks a book up in the catalogue',
  schema: z.object({ title: z.string() }),
});
const model = new ChatOpenAI({ model: 'gpt-5-mini' }).bindTools([findBook]);

const librarian = RunnableLambda.from(async (question: string, config) => {
  const documents = await new Catalogue().invoke(question, config);
  const shelf = documents.map(({ pageContent }) => pageContent).join('\n');
  const messages = [new SystemMessage(`You keep a library: ${shelf}`), new HumanMessage(question)];
  const asked = await model.invoke(messages, config);
  const results = await Promise.all((asked.tool_calls ?? []).map((call) => findBook.invoke(call, config)));
  return model.invoke([...messages, asked, ...results], config);
}).withConfig({ runName: 'librarian' });

// Its spans take the active span for their parent: without this one each would be a trace of its own. Traceloop's SDK
// sets the association properties itself.
const association = {
  'traceloop.association.properties.session_id': 'desk-7',
  'traceloop.association.properties.user_id': 'ada',
};

await trace.getTracer('desk').startActiveSpan('desk', { attributes: association }, async (span) => {
  const { text } = await librarian.invoke('Is "Salt" in?');
  // Tracewright's own: a test has found out how the run ended.
  const status = text.includes('copies are in') ? 'success' : 'failure';
  span.setAttributes({ 'tracewright.run.outcome.status': status, 'tracewright.run.outcome.source': 'test' });
  span.end();
});
await provider.shutdown();
