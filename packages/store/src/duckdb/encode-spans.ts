import { TraceError, valueSearchText, type JsonObject, type JsonValue, type Span } from '@tracewright/core';
import { attributeText, durationSeconds, spanTokens } from '../normal/field-values.ts';
import { checkTime, finite, toJson, wellFormed } from '../normal/well-formed.ts';
import { ColumnEncoder, type CellValue, type ColumnType } from './encode-columns.ts';
import { changeHash, MessageEncoder } from './encode-messages.ts';
import type { EncodedMessages, EncodedSpans } from './protocol.ts';

interface Payload {
  readonly text: string | undefined;
  readonly json: string | undefined;
}

interface Prepared {
  readonly span: Span;
  readonly start: bigint | undefined;
  readonly end: bigint | undefined;
  readonly attributes: Payload;
  readonly arguments: Payload;
  readonly result: Payload;
}

/** The table's columns between `hash` and `input`. */
const COLUMNS: readonly (readonly [ColumnType, (row: Prepared) => CellValue])[] = [
  ['text', ({ span }) => wellFormed(span.runId)],
  ['text', ({ span }) => wellFormed(span.traceId)],
  ['text', ({ span }) => wellFormed(span.spanId)],
  ['text', ({ span }) => optionalText(span.parentSpanId)],
  ['text', ({ span }) => wellFormed(span.name)],
  ['text', ({ span }) => span.kind],
  ['text', ({ span }) => span.operation],
  ['text', ({ span }) => span.status],
  ['text', ({ span }) => optionalText(span.agent)],
  ['text', ({ span }) => optionalText(span.model)],
  ['text', ({ span }) => optionalText(span.tool?.name)],
  ['number', ({ span }) => finite(span.sequence) ?? 0],
  ['time', ({ start }) => start],
  ['time', ({ end }) => end],
  ['number', ({ start, end }) => durationSeconds(start, end)],
  ['number', ({ span }) => finite(span.inputTokens)],
  ['number', ({ span }) => finite(span.outputTokens)],
  ['number', ({ span }) => spanTokens(finite(span.inputTokens), finite(span.outputTokens))],
  ['number', ({ span }) => finite(span.costUsd)],
  ['text', (row) => row.attributes.text],
  ['text', (row) => row.attributes.json],
  ['text', ({ span }) => optionalText(span.statusMessage)],
  ['text', (row) => row.arguments.text],
  ['text', (row) => row.arguments.json],
  ['text', (row) => row.result.text],
  ['text', (row) => row.result.json],
  ['text', ({ span }) => encodeDetails(span)],
];

/** Where the name, the status message, the arguments and the result stand among a span's columns: what search reads. */
export const SPAN_TEXTS: readonly number[] = [4, 21, 22, 24];
/** Where the start stands. */
export const SPAN_START = 12;

/** Collects the spans of one slice. */
export class SpanEncoder {
  readonly #rows = new ColumnEncoder(COLUMNS);
  readonly #messages = new MessageEncoder();
  readonly #hashes: string[] = [];
  readonly #inputs: number[][] = [];
  readonly #outputs: number[][] = [];
  #size = 0;

  /** @throws TraceError `record-invalid` for a span that cannot be written as JSON, such as one nested thousands deep */
  add(span: Span): void {
    try {
      const inputs = span.input.map((message) => this.#messages.add(message));
      const outputs = span.output.map((message) => this.#messages.add(message));
      const content = this.#rows.add({
        span,
        start: span.startTime === undefined ? undefined : checkTime(span.startTime),
        end: span.endTime === undefined ? undefined : checkTime(span.endTime),
        attributes: encodeAttributes(span.attributes),
        arguments: encodePayload(span.tool?.arguments),
        result: encodePayload(span.tool?.result),
      });
      const ids = (indexes: readonly number[]): string =>
        indexes.map((index) => this.#messages.id(index)).join();
      this.#hashes.push(changeHash(`${content}|${ids(inputs)}|${ids(outputs)}`));
      this.#inputs.push(inputs);
      this.#outputs.push(outputs);
      this.#size += content.length;
    } catch (cause) {
      throw new TraceError('record-invalid', {
        message: `the span cannot be stored: ${cause instanceof Error ? cause.message : String(cause)}`,
        where: `span ${span.spanId} of trace ${span.traceId}`,
        fix: 'leave out or shorten what nests too deep or is out of range',
        cause,
      });
    }
  }

  get count(): number {
    return this.#hashes.length;
  }

  /** UTF-16 units collected, messages included. */
  get size(): number {
    return this.#size + this.#messages.size;
  }

  finish(): { readonly spans: EncodedSpans; readonly messages: EncodedMessages } {
    return {
      spans: {
        hashes: this.#hashes,
        columns: this.#rows.finish(),
        inputs: this.#inputs,
        outputs: this.#outputs,
      },
      messages: this.#messages.finish(),
    };
  }
}

/**
 * Attributes as filters read them: one JSON object whose values DuckDB gives as the very text `attributeText` says.
 * Texts, booleans, whole numbers and null stand as they are; fractions, objects and arrays as text, because engines
 * print those differently, and then `json` holds them a second time, to be read back exactly.
 */
function encodeAttributes(attributes: JsonObject): Payload {
  const { text, value: safe } = toJson(attributes);
  const values = Object.values(safe);
  if (values.every((value) => isPlain(value ?? null))) return { text, json: undefined };
  const exact = Object.entries(safe).filter(([, value]) => !isPlain(value ?? null));
  const texts = exact.map(([key, value]) => [key, attributeText(value) ?? null]);
  return {
    text: JSON.stringify({ ...safe, ...Object.fromEntries(texts) }),
    json: JSON.stringify(Object.fromEntries(exact)),
  };
}

function isPlain(value: JsonValue): boolean {
  if (value === null || typeof value === 'boolean') return true;
  return (
    typeof value === 'string' ||
    (typeof value === 'number' && (Number.isSafeInteger(value) || !Number.isFinite(value)))
  );
}

function encodePayload(value: JsonValue | undefined): Payload {
  if (value === undefined) return { text: undefined, json: undefined };
  if (typeof value === 'string') return { text: wellFormed(value), json: undefined };
  const json = toJson(value);
  return { text: valueSearchText(json.value), json: json.text };
}

/** What neither filters nor search read. */
function encodeDetails(span: Span): string | undefined {
  const { tool, source, events, links } = span;
  const details = {
    ...(tool?.callId === undefined ? {} : { callId: tool.callId }),
    ...(tool?.resultSource === undefined ? {} : { resultSource: { ...tool.resultSource } }),
    ...(events.length === 0
      ? {}
      : {
          events: events.map(({ name, time, attributes }) => ({
            name,
            ...(time === undefined ? {} : { time: String(checkTime(time)) }),
            attributes,
          })),
        }),
    ...(links.length === 0
      ? {}
      : { links: links.map(({ traceId, spanId, attributes }) => ({ traceId, spanId, attributes })) }),
    ...(source === undefined ? {} : { source: { ...source } }),
  };
  const { text } = toJson(details);
  return text === '{}' ? undefined : text;
}

function optionalText(text: string | undefined): string | undefined {
  return text === undefined ? undefined : wellFormed(text);
}
