import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '@tracewright/store';
import { makeMessage, makeRun, makeSpan, runId } from '@tracewright/store/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CommandResult, runCommand } from '../testing/run-command.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tracewright-show-'));
  await using store = await openStore({ path: join(folder, 'traces.duckdb') });
  await store.write({
    runs: [makeRun(1, {}, { spans: 1 })],
    spans: [makeSpan(1, { output: [makeMessage('Hello <b>Jane</b>', 'assistant')] })],
  });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const show = (...args: readonly string[]): Promise<CommandResult> =>
  runCommand(['show', runId(1), ...args], {
    cwd: folder,
    env: { TRACEWRIGHT_DB: join(folder, 'traces.duckdb') },
  });

it('writes one page, beside the caller', async () => {
  const { code, out } = await show('--html', 'bug.html', '--redact', 'jane', '--json');
  expect([code, JSON.parse(out)]).toMatchObject([0, { runId: runId(1), masked: 1 }]);
  const page = await readFile(join(folder, 'bug.html'), 'utf8');
  expect(page).toContain('Hello &lt;b&gt;[masked:redacted]&lt;/b&gt;');
  expect((await show('--html', 'bug.html')).out).toContain('0 places masked');
});

it('says what is wrong with the options and the file', async () => {
  expect(await show('--redact', 'jane')).toMatchObject({ code: 2 });
  expect((await show('--html', 'missing/bug.html')).err).toContain('the page cannot be written');
  expect((await show('--html', 'bug.html', '--redact', '(a+)+')).code).toBe(2);
});
