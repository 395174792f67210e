/**
 * Checks sorting by letters or by value: letters and their places, groups by letter, groups sorted one after another, the
 * merged list, and the answer. Items that are lost, doubled or invented, groups that are left unsorted, and an order that was
 * known and is given up again are mistakes too.
 *
 * An item that is copied with another spelling is followed under its new spelling: what is judged is the reasoning.
 */
import {
  joinChecks,
  type LineCheck,
  NONE,
  type ReasoningChecker,
  RIGHT,
  UNKNOWN,
  wrong,
} from '../checker.ts';
import { type Group, type OrderClaim, readOrderClaims } from './order-claims.ts';
import { readSortingTask, type SortingTask } from './sorting-task.ts';

type Order = readonly (readonly string[])[];

interface Trace {
  readonly task: SortingTask;
  /** All items in their spelling of the trace. */
  items: readonly string[];
  /** The merged list so far; undefined before the first. */
  order: Order | undefined;
  depth: number;
  /** The group being sorted, and what came of it. */
  group: readonly string[] | undefined;
  sorted: Order | undefined;
  /** What of the last sorted group is not told apart yet. */
  unfinished: readonly string[] | undefined;
  /** The last line that takes a group up, by the group's key. */
  readonly lastTaken: ReadonlyMap<string, number>;
  line: number;
}

export const ordering: ReasoningChecker = {
  name: 'ordering',
  summary: 'sorting by letters or values: letters, groups, merged lists, lost and doubled items, the answer',
  applies(task, lines) {
    return readSortingTask(task, lines) === undefined ? undefined : 'task';
  },
  check(task, lines) {
    const sorting = readSortingTask(task, lines);
    if (sorting === undefined) return lines.map(() => NONE);
    const claims = lines.map((line) => readOrderClaims(line));
    const trace: Trace = {
      task: sorting,
      items: sorting.items,
      order: undefined,
      depth: 1,
      group: undefined,
      sorted: undefined,
      unfinished: undefined,
      lastTaken: new Map(
        claims.flatMap((own, line) =>
          own.flatMap((claim) => (claim.kind === 'next-group' ? [[toKey(claim.items), line] as const] : [])),
        ),
      ),
      line: 0,
    };
    return claims.map((own, line) => {
      trace.line = line;
      return joinChecks(own.map((claim) => checkClaim(trace, claim)));
    });
  },
};

function checkClaim(trace: Trace, claim: OrderClaim): LineCheck {
  switch (claim.kind) {
    case 'depth':
      trace.depth = claim.depth;
      return NONE;
    case 'letter':
      return checkLetter(trace, claim);
    case 'next-group':
      return checkNextGroup(trace, claim);
    case 'chain':
      return claim.isPart && trace.group !== undefined
        ? checkPart(trace, trace.group, claim)
        : checkWhole(trace, claim);
    case 'answer':
      return checkAnswer(trace, claim);
  }
}

function checkLetter(
  trace: Trace,
  { item, letter, place, start, text }: Extract<OrderClaim, { kind: 'letter' }>,
): LineCheck {
  if (trace.order === undefined) adopt(trace, item);
  if (!trace.items.includes(item)) return UNKNOWN;
  const real = item[trace.depth - 1]?.toLowerCase();
  // Past the end of a word there is nothing to agree on.
  if (real === undefined || !/[a-z]/.test(real)) return NONE;
  if (letter.toLowerCase() !== real)
    return wrong('wrong-letter', text, start, `letter ${trace.depth} of "${item}" is "${real}"`);
  return place === undefined || place === placeOf(real)
    ? RIGHT
    : wrong('wrong-place', text, start, `"${real}" is letter ${placeOf(real)} of the alphabet`);
}

/** Takes another spelling of an item for the item. */
function adopt(trace: Trace, item: string): void {
  if (trace.items.includes(item)) return;
  const missing = trace.items.filter((known) => shareEnds(known, item));
  const [first] = missing;
  if (missing.length === 1 && first !== undefined)
    trace.items = trace.items.map((known) => (known === first ? item : known));
}

function shareEnds(a: string, b: string): boolean {
  let shared = 0;
  while (shared < Math.min(a.length, b.length) && a[shared] === b[shared]) shared += 1;
  return shared >= 3 && Math.abs(a.length - b.length) <= 3;
}

function checkNextGroup(
  trace: Trace,
  { items, start, text }: Extract<OrderClaim, { kind: 'next-group' }>,
): LineCheck {
  const unfinished = trace.sorted?.find((group) => group.length > 1);
  trace.order = trace.order === undefined ? undefined : mergeGroup(trace);
  const before = trace.unfinished;
  trace.unfinished = undefined;
  [trace.group, trace.sorted] = [items, undefined];
  if (trace.order === undefined) return items.every((item) => trace.items.includes(item)) ? RIGHT : UNKNOWN;
  const open = trace.order.filter((group) => group.length > 1);
  const own = open.findIndex((group) => isSameSet(group, items));
  if (own === -1) {
    const [next] = open;
    return wrong(
      'wrong-group',
      text,
      start,
      next === undefined ? 'no group is left to sort' : `the next group is ${formatGroup(next)}`,
    );
  }
  const left = unfinished ?? before;
  if (left !== undefined && own > open.findIndex((group) => isSameSet(group, left)))
    return wrong('left-unsorted', text, start, `${formatGroup(left)} is not sorted yet`);
  const skipped = open.slice(0, own).find((group) => (trace.lastTaken.get(toKey(group)) ?? -1) < trace.line);
  if (skipped !== undefined)
    return wrong('left-unsorted', text, start, `${formatGroup(skipped)} comes before it and is never sorted`);
  return RIGHT;
}

function checkPart(
  trace: Trace,
  group: readonly string[],
  claim: Extract<OrderClaim, { kind: 'chain' }>,
): LineCheck {
  const order = claim.groups.map(({ items }) => items);
  trace.sorted = order;
  return (
    checkItems(group, claim) ??
    claim.groups.map((own) => checkGroup(trace, own)).find((fault) => fault !== undefined) ??
    checkOrder(trace, claim) ??
    RIGHT
  );
}

function checkWhole(trace: Trace, claim: Extract<OrderClaim, { kind: 'chain' }>): LineCheck {
  const said = claim.groups.flatMap(({ items }) => items);
  const isAside = said.length < trace.items.length / 2;
  const expected = mergeGroup(trace);
  const order = claim.groups.map(({ items }) => items);
  if (!isAside) trace.unfinished = trace.sorted?.find((group) => group.length > 1);
  if (!isAside) [trace.order, trace.group, trace.sorted] = [order, undefined, undefined];
  return (
    (isAside ? undefined : checkItems(trace.items, claim)) ??
    claim.groups.map((own) => checkGroup(trace, own, 1)).find((own) => own !== undefined) ??
    checkOrder(trace, claim) ??
    (isAside ? undefined : (findLostOrder(expected, claim) ?? findUnsupportedOrder(expected, claim))) ??
    RIGHT
  );
}

/** What the list must be now: the last one with the group that was sorted put in its place. */
function mergeGroup({ order, group, sorted }: Trace): Order {
  if (order === undefined) return [];
  if (group === undefined || sorted === undefined) return order;
  return order.flatMap((own) => (isSameSet(own, group) ? sorted : [own]));
}

/** Two items that were told apart and stand in one group again. */
function findLostOrder(
  expected: Order,
  { groups }: Extract<OrderClaim, { kind: 'chain' }>,
): LineCheck | undefined {
  const place = new Map(expected.flatMap((group, index) => group.map((item) => [item, index] as const)));
  for (const { items, start } of groups) {
    const [first = '', ...rest] = items;
    const other = rest.find(
      (item) => place.has(item) && place.has(first) && place.get(item) !== place.get(first),
    );
    if (other !== undefined)
      return wrong(
        'lost-order',
        formatGroup(items),
        start,
        `"${first}" and "${other}" were told apart before`,
      );
  }
  return undefined;
}

function checkItems(
  expected: readonly string[],
  { groups, start, text }: Extract<OrderClaim, { kind: 'chain' }>,
): LineCheck | undefined {
  const rest = [...expected];
  for (const { items, start: at } of groups)
    for (const item of items) {
      const index = rest.indexOf(item);
      if (index === -1) {
        const kind = expected.includes(item) ? 'doubled-item' : 'invented-item';
        return wrong(kind, item, at, expected.includes(item) ? `"${item}" once` : `no "${item}" here`);
      }
      rest.splice(index, 1);
    }
  return rest.length === 0
    ? undefined
    : wrong('lost-item', text, start, `${rest.map((item) => `"${item}"`).join(', ')} too`);
}

/** Items that nothing has told apart yet and that stand in an order all the same. */
function findUnsupportedOrder(
  expected: Order,
  { groups }: Extract<OrderClaim, { kind: 'chain' }>,
): LineCheck | undefined {
  const place = new Map(groups.flatMap(({ items }, index) => items.map((item) => [item, index] as const)));
  const open = expected.find((group) => group.some((item) => place.get(item) !== place.get(group[0] ?? '')));
  const at = open === undefined ? undefined : groups[place.get(open[0] ?? '') ?? 0];
  return open === undefined || at === undefined
    ? undefined
    : wrong('unsupported-order', at.items.join(' '), at.start, `${formatGroup(open)} is not sorted yet`);
}

/** Members of a group share their letter, and its key is that letter's place. */
function checkGroup(
  { task, depth }: Trace,
  { items, key, start }: Group,
  letterOf = depth,
): LineCheck | undefined {
  if (task.isNumeric) return undefined;
  // A merged list keeps the keys of the letter at which each group was made.
  const depths = Array.from({ length: depth }, (_, index) => index + 1);
  if (key !== undefined && letterOf !== depth)
    if (depths.some((made) => items.every((item) => placeAt(item, made) === key))) return undefined;
  const at = letterOf;
  const shared = key ?? placeAt(items[0], at);
  const odd = items.find((item) => placeAt(item, at) !== undefined && placeAt(item, at) !== shared);
  if (odd === undefined || shared === undefined) return undefined;
  const letter = odd[at - 1] ?? '';
  return wrong(
    'wrong-group-member',
    odd,
    start,
    `letter ${at} of "${odd}" is "${letter}" (${placeOf(letter)})`,
  );
}

/** The place in the alphabet of a letter of an item; undefined past its end and for signs. */
function placeAt(item: string | undefined, depth: number): number | undefined {
  const letter = item?.[depth - 1];
  return letter !== undefined && /[a-z]/i.test(letter) ? placeOf(letter) : undefined;
}

/** No item of a later group goes before one of an earlier group. */
function checkOrder(
  { task }: Trace,
  { groups }: Extract<OrderClaim, { kind: 'chain' }>,
): LineCheck | undefined {
  let latest: string | undefined;
  for (const { items, start } of groups) {
    for (const item of items)
      if (latest !== undefined && task.compare(latest, item) > 0)
        return wrong('wrong-order', item, start, `"${item}" before "${latest}"`);
    for (const item of items) if (latest === undefined || task.compare(item, latest) > 0) latest = item;
  }
  return undefined;
}

/** The spelling that the trace uses for an item of the task. */
function findSpelling({ task, items }: Trace, item: string): string | undefined {
  const index = task.items.indexOf(item);
  return index === -1 ? undefined : items[index];
}

function checkAnswer(trace: Trace, claim: Extract<OrderClaim, { kind: 'answer' }>): LineCheck {
  const { start, text } = claim;
  const items = claim.items.map((item) =>
    trace.items.includes(item) ? item : (findSpelling(trace, item) ?? item),
  );
  const known = items.filter((item) => trace.items.includes(item));
  if (known.length < 2 || known.length < items.length / 2) return UNKNOWN;
  const groups = items.map((item) => ({ items: [item], key: undefined, start, end: start }));
  const chain = { kind: 'chain', groups, isPart: false, start, text } as const;
  trace.order = items.map((item) => [item]);
  return checkItems(trace.items, chain) ?? checkOrder(trace, chain) ?? RIGHT;
}

function isSameSet(a: readonly string[], b: readonly string[]): boolean {
  return toKey(a) === toKey(b);
}

function toKey(items: readonly string[]): string {
  return JSON.stringify(items.toSorted());
}

function formatGroup(items: readonly string[]): string {
  return `[${items.map((item) => `"${item}"`).join(' ? ')}]`;
}

function placeOf(letter: string): number {
  return letter.toLowerCase().charCodeAt(0) - 96;
}
