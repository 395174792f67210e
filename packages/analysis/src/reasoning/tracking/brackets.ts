/**
 * Checks bracket matching: a task gives the beginning of a sequence of brackets; the trace keeps a stack and ends with what
 * closes them. A line is read as `... stack: [ {`, `the stack is now empty`, `pop "}"`, or the answer.
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

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '<': '>' };
const OPENING = new Map(Object.entries(CLOSING).map(([open, close]) => [close, open]));
const BRACKETS = String.raw`[()[\]{}<>](?:[\s,]*[()[\]{}<>])*`;

interface Trace {
  readonly sequence: readonly string[];
  /** How many of the sequence's brackets the trace has read. */
  read: number;
}

export const brackets: ReasoningChecker = {
  name: 'brackets',
  summary: 'a stack of open brackets kept step by step, and the brackets that close them',
  applies(task) {
    return readSequence(task) === undefined ? undefined : 'task';
  },
  check(task, lines) {
    const trace: Trace = { sequence: readSequence(task) ?? [], read: 0 };
    return lines.map((line) => checkLine(trace, line));
  },
};

/** The brackets of `Complete the rest of the sequence ... Input: [ { (`, or a task of brackets only. */
function readSequence(task: string): string[] | undefined {
  const isAsked = /\b(?:brackets?|parenthes[ei]s|closed properly|dyck)\b/i.test(task);
  const text = isAsked ? (/(?:input|sequence)\s*:\s*([^\n]+)/i.exec(task)?.[1] ?? '') : task;
  if (text.length > 5000 || !new RegExp(`^\\s*${BRACKETS}\\s*$`).test(text)) return undefined;
  const sequence = listBrackets(text);
  return stackAfter(sequence) === undefined || sequence.length < 2 ? undefined : sequence;
}

/** The open brackets after a sequence; undefined where a closing one has no partner. */
function stackAfter(sequence: readonly string[]): string[] | undefined {
  const stack: string[] = [];
  for (const bracket of sequence) {
    const open = OPENING.get(bracket);
    if (open === undefined) stack.push(bracket);
    else if (stack.pop() !== open) return undefined;
  }
  return stack;
}

function checkLine(trace: Trace, line: string): LineCheck {
  return joinChecks([
    checkStep(trace, line),
    checkFinalStack(trace, line),
    checkPops(trace, line),
    checkAnswer(trace, line),
  ]);
}

/** `3: ] ; stack: [ {` reads one bracket; the number, where there is one, counts from 1, and 0 is the beginning. */
function checkStep(trace: Trace, line: string): LineCheck {
  const match = new RegExp(
    String.raw`(?:(?<!\d)(?<count>\d{1,4})\s{0,4}[:.)]\s{0,4})?["'“]?(?<token>[()[\]{}<>])?["'”]?\s{0,4}[;,:.]?\s{0,4}(?:the )?\bstack(?: is| now| contains| becomes|:|=|\s)+["'“]?(?<stack>${BRACKETS}|empty\b(?:\s+stack)?)`,
    'i',
  ).exec(line);
  if (match === null || /\bfinal\b/i.test(line)) return readStart(trace, line);
  const { count, token, stack = '' } = match.groups ?? {};
  const start = match.index + match[0].length - stack.length;
  if (count !== undefined) {
    if (Number(count) > trace.sequence.length)
      return wrong('invented-bracket', match[0], match.index, `${trace.sequence.length} brackets in all`);
    trace.read = Number(count);
  } else if (token !== undefined) trace.read += 1;
  // It does not say how far it is: then only a stack that it must have here or one further is a claim.
  else return readAhead(trace, stack);
  const next = trace.sequence[trace.read - 1];
  const isPopped = /\bpop(?:ped|s)?(?: out| off)?\s{0,4}$/i.test(line.slice(0, match.index));
  if (token !== undefined && next !== undefined && token !== next && !isPopped)
    return wrong(
      'wrong-bracket',
      token,
      match.index + match[0].indexOf(token),
      `bracket ${trace.read} is ${next}`,
    );
  return compare(stackAfter(trace.sequence.slice(0, trace.read)) ?? [], stack, start, 'wrong-stack');
}

function readAhead(trace: Trace, stack: string): LineCheck {
  const said = listBrackets(stack).join('');
  for (const read of [trace.read, trace.read + 1]) {
    if (stackAfter(trace.sequence.slice(0, read))?.join('') !== said) continue;
    trace.read = Math.min(read, trace.sequence.length);
    return RIGHT;
  }
  return UNKNOWN;
}

function readStart(trace: Trace, line: string): LineCheck {
  if (!/(?:^|\b)0\s*[:.)]\s*(?:empty|stack)/i.test(line)) return NONE;
  trace.read = 0;
  return RIGHT;
}

function checkFinalStack({ sequence }: Trace, line: string): LineCheck {
  const match = new RegExp(
    String.raw`\bfinal stack(?: is|:|=|\s)+["'“]?(?<stack>${BRACKETS}|empty\b)`,
    'i',
  ).exec(line);
  const stack = match?.groups?.['stack'];
  if (match === null || stack === undefined) return NONE;
  return compare(
    stackAfter(sequence) ?? [],
    stack,
    match.index + match[0].length - stack.length,
    'wrong-stack',
  );
}

/** `We will need to pop out "[", "{" one by one`; `so we need "}", "]"`. */
function checkPops({ sequence }: Trace, line: string): LineCheck {
  const checks: LineCheck[] = [];
  const stack = stackAfter(sequence) ?? [];
  const quoted = String.raw`(?:["'“]?[()[\]{}<>]["'”]?(?:,? and |[\s,]*))+`;
  for (const match of line.matchAll(
    new RegExp(String.raw`\b(?<verb>pop(?: out)?|need(?: to add)?|append|add)\s+(?<list>${quoted})`, 'gi'),
  )) {
    const { verb = '', list = '' } = match.groups ?? {};
    const said = listBrackets(list);
    const open = stack.toReversed();
    const isPop = /^pop/i.test(verb) && !said.some((bracket) => OPENING.has(bracket));
    const expected = isPop ? open : open.map((bracket) => CLOSING[bracket] ?? '');
    const start = match.index + match[0].length - list.length;
    // One of several, `")" closes "("`, and `append [ to the stack` are steps on the way.
    const isStep = said.length < expected.length || (!isPop && said.some((bracket) => bracket in CLOSING));
    if (isStep) checks.push(UNKNOWN);
    else checks.push(compare(expected, list.trimEnd(), start, isPop ? 'wrong-pop' : 'wrong-closing'));
  }
  return joinChecks(checks);
}

function checkAnswer({ sequence }: Trace, line: string): LineCheck {
  const match = new RegExp(String.raw`\banswer is:?\s*["'“]?(?<answer>${BRACKETS}|empty\b)`, 'i').exec(line);
  const answer = match?.groups?.['answer'];
  if (match === null || answer === undefined) return /\banswer is\b/i.test(line) ? UNKNOWN : NONE;
  const closing = (stackAfter(sequence) ?? []).toReversed().map((bracket) => CLOSING[bracket] ?? '');
  // Some give the whole sequence as the answer.
  const said = listBrackets(answer);
  const isWhole = said.length === sequence.length + closing.length;
  return compare(
    isWhole ? [...sequence, ...closing] : closing,
    answer,
    match.index + match[0].length - answer.length,
    'wrong-answer',
  );
}

function compare(expected: readonly string[], text: string, start: number, kind: string): LineCheck {
  const said = listBrackets(text);
  if (said.join('') === expected.join('')) return RIGHT;
  return wrong(kind, text, start, expected.length === 0 ? 'no bracket' : expected.join(' '));
}

function listBrackets(text: string): string[] {
  return text.match(/[()[\]{}<>]/g) ?? [];
}
