/** A log whose lines tell events, each by a name and its members in brackets (read-told-records.ts). */
import type { TextRule } from '../adapter/adapter.ts';
import { keyOf, patternsOf, type Token, tokenizeLine } from '../containers/line-template.ts';
import { pushTo } from '../containers/push-to.ts';
import { findNames, readEvent, type ToldEvent } from '../containers/read-told-records.ts';
import { readLabel } from '../words/vocabulary.ts';

const MAX_LINES = 20_000;
const MAX_TEMPLATES = 8;
const MAX_TYPES = 60;
const MAX_NAMES = 40;
const LEAST = 6;
/** Share of the lines that tell such events: a value may go on below one. */
const MOST = 0.3;
/** Share of the events of one name that have a member. */
const OFTEN = 0.5;

interface EventLine extends ToldEvent {
  readonly before: readonly Token[];
  readonly names: readonly string[];
}

/** Undefined unless most lines are events, and some of them call a tool or tell what it brought. */
export function induceToldRule(text: string): TextRule | undefined {
  const lines = text.split('\n', MAX_LINES);
  const templates = new Map<string, EventLine[]>();
  for (const line of lines) {
    const event = readEventLine(line);
    if (event !== undefined) pushTo(templates, keyOf(event.before), event);
  }
  const kept = [...templates.values()]
    .filter((events) => events.length >= 2)
    .toSorted((a, b) => b.length - a.length)
    .slice(0, MAX_TEMPLATES);
  const types = new Map<string, EventLine[]>();
  for (const event of kept.flat()) pushTo(types, event.type, event);
  const kinds = new Set([...types.keys()].map((type) => readLabel(type)?.as));
  const least = Math.max(LEAST, lines.filter((line) => line.trim() !== '').length * MOST);
  if (kept.flat().length < least || !(kinds.has('call') || kinds.has('result')) || kinds.size < 2)
    return undefined;
  const names = [...types].slice(0, MAX_TYPES).map(([type, events]) => [type, namesOf(events)] as const);
  const told = {
    before: kept.map(([first]) => patternsOf(first?.before ?? [])),
    names: Object.fromEntries(names),
  };
  return { headers: [], skipFences: false, told };
}

/** The first name of the line that brackets with a member follow. */
function readEventLine(line: string): EventLine | undefined {
  const tokens = tokenizeLine(line);
  for (const [index, { kind, at }] of tokens.entries()) {
    const event = kind === 'word' && index > 0 ? readEvent(line, at) : undefined;
    const names = event === undefined ? [] : findNames(line.slice(event.end)).map(({ name }) => name);
    if (event !== undefined && names.length > 0) return { ...event, before: tokens.slice(0, index), names };
  }
  return undefined;
}

function namesOf(events: readonly EventLine[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { names } of events)
    for (const name of new Set(names)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count >= events.length * OFTEN)
    .slice(0, MAX_NAMES)
    .map(([name]) => name);
}
