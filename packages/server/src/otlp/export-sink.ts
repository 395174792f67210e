/** What the receivers of OTLP need of the rest of the server: who asks, room for bytes, a place for records. */
import type { DecodedExport } from '@tracewright/importers';

/** Bytes that requests under way may hold together. */
export interface ByteBudget {
  /** @returns false when there is no room; nothing is taken then */
  tryTake(bytes: number): boolean;
  give(bytes: number): void;
}

export interface ExportSink {
  /** Taken from as a body is read, given back when `accept` has settled. */
  readonly budget: ByteBudget;
  /** Counts a body that was read, decompressed, against the rate of whoever sent it: whatever is in it. */
  charge(bytes: number): void;
  /** Counts data points of metrics, which are acknowledged and not kept. */
  passOver(dataPoints: number): void;
  /**
   * Resolves when what was taken is acknowledged.
   *
   * @param sizeBytes of the body, decompressed
   * @throws TraceError `overloaded`, `limit-exceeded`, `store-failed` and its kin
   */
  accept(
    decoded: DecodedExport,
    sizeBytes: number,
  ): Promise<{ readonly rejected: number; readonly messages: readonly string[] }>;
}

export interface ExportCaller {
  /** Names in lower case; of gRPC its metadata, and `host`. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Path and query; of gRPC the method. */
  readonly path: string;
  readonly remoteAddress: string | undefined;
}

/**
 * Who asks, and where its records go. Asked before a body is read.
 *
 * @throws TraceError `key-invalid`, `forbidden`, `overloaded`, `request-invalid` (a web page of another site)
 */
export type ResolveSink = (caller: ExportCaller) => Promise<ExportSink>;
