/** How large a span may be. Sizes are characters (UTF-16 units): what a length costs nothing to know. */
import { TraceError } from '@tracewright/core';

export interface SpanLimits {
  /** Name, status message, agent, names of events, messages and tools, ids of calls. */
  readonly nameCharacters: number;
  readonly attributeKeyCharacters: number;
  /** One attribute of a span, an event or a link, with all that is nested in it. */
  readonly attributeCharacters: number;
  /** Attributes of a span, and of each event and link. */
  readonly attributes: number;
  /** One part of a message. */
  readonly messagePartCharacters: number;
  /** A tool's arguments, and its result. */
  readonly toolCharacters: number;
  /** Messages in each of input and output, and parts of each message: the oldest messages and the last parts go. */
  readonly messages: number;
  readonly events: number;
  readonly links: number;
  /** Levels of nesting in a structured value. */
  readonly depth: number;
  /** Everything together: when it is more, the largest texts are cut until it fits, and where there are too many, fewer kept. */
  readonly spanCharacters: number;
}

const MEBI = 1024 * 1024;

/** Generous: spans over a megabyte are real (a file read whole, a page, a history of hundreds of messages) and are kept. */
export const DEFAULT_SPAN_LIMITS: SpanLimits = {
  nameCharacters: 4096,
  attributeKeyCharacters: 1000,
  attributeCharacters: MEBI,
  attributes: 5000,
  messagePartCharacters: 4 * MEBI,
  toolCharacters: 4 * MEBI,
  messages: 20_000,
  events: 10_000,
  links: 10_000,
  depth: 100,
  spanCharacters: 16 * MEBI,
};

/** Spans that one trace may have; whoever places spans in runs enforces it. */
export const DEFAULT_TRACE_SPANS = 1_000_000;

/** A marker must fit into the smallest text that is cut. */
const MIN_CHARACTERS = 100;
/** One of every kind of field must fit into a span. */
const MIN_SPAN_CHARACTERS = 1000;

/** @throws TraceError `usage-invalid` where a limit is too small to be kept */
export function assertSpanLimits(limits: SpanLimits): void {
  for (const [name, value] of Object.entries(limits)) {
    const least =
      name === 'spanCharacters' ? MIN_SPAN_CHARACTERS : name.endsWith('Characters') ? MIN_CHARACTERS : 1;
    if (Number.isSafeInteger(value) && value >= least) continue;
    throw new TraceError('usage-invalid', {
      where: name,
      message: `the limit is ${value}, not a whole number from ${least}`,
      fix: 'leave it out for the default (docs/masking.md)',
    });
  }
}
