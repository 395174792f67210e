/**
 * Text search by blocks. A filter for each block of messages and spans says which cannot hold the needle (text-filter.ts);
 * what is left is read. A rare needle leaves a few blocks: its messages are found first, then the blocks of spans that name
 * one. A frequent one leaves most: then the blocks are read in the order asked for, more at a time, until a page is
 * full. Rows beyond the last block are always read, so that nothing depends on how far the index has come.
 */
import { compareByKeys } from '../queries/compare.ts';
import type { Condition } from '../queries/condition.ts';
import type { KeyValue } from '../queries/cursor.ts';
import type { Listing } from '../queries/ordering.ts';
import { textGrams } from '../queries/text-grams.ts';
import type { Row } from './decode.ts';
import { toRanges, type IdRange } from './id-ranges.ts';
import type { Statement } from './protocol.ts';
import { listSpansSql } from './sql-queries.ts';
import { findMessagesWithTextSql, findUsesSql, listNamedMessagesSql, listTextBlocksSql } from './sql-text.ts';

interface SpanBlock extends IdRange {
  readonly isCandidate: boolean;
  /** Of its spans that have a start; null when none has. */
  readonly startFrom: bigint | null;
  readonly startTo: bigint | null;
  readonly isUndated: boolean;
}

/** Messages read to find the needle before anything is known of the spans: some 50 MB, 50 ms. */
const FEW_MESSAGES = 32_768;
/** Blocks read first; then eight times as many each time. */
const FIRST_BLOCKS = 8;
const MORE_BLOCKS = 8;
const MANY_BLOCKS = 128;
const LAST_ID = 2 ** 31 - 1;

/** Rows of `listSpansSql`: a page and one more. */
export async function searchSpans(
  text: string,
  condition: Condition,
  listing: Listing,
  ask: (statement: Statement) => Promise<readonly Row[]>,
): Promise<readonly Row[]> {
  const rows = await ask(listTextBlocksSql(textGrams(text)));
  const messages = withTail(rows.filter(([subject]) => subject === 'messages').map(toSpanBlock)).filter(
    ({ isCandidate }) => isCandidate,
  );
  const spans = withTail(rows.filter(([subject]) => subject === 'spans').map(toSpanBlock));

  const readsFew = countIds(messages) <= FEW_MESSAGES;
  const known = readsFew ? await findKeys(text, messages, ask) : undefined;
  const used =
    known === undefined || known.length === 0
      ? new Set<unknown>()
      : new Set((await ask(findUsesSql(known))).map(([first]) => first));
  const inTime = spans.filter(toTimeTest(condition));
  const candidates =
    known === undefined ? inTime : inTime.filter(({ isCandidate, first }) => isCandidate || used.has(first));

  let found: Row[] = [];
  const { ordered, isFinal } = orderBlocks(candidates, listing);
  for (let start = 0, count = FIRST_BLOCKS; start < ordered.length; start += count, count *= MORE_BLOCKS) {
    const versions = toRanges(ordered.slice(start, start + count));
    const keys = known ?? (await findKeys(text, await findNamed(condition, versions, count, ask), ask));
    const more = await ask(listSpansSql(condition, { text, versions, keys }, listing));
    found = mergeRows(found, more, listing);
    const last = found[listing.limit];
    const next = ordered[start + count];
    if (last !== undefined && next !== undefined && isFinal(keysOf(last)[0], ordered.slice(start + count)))
      break;
  }
  return found.slice(0, listing.limit + 1);
}

/** Whether a block may hold spans that start when the condition says. */
function toTimeTest(condition: Condition): (block: SpanBlock) => boolean {
  if (condition.kind === 'all') {
    const tests = condition.conditions.map(toTimeTest);
    return (block) => tests.every((test) => test(block));
  }
  if (condition.kind !== 'compare' || condition.field.kind !== 'fixed' || condition.field.name !== 'start')
    return () => true;
  const { operator, value } = condition;
  if (typeof value !== 'bigint') return () => true;
  return ({ startFrom, startTo, last }) => {
    if (last === LAST_ID) return true;
    // No comparison with a missing start holds.
    if (startFrom === null || startTo === null) return false;
    return operator === '<' || operator === '<=' ? startFrom <= value : operator === '=' || startTo >= value;
  };
}

/** Keys that hold all messages which spans of these versions name. */
async function findNamed(
  condition: Condition,
  versions: readonly IdRange[],
  blocks: number,
  ask: (statement: Statement) => Promise<readonly Row[]>,
): Promise<readonly IdRange[]> {
  const isAny = condition.kind === 'all' && condition.conditions.length === 0;
  // So many spans name so many messages that telling which takes longer than reading them all.
  if (isAny && blocks >= MANY_BLOCKS) return [{ first: 0, last: LAST_ID }];
  return (await ask(listNamedMessagesSql(condition, versions))).map(toRange);
}

/** In the listing's order; ranges joined over gaps may have given a span twice. */
function mergeRows(found: readonly Row[], more: readonly Row[], { keys }: Listing): Row[] {
  const compare = (a: Row, b: Row): number => compareByKeys(keys, keysOf(a), keysOf(b));
  const sorted = [...found, ...more].toSorted(compare);
  return sorted.filter((row, index) => {
    const before = sorted[index - 1];
    return before === undefined || compare(before, row) !== 0;
  });
}

async function findKeys(
  text: string,
  ranges: readonly IdRange[],
  ask: (statement: Statement) => Promise<readonly Row[]>,
): Promise<number[]> {
  if (ranges.length === 0) return [];
  return (await ask(findMessagesWithTextSql(text, toRanges(ranges)))).map(([key]) => Number(key));
}

/**
 * The blocks as they are read, and whether a start is final: before all that the rest can hold. In an order other than by
 * start all are read.
 */
function orderBlocks(
  blocks: readonly SpanBlock[],
  { keys, after }: Listing,
): {
  readonly ordered: readonly SpanBlock[];
  readonly isFinal: (start: KeyValue, rest: readonly SpanBlock[]) => boolean;
} {
  const [key] = keys;
  if (key?.field.kind !== 'fixed' || key.field.name !== 'start')
    return { ordered: blocks, isFinal: () => false };
  const sign = key.descending ? -1n : 1n;
  /** The first start of a block in the order; undefined when it is not known or nothing has one. */
  const firstStart = ({ startFrom, startTo }: SpanBlock): bigint | undefined => {
    const bound = key.descending ? startTo : startFrom;
    return bound === null ? undefined : bound * sign;
  };
  const [from] = after ?? [];
  const isBehind = ({ startFrom, startTo, isUndated }: SpanBlock): boolean => {
    const bound = key.descending ? startFrom : startTo;
    return typeof from === 'bigint' && bound !== null && !isUndated && bound * sign < from * sign;
  };
  const compare = (a: SpanBlock, b: SpanBlock): number => {
    const [left, right] = [firstStart(a), firstStart(b)];
    if (left === undefined || right === undefined)
      return (left === undefined ? 1 : 0) - (right === undefined ? 1 : 0);
    return left < right ? -1 : left > right ? 1 : 0;
  };
  const isTail = ({ last }: SpanBlock): boolean => last === LAST_ID;
  const dated = blocks.filter((block) => !isTail(block) && !isBehind(block)).toSorted(compare);
  return {
    // When the spans of the last, open block start is not known: it is read first.
    ordered: [...blocks.filter(isTail), ...dated],
    isFinal: (start, [next]) => {
      const bound = next === undefined ? undefined : firstStart(next);
      return typeof start === 'bigint' && (bound === undefined || start * sign < bound);
    },
  };
}

function toSpanBlock([, first, last, isCandidate, startFrom, startTo, isUndated]: Row): SpanBlock {
  return {
    first: Number(first),
    last: Number(last),
    isCandidate: isCandidate === true,
    startFrom: typeof startFrom === 'bigint' ? startFrom : null,
    startTo: typeof startTo === 'bigint' ? startTo : null,
    isUndated: isUndated === true,
  };
}

/** What is not indexed yet is always a candidate. */
function withTail(blocks: readonly SpanBlock[]): SpanBlock[] {
  const first = (blocks.at(-1)?.last ?? -1) + 1;
  const tail = { first, last: LAST_ID, isCandidate: true, startFrom: null, startTo: null, isUndated: true };
  return [...blocks, tail];
}

function countIds(ranges: readonly IdRange[]): number {
  return ranges.reduce((total, { first, last }) => total + (last === LAST_ID ? 1 : last - first + 1), 0);
}

function toRange([key]: Row): IdRange {
  return { first: Number(key), last: Number(key) };
}

function keysOf(row: Row): KeyValue[] {
  // The cast: an order's keys are text, numbers or times.
  return row.slice(1).map((value) => (value ?? undefined) as KeyValue);
}
