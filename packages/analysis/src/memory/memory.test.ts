import type { Completion, Finding, LanguageModel, RunId } from '@tracewright/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareRuns, type Comparison } from '../diff/compare-runs.ts';
import { type LocatedStep, locateSteps } from '../steps/locate-steps.ts';
import { toolTurn, turn } from '../testing/spans.ts';
import { findParting } from './find-parting.ts';
import type { PastRun } from './find-shapes.ts';
import { createNotes, isEdited, type NotesFile, parseNotes, renderNotes, toContext } from './notes-file.ts';
import { refreshNotes } from './refresh-notes.ts';
import { rewriteNotes } from './rewrite-notes.ts';

const idOf = (n: number): RunId => n.toString(16).padStart(16, '0') as RunId;

function attempt(
  n: number,
  status: 'success' | 'failure' | 'unknown',
  categories: readonly string[],
  task = 't',
): PastRun {
  const findings = categories.map((category, index): Finding => ({
    id: `${n}:${index}`,
    runId: idOf(n),
    stepIndex: index + 3,
    detector: `${category}@1`,
    category,
    severity: 'warning',
    confidence: 0.5,
    message: `${category} happened`,
    evidence: [],
  }));
  return { run: { runId: idOf(n), task, outcome: { status }, startTime: BigInt(n) }, findings };
}

const ATTEMPTS = [
  attempt(1, 'failure', ['tool-error', 'tool-error', 'onset']),
  attempt(2, 'failure', ['tool-error', 'opinion-onset']),
  attempt(3, 'success', [], 't'),
  attempt(4, 'unknown', ['repeated-action'], 'u'),
  attempt(5, 'unknown', ['repeated-action'], 'u'),
  attempt(6, 'failure', ['seen-once'], 'v'),
];
const refreshed = (file: NotesFile = createNotes('shop')): NotesFile => refreshNotes(file, ATTEMPTS);

it('counts runs, not findings, with examples and what passed later', () => {
  const text = renderNotes(refreshed());
  expect(text).toMatchSnapshot();
  expect(text).not.toMatch(/## (?:onset|opinion-onset|seen-once)/);
});

it('says what the attempt that passed did otherwise, in the words of both', () => {
  const located = (order: string, result: string): ReturnType<typeof locateSteps> =>
    locateSteps([turn('u', 'user', 'Cancel W7.'), ...toolTurn('m', [['cancel_order', { order }, result]])]);
  const [failed, passed] = [located('W9', 'gone'), located('W7', 'done')];
  const parting = findParting(failed, passed, compare(failed, passed));
  expect(renderNotes(refreshNotes(createNotes('a'), ATTEMPTS, () => parting))).toContain(
    `- Passed later without it, task t: run ${idOf(3)}, after run ${idOf(1)} step 3. They part first where run ${idOf(1)} step 1 calls cancel_order “{"order":"W9"}”, and run ${idOf(3)} step 1 calls cancel_order “{"order":"W7"}”`,
  );
  const silent = located('W7', 'done').slice(0, 1);
  const missing = findParting(silent, passed, compare(silent, passed));
  expect(renderNotes(refreshNotes(createNotes('a'), ATTEMPTS, () => missing))).toContain(
    `They part first where run ${idOf(3)} step 1 calls cancel_order “{"order":"W7"}”, which run ${idOf(1)} does not`,
  );
  const late = located('W7', 'Error: too late');
  const other = findParting(late, passed, compare(late, passed));
  expect(renderNotes(refreshNotes(createNotes('a'), ATTEMPTS, () => other))).toContain(
    'calls cancel_order “{"order":"W7"}” and gets “Error: too late”, and run',
  );
  expect(findParting(passed, passed, compare(passed, passed))).toBeUndefined();
});

function compare(a: readonly LocatedStep[], b: readonly LocatedStep[]): Comparison {
  const [failure, success] = [{ status: 'failure' }, { status: 'success' }] as const;
  return compareRuns(
    { outcome: failure, steps: a.map(({ step }) => step) },
    { outcome: success, steps: b.map(({ step }) => step) },
  );
}

it('knows no fix that came before, or shows the same', () => {
  const before = [attempt(1, 'success', []), attempt(2, 'failure', ['x']), attempt(3, 'failure', ['x'])];
  const same = [attempt(1, 'failure', ['x']), attempt(2, 'failure', ['x']), attempt(3, 'success', ['x'])];
  for (const attempts of [before, same])
    expect(renderNotes(refreshNotes(createNotes('a'), attempts))).not.toContain('Passed later');
});

describe('the file', () => {
  it('is read as it was written, and written the same again', () => {
    const text = renderNotes(refreshed());
    expect(renderNotes(parseNotes(text, 'other'))).toBe(text);
    expect(renderNotes(refreshed(parseNotes(text, 'other')))).toBe(text);
    expect(parseNotes(text, 'other').agent).toBe('shop');
  });

  it('keeps what people write around the notes and in them', () => {
    const mine = renderNotes(refreshed())
      .replace('# Notes on shop', '# My own title')
      .replace('tool-error happened', 'the tool fails on Mondays')
      .concat('\nMy own last words.\n');
    const again = renderNotes(refreshNotes(parseNotes(mine, 'shop'), []));
    expect(again).toContain('# My own title');
    expect(again).toContain('the tool fails on Mondays');
    expect(again).toContain('My own last words.');
    expect(again).not.toContain('## repeated-action');
    expect(parseNotes(again, 'shop').notes.map(isEdited)).toEqual([true]);
  });

  it('may be a file of a person, without front matter or markers', () => {
    const again = renderNotes(refreshed(parseNotes('Only my words.', 'shop')));
    expect(again).toContain('Only my words.\n');
    expect(again).toContain('## tool-error');
  });

  it('never loses a word outside its own notes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (before, after) => {
        fc.pre(!/tracewright:|---|\r/.test(before + after));
        const text = renderNotes({ ...refreshed(), before: `\n${before}\n`, after: `\n${after}` });
        const again = refreshed(parseNotes(text, 'shop'));
        expect([again.before, again.after]).toEqual([`\n${before}\n`, `\n${after}`]);
      }),
    );
  });

  it('is bounded, whatever an agent does', () => {
    const long = 'x'.repeat(100_000);
    const file = { ...refreshed(), after: long };
    expect(refreshNotes(file, ATTEMPTS).notes).toEqual([]);
    expect(toContext(file, idOf(99))?.length).toBe(50_000);
  });
});

describe('as context', () => {
  it('leaves out the run it is given for, whose outcome it would tell', () => {
    const context = toContext(refreshed(), idOf(1));
    expect(context).not.toContain(idOf(1));
    expect(context).toContain(idOf(2));
    expect(context).not.toContain('<!--');
  });

  it('is nothing when the notes are off', () => {
    const off = renderNotes(refreshed()).replace('enabled: true', 'enabled: off');
    expect(toContext(parseNotes(off, 'shop'), '')).toBeUndefined();
  });
});

describe('a model that reads the notes together', () => {
  function model(
    text: string,
    finishReason: Completion['finishReason'] = 'stop',
  ): LanguageModel & { asked: number } {
    const own = {
      id: 'test/notes',
      asked: 0,
      async complete(): Promise<Completion> {
        own.asked += 1;
        return { text, toolCalls: [], finishReason, inputTokens: 1, outputTokens: 1, isCached: false };
      },
    };
    return own;
  }

  it('adds a note, without lines about runs that it made up', async () => {
    const file = await rewriteNotes(
      refreshed(),
      model(`- Retry (run ${idOf(2)} step 3).\n- Else run ${idOf(77)} fails.\n<!-- end note -->`),
    );
    const text = renderNotes(file);
    expect(text).toContain('## Read together, by test/notes\n\n- Retry');
    expect(text).not.toContain(idOf(77));
    expect(renderNotes(refreshed(parseNotes(text, 'shop')))).toBe(text);
  });

  it('has nothing to add, refuses, or is not asked about a note that was edited', async () => {
    const file = refreshed();
    expect(await rewriteNotes(file, model('NO_NEW_INSIGHTS'))).toBe(file);
    await expect(rewriteNotes(file, model('', 'refused'))).rejects.toMatchObject({ code: 'model-failed' });
    const edited = { ...file, notes: [{ id: 'insights', hash: '00000000', text: 'mine' }, ...file.notes] };
    const silent = model('new');
    expect(await rewriteNotes(edited, silent)).toBe(edited);
    expect(silent.asked).toBe(0);
  });
});
