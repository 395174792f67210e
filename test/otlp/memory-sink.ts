/** A place for exports in memory: what came, and a budget that shows what is held. */
import type { DecodedExport } from '@tracewright/importers';
import type {
  ByteBudget,
  ExportCaller,
  ExportSink,
  ResolveSink,
} from '../../packages/server/src/otlp/export-sink.ts';

export interface MemorySink extends ExportSink {
  readonly budget: ByteBudget & { readonly held: number; readonly peak: number };
  readonly exports: readonly DecodedExport[];
  readonly callers: readonly ExportCaller[];
  /** Of each body. */
  readonly charged: readonly number[];
  /** Span names in the order they were taken. */
  names(): string[];
  /** Notes the caller; pass it as `resolveSink`. */
  readonly resolve: ResolveSink;
}

export interface MemorySinkOptions {
  readonly limitBytes?: number;
  /** Called before an export is taken; may wait or throw. */
  readonly before?: (decoded: DecodedExport) => Promise<void>;
  readonly rejects?: { readonly rejected: number; readonly messages: readonly string[] };
}

export function createMemorySink(options: MemorySinkOptions = {}): MemorySink {
  const { limitBytes = 256 * 1024 * 1024, before, rejects = { rejected: 0, messages: [] } } = options;
  const exports: DecodedExport[] = [];
  const callers: ExportCaller[] = [];
  const charged: number[] = [];
  let held = 0;
  let peak = 0;
  const sink: MemorySink = {
    exports,
    callers,
    charged,
    passOver: () => undefined,
    charge: (bytes) => void charged.push(bytes),
    budget: {
      get held() {
        return held;
      },
      get peak() {
        return peak;
      },
      tryTake(bytes) {
        if (held + bytes > limitBytes) return false;
        held += bytes;
        peak = Math.max(peak, held);
        return true;
      },
      give(bytes) {
        held -= bytes;
      },
    },
    async accept(decoded) {
      await before?.(decoded);
      exports.push(decoded);
      return rejects;
    },
    names: () => exports.flatMap(({ drafts }) => drafts.map(({ span }) => span.name)),
    async resolve(caller) {
      callers.push(caller);
      return sink;
    },
  };
  return sink;
}
