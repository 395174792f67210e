/**
 * Every way this product can fail on input or environment. Codes are public: `errors.test.ts` pins them.
 *
 * The same codes name problems: a record that could not be read costs itself alone and is counted as a
 * `Problem` (see problem.ts); only what stops a whole operation is thrown.
 */
export const TRACE_ERROR_CODES = [
  /** No importer knows the file; the message says what each one missed. */
  'format-unknown',
  /** One record, line, block or element has the wrong shape; the rest was read. */
  'record-invalid',
  /** A block, event or message type this version does not know; it was kept as it is. */
  'type-unknown',
  /** Not JSON where JSON was expected. */
  'json-invalid',
  /** Not XML where XML was expected. */
  'xml-invalid',
  /** The file ends in the middle of a record. */
  'file-truncated',
  /** Bytes that are not valid UTF-8; they were replaced. */
  'encoding-invalid',
  /** The file or folder cannot be opened or read. */
  'file-unreadable',
  /** A gzip, tar or zip container is damaged. */
  'archive-invalid',
  /** A size, depth or ratio limit was exceeded. */
  'limit-exceeded',
  /** A companion file that the run needs or would be more complete with is missing. */
  'file-missing',
  'run-not-found',
  'span-not-found',
  'finding-not-found',
  'artifact-not-found',
  'project-not-found',
  /** Another process owns the store. */
  'store-locked',
  /** The store file is damaged. */
  'store-corrupt',
  /** The store was written by a newer version. */
  'store-version',
  /** The store failed in any other way. */
  'store-failed',
  'filter-invalid',
  'usage-invalid',
  'request-invalid',
  'network-failed',
  /** A language model refuses, or answers what cannot be used. */
  'model-failed',
  /** The request carries no key, or one that is not known. */
  'key-invalid',
  /** The key is known and does not allow this. */
  'forbidden',
  /** More requests or bytes than the server takes at once: try again later. */
  'overloaded',
  'cancelled',
] as const;

export type TraceErrorCode = (typeof TRACE_ERROR_CODES)[number];

export interface TraceErrorInit {
  /** What happened, one sentence, present tense, with the numbers: expected and got. */
  readonly message: string;
  /** File and 1-based line, byte offset, JSON pointer, span id. */
  readonly where?: string | undefined;
  /** What the reader can do, best a command to paste. */
  readonly fix?: string | undefined;
  /** For `overloaded`: when it is worth trying again. */
  readonly retryAfterSeconds?: number | undefined;
  readonly cause?: unknown;
}

export class TraceError extends Error {
  readonly isTraceError = true;
  readonly code: TraceErrorCode;
  readonly where: string | undefined;
  readonly fix: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  /** The message without `where`. */
  readonly summary: string;

  constructor(code: TraceErrorCode, init: TraceErrorInit) {
    super(init.where === undefined ? init.message : `${init.where}: ${init.message}`, { cause: init.cause });
    this.name = 'TraceError';
    this.code = code;
    this.where = init.where;
    this.fix = init.fix;
    this.retryAfterSeconds = init.retryAfterSeconds;
    this.summary = init.message;
  }
}

/** Brand check, not `instanceof`: two copies of the package in one process must still recognise each other. */
export function isTraceError(value: unknown): value is TraceError {
  return typeof value === 'object' && value !== null && 'isTraceError' in value;
}
