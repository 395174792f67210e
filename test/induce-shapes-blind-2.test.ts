/** The files of the shapes of all parts from `held-out-4` on hold what is expected of them. They are read as text here, by nothing that knows forms. */
import type { JsonValue } from '@tracewright/core';
import { describe, expect, it } from 'vitest';
import { BLIND_2_SHAPES } from '../bench/induce-shapes/blind-2/blind-2-shapes.ts';
import { BLIND_3_SHAPES } from '../bench/induce-shapes/blind-3/blind-3-shapes.ts';
import { BLIND_4_JSON } from '../bench/induce-shapes/blind-4/blind-4-json-shapes.ts';
import { BLIND_4_TEXT } from '../bench/induce-shapes/blind-4/blind-4-text-shapes.ts';
import { BLIND_5_JSON } from '../bench/induce-shapes/blind-5/blind-5-json-shapes.ts';
import { BLIND_5_TEXT } from '../bench/induce-shapes/blind-5/blind-5-text-shapes.ts';
import { BLIND_6_JSON } from '../bench/induce-shapes/blind-6/blind-6-json-shapes.ts';
import { BLIND_6_TEXT } from '../bench/induce-shapes/blind-6/blind-6-text-shapes.ts';
import { CONVERSATIONS, type Conversation, type Turn } from '../bench/induce-shapes/conversations.ts';
import { MORE_CONVERSATIONS } from '../bench/induce-shapes/more-conversations.ts';
import { NEW_CONVERSATIONS } from '../bench/induce-shapes/new-conversations.ts';
import { NEWEST_CONVERSATIONS } from '../bench/induce-shapes/newest-conversations.ts';
import { episodes, type ShapeFile } from '../bench/induce-shapes/shape.ts';

const SHAPES = Object.entries({
  ...BLIND_2_SHAPES,
  ...BLIND_3_SHAPES,
  ...BLIND_4_JSON,
  ...BLIND_4_TEXT,
  ...BLIND_5_JSON,
  ...BLIND_5_TEXT,
  ...BLIND_6_JSON,
  ...BLIND_6_TEXT,
});
/** Their records stand in the order of their streams, or those of several sessions by turns; blocks in a table of their own. */
const OUT_OF_ORDER = new Set(['cherry-studio', 'fluent-bit', 'loki-streams', 'message-store-csv']);
/** Lines broken at a box's edge; lists as Lisp writes them; values in pieces, or in the JSON of a text. */
const WRITTEN_OTHERWISE = new Set(['coze-sse', 'dify-sse', 'gemini-cli-screen', 'gptel-org', 'kimi-wire']);
/** Runs of its own; answers in pieces; nothing of the user; words in another order, or of the agent first. */
const TOLD_OTHERWISE = new Set([
  'android-control',
  'cherry-studio',
  'coze-sse',
  'dify-sse',
  'har-capture',
  'kimi-wire',
  'tau2-simulations',
]);
const ALL = [...CONVERSATIONS, ...MORE_CONVERSATIONS, ...NEW_CONVERSATIONS, ...NEWEST_CONVERSATIONS];

describe.each(SHAPES)('%s', (name, shape) => {
  const files = shape.files();

  it.skipIf(OUT_OF_ORDER.has(name))('names the tools in the order of the steps', () => {
    for (const file of files) expect(missingTools(file)).toEqual([]);
  });

  it.skipIf(WRITTEN_OTHERWISE.has(name))('writes all values of arguments and results', () => {
    for (const file of files) {
      const said = wordsIn(file);
      const values = file.runs.flat().flatMap((step) => [step.arguments ?? null, step.result ?? null]);
      expect(values.flatMap(toWords).filter((words) => !said.includes(words))).toEqual([]);
    }
  });

  it.skipIf(TOLD_OTHERWISE.has(name))(
    'tells a conversation a run, from the first message of the user to the last answer',
    () => {
      for (const file of files) {
        const said = wordsIn(file);
        const told = toldIn(said);
        const runs = file.runs.filter((run) => run.some(isUser));
        expect(told.map(({ id }) => id)).toHaveLength(runs.length);
        for (const [index, run] of runs.entries()) {
          const turns = episodes(told[index]?.turns ?? []).slice(0, run.filter(isUser).length);
          expect(run[0]).toEqual({ role: 'user' });
          expect(turns).toHaveLength(run.filter(isUser).length);
          expect(turns.flatMap(saidFirstAndLast).filter((words) => !said.includes(words))).toEqual([]);
        }
      }
    },
  );

  const parsed = files.filter(({ path }) => shape.form === 'json' && !/\.(?:ya?ml|csv|xml)$/.test(path));

  it.runIf(parsed.length > 0)('can be parsed', () => {
    for (const { path, text } of parsed) expect(toValues(path, text).length).toBeGreaterThan(0);
  });
});

function isUser({ role }: { readonly role: string }): boolean {
  return role === 'user';
}

/** Tools that don't follow the ones before. */
function missingTools({ text, runs }: ShapeFile): string[] {
  let from = 0;
  return runs.flat().flatMap(({ tool }) => {
    if (tool === undefined) return [];
    const at = text.indexOf(tool, from);
    from = at < 0 ? from : at + tool.length;
    return at < 0 ? [tool] : [];
  });
}

/** Words between signs that formats escape, quote or fold, in lower case; absence is written in many ways. */
function toWords(value: JsonValue): string[] {
  if (value === null) return [];
  if (typeof value !== 'object')
    return String(value)
      .replaceAll(String.raw`\n`, ' ')
      .toLowerCase()
      .split(/[^a-z0-9_. -]+/)
      .map((words) => words.replaceAll(/ +/g, ' ').trim())
      .filter((words) => words !== '');
  return Object.values(value as Readonly<Record<string, JsonValue>>).flatMap(toWords);
}

/** The text of a file, with what is streamed in pieces put together. */
function wordsIn({ path, text }: ShapeFile): string {
  const pieces = path.endsWith('.sse')
    ? toValues(path, text).map((event) => {
        const { delta } = event as { readonly delta?: unknown };
        return typeof delta === 'string' ? delta : '';
      })
    : [];
  return `${text}\n${pieces.join('')}`
    .replaceAll(String.raw`\n`, ' ')
    .toLowerCase()
    .replaceAll(/\s+/g, ' ');
}

/** Conversations whose first message stands in a file, in its order. */
function toldIn(said: string): Conversation[] {
  const place = ({ turns }: Conversation): number => {
    const words = toWords(turns[0]?.text ?? '');
    const [longest = ''] = words.toSorted((one, other) => other.length - one.length);
    return words.every((word) => said.includes(word)) ? said.indexOf(longest) : -1;
  };
  return ALL.filter((conversation) => place(conversation) >= 0).toSorted(
    (one, other) => place(one) - place(other),
  );
}

/** What the user asks and what the agent answers in the end. */
function saidFirstAndLast(episode: readonly Turn[]): string[] {
  return [episode[0], episode.at(-1)].flatMap((turn) => toWords(turn?.text ?? ''));
}

/** One value, one a line, one an event, or one after the other from a brace in the first column on. */
function toValues(path: string, text: string): unknown[] {
  if (path.endsWith('.sse'))
    return text
      .trimEnd()
      .split('\n\n')
      .flatMap((event) => /^data: ?([[{].*)$/m.exec(event)?.[1] ?? [])
      .map((data): unknown => JSON.parse(data));
  if (text.startsWith('[')) return parseEach([text]);
  const isLines = path.endsWith('.jsonl') || text.includes('\n{"');
  return parseEach(text.trimEnd().split(isLines ? '\n' : /(?<=^\})\n/m));
}

function parseEach(pieces: readonly string[]): unknown[] {
  return pieces.map((piece): unknown => JSON.parse(piece));
}
