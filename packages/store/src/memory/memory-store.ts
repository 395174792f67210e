/**
 * The reference: plain maps, every query answered by looking at everything. Slow beyond some ten thousand spans, right
 * by being obvious; tests and examples use it too.
 */
import type {
  AggregateQuery,
  AggregateRow,
  DeleteOptions,
  DeleteReceipt,
  Diagnosis,
  Finding,
  Page,
  Run,
  RunId,
  RunQuery,
  RunStats,
  Span,
  SpanId,
  SpanQuery,
  SpanReading,
  SpanStore,
  StoredRun,
  StoreInfo,
  TaskGroup,
  TaskQuery,
  TraceId,
  WriteBatch,
  WriteReceipt,
} from '@tracewright/core';
import { isAnnotation, spanSearchTexts, toContainsPattern, TraceError } from '@tracewright/core';
import { judgedRun, sortFindings } from '../normal/findings.ts';
import { groupSpans } from '../normal/group-spans.ts';
import { pickAttributes } from '../normal/pick-attributes.ts';
import {
  joinTraceIds,
  normalDiagnosis,
  normalFinding,
  normalRun,
  normalSpan,
  normalStats,
} from '../normal/records.ts';
import { wellFormed } from '../normal/well-formed.ts';
import { checkAggregate } from '../queries/aggregation.ts';
import { compareByKeys, compareSpans, compareValues } from '../queries/compare.ts';
import { checkFilter, checkSearchText } from '../queries/condition.ts';
import { writeCursor } from '../queries/cursor.ts';
import type { Subject } from '../queries/fields.ts';
import { planListing, type Listing } from '../queries/ordering.ts';
import { planTaskListing } from '../queries/task-listing.ts';
import { aggregateRecords } from './aggregate.ts';
import { type CategorisedRun, readRunField, readSpanField, toPredicate, type ReadField } from './evaluate.ts';
import { groupByTask, readTaskField } from './group-by-task.ts';

interface Kept<T> {
  readonly value: T;
  /** Canonical text: two versions of a record are the same when theirs is. */
  readonly content: string;
  /** One count over all records: the later version has the higher number. */
  readonly version: number;
}

export class MemoryStore implements SpanStore {
  readonly #runs = new Map<string, Kept<{ readonly run: Run; readonly stats: RunStats }>>();
  readonly #spans = new Map<string, Kept<Span>>();
  readonly #diagnoses = new Map<string, Kept<Diagnosis>>();
  readonly #findings = new Map<string, Kept<Finding>>();
  readonly #messages = new Set<string>();
  #lastVersion = 0;
  #isClosed = false;

  async write(batch: WriteBatch): Promise<WriteReceipt> {
    this.#checkOpen();
    // Made normal before anything is kept: a bad record leaves the store as it was.
    const spans = (batch.spans ?? []).map((span) => normalSpan(span));
    const runs = (batch.runs ?? []).map(({ run, stats }) => ({
      run: normalRun(run),
      stats: normalStats(stats),
    }));
    const diagnoses = (batch.diagnoses ?? []).map((diagnosis) => normalDiagnosis(diagnosis));
    const findings = (batch.findings ?? []).map((finding) => normalFinding(finding));
    const messagesBefore = this.#messages.size;
    const spanCounts = { added: 0, changed: 0, unchanged: 0 };
    for (const span of spans) {
      const effect = this.#keep(this.#spans, spanKey(span.traceId, span.spanId), span);
      spanCounts[effect] += 1;
      if (effect === 'unchanged') continue;
      for (const content of messageContents(span)) this.#messages.add(content);
    }
    const runCounts = { added: 0, changed: 0, unchanged: 0 };
    for (const { run, stats } of runs) {
      const before = this.#runs.get(run.runId)?.value.run.traceIds ?? [];
      const joined = { ...run, traceIds: joinTraceIds(before, run.traceIds) };
      runCounts[this.#keep(this.#runs, run.runId, { run: joined, stats })] += 1;
    }
    for (const diagnosis of diagnoses) this.#keep(this.#diagnoses, diagnosis.runId, diagnosis);
    for (const finding of findings) this.#keep(this.#findings, finding.id, finding);
    return {
      runs: { added: runCounts.added, changed: runCounts.changed },
      spans: spanCounts,
      messages: { added: this.#messages.size - messagesBefore },
    };
  }

  async queryRuns(query: RunQuery): Promise<Page<StoredRun>> {
    const found = this.#where('runs', query.where, this.#categorisedRuns(), readRunField);
    const { items, ...next } = page(found, planListing('runs', query), readRunField);
    return { items: items.map(({ run }) => run), ...next };
  }

  async countRuns(where?: RunQuery['where']): Promise<number> {
    return this.#where('runs', where, this.#categorisedRuns(), readRunField).length;
  }

  async findRuns(idPrefix: string): Promise<readonly StoredRun[]> {
    return this.#allRuns()
      .filter((run) => run.runId.startsWith(idPrefix))
      .toSorted((a, b) => compareValues(a.runId, b.runId))
      .slice(0, 2);
  }

  async readSpans(runId: RunId, reading?: SpanReading): Promise<readonly Span[]> {
    return this.#allSpans()
      .filter((span) => span.runId === runId)
      .toSorted(compareSpans)
      .map((span) => withAttributes(span, reading));
  }

  async readSpansOf(
    runIds: readonly RunId[],
    reading?: SpanReading,
  ): Promise<ReadonlyMap<RunId, readonly Span[]>> {
    const wanted = new Set(runIds);
    return groupSpans(
      this.#allSpans()
        .filter(({ runId }) => wanted.has(runId))
        .map((span) => withAttributes(span, reading)),
    );
  }

  async querySpans(query: SpanQuery): Promise<Page<Span>> {
    const found = this.#where('spans', query.where, this.#allSpans(), readSpanField);
    const pattern = query.text === undefined ? undefined : toContainsPattern(checkSearchText(query.text));
    const matching =
      pattern === undefined
        ? found
        : found.filter((span) => [...spanSearchTexts(span)].some(({ text }) => pattern.test(text)));
    return page(matching, planListing('spans', query), readSpanField);
  }

  async findSpan(traceId: TraceId, spanId: SpanId): Promise<Span | undefined> {
    this.#checkOpen();
    return this.#spans.get(spanKey(traceId, spanId))?.value;
  }

  async aggregate(query: AggregateQuery): Promise<readonly AggregateRow[]> {
    const aggregation = checkAggregate(query);
    if (aggregation.subject === 'runs') {
      const predicate = toPredicate(aggregation.condition, readRunField);
      return aggregateRecords(this.#categorisedRuns().filter(predicate), aggregation, readRunField);
    }
    const predicate = toPredicate(aggregation.condition, readSpanField);
    return aggregateRecords(this.#allSpans().filter(predicate), aggregation, readSpanField);
  }

  async queryTasks(query: TaskQuery): Promise<Page<TaskGroup>> {
    const listing = planTaskListing(query);
    const runs = this.#where('runs', query.where, this.#categorisedRuns(), readRunField);
    const groups = groupByTask(
      runs.map(({ run }) => run),
      listing.attempts,
    );
    return page(groups, listing, readTaskField);
  }

  async findDiagnosis(runId: RunId): Promise<Diagnosis | undefined> {
    this.#checkOpen();
    return this.#diagnoses.get(runId)?.value;
  }

  async listFindings(runIds: readonly RunId[]): Promise<readonly Finding[]> {
    this.#checkOpen();
    const ids = new Set<string>(runIds);
    return sortFindings(
      [...ids].flatMap((runId) => this.#diagnoses.get(runId)?.value.findings ?? []),
      this.#reported(ids),
    );
  }

  async readReportedFindings(runId: RunId): Promise<readonly Finding[]> {
    this.#checkOpen();
    return sortFindings([], this.#reported(new Set([runId])));
  }

  async findRunsOfTraces(traceIds: readonly TraceId[]): Promise<ReadonlyMap<TraceId, RunId>> {
    this.#checkOpen();
    const wanted = new Set(traceIds);
    const spans = [...this.#spans.values()].filter(({ value }) => wanted.has(value.traceId));
    // While a trace moves to another run, its spans name both: the one written last counts.
    const byVersion = spans.toSorted((a, b) => a.version - b.version);
    return new Map(byVersion.map(({ value }) => [value.traceId, value.runId]));
  }

  async findStaleRuns(): Promise<readonly RunId[]> {
    this.#checkOpen();
    const counts = new Map<RunId, number>();
    for (const { value } of this.#spans.values()) counts.set(value.runId, (counts.get(value.runId) ?? 0) + 1);
    for (const { value } of this.#runs.values())
      counts.set(value.run.runId, counts.get(value.run.runId) ?? 0);
    return [...counts]
      .filter(([runId, count]) => this.#runs.get(runId)?.value.stats.spans !== count)
      .map(([runId]) => runId)
      .toSorted(compareValues)
      .slice(0, 1000);
  }

  async deleteRuns(runIds: readonly RunId[], { sweeps = true }: DeleteOptions = {}): Promise<DeleteReceipt> {
    this.#checkOpen();
    const ids = new Set<string>(runIds);
    const before = { runs: this.#runs.size, spans: this.#spans.size, messages: this.#messages.size };
    for (const id of ids) {
      this.#runs.delete(id);
      this.#diagnoses.delete(id);
    }
    for (const [id, { value }] of this.#findings) if (ids.has(value.runId)) this.#findings.delete(id);
    for (const [key, { value }] of this.#spans) if (ids.has(value.runId)) this.#spans.delete(key);
    const named = new Set(this.#allSpans().flatMap(messageContents));
    for (const content of sweeps ? this.#messages : [])
      if (!named.has(content)) this.#messages.delete(content);
    return {
      runs: before.runs - this.#runs.size,
      spans: before.spans - this.#spans.size,
      messages: before.messages - this.#messages.size,
    };
  }

  async deleteFindings(ids: readonly string[]): Promise<number> {
    this.#checkOpen();
    return [...new Set(ids.map(wellFormed))].filter((id) => this.#findings.delete(id)).length;
  }

  async compact(): Promise<void> {
    this.#checkOpen();
  }

  async info(): Promise<StoreInfo> {
    this.#checkOpen();
    const maps = [this.#runs, this.#spans, this.#diagnoses, this.#findings];
    const sizeBytes = maps
      .flatMap((map) => [...map.values()])
      .reduce((total, { content }) => total + content.length, 0);
    return {
      engine: 'memory',
      engineVersion: process.version,
      schemaVersion: 1,
      sizeBytes,
      usedBytes: sizeBytes,
      counts: {
        runs: this.#runs.size,
        spans: this.#spans.size,
        messages: this.#messages.size,
        diagnoses: this.#diagnoses.size,
      },
      readOnly: false,
    };
  }

  async close(): Promise<void> {
    this.#isClosed = true;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #allRuns(): StoredRun[] {
    this.#checkOpen();
    const reported = new Map<string, Finding[]>();
    const byVersion = [...this.#findings.values()].toSorted((a, b) => a.version - b.version);
    for (const { value } of byVersion)
      reported.set(value.runId, [...(reported.get(value.runId) ?? []), value]);
    return [...this.#runs.values()].map(({ value: { run, stats } }) => {
      const diagnosis = this.#diagnoses.get(run.runId)?.value;
      const own = reported.get(run.runId) ?? [];
      const annotations = own.filter(isAnnotation);
      const findings =
        diagnosis === undefined ? undefined : diagnosis.findings.length + own.length - annotations.length;
      const judged = annotations.findLast(({ annotation }) => annotation.status !== undefined);
      return {
        ...judgedRun(run, judged?.annotation.status),
        stats,
        findings,
        onsetStep: diagnosis?.onset?.stepIndex,
        annotations: annotations.length,
      };
    });
  }

  #categorisedRuns(): CategorisedRun[] {
    const reported = new Map<string, string[]>();
    for (const { value } of this.#findings.values()) {
      if (isAnnotation(value)) continue;
      reported.set(value.runId, [...(reported.get(value.runId) ?? []), value.category]);
    }
    return this.#allRuns().map((run) => {
      const diagnosed = this.#diagnoses.get(run.runId)?.value.findings ?? [];
      const categories = [...diagnosed.map(({ category }) => category), ...(reported.get(run.runId) ?? [])];
      return { run, categories: [...new Set(categories)] };
    });
  }

  #reported(runIds: ReadonlySet<string>): Finding[] {
    return [...this.#findings.values()].map(({ value }) => value).filter(({ runId }) => runIds.has(runId));
  }

  #keep<T>(map: Map<string, Kept<T>>, key: string, value: T): 'added' | 'changed' | 'unchanged' {
    const content = toContent(value);
    const before = map.get(key);
    if (before?.content === content) return 'unchanged';
    this.#lastVersion += 1;
    map.set(key, { value, content, version: this.#lastVersion });
    return before === undefined ? 'added' : 'changed';
  }

  #allSpans(): Span[] {
    this.#checkOpen();
    return [...this.#spans.values()].map(({ value }) => value);
  }

  #where<T>(subject: Subject, filter: RunQuery['where'], records: readonly T[], read: ReadField<T>): T[] {
    return filter === undefined
      ? [...records]
      : records.filter(toPredicate(checkFilter(subject, filter), read));
  }

  #checkOpen(): void {
    if (this.#isClosed) throw new TraceError('store-failed', { message: 'the store is closed' });
  }
}

function page<T>(records: readonly T[], listing: Listing, read: ReadField<T>): Page<T> {
  const { keys, limit, after } = listing;
  const keyed = records.map((record) => ({ record, values: keys.map((key) => read(record, key.field)[0]) }));
  const rest = keyed
    .filter(({ values }) => after === undefined || compareByKeys(keys, values, after) > 0)
    .toSorted((a, b) => compareByKeys(keys, a.values, b.values));
  const items = rest.slice(0, limit);
  const last = items.at(-1);
  return {
    items: items.map(({ record }) => record),
    ...(last !== undefined && rest.length > limit ? { next: writeCursor(keys, last.values) } : {}),
  };
}

function toContent(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? `${inner}n` : inner));
}

function spanKey(traceId: string, spanId: string): string {
  return `${traceId} ${spanId}`;
}

function messageContents(span: Span): string[] {
  return [...span.input, ...span.output].map(toContent);
}

function withAttributes(span: Span, { attributes: names }: SpanReading = {}): Span {
  return names === undefined ? span : { ...span, attributes: pickAttributes(span.attributes, names) };
}
