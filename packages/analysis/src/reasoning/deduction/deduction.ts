/**
 * Checks deductions about the order of a few things. The task's statements become constraints over all arrangements; every
 * statement of a line must follow from those that the trace has used so far, or be one of the task's own.
 *
 * `So from left to right: first can be any bird, then second is the owl` is one statement a place. A place that is still open
 * is never wrong; a place that is filled before anything forces it is.
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
import {
  type Arrangement,
  type Constraint,
  isSameConstraint,
  judge,
  listArrangements,
  MAX_ITEMS,
  satisfies,
} from './constraints.ts';
import type { Side } from './positions.ts';
import { readStatements, type Statement } from './statements.ts';

interface Puzzle {
  readonly items: readonly string[];
  readonly premises: readonly Constraint[];
  /** Constraints by the letter of the option. */
  readonly options: ReadonlyMap<string, Constraint>;
}

interface Trace extends Puzzle {
  /** Arrangements that all premises allow. */
  readonly solutions: readonly Arrangement[];
  /** Arrangements that the premises used so far allow. */
  known: readonly Arrangement[];
  /** Items by the place that a statement or a list of places gave them. */
  readonly told: Map<number, number>;
  direction: Side;
}

export const deduction: ReasoningChecker = {
  name: 'deduction',
  summary: 'orders of a few things deduced from statements about them: each place, the option chosen',
  applies(task) {
    return readPuzzle(task) === undefined ? undefined : 'task';
  },
  check(task, lines) {
    const puzzle = readPuzzle(task);
    if (puzzle === undefined) return lines.map(() => NONE);
    const known = listArrangements(puzzle.items.length);
    const solutions = known.filter((arrangement) =>
      puzzle.premises.every((premise) => satisfies(arrangement, premise)),
    );
    // Statements that no order satisfies were misread.
    if (solutions.length === 0) return lines.map(() => UNKNOWN);
    const trace: Trace = { ...puzzle, solutions, known, told: new Map(), direction: 'start' };
    return lines.map((line) => checkLine(trace, line));
  },
};

/** A list of things, at least two statements about their order, and options or a question. */
function readPuzzle(task: string): Puzzle | undefined {
  if (task.length > 10_000) return undefined;
  const list = /:\s*((?:(?:an?|the) )?[^:\n,.]+(?:, (?:(?:an?|the) )?[^:\n,.]+)+,? and [^:\n,.]+)\./i.exec(
    task,
  );
  if (list?.[1] === undefined) return undefined;
  const items = list[1]
    .split(/,? and |, /)
    .map((item) => item.trim().replace(/^(?:an?|the) /i, ''))
    .filter((item) => item !== '');
  if (items.length < 3 || items.length > MAX_ITEMS || new Set(items).size < items.length) return undefined;
  const rest = task.slice(list.index + list[0].length);
  const asked = rest.search(/\n\s*(?:Q:|Question:|Options:)/i);
  const premises = read(asked === -1 ? rest : rest.slice(0, asked), items);
  if (premises.length < 2) return undefined;
  const options = new Map<string, Constraint>();
  for (const [, letter = '', text = ''] of rest.matchAll(/\(([A-Z])\)\s*([^\n]+)/g)) {
    const [constraint, ...more] = read(text, items);
    if (constraint !== undefined && more.length === 0) options.set(letter, constraint);
  }
  return { items, premises, options };
}

function read(text: string, items: readonly string[]): Constraint[] {
  return readStatements(text, items, 'start').statements.flatMap(({ constraint }) =>
    constraint === 'impossible' || constraint.kind === 'open' ? [] : [constraint],
  );
}

/** The line tries or rejects what it says: `Suppose the owl is first`, `(B) says ..., which is false`. */
const UNCLAIMED =
  /\b(?:if|suppose|supposing|assume|assuming|false|incorrect|wrong|untrue|not true|contradict\w*|option)\b|^\s*\([A-Z]\)/i;

function checkLine(trace: Trace, line: string): LineCheck {
  const { statements, unread, direction } = readStatements(line, trace.items, trace.direction);
  trace.direction = direction;
  const isClaimed = !UNCLAIMED.test(line);
  const checks = statements.map((statement) => {
    const check = checkStatement(trace, statement);
    return check.verdict === 'wrong' && !isClaimed && !statement.isListed ? UNKNOWN : check;
  });
  return joinChecks([...checks, checkAnswer(trace, line), ...(unread > 0 ? [UNKNOWN] : [])]);
}

function checkStatement(
  trace: Trace,
  { constraint, isListed, isInferred, start, text }: Statement,
): LineCheck {
  if (constraint === 'impossible')
    return wrong('impossible-position', text, start, `positions up to ${trace.items.length}`);
  if (constraint.kind === 'open') {
    const item = trace.told.get(constraint.place);
    return item === undefined
      ? RIGHT
      : wrong('forgotten-position', text, start, `${trace.items[item]} at this place, as said before`);
  }
  if (constraint.kind === 'holder' && constraint.items.length === 1)
    trace.told.set(constraint.place, constraint.items[0] ?? 0);
  if (trace.premises.some((premise) => isSameConstraint(premise, constraint))) {
    trace.known = trace.known.filter((arrangement) => satisfies(arrangement, constraint));
    return RIGHT;
  }
  if (judge(trace.known, constraint) === 'entailed') return RIGHT;
  // A conclusion in words may rest on statements that the trace did not repeat.
  const standing = judge(trace.solutions, constraint);
  if (standing === 'entailed' && !isListed && !isInferred) return RIGHT;
  const kind = standing === 'contradicted' ? 'contradiction' : 'unsupported-position';
  return wrong(kind, text, start, describeKnown(trace, constraint));
}

/** What is known about the place or the item of a statement that does not follow. */
function describeKnown({ items, known }: Trace, constraint: Constraint): string {
  const name = (item: number): string => items[item] ?? '';
  switch (constraint.kind) {
    case 'holder': {
      const holders = items.filter((_, item) => known.some((own) => own[item] === constraint.place));
      return `at this place, by the statements used so far: ${holders.join(' or ')}`;
    }
    case 'place':
    case 'not-place': {
      const places = items.flatMap((_, place) =>
        known.some((own) => own[constraint.item] === place) ? [place + 1] : [],
      );
      return `${name(constraint.item)} at place ${places.join(' or ')} from the start, by the statements used so far`;
    }
    case 'before':
      return `nothing that puts ${name(constraint.first)} before ${name(constraint.second)}`;
  }
}

function checkAnswer({ options, solutions }: Trace, line: string): LineCheck {
  const match = /\banswer is:?\s*\(([A-Z])\)(?!,? (?:or|and)|, \()/.exec(line);
  const letter = match?.[1];
  if (match === null || letter === undefined) return NONE;
  const option = options.get(letter);
  if (option === undefined) return UNKNOWN;
  if (judge(solutions, option) === 'entailed') return RIGHT;
  const right = [...options].find(([, other]) => judge(solutions, other) === 'entailed')?.[0];
  return wrong(
    'wrong-option',
    `(${letter})`,
    match.index + match[0].lastIndexOf('('),
    right === undefined ? 'an option that follows from the statements' : `(${right})`,
  );
}
