/**
 * Checks an answer that the task wants as JSON: that it can be parsed, and states the numbers that the reasoning before it came
 * to.
 */
import { joinChecks, type LineCheck, NONE, type ReasoningChecker, RIGHT, wrong } from '../checker.ts';

/** Lines of one answer; what is longer is data. */
const MAX_BLOCK = 500;

export const jsonAnswer: ReasoningChecker = {
  name: 'json',
  summary: 'an answer in JSON that cannot be parsed or contradicts the numbers stated before it',
  applies(task, lines) {
    return asksForJson(task) && lines.some((line) => /^\s*[{[]/.test(line)) ? 'text' : undefined;
  },
  check(task, lines) {
    const checks: LineCheck[] = lines.map(() => NONE);
    if (!asksForJson(task)) return checks;
    const stated = new Map<string, string>();
    for (let first = 0; first < lines.length; first += 1) {
      const last = /^\s*[{[]/.test(lines[first] ?? '') ? findEnd(lines, first) : undefined;
      if (last === undefined) {
        for (const [name, value] of listStated(lines[first] ?? '')) stated.set(name, value);
        continue;
      }
      for (let at = first; at <= last; at += 1) checks[at] = RIGHT;
      const fault = checkBlock(lines.slice(first, last + 1), stated);
      if (fault !== undefined) checks[first + fault.line] = fault.check;
      first = last;
    }
    return checks;
  },
};

function asksForJson(task: string): boolean {
  return /\b(?:respond|answer|reply|output|return|format)\b[^.\n]{0,80}\bJSON\b|\bvalid JSON\b/i.test(task);
}

/** The line on which the brackets opened in this one are closed, with nothing after them; undefined where there is none. */
function findEnd(lines: readonly string[], first: number): number | undefined {
  let [depth, isString] = [0, false];
  const end = Math.min(lines.length, first + MAX_BLOCK);
  for (let at = first; at < end; at += 1) {
    const line = lines[at] ?? '';
    for (let index = 0; index < line.length; index += 1) {
      const character = line[index] ?? '';
      if (isString && character === '\\') index += 1;
      else if (character === '"') isString = !isString;
      else if (!isString && '{['.includes(character)) depth += 1;
      else if (!isString && '}]'.includes(character)) {
        depth -= 1;
        if (depth === 0) return line.slice(index + 1).trim() === '' ? at : undefined;
      }
    }
    // A text does not go over the end of a line in JSON.
    isString = false;
  }
  return undefined;
}

function checkBlock(
  block: readonly string[],
  stated: ReadonlyMap<string, string>,
): { line: number; check: LineCheck } | undefined {
  const text = block.join('\n');
  // A list in prose, `[1] see ...`, a set of names, a template with gaps is not meant as JSON.
  if (!/^\s*(?:\{\s*"|\[\s*(?:[{["\d-]))/.test(text)) return undefined;
  if (/\.\.\.|…|<[\w ]+>|\/[/*]/.test(text)) return undefined;
  try {
    JSON.parse(text);
  } catch (error) {
    const [at] = /(?<=position )\d+/.exec(String(error)) ?? [];
    const line = at === undefined ? 0 : text.slice(0, Number(at)).split('\n').length - 1;
    const found = (block[line] ?? '').trim();
    const start = (block[line] ?? '').indexOf(found);
    return { line, check: wrong('invalid-json', found, start, 'JSON that can be parsed') };
  }
  for (const [line, row] of block.entries()) {
    const checks = [
      ...row.matchAll(/"(?<key>[^"\\]+)"\s*:\s*(?<value>-?\d+(?:\.\d+)?)(?=\s*[,}\]]|\s*$)/g),
    ].map((match) => {
      const { key = '', value = '' } = match.groups ?? {};
      const before = stated.get(toName(key));
      // Each of several items has a price of its own.
      const isOnly = text.split(`"${key}"`).length === 2;
      return before === undefined || !isOnly || Number(before) === Number(value)
        ? RIGHT
        : wrong('contradicts-earlier', match[0], match.index, `${key}: ${before}, as stated before`);
    });
    const check = joinChecks(checks);
    if (check.verdict === 'wrong') return { line, check };
  }
  return undefined;
}

/** `The total price is 20`, `total_price = 20`: the last value counts. */
function* listStated(line: string): Generator<[string, string]> {
  for (const match of line.matchAll(
    /(?<![\w.])(?:the )?(?<name>[a-z][a-z_ ]{2,40}?)\s*(?:is|=|:|equals)\s*(?<value>-?\d+(?:\.\d+)?)(?=[.;!)]*\s*$|[.;!,]\s)/gi,
  ))
    yield [toName(match.groups?.['name'] ?? ''), match.groups?.['value'] ?? ''];
}

function toName(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[_\s-]+/g, ' ');
}
