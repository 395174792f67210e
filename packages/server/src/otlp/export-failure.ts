/** One table from our errors to the statuses that the OTLP specification gives, for HTTP and gRPC. */
import { HTTP_STATUS, isTraceError, toSystemFailure, type TraceError } from '@tracewright/core';

export interface ExportFailure {
  readonly httpStatus: number;
  /** Of google.rpc.Code, which gRPC and the body of an HTTP answer share. */
  readonly grpcStatus: number;
  readonly message: string;
  /** Set where the exporter may send the same again. */
  readonly retryAfterSeconds?: number;
}

const GRPC_STATUS: Readonly<Record<number, number>> = {
  400: 3, // INVALID_ARGUMENT
  401: 16, // UNAUTHENTICATED
  403: 7, // PERMISSION_DENIED
  404: 5, // NOT_FOUND
  405: 12, // UNIMPLEMENTED
  413: 8, // RESOURCE_EXHAUSTED
  415: 3, // INVALID_ARGUMENT
  429: 8, // RESOURCE_EXHAUSTED, with RetryInfo
  500: 13, // INTERNAL
  503: 14, // UNAVAILABLE
};

/** Statuses with which an exporter is to send again, and after how long where the error does not say. */
const RETRY_AFTER_SECONDS: Readonly<Record<number, number>> = { 429: 1, 503: 5 };

/** @param onError told of what is our own mistake, and of what the system refuses */
export function toExportFailure(error: unknown, onError: (error: unknown) => void): ExportFailure {
  const known = isTraceError(error) ? error : toSystemFailure(error);
  if (!isTraceError(error)) onError(error);
  if (known === undefined) {
    return failureOf(500, 'Tracewright failed on this request; this is a mistake in Tracewright');
  }
  const message = known.fix === undefined ? known.message : `${known.message} (${known.fix})`;
  return failureOf(statusOf(known), message, retryAfter(known));
}

function statusOf({ code }: TraceError): number {
  // The server is closing, or the body did not come in time: exporters do not send again after 408.
  return code === 'cancelled' || code === 'network-failed' ? 503 : HTTP_STATUS[code];
}

function retryAfter(error: TraceError): number | undefined {
  return 'retryAfterSeconds' in error && typeof error.retryAfterSeconds === 'number'
    ? error.retryAfterSeconds
    : undefined;
}

export function failureOf(httpStatus: number, message: string, retryAfterSeconds?: number): ExportFailure {
  const seconds = RETRY_AFTER_SECONDS[httpStatus];
  return {
    httpStatus,
    grpcStatus: GRPC_STATUS[httpStatus] ?? 13,
    message,
    ...(seconds === undefined ? {} : { retryAfterSeconds: retryAfterSeconds ?? seconds }),
  };
}
