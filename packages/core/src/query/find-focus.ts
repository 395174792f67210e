/** Where most runs are in time: a few far away, or a clock that was never set, press all others together on one axis. */

export interface WeekCount {
  /** Unix milliseconds. */
  readonly startMs: number;
  readonly runs: number;
}

export interface TimeFocus {
  readonly fromMs: number;
  /** The first time after it. */
  readonly toMs: number;
  /** Runs with a time before or after. */
  readonly outside: number;
}

const WEEK_MS = 604_800_000;
/** A machine without a clock counts from 1970; agents are younger than this. */
const OLDEST_MS = Date.UTC(2000, 0);
/** A shorter pause is none. */
const PAUSE_MS = 52 * WEEK_MS;
/** What is drawn narrower than this share of all times is drawn alone. */
const READABLE = 1 / 3;

/**
 * The stretch around the run in the middle, without pauses that are longer than itself.
 *
 * @param weeks that have runs, in any order
 * @returns undefined where all times can be read on one axis
 */
export function findFocus(weeks: readonly WeekCount[]): TimeFocus | undefined {
  const all = weeks.toSorted((a, b) => a.startMs - b.startMs);
  const dated = all.filter(({ startMs }) => startMs >= OLDEST_MS);
  const known = dated.length > 0 ? dated : all;
  const [oldest, newest] = [all[0], all.at(-1)];
  const middle = findMiddle(known);
  if (oldest === undefined || newest === undefined || middle === undefined) return undefined;
  let [first, last] = [middle, middle];
  const startOf = (index: number): number | undefined => known[index]?.startMs;
  for (;;) {
    const [fromMs, toMs] = [startOf(first) ?? 0, (startOf(last) ?? 0) + WEEK_MS];
    const longest = Math.max(PAUSE_MS, toMs - fromMs);
    const [before, after] = [startOf(first - 1), startOf(last + 1)];
    if (before !== undefined && fromMs - before <= longest) first -= 1;
    else if (after !== undefined && after - toMs <= longest) last += 1;
    else if (toMs - fromMs >= (newest.startMs + WEEK_MS - oldest.startMs) * READABLE) return undefined;
    else return { fromMs, toMs, outside: countRuns(all) - countRuns(known.slice(first, last + 1)) };
  }
}

function countRuns(weeks: readonly WeekCount[]): number {
  return weeks.reduce((sum, { runs }) => sum + runs, 0);
}

/** The week in which half of the runs have started. */
function findMiddle(weeks: readonly WeekCount[]): number | undefined {
  const half = countRuns(weeks) / 2;
  let passed = 0;
  const found = weeks.findIndex(({ runs }) => (passed += runs) >= half);
  return found === -1 ? undefined : found;
}
