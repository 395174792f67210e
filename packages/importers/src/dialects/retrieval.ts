/**
 * Searches in documents: what was asked stands in the span's tool call as its arguments, the documents as its result, so that a
 * retrieval can be read, quoted and made a step like any other call.
 *
 * **Source:** semantic-conventions v1.41.1 docs/gen-ai/gen-ai-spans.md "Retrievals" (`gen_ai.retrieval.*`); semantic-conventions-genai
 * (`gen_ai.memory.*`); Arize-ai/openinference spec/semantic_conventions.md (RETRIEVER, `retrieval.documents.N.document.*`; RERANKER, `reranker.*`).
 */
import type { JsonObject, JsonValue, ToolCall } from '@tracewright/core';
import { asArray, asObject, decodeJsonText, findJson, findText } from '../reading/json-text.ts';
import { keysBelow, unflatten, unwrap } from './flattened.ts';
import { type SpanFacts, type SpanView, withoutUndefined } from './span-facts.ts';

export function readRetrieval(view: SpanView): SpanFacts {
  const { attributes, roots, name } = view;
  if (roots.has('reranker')) return readReranking(view);
  const isRetriever = findText(attributes, 'openinference.span.kind')?.toUpperCase() === 'RETRIEVER';
  if (!isRetriever && !roots.has('gen_ai') && !roots.has('retrieval')) return {};
  const query =
    findText(attributes, 'gen_ai.retrieval.query.text', 'gen_ai.memory.query.text') ??
    (isRetriever ? findJson(attributes, 'input.value') : undefined);
  const flattened = readDocuments(attributes, 'retrieval.documents.');
  const documents =
    findJson(attributes, 'gen_ai.retrieval.documents') ??
    (findText(attributes, 'gen_ai.operation.name') === 'search_memory'
      ? findJson(attributes, 'gen_ai.memory.records')
      : undefined) ??
    flattened ??
    (isRetriever ? findJson(attributes, 'output.value') : undefined);
  if (query === undefined && documents === undefined) return {};
  return {
    operation: 'retrieval',
    tool: toRetrievalCall(
      findText(attributes, 'gen_ai.data_source.id', 'gen_ai.memory.store.id') ?? name,
      query,
      documents,
    ),
    consumedByCall: [
      'gen_ai.retrieval.query.text',
      'gen_ai.retrieval.documents',
      'gen_ai.memory.query.text',
      ...(documents === undefined || documents !== flattened
        ? []
        : keysBelow(attributes, 'retrieval.documents.', DOCUMENT_MEMBERS)),
      ...(isRetriever ? ['input.value', 'output.value'] : []),
    ],
  };
}

/** A search as a call: a plain text is its query. */
export function toRetrievalCall(
  name: string,
  query: JsonValue | undefined,
  documents: JsonValue | undefined,
): Partial<ToolCall> {
  return {
    name,
    ...withoutUndefined({
      arguments: typeof query === 'string' ? { query } : query,
      result: documents,
    }),
  };
}

/** What was asked stands with the documents to choose from, and those that were chosen are what came of it. */
function readReranking({ attributes, name }: SpanView): SpanFacts {
  const query = findText(attributes, 'reranker.query');
  const given = readDocuments(attributes, 'reranker.input_documents.');
  const chosen = readDocuments(attributes, 'reranker.output_documents.');
  if (query === undefined && given === undefined && chosen === undefined) return {};
  return {
    operation: 'retrieval',
    tool: toRetrievalCall(name, withoutUndefined({ query, documents: given }), chosen),
    consumedByCall: [
      ...(query === undefined ? [] : ['reranker.query']),
      ...(given === undefined ? [] : keysBelow(attributes, 'reranker.input_documents.', DOCUMENT_MEMBERS)),
      ...(chosen === undefined ? [] : keysBelow(attributes, 'reranker.output_documents.', DOCUMENT_MEMBERS)),
    ],
  };
}

const DOCUMENT_MEMBERS = /^\d+\.document\./;

/** OpenInference's flattened documents. */
function readDocuments(attributes: JsonObject, prefix: string): JsonValue | undefined {
  const list = unwrap(asArray(unflatten(attributes, prefix)), 'document');
  if (list.length === 0) return undefined;
  return list.map((document) => {
    const metadata = document['metadata'];
    return metadata === undefined ? document : { ...document, metadata: decodeJsonText(metadata) };
  });
}

/** OpenLLMetry's clients of vector stores tell each hit as an event of the span, its vector left out here. */
export function readHits(
  events: readonly { readonly name: string; readonly attributes: JsonObject }[],
): SpanFacts {
  const hits = events.flatMap((event) => {
    const hit = findHit(event);
    if (hit === undefined) return [];
    const { vector: _vector, ...rest } = hit;
    return [rest];
  });
  return hits.length === 0 ? {} : { operation: 'retrieval', tool: { result: hits } };
}

/** The hit that an event tells. */
export function findHit({
  name,
  attributes,
}: {
  readonly name: string;
  readonly attributes: JsonObject;
}): JsonObject | undefined {
  return name === 'db.query.result'
    ? asObject(asObject(asObject(unflatten(attributes, 'db.'))?.['query'])?.['result'])
    : undefined;
}
