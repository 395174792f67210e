/** What the main thread and the store's worker say to each other: plain data only, cloned between threads. */
import type { DeleteReceipt, TraceErrorCode } from '@tracewright/core';

/** A parameter's SQL type is always said: inferring it from a value would make 1 an INTEGER and 1.5 a DOUBLE. */
export type SqlParameter =
  | { readonly type: 'VARCHAR'; readonly value: string }
  | { readonly type: 'DOUBLE'; readonly value: number }
  | { readonly type: 'HUGEINT'; readonly value: bigint }
  | { readonly type: 'VARCHAR[]'; readonly value: readonly string[] }
  | { readonly type: 'INTEGER[]'; readonly value: readonly number[] };

/** SQL with `$1`, `$2`, .. for the parameters: a value never stands in the text. */
export interface Statement {
  readonly sql: string;
  readonly parameters: readonly SqlParameter[];
}

export type SqlValue = string | number | bigint | boolean | null;
/** Some rows of an answer, by column. */
export type Columns = readonly (readonly SqlValue[])[];

/** One column of rows to append; null is NULL, and so is NaN among numbers. */
export type EncodedColumn =
  | { readonly type: 'text'; readonly values: readonly (string | null)[] }
  | { readonly type: 'number'; readonly values: Float64Array }
  | { readonly type: 'time'; readonly values: readonly (bigint | null)[] };

/** Rows of a table with versions: `hashes` (hexadecimal, 64 bits) tell whether a record changed. */
export interface EncodedRows {
  readonly hashes: readonly string[];
  /** In the table's order, without its leading `version` and `hash`. */
  readonly columns: readonly EncodedColumn[];
}

export interface EncodedSpans extends EncodedRows {
  /** Indexes into the slice's messages, one list a span, for the table's last two columns. */
  readonly inputs: readonly (readonly number[])[];
  readonly outputs: readonly (readonly number[])[];
}

export interface EncodedFindings extends EncodedRows {
  /** What the findings are about, without repeats: one list a row. */
  readonly categories: readonly (readonly string[])[];
}

/** Distinct messages. */
export interface EncodedMessages {
  readonly ids: readonly string[];
  readonly roles: readonly string[];
  readonly names: readonly (string | null)[];
  readonly contents: readonly string[];
  readonly jsons: readonly (string | null)[];
}

/** A part of a write that is made durable as a whole. */
export interface WriteSlice {
  /** About what it takes in memory. */
  readonly bytes: number;
  readonly spans: EncodedSpans;
  readonly messages: EncodedMessages;
  readonly runs: EncodedRows;
  readonly diagnoses: EncodedFindings;
  readonly findings: EncodedFindings;
}

export interface Effect {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
}

export interface SliceReceipt {
  readonly spans: Effect;
  readonly runs: Effect;
  readonly messagesAdded: number;
}

export interface WorkerOptions {
  readonly path: string;
  readonly readOnly: boolean;
}

export interface Opened {
  readonly engineVersion: string;
  readonly schemaVersion: number;
}

export type Request =
  | { readonly kind: 'query'; readonly statement: Statement }
  | { readonly kind: 'find-traces'; readonly traceIds: readonly string[] }
  | { readonly kind: 'write'; readonly slice: WriteSlice }
  | { readonly kind: 'delete'; readonly runIds: readonly string[]; readonly sweeps: boolean }
  | { readonly kind: 'delete-findings'; readonly ids: readonly string[] }
  | { readonly kind: 'compact' }
  | { readonly kind: 'close' }
  /** Rows of the answer to the query of this id; nothing is answered. */
  | { readonly kind: 'taken' };

export interface RequestMessage {
  readonly id: number;
  readonly request: Request;
}

export interface ErrorData {
  readonly code: TraceErrorCode;
  readonly message: string;
  readonly where?: string;
  readonly fix?: string;
}

/** `opened` or a failure with id 0 is the first; `rows` come any number of times before their query's `done`. */
export type ReplyMessage =
  | { readonly id: number; readonly kind: 'opened'; readonly value: Opened }
  | { readonly id: number; readonly kind: 'rows'; readonly columns: Columns }
  | { readonly id: number; readonly kind: 'written'; readonly receipt: SliceReceipt }
  | { readonly id: number; readonly kind: 'deleted'; readonly receipt: DeleteReceipt }
  | { readonly id: number; readonly kind: 'findings-deleted'; readonly count: number }
  | { readonly id: number; readonly kind: 'done' }
  | { readonly id: number; readonly kind: 'failed'; readonly error: ErrorData };
