/**
 * What people say of runs, kept as reported findings: no diagnosis makes them anew, and none reads them. An id names who says what
 * of which place, so that a person who changes their mind leaves one statement and not two.
 */
import { createHash } from 'node:crypto';
import type { LocatedStep } from '@tracewright/analysis';
import {
  type AnnotateRequest,
  type Annotation,
  type AnnotationKind,
  type Client,
  type Evidence,
  type Filter,
  type Finding,
  HUMAN_DETECTOR,
  isAnnotation,
  parseFilter,
  readSpanText,
  RUN_FIELDS,
  type Severity,
  type SpanStore,
  type StoredRun,
  toFindingJson,
  TraceError,
} from '@tracewright/core';
import type { Masker } from '@tracewright/importers';
import { checkLimit } from './check-limit.ts';
import { getRunByPrefix } from './find-run.ts';

export interface AnnotationsOptions {
  readonly isReadOnly: boolean;
  readonly masker: Masker | 'off';
  /** All findings of a run, by detectors, models and people. */
  readonly findFindings: (run: StoredRun) => Promise<readonly Finding[]>;
  readonly findStep: (run: StoredRun, index: number) => Promise<LocatedStep | undefined>;
  readonly now?: () => Date;
}

export type Annotations = Pick<Client, 'annotate' | 'removeAnnotation' | 'listAnnotations'>;

const ANNOTATED: Filter = { kind: 'compare', field: 'annotations', operator: '>', value: 0 };
const DEFAULT_RUNS = 100;
const MAX_RUNS = 1000;
const SEVERITIES: Readonly<Record<AnnotationKind, Severity>> = {
  onset: 'error',
  category: 'warning',
  note: 'info',
  accept: 'info',
  reject: 'info',
  outcome: 'info',
};

export function createAnnotations(store: SpanStore, options: AnnotationsOptions): Annotations {
  const { isReadOnly, masker, now = () => new Date() } = options;
  const mask = (text: string): string =>
    masker === 'off' ? text : masker.maskValue(text, 'annotation').value;

  return {
    async annotate(id, request) {
      if (isReadOnly) throw readOnly();
      assertComplete(request);
      const run = await getRunByPrefix(store, id);
      const judged =
        request.finding === undefined
          ? undefined
          : findOne(await options.findFindings(run), request.finding, run);
      const place = await findPlace(run, request, judged);
      const { kind, status } = request;
      const note = request.note === undefined ? undefined : mask(request.note);
      const author = mask(request.author.trim());
      const category = request.category === undefined ? undefined : mask(request.category.trim());
      const annotation: Annotation = {
        kind,
        author,
        time: now().toISOString(),
        ...(judged === undefined
          ? {}
          : { about: { id: judged.id, detector: judged.detector, category: judged.category } }),
        ...(status === undefined ? {} : { status }),
      };
      const finding: Finding = {
        id: toId(run.runId, author, request, annotation, category),
        runId: run.runId,
        ...place,
        detector: HUMAN_DETECTOR,
        // A verdict speaks of what the finding is about: labels are read by category.
        category: category ?? (kind === 'accept' || kind === 'reject' ? (judged?.category ?? kind) : kind),
        severity: SEVERITIES[kind],
        confidence: 1,
        message: note ?? describe(kind, status, judged, category),
        annotation,
      };
      await store.write({ findings: [finding] });
      return toFindingJson(finding);
    },
    async removeAnnotation(id, annotation) {
      if (isReadOnly) throw readOnly();
      const run = await getRunByPrefix(store, id);
      const own = (await store.readReportedFindings(run.runId)).filter(isAnnotation);
      const finding = findOne(own, annotation, run);
      await store.deleteFindings([finding.id]);
      return toFindingJson(finding);
    },
    async listAnnotations({ where = '', limit, cursor }) {
      const filter: Filter =
        where.trim() === ''
          ? ANNOTATED
          : { kind: 'and', filters: [ANNOTATED, parseFilter(where, RUN_FIELDS)] };
      const page = await store.queryRuns({
        where: filter,
        limit: checkLimit(limit, DEFAULT_RUNS, MAX_RUNS),
        orderBy: { field: 'run' },
        ...(cursor === undefined || cursor === '' ? {} : { cursor }),
      });
      const findings = await store.listFindings(page.items.map(({ runId }) => runId));
      return {
        annotations: findings.filter(isAnnotation).map(toFindingJson),
        next: page.next ?? null,
      };
    },
  };

  async function findPlace(
    run: StoredRun,
    { step: index, quote }: AnnotateRequest,
    judged: Finding | undefined,
  ): Promise<Pick<Finding, 'stepIndex' | 'spanId' | 'evidence'>> {
    if (index === undefined) {
      const { stepIndex, spanId, evidence = [] } = judged ?? {};
      return {
        ...(stepIndex === undefined ? {} : { stepIndex }),
        ...(spanId === undefined ? {} : { spanId }),
        evidence,
      };
    }
    const found = await options.findStep(run, index);
    if (found === undefined)
      throw invalid(
        'step',
        `the run has no step ${index}`,
        `its steps go from 0 to ${Math.max(run.stats.steps - 1, 0)}`,
      );
    const evidence = quote === undefined ? [] : [quoteStep(found, quote)];
    return { stepIndex: index, spanId: evidence[0]?.spanId ?? found.step.spanId, evidence };
  }
}

/** What each kind needs besides an author, and nothing that would be dropped without a word. */
function assertComplete({
  kind,
  author,
  step,
  quote,
  finding,
  category,
  status,
  note,
}: AnnotateRequest): void {
  if (author.trim() === '') throw invalid('author', 'nobody is named as the author', 'name who says this');
  const isVerdict = kind === 'accept' || kind === 'reject';
  const needs = (name: string, isThere: boolean): void => {
    if (!isThere) throw invalid(name, `the kind ${kind} needs a ${name}`, `give a ${name}`);
  };
  const excludes = (name: string, isThere: boolean): void => {
    if (isThere)
      throw invalid(
        name,
        `the kind ${kind} takes no ${name}`,
        `leave out the ${name}, or choose another kind`,
      );
  };
  if (kind === 'onset') needs('step', step !== undefined);
  if (kind === 'category') {
    needs('category', (category ?? '').trim() !== '');
    needs('step', step !== undefined || finding !== undefined);
  } else excludes('category', category !== undefined);
  if (kind === 'note') needs('note', (note ?? '').trim() !== '');
  if (isVerdict) needs('finding', finding !== undefined);
  else if (kind !== 'category') excludes('finding', finding !== undefined);
  if (isVerdict || kind === 'outcome') excludes('step', step !== undefined);
  if (kind === 'outcome') needs('status', status !== undefined);
  else excludes('status', status !== undefined);
  if (quote !== undefined) needs('step', step !== undefined);
}

/** One onset, one outcome, one verdict on a finding and one category of a place a person; as many notes as are different. */
function toId(
  runId: string,
  author: string,
  { kind, step, note }: AnnotateRequest,
  { about }: Annotation,
  category: string | undefined,
): string {
  const place =
    kind === 'onset' || kind === 'outcome'
      ? []
      : kind === 'note'
        ? [step, note]
        : kind === 'category' && about === undefined
          ? [step, category]
          : [about?.id];
  // A verdict takes the place of the opposite one.
  const topic = kind === 'accept' || kind === 'reject' ? 'verdict' : kind;
  const text = JSON.stringify([runId, author, topic, ...place]);
  return `human-${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
}

function describe(
  kind: AnnotationKind,
  status: Annotation['status'],
  judged: Finding | undefined,
  category: string | undefined,
): string {
  switch (kind) {
    case 'onset':
      return 'Here the run first went wrong.';
    case 'category':
      return judged === undefined
        ? `This is ${category ?? ''}.`
        : `This is ${category ?? ''}, not ${judged.category}.`;
    case 'accept':
      return `Right: ${judged?.message ?? ''}`;
    case 'reject':
      return `Wrong: ${judged?.message ?? ''}`;
    case 'outcome':
      return {
        success: 'The run succeeded.',
        failure: 'The run failed.',
        unknown: 'How the run ended cannot be told.',
      }[status ?? 'unknown'];
    case 'note':
      return '';
  }
}

/** The finding with this id, or the only one whose id begins so. */
function findOne<F extends Finding>(findings: readonly F[], id: string, { runId }: StoredRun): F {
  const exact = findings.find((finding) => finding.id === id);
  const [first, second] = exact === undefined ? findings.filter((each) => each.id.startsWith(id)) : [exact];
  if (first !== undefined && second === undefined) return first;
  throw new TraceError('finding-not-found', {
    message:
      first === undefined
        ? `run ${runId} has no finding "${id.slice(0, 80)}" to be judged or taken back`
        : `"${id.slice(0, 80)}" begins the ids of several findings of run ${runId}`,
    fix: `see their ids with: tracewright show ${runId} --json`,
  });
}

/** Where in the step's texts the quote stands. */
function quoteStep({ said, reasoned, asked, observed, step }: LocatedStep, quote: string): Evidence {
  const places = [...reasoned, ...said, asked, observed].filter((place) => place !== undefined);
  for (const { span, path } of places) {
    const start = readSpanText(span, path)?.indexOf(quote) ?? -1;
    if (start !== -1) return { spanId: span.spanId, path, start, end: start + quote.length, quote };
  }
  throw invalid(
    'quote',
    `the text does not stand in step ${step.index}: "${quote.slice(0, 80)}"`,
    'quote it as it is recorded, or leave the quote out',
  );
}

function invalid(where: string, message: string, fix: string): TraceError {
  return new TraceError('request-invalid', { where, message, fix });
}

function readOnly(): TraceError {
  return new TraceError('store-failed', {
    message: 'the store is open for reading only: nothing can be marked',
    fix: 'serve it, or close what holds it open, and mark again',
  });
}
