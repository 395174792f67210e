/** Our protobuf reader against a generated one, and against bytes that are damaged. */
import { isTraceError } from '@tracewright/core';
import { type DecodedExport, type ExportSignal, type OtlpLog, readExport } from '@tracewright/importers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logRequests, traceRequests } from './arbitrary-requests.ts';
import { decodeProto, encodeProto, type ProtoName, toOtlpJson } from './protos.ts';

const SEED = 20_251_125;

function viaOracle(name: ProtoName, signal: ExportSignal, bytes: Uint8Array): DecodedExport {
  const json = JSON.stringify(toOtlpJson(name, decodeProto(name, bytes)));
  return withoutOriginals(readExport(signal, new TextEncoder().encode(json), 'json'));
}

/** The JSON reader keeps the record as it was written, which protobuf has not. */
function withoutOriginals(decoded: DecodedExport): DecodedExport {
  const logs = decoded.logs.map((log) => {
    const copy: { -readonly [Key in keyof OtlpLog]: OtlpLog[Key] } = { ...log };
    delete copy.written;
    return copy;
  });
  return { ...decoded, logs };
}

function codeOf(read: () => unknown): string | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    return isTraceError(error) ? error.code : `not a TraceError: ${String(error)}`;
  }
}

describe('an export request in protobuf', () => {
  it('decodes to what a generated decoder and the JSON reader make of it: traces', () => {
    fc.assert(
      fc.property(traceRequests, (request) => {
        const bytes = encodeProto('ExportTraceServiceRequest', request);
        expect(readExport('traces', bytes, 'protobuf')).toEqual(
          viaOracle('ExportTraceServiceRequest', 'traces', bytes),
        );
      }),
      { numRuns: 250, seed: SEED },
    );
  });

  it('decodes to what a generated decoder and the JSON reader make of it: logs', () => {
    fc.assert(
      fc.property(logRequests, (request) => {
        const bytes = encodeProto('ExportLogsServiceRequest', request);
        expect(withoutOriginals(readExport('logs', bytes, 'protobuf'))).toEqual(
          viaOracle('ExportLogsServiceRequest', 'logs', bytes),
        );
      }),
      { numRuns: 200, seed: SEED },
    );
  });

  it('is decoded or refused with a TraceError, whatever bytes are changed, cut or put in', () => {
    const edit = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
      kind: fc.constantFrom('set', 'insert', 'remove', 'cut', 'repeat'),
      byte: fc.oneof(fc.nat(255), fc.constantFrom(0x00, 0x7f, 0x80, 0xff, 0x0b, 0x0c, 0x0a)),
    });
    const seen = new Set<string>();
    fc.assert(
      fc.property(
        traceRequests,
        logRequests,
        fc.array(edit, { minLength: 1, maxLength: 6 }),
        (traces, logs, edits) => {
          for (const [signal, bytes] of [
            ['traces', encodeProto('ExportTraceServiceRequest', traces)],
            ['logs', encodeProto('ExportLogsServiceRequest', logs)],
            ['metrics', encodeProto('ExportTraceServiceRequest', traces)],
          ] as const) {
            const damaged = edits.reduce(applyEdit, [...bytes]);
            const code = codeOf(() => {
              const { records, drafts, refused } = readExport(signal, new Uint8Array(damaged), 'protobuf');
              if (signal === 'traces' && drafts.length + refused.count !== records)
                throw new Error('a record is lost');
            });
            seen.add(code ?? 'taken');
            if (code !== undefined && code !== 'record-invalid') throw new Error(code);
          }
        },
      ),
      { numRuns: 800, seed: SEED },
    );
    expect(seen).toEqual(new Set(['taken', 'record-invalid']));
  });
});

type Edit = { readonly at: number; readonly kind: string; readonly byte: number };

function applyEdit(bytes: number[], { at, kind, byte }: Edit): number[] {
  const index = Math.floor(at * bytes.length);
  switch (kind) {
    case 'set':
      return bytes.length === 0 ? [byte] : bytes.with(index, byte);
    case 'insert':
      return bytes.toSpliced(index, 0, byte);
    case 'remove':
      return bytes.toSpliced(index, 1);
    case 'repeat':
      return bytes.toSpliced(index, 0, ...bytes.slice(index, index + byte));
    default:
      return bytes.slice(0, index);
  }
}
