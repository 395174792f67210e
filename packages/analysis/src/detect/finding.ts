import { type Evidence, type Finding, readSpanText, type Severity } from '@tracewright/core';
import type { TextPlace } from '../steps/locate-steps.ts';
import { quote } from '../text/quote.ts';
import type { JudgedStep, RunContext } from './context.ts';
import type { TextRange } from './search-text.ts';

/** Quotes are cut to this many UTF-16 units: enough to recognise the place. */
export const QUOTE_LIMIT = 240;

/** A failure that is said in fewer characters (`ERROR:`) is explained in what follows it. */
const TELLING = 24;

export interface FindingInit {
  /** `name@version`. */
  readonly detector: string;
  readonly category: string;
  readonly severity: Severity;
  readonly confidence: number;
  readonly message: string;
  readonly evidence: readonly (Evidence | undefined)[];
  readonly fix?: string;
  /** Tells statements of one detector about one step apart. */
  readonly about?: string;
}

/** A statement about a step. Its id names run, detector, step and subject: making it again gives the same id. */
export function makeFinding({ run }: RunContext, { step }: JudgedStep, init: FindingInit): Finding {
  const { about, evidence, ...rest } = init;
  const [name = ''] = init.detector.split('@');
  return {
    ...rest,
    id: [run.runId, name, step.index, ...(about === undefined ? [] : [about])].join(':'),
    runId: run.runId,
    stepIndex: step.index,
    spanId: step.spanId,
    evidence: evidence.filter((item) => item !== undefined).filter(({ quote }) => quote.trim() !== ''),
  };
}

/** Quotes a range of the text at a place, or its beginning; what is too long to the end of a word. */
export function quotePlace(place: TextPlace | undefined, range?: TextRange): Evidence | undefined {
  if (place === undefined) return undefined;
  const start = range?.start ?? 0;
  const end = range?.end ?? Number.POSITIVE_INFINITY;
  if (end <= start + QUOTE_LIMIT) return quote(place.span, place.path, start, end);
  const text = readSpanText(place.span, place.path) ?? '';
  return quote(place.span, place.path, start, findWordEnd(text, start, start + QUOTE_LIMIT));
}

/** Where the last whole word before `end` ends; `end` itself where that leaves out most, as before a long address. */
function findWordEnd(text: string, start: number, end: number): number {
  if (end >= text.length || /\s/.test(text.charAt(end))) return end;
  const length = text.slice(start, end).search(/\s+\S*$/);
  return length > (end - start) / 2 ? start + length : end;
}

/** Quotes what a step asked for or said. */
export function quoteAction({ asked, said }: JudgedStep): Evidence | undefined {
  return quotePlace(asked ?? said[0]);
}

/** Quotes what came of a step; a failure with what stands around it, where it is only a word. */
export function quoteResult({ result, observed, failure }: JudgedStep): Evidence | undefined {
  const text = result?.text ?? '';
  const place = observed ?? result?.place;
  const range = failure?.range;
  if (range === undefined || range.end - range.start >= TELLING) return quotePlace(place, range);
  return quotePlace(place, { start: range.start, end: text.length });
}

/** The first match of a pattern in what a step said, quoted. */
export function quoteSaid({ said }: JudgedStep, pattern: RegExp): Evidence | undefined {
  for (const place of said) {
    const match = pattern.exec(readSpanText(place.span, place.path) ?? '');
    if (match !== null) return quotePlace(place, { start: match.index, end: match.index + match[0].length });
  }
  return undefined;
}

/** How a step is named in messages: `search_orders`, or `WebSurfer's message`. */
export function nameAction({ step }: JudgedStep): string {
  if (step.action.tool !== undefined) return step.action.tool;
  return step.agent === undefined ? 'a message' : `${step.agent}'s message`;
}
