/**
 * `decode [rounds]`: OTLP bytes to spans in memory, our readers beside a generated decoder and beside JSON.parse.
 *
 * Batches of 100 and 5,000 spans of about 2.5 kB; one pass of each way a round, so that what else the machine does falls on
 * all alike. Figures are microseconds a span, minimum and median of the rounds, in CPU time of the whole process (garbage
 * collector included): other programs do not count. The baseline is our protobuf reader.
 */
import type { JsonValue } from '@tracewright/core';
import { readExport } from '@tracewright/importers';
import { parseRequest, readJsonRequest } from '../packages/importers/src/formats/otlp/json-request.ts';
import { readProtobufRequest } from '../packages/importers/src/formats/otlp/protobuf-request.ts';
import { readProtobufSpan } from '../packages/importers/src/formats/otlp/protobuf-span.ts';
import { readJsonSpan } from '../packages/importers/src/formats/otlp/read-json-record.ts';
import { decodeProto, encodeProto, toOtlpJson } from '../test/otlp/protos.ts';
import { printFigure } from './figure.ts';

const SEED = 7;
const WORDS =
  'the agent reads a file then calls tool with arguments and waits for its answer before it writes again'.split(
    ' ',
  );

type Random = () => number;

export async function run([rounds = '15']: readonly string[]): Promise<void> {
  for (const spans of [100, 5000]) {
    const request = requestOf(spans, mulberry32(SEED));
    const bytes = encodeProto('ExportTraceServiceRequest', request);
    const json = new TextEncoder().encode(
      JSON.stringify(
        toOtlpJson('ExportTraceServiceRequest', decodeProto('ExportTraceServiceRequest', bytes)),
      ),
    );
    console.log(`# ${spans} spans: ${bytes.length} bytes of protobuf, ${json.length} of JSON`);
    const ways = waysOf(bytes, json);
    assertSame(spans, ways);
    const repeats = Math.max(1, Math.round(2000 / spans));
    const times = new Map(ways.map(({ name }) => [name, [] as number[]]));
    for (let round = -2; round < Number(rounds); round += 1) {
      for (const { name, decode } of ways) {
        const start = process.cpuUsage();
        for (let repeat = 0; repeat < repeats; repeat += 1) decode();
        const { user, system } = process.cpuUsage(start);
        const microseconds = (user + system) / (repeats * spans);
        // The first two rounds warm up.
        if (round >= 0) times.get(name)?.push(microseconds);
      }
    }
    for (const [label, pick] of [
      ['min', (list: readonly number[]) => list[0] ?? 0],
      ['median', (list: readonly number[]) => list[Math.floor(list.length / 2)] ?? 0],
    ] as const) {
      const figures = [...times].map(([name, list]) => [name, pick(list.toSorted((a, b) => a - b))] as const);
      const [[, baseline] = ['', 0]] = figures;
      for (const [name, value] of figures)
        printFigure(`${spans} spans, ${label}: ${name}`, value, 'CPU us/span', baseline);
    }
  }
}

interface Way {
  readonly name: string;
  /** @returns the number of spans, so that the work is not optimised away */
  readonly decode: () => number;
}

function waysOf(bytes: Uint8Array, json: Uint8Array): Way[] {
  const decoder = new TextDecoder();
  return [
    { name: 'ours, protobuf to spans', decode: () => count(readProtobufRequest(bytes, readProtobufSpan)) },
    {
      name: 'protobufjs, protobuf to messages',
      decode: () => countMessages(decodeProto('ExportTraceServiceRequest', bytes)),
    },
    {
      name: 'protobufjs, protobuf to spans',
      decode: () => spansOfMessages(decodeProto('ExportTraceServiceRequest', bytes)),
    },
    {
      name: 'JSON.parse alone',
      decode: () => countMessages(JSON.parse(decoder.decode(json))),
    },
    {
      name: 'JSON.parse and our reader, JSON to spans',
      decode: () => count(readJsonRequest(parseRequest(json), 'resourceSpans', readJsonSpan)),
    },
    {
      name: 'protobuf to drafts, dialects included',
      decode: () => readExport('traces', bytes, 'protobuf').drafts.length,
    },
    {
      name: 'JSON to drafts, dialects included',
      decode: () => readExport('traces', json, 'json').drafts.length,
    },
  ];
}

function assertSame(spans: number, ways: readonly Way[]): void {
  for (const { name, decode } of ways)
    if (decode() !== spans) throw new Error(`${name} does not give ${spans} spans`);
}

/** All are held until the last is there, as a request's records are. */
function count(records: Iterable<unknown>): number {
  return [...records].length;
}

interface Messages {
  readonly resourceSpans: readonly {
    readonly scopeSpans: readonly { readonly spans: readonly MessageSpan[] }[];
  }[];
}

interface MessageSpan {
  readonly traceId: Uint8Array;
  readonly spanId: Uint8Array;
  readonly name: string;
  readonly startTimeUnixNano: { toString(): string };
  readonly endTimeUnixNano: { toString(): string };
  readonly attributes: readonly { readonly key: string; readonly value: MessageValue }[];
}

type MessageValue = Readonly<Record<string, unknown>>;

function countMessages(value: unknown): number {
  // Both decoders give the request's own member names.
  const { resourceSpans } = value as Messages;
  return resourceSpans.reduce(
    (sum, { scopeSpans }) => sum + scopeSpans.reduce((inner, { spans }) => inner + spans.length, 0),
    0,
  );
}

/** What a generated decoder's messages still need: ids in hex, times as numbers, attributes as one object. */
function spansOfMessages(value: unknown): number {
  const held: object[] = [];
  for (const { scopeSpans } of (value as Messages).resourceSpans)
    for (const { spans } of scopeSpans)
      for (const span of spans) {
        const attributes: { [key: string]: JsonValue } = {};
        for (const { key, value: wrapped } of span.attributes) attributes[key] = plain(wrapped);
        held.push({
          traceId: Buffer.from(span.traceId).toString('hex'),
          spanId: Buffer.from(span.spanId).toString('hex'),
          name: span.name,
          startTime: BigInt(span.startTimeUnixNano.toString()),
          endTime: BigInt(span.endTimeUnixNano.toString()),
          attributes,
        });
      }
  return held.length;
}

function plain(value: MessageValue): JsonValue {
  for (const [name, inner] of Object.entries(value))
    return name === 'intValue' ? Number(inner) : (inner as JsonValue);
  return null;
}

function requestOf(spans: number, random: Random): object {
  return {
    resourceSpans: [
      {
        resource: { attributes: [text('service.name', 'bench'), text('telemetry.sdk.language', 'nodejs')] },
        scopeSpans: [
          {
            scope: { name: 'bench', version: '1.0.0' },
            spans: Array.from({ length: spans }, (_, index) => spanOf(index, random)),
          },
        ],
      },
    ],
  };
}

/** A model call as the GenAI conventions have it: twenty small attributes and two texts of about a kilobyte. */
function spanOf(index: number, random: Random): object {
  const start = 1_772_445_600_000_000_000n + BigInt(index) * 1_000_003n;
  return {
    traceId: idOf(16, Math.floor(index / 20), random),
    spanId: idOf(8, index, random),
    parentSpanId: idOf(8, index + 1, random),
    name: 'chat gpt-4o-mini',
    kind: 3,
    startTimeUnixNano: String(start),
    endTimeUnixNano: String(start + BigInt(Math.floor(random() * 1e9))),
    attributes: [
      text('gen_ai.operation.name', 'chat'),
      text('gen_ai.provider.name', 'openai'),
      text('gen_ai.request.model', 'gpt-4o-mini'),
      text('gen_ai.response.model', 'gpt-4o-mini-2024-07-18'),
      text('gen_ai.response.id', `chatcmpl-${Math.floor(random() * 1e15).toString(36)}`),
      text('gen_ai.conversation.id', `session-${Math.floor(index / 50)}`),
      text('gen_ai.agent.name', 'researcher'),
      int('gen_ai.usage.input_tokens', 200 + Math.floor(random() * 4000)),
      int('gen_ai.usage.output_tokens', Math.floor(random() * 900)),
      int('gen_ai.request.max_tokens', 4096),
      { key: 'gen_ai.request.temperature', value: { doubleValue: 0.2 } },
      { key: 'gen_ai.request.stream', value: { boolValue: true } },
      { key: 'gen_ai.response.finish_reasons', value: { arrayValue: { values: [{ stringValue: 'stop' }] } } },
      text('server.address', 'api.openai.com'),
      int('server.port', 443),
      text('thread.name', 'main'),
      int('thread.id', 1),
      text('gen_ai.input.messages', messageOf('user', 1000, random)),
      text('gen_ai.output.messages', messageOf('assistant', 500, random)),
    ],
    status: { code: 1 },
    flags: 257,
  };
}

function messageOf(role: string, length: number, random: Random): string {
  let content = '';
  while (content.length < length) content += `${WORDS[Math.floor(random() * WORDS.length)] ?? ''} `;
  return JSON.stringify([{ role, parts: [{ type: 'text', content }] }]);
}

function text(key: string, stringValue: string): object {
  return { key, value: { stringValue } };
}

function int(key: string, intValue: number): object {
  return { key, value: { intValue } };
}

function idOf(length: number, number: number, random: Random): Uint8Array {
  const bytes = Uint8Array.from({ length }, () => Math.floor(random() * 256));
  new DataView(bytes.buffer).setUint32(0, number + 1);
  return bytes;
}

function mulberry32(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
