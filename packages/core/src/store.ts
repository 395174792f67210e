import type { Diagnosis, Finding } from './finding.ts';
import type { RunId, SpanId, TraceId } from './ids.ts';
import type {
  AggregateQuery,
  AggregateRow,
  Page,
  RunQuery,
  SpanQuery,
  TaskGroup,
  TaskQuery,
} from './query/query.ts';
import type { Outcome, Run, RunStats } from './run.ts';
import type { Span } from './span.ts';

/** A run as the store lists it. */
export interface StoredRun extends Run {
  /** A person's, where one set it last, else the run's own. */
  readonly outcome: Outcome;
  /** The run's own, where a person's stands in its place. */
  readonly recordedOutcome?: Outcome;
  readonly stats: RunStats;
  /** Number of findings, of the latest diagnosis and reported, without those by people; undefined until the run is diagnosed. */
  readonly findings: number | undefined;
  readonly onsetStep: number | undefined;
  /** Number of findings by people. */
  readonly annotations: number;
}

/**
 * What is written together. Everything is idempotent: the later version of a run, span or diagnosis wins. Only `traceIds`
 * are joined: a run keeps those that earlier versions had, in front.
 */
export interface WriteBatch {
  readonly runs?: readonly { readonly run: Run; readonly stats: RunStats }[];
  readonly spans?: readonly Span[];
  readonly diagnoses?: readonly Diagnosis[];
  /** Reported findings: what no diagnosis makes anew, such as evaluations in telemetry, masked secrets, people's marks. By id. */
  readonly findings?: readonly Finding[];
}

export interface WriteReceipt {
  readonly runs: { readonly added: number; readonly changed: number };
  readonly spans: { readonly added: number; readonly changed: number; readonly unchanged: number };
  /** Distinct messages that were not in the store before. */
  readonly messages: { readonly added: number };
}

export interface DeleteOptions {
  /** false leaves messages that no span refers to for a later deletion: looking for them reads the whole store. */
  readonly sweeps?: boolean;
}

export interface DeleteReceipt {
  readonly runs: number;
  readonly spans: number;
  /** Messages that no other span names. */
  readonly messages: number;
}

export interface StoreInfo {
  readonly engine: string;
  readonly engineVersion: string;
  readonly schemaVersion: number;
  /** Absent for a store in memory. */
  readonly path?: string;
  readonly sizeBytes: number;
  /** What the data takes: a file does not shrink when something is deleted, its free space is used again. */
  readonly usedBytes: number;
  readonly counts: {
    readonly runs: number;
    readonly spans: number;
    readonly messages: number;
    readonly diagnoses: number;
  };
  readonly readOnly: boolean;
}

export interface SpanReading {
  /** Names of the attributes that are wanted, those that a span has; all when absent. A third of a span's memory is its attributes. */
  readonly attributes?: readonly string[];
}

/**
 * Keeps spans, runs and diagnoses. Implementations: memory (the plain, slow reference) and DuckDB; one conformance
 * suite (`@tracewright/store/testing`) holds them to the same answers.
 *
 * A write is durable when its promise resolves. Writes are idempotent by (traceId, spanId), by runId and by the diagnosed run.
 * @throws TraceError `store-locked`, `store-corrupt`, `store-version`, `store-failed`, `filter-invalid`
 */
export interface SpanStore extends AsyncDisposable {
  write(batch: WriteBatch): Promise<WriteReceipt>;
  queryRuns(query: RunQuery): Promise<Page<StoredRun>>;
  countRuns(where?: RunQuery['where']): Promise<number>;
  /** The runs whose id starts with the prefix, at most two: none, the one, or proof that it is ambiguous. */
  findRuns(idPrefix: string): Promise<readonly StoredRun[]>;
  /** All spans of a run with their messages, by sequence. */
  readSpans(runId: RunId, reading?: SpanReading): Promise<readonly Span[]>;
  /** The same of several runs, with one look for those that lie together; runs without spans are left out. All are in memory at once. */
  readSpansOf(runIds: readonly RunId[], reading?: SpanReading): Promise<ReadonlyMap<RunId, readonly Span[]>>;
  querySpans(query: SpanQuery): Promise<Page<Span>>;
  findSpan(traceId: TraceId, spanId: SpanId): Promise<Span | undefined>;
  aggregate(query: AggregateQuery): Promise<readonly AggregateRow[]>;
  /** Runs by the task they were attempts at. */
  queryTasks(query: TaskQuery): Promise<Page<TaskGroup>>;
  findDiagnosis(runId: RunId): Promise<Diagnosis | undefined>;
  /** Findings over many runs, of diagnoses and reported, by run then step. */
  listFindings(runIds: readonly RunId[]): Promise<readonly Finding[]>;
  /** The reported findings of one run, by step. */
  readReportedFindings(runId: RunId): Promise<readonly Finding[]>;
  /** The run that each trace's spans belong to; traces without spans are left out. */
  findRunsOfTraces(traceIds: readonly TraceId[]): Promise<ReadonlyMap<TraceId, RunId>>;
  /** Runs without a record, or whose record counts other spans than there are: a crash came between. At most 1,000. */
  findStaleRuns(): Promise<readonly RunId[]>;
  /** Removes runs with their spans, diagnoses and findings, and the messages that no span refers to any more. Durable when it resolves. */
  deleteRuns(runIds: readonly RunId[], options?: DeleteOptions): Promise<DeleteReceipt>;
  /** Removes reported findings. Durable when it resolves. @returns how many there were */
  deleteFindings(ids: readonly string[]): Promise<number>;
  /** Moves what was written lately to where it takes the least room, if there is room for that: `info` then says what the data takes. */
  compact(): Promise<void>;
  info(): Promise<StoreInfo>;
  close(): Promise<void>;
}
