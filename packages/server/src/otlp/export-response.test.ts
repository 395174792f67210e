import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeProto, type ProtoName } from '../../../../test/otlp/protos.ts';
import { failureOf } from './export-failure.ts';
import { writeExportResponse, writeStatus } from './export-response.ts';

const RESPONSES = [
  ['traces', 'ExportTraceServiceResponse', 'rejectedSpans'],
  ['logs', 'ExportLogsServiceResponse', 'rejectedLogRecords'],
  ['metrics', 'ExportMetricsServiceResponse', 'rejectedDataPoints'],
] as const;

function read(name: ProtoName, bytes: Uint8Array): unknown {
  return JSON.parse(JSON.stringify(decodeProto(name, bytes)));
}

it.each(RESPONSES)(
  'says of %s what was rejected, as a generated decoder reads it',
  (signal, name, member) => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2 ** 48 }),
        fc.string({ unit: 'grapheme' }),
        (rejected, message) => {
          const outcome = { rejected, message };
          const json: unknown = JSON.parse(String(writeExportResponse(signal, 'json', outcome)));
          const protobuf = read(name, writeExportResponse(signal, 'protobuf', outcome)) as {
            partialSuccess?: object;
          };
          expect(json).toEqual({ partialSuccess: { [member]: String(rejected), errorMessage: message } });
          // Defaults are not told apart from absent fields.
          expect({ partialSuccess: { [member]: '0', errorMessage: '', ...protobuf.partialSuccess } }).toEqual(
            json,
          );
        },
      ),
      { numRuns: 200, seed: 1 },
    );
  },
);

it('is empty when all was taken', () => {
  expect(writeExportResponse('traces', 'protobuf', { rejected: 0, message: '' }).length).toBe(0);
  expect(String(writeExportResponse('traces', 'json', { rejected: 0, message: '' }))).toBe('{}');
});

it('tells a failure as google.rpc.Status, with the time to wait where waiting helps', () => {
  const busy = failureOf(429, 'busy – später');
  const status = decodeProto('RpcStatus', writeStatus('protobuf', busy)).toJSON() as {
    code: number;
    message: string;
    details: { typeUrl: string; value: string }[];
  };
  expect(status).toMatchObject({ code: 8, message: 'busy – später' });
  expect(status.details[0]?.typeUrl).toBe('type.googleapis.com/google.rpc.RetryInfo');
  expect(read('RetryInfo', Buffer.from(status.details[0]?.value ?? '', 'base64'))).toEqual({
    retryDelay: { seconds: '1' },
  });
  expect(JSON.parse(String(writeStatus('json', busy)))).toEqual({
    code: 8,
    message: 'busy – später',
    details: [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '1s' }],
  });
  expect(read('RpcStatus', writeStatus('protobuf', failureOf(400, 'bad')))).toEqual({
    code: 3,
    message: 'bad',
  });
  expect(JSON.parse(String(writeStatus('json', failureOf(400, 'bad'))))).toEqual({ code: 3, message: 'bad' });
});
