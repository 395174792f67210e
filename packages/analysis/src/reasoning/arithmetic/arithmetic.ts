/**
 * Checks arithmetic: every `=` in a line, names of sub-expressions, and the answer where the task is to evaluate an expression.
 *
 * `Let's calculate A = (2 + 3) * 4 = 5 * 4 = 20.` is three claims; each must hold exactly, on bigints. Decimals may be rounded
 * to the places that are written. What cannot be read for certain (units, calls, unknown names) is unknown.
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
import { type Equation, findEquations } from './equations.ts';
import { type Expression, parseExpression, tokenize } from './expression.ts';
import { isHedged, isTrueOtherwise } from './other-readings.ts';
import { formatRational, isEqual, isRounding, type Rational } from './rational.ts';

/** Longer lines are data, not reasoning. */
const MAX_LINE = 4000;
const EQUATION = /[\d)\]}]\s*=\s*[-−$€£([{\d.]|\b\p{L}\d?\s*=\s*[-−([{\d]/u;

export const arithmetic: ReasoningChecker = {
  name: 'arithmetic',
  summary: 'equations, chains of equations, named sub-expressions, the value asked for',
  applies(task, lines) {
    if (readAskedValue(task) !== undefined) return 'task';
    return lines.some((line) => EQUATION.test(line)) ? 'text' : undefined;
  },
  check(task, lines) {
    const asked = readAskedValue(task);
    const values: Trace['values'] = new Map();
    return lines.map((line) => {
      if (line.length > MAX_LINE || (asked === undefined && !EQUATION.test(line))) return NONE;
      // In prose a name is used again for another thing; where one value is asked for, names stand for its parts.
      return checkLine({ asked, values: asked === undefined ? new Map() : values }, line);
    });
  },
};

interface Trace {
  /** The value of the expression that the task asks for. */
  readonly asked: Rational | undefined;
  /** Undefined where a name stands for several values. */
  readonly values: Map<string, Rational | undefined>;
}

/** A task that is one expression: `((-1 * 9) + 4) =`, `What is 3 * 4?`. */
function readAskedValue(task: string): Rational | undefined {
  if (task.length > 2000) return undefined;
  const text = task
    .trim()
    .replace(/^(?:q(?:uestion)?:|what is|calculate|compute|evaluate|solve|simplify)\s+/i, '')
    .replace(/\s*[=?.]+\s*$/, '')
    .replace(/\s*=$/, '');
  const expression = parseExpression(tokenize(text), new Map());
  return expression !== undefined && expression.operators > 0 ? expression.value : undefined;
}

function checkLine(trace: Trace, line: string): LineCheck {
  const checks: LineCheck[] = [];
  for (const equation of findEquations(line, trace.values)) checks.push(checkEquation(trace, line, equation));
  return joinChecks([checkDecomposition(trace, line), ...checks, checkAnswer(trace, line)]);
}

function checkEquation(trace: Trace, line: string, { left, right, isSure, isChained }: Equation): LineCheck {
  const [name] = left.names;
  if (left.operators === 0 && name !== undefined && right.value !== undefined) {
    const known = trace.values.get(name);
    if (trace.asked === undefined) {
      // `x = 2 or x = -3`, `n = n + 1`, `a = 5 kg`: no later line can be held against one of them.
      const isOnly = isSure && (known === undefined ? !trace.values.has(name) : isEqual(known, right.value));
      trace.values.set(name, isOnly ? right.value : undefined);
      return isSure ? NONE : UNKNOWN;
    }
    if (known === undefined && isSure) {
      trace.values.set(name, right.value);
      return NONE;
    }
  }
  if (left.operators + left.names.length + right.operators === 0) return NONE;
  if (left.value === undefined || right.value === undefined) return UNKNOWN;
  if (isEqual(left.value, right.value)) return RIGHT;
  if (!isSure || isRounded(line, left, right)) return UNKNOWN;
  // `room 5 = 2 * $40`, and the running sum `3 + 4 = 7 * 2 = 14`, misuse the sign without a mistake in the numbers.
  if (
    trace.asked === undefined &&
    ((left.operators === 0 && !isChained) ||
      isRunning(line, left.value, right) ||
      isHedged(line, left.start, right.end) ||
      isTrueOtherwise(line, left, right, trace.values))
  )
    return UNKNOWN;
  const found = line.slice(left.start, right.end);
  return wrong(
    'arithmetic',
    found,
    left.start,
    `${line.slice(left.start, left.end)} = ${formatRational(left.value)}`,
  );
}

/** Whether the right side goes on counting from the value of the left one. */
function isRunning(line: string, value: Rational, right: Expression): boolean {
  const [begins] = /^[-−]?[\s$€£]*[\d,.]+/.exec(line.slice(right.start, right.end)) ?? [];
  const first = parseExpression(tokenize(begins ?? ''), new Map())?.value;
  const decimals = begins?.split('.')[1]?.length ?? 0;
  return (
    right.operators > 0 &&
    first !== undefined &&
    (isEqual(first, value) || (decimals > 0 && isRounding(value, first, decimals)))
  );
}

/** Whether the right side may be the left one rounded, or a whole quotient. */
function isRounded(line: string, left: Expression, right: Expression): boolean {
  if (left.value === undefined || right.value === undefined) return false;
  const decimals = /\.(\d+)/.exec(line.slice(right.start, right.end))?.[1]?.length ?? 0;
  const isFraction = left.divides || line.slice(left.start, left.end).includes('.');
  return (decimals > 0 || isFraction) && isRounding(left.value, right.value, decimals);
}

/** `... can be written as "A - B", where A = (2 + 3) and B = 4`: the whole must still have the value asked for. */
function checkDecomposition({ asked, values }: Trace, line: string): LineCheck {
  if (asked === undefined) return NONE;
  const match = /["“]([^"”]{1,200})["”](?=.*\bwhere\b)/.exec(line);
  const quoted = match?.[1];
  if (match === null || quoted === undefined) return NONE;
  const parts = new Map(values);
  for (const { left, right } of findEquations(line, new Map())) {
    const [name] = left.names;
    if (left.operators === 0 && name !== undefined && right.value !== undefined && !parts.has(name))
      parts.set(name, right.value);
  }
  const whole = parseExpression(tokenize(quoted), parts);
  if (whole?.value === undefined) return NONE;
  return isEqual(whole.value, asked)
    ? RIGHT
    : wrong('decomposition', quoted, match.index + 1, `parts that give ${formatRational(asked)}`);
}

function checkAnswer({ asked }: Trace, line: string): LineCheck {
  if (asked === undefined) return NONE;
  const match = /\banswer is:?\s*([-−]?\d[\d,]*(?:\.\d+)?)/i.exec(line);
  const answer = match?.[1];
  if (match === null || answer === undefined) return NONE;
  const value = parseExpression(tokenize(answer), new Map())?.value;
  if (value === undefined) return UNKNOWN;
  return isEqual(value, asked)
    ? RIGHT
    : wrong('wrong-answer', answer, match.index + match[0].length - answer.length, formatRational(asked));
}
