/**
 * Checks what the agent of a run says and thinks. Where the run's task is one that a checker understands, the whole run is one
 * trace, whatever steps it is cut into; else every step is a trace of its own. Code is left out: `a = b` is an order there.
 */
import { readSpanText } from '@tracewright/core';
import type { JudgedStep, RunContext } from '../detect/context.ts';
import type { TextPlace } from '../steps/locate-steps.ts';
import { checkReasoning, isCovered, REASONING_CHECKERS, type ReasoningFault } from './check-reasoning.ts';

/** A wrong line of a run, and where it stands. */
export interface LocatedFault {
  readonly fault: ReasoningFault;
  readonly step: JudgedStep;
  readonly place: TextPlace;
  /** Range of what is wrong in the text at the place. */
  readonly start: number;
  readonly end: number;
}

export interface RunReasoning {
  /** By step: the first wrong line of each trace. */
  readonly faults: readonly LocatedFault[];
  /** The run's task is one that a checker understands: all its steps are one chain of reasoning. */
  readonly isOneTrace: boolean;
  /** Indices of steps with a line that was proved right and none that was not, before the first wrong line of their trace. */
  readonly verifiedSteps: ReadonlySet<number>;
  /** The run is one trace, its lines were all read, and none is wrong: there is nothing in it where a failure could begin. */
  readonly isVerified: boolean;
}

interface PlacedLine {
  readonly text: string;
  readonly step: JudgedStep;
  readonly place: TextPlace;
  readonly offset: number;
}

/** A run that says more is checked up to here: no chain of thought has so many lines. */
const MAX_LINES = 20_000;
const checked = new WeakMap<RunContext, RunReasoning>();

/** Once a context, however many ask. */
export function checkRunReasoning(context: RunContext): RunReasoning {
  const known = checked.get(context);
  if (known !== undefined) return known;
  const reasoning = checkRun(context);
  checked.set(context, reasoning);
  return reasoning;
}

function checkRun({ run, steps }: RunContext): RunReasoning {
  const lines: PlacedLine[] = [];
  let isComplete = true;
  for (const step of steps) {
    if (step.step.role !== 'agent') continue;
    const own = listLines(step);
    const room = MAX_LINES - lines.length;
    lines.push(...own.slice(0, room));
    isComplete = own.length <= room;
    if (!isComplete) break;
  }
  const task = run.taskText ?? '';
  const texts = lines.map(({ text }) => text);
  const kinds = REASONING_CHECKERS.map((checker) => ({ checker, kind: checker.applies(task, texts) }));
  const isOneTrace = texts.length > 0 && kinds.some(({ kind }) => kind === 'task');
  const checkers = kinds.flatMap(({ checker, kind }) => (kind === undefined ? [] : [checker]));
  const traces = checkers.length === 0 ? [] : isOneTrace ? [lines] : groupBySteps(lines);
  const faults: LocatedFault[] = [];
  const verifiedSteps = new Set<number>();
  let isVerified = isOneTrace && isComplete;
  for (const trace of traces) {
    const result = checkReasoning(
      task,
      trace.map(({ text }) => text),
      checkers,
    );
    const { fault, verdicts } = result;
    const doubtful = new Set(
      trace.flatMap(({ step }, index) =>
        verdicts[index] === 'unknown' || index >= (fault?.line ?? Number.POSITIVE_INFINITY)
          ? [step.index]
          : [],
      ),
    );
    for (const [index, { step }] of trace.entries())
      if (verdicts[index] === 'right' && !doubtful.has(step.index)) verifiedSteps.add(step.index);
    isVerified &&= fault === undefined && isCovered(result);
    const line = trace[fault?.line ?? -1];
    if (fault !== undefined && line !== undefined)
      faults.push({
        fault,
        step: line.step,
        place: line.place,
        start: line.offset + fault.start,
        end: line.offset + fault.end,
      });
  }
  return { faults, isOneTrace, verifiedSteps, isVerified };
}

function groupBySteps(lines: readonly PlacedLine[]): PlacedLine[][] {
  const groups = new Map<number, PlacedLine[]>();
  for (const line of lines) {
    const group = groups.get(line.step.index);
    if (group === undefined) groups.set(line.step.index, [line]);
    else group.push(line);
  }
  return [...groups.values()];
}

function listLines(step: JudgedStep): PlacedLine[] {
  return [...step.reasoned, ...step.said].flatMap((place) => {
    const text = blankCode(readSpanText(place.span, place.path) ?? '');
    return [...text.matchAll(/[^\n]*\S[^\n]*/g)].map((match) => ({
      text: match[0],
      step,
      place,
      offset: match.index,
    }));
  });
}

/** Writes blanks over code, so that offsets stay; JSON is an answer as often as code, and only its fence goes. */
function blankCode(text: string): string {
  return text.replace(/```[\s\S]*?(?:```|$)|`[^`\n]*`/g, (code) =>
    code.startsWith('```json') ? code.replace(/```(?:json)?/g, (fence) => blank(fence)) : blank(code),
  );
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}
