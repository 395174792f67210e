/** A session is written while it runs: importing it again must give the same spans and more. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Problem, Run, Span } from '@tracewright/core';
import { expect, it } from 'vitest';
import { readContent } from '../../reading/content.ts';
import { memoryFile } from '../../reading/source-file.ts';
import { codex } from './codex.ts';

const TEXT = readFileSync(join(import.meta.dirname, '../../../fixtures/codex/session/rollout.jsonl'), 'utf8');

async function importText(
  text: string,
): Promise<{ run: Run | undefined; spans: Span[]; problems: Problem[] }> {
  const file = memoryFile('rollout.jsonl', text);
  const spans: Span[] = [];
  const problems: Problem[] = [];
  let run: Run | undefined;
  for await (const item of codex.import({
    file,
    content: await readContent(file),
    parts: [],
    open: readContent,
  })) {
    if (item.kind === 'spans') spans.push(...item.spans);
    else if (item.kind === 'run') run = item.run;
    else if (item.kind === 'problem') problems.push(item.problem);
  }
  return { run, spans, problems };
}

it('keeps the ids of a growing session', async () => {
  const whole = await importText(TEXT);
  const ids = new Set(whole.spans.map(({ spanId }) => spanId));
  const lines = TEXT.split('\n');
  for (let count = 5; count < lines.length; count += 1) {
    const { run, spans } = await importText(`${lines.slice(0, count).join('\n')}\n`);
    expect(run?.runId).toBe(whole.run?.runId);
    expect(
      spans.filter(({ spanId }) => !ids.has(spanId)).map(({ name, source }) => ({ name, source, count })),
    ).toEqual([]);
  }
});

it('tells a half-written last line from a broken one', async () => {
  const { problems } = await importText(
    `${TEXT.slice(0, TEXT.indexOf('\n') + 1)}{"timestamp":"2026-01-02T08:0`,
  );
  expect(problems.map(({ code, where }) => ({ code, where }))).toEqual([
    { code: 'file-truncated', where: 'line 2' },
  ]);
});

it('counts the tokens of each response once', async () => {
  const { spans } = await importText(TEXT);
  const sum = (values: readonly (number | undefined)[]): number =>
    values.reduce<number>((total, value) => total + (value ?? 0), 0);
  expect(sum(spans.map(({ inputTokens }) => inputTokens))).toBe(3700);
  expect(sum(spans.map(({ outputTokens }) => outputTokens))).toBe(90);
});
