/**
 * A picture of every screen for the documents, light and dark, from the example runs and one run in flight. Needs a Chromium.
 *
 *     npx tsx --conditions=@tracewright/source scripts/screenshots.ts [FOLDER]
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { RunJson } from '@tracewright/core';
import { post, toTraceRequest } from '../test/e2e/live-server.ts';
import { openSite } from '../test/e2e/open-browser.ts';

const ROOT = join(import.meta.dirname, '..');
const folder = process.argv[2] ?? join(ROOT, 'docs', 'images');
mkdirSync(folder, { recursive: true });

await using site = await openSite({ hasProjects: true });
await site.importPaths([join(ROOT, 'examples', 'runs')]);
await startRun();
const { runs } = await ask<{ readonly runs: readonly RunJson[] }>('/api/runs?limit=100');
const failed = findRun((run) => run.task?.includes('leapcal') === true);
const team = findRun((run) => run.source.format === 'who-and-when');
const attempts = runs.filter(({ task }) => task === 'refund-damaged-atlas').map(({ runId }) => runId);

/** Name of the file, address, and what is there once the screen is. */
const SCREENS: readonly (readonly [string, string, string])[] = [
  ['runs', '/', '.facet-time'],
  ['tasks', '/?group=task', '.attempt'],
  ['run', `/runs/${failed}`, '#step-1[aria-busy="false"]'],
  ['run-graph', `/runs/${team}`, '.lanes-row'],
  ['annotate', `/runs/${failed}?annotate#step-3`, '#step-3[aria-busy="false"]'],
  ['compare', `/compare?runs=${attempts.slice(0, 2).join()}`, '.compare-axes'],
  ['map', '/map?where=format+%3D+tau-bench', '.map-edge'],
  ['search', '/search?q=refund', '.search-hit'],
  ['overview', '/overview?group=agent', '.time-chart-mark'],
  ['patterns', '/patterns', 'main h2'],
  ['live', '/live', 'main a[href^="/runs/"]'],
  ['settings', '/settings/storage', '.settings-section h3'],
  ['memory', '/memory', '.memory-notes'],
];
for (const colorScheme of ['light', 'dark'] as const)
  for (const [name, path, shown] of SCREENS) {
    const { page } = await site.openPage(path, { colorScheme, viewport: { width: 1280, height: 800 } });
    if (name === 'run-graph') await page.getByRole('tab', { name: 'Graph' }).click();
    const makeNotes = page.getByRole('button', { name: 'Make notes' });
    if (name === 'memory' && colorScheme === 'light') await makeNotes.click();
    await page.locator(shown).first().waitFor();
    // What fades or is laid out comes to rest.
    await page.waitForTimeout(700);
    await page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`) });
    await page.context().close();
  }

/** A run whose agent has not ended: it called a tool a moment ago. */
async function startRun(): Promise<void> {
  const [trace, now] = ['in-flight', Date.now()];
  const said = (role: string, content: string): string =>
    JSON.stringify([{ role, parts: [{ type: 'text', content }] }]);
  const request = toTraceRequest(
    [
      {
        trace,
        id: 2,
        parent: 1,
        name: 'chat small-model',
        startMs: now - 3_000,
        durationMs: 900,
        attributes: {
          'gen_ai.operation.name': 'chat',
          'gen_ai.request.model': 'small-model',
          'gen_ai.usage.input_tokens': 812,
          'gen_ai.usage.output_tokens': 44,
          'gen_ai.input.messages': said('user', 'Count the books on every shelf'),
          'gen_ai.output.messages': said('assistant', 'I begin with shelf 3.'),
        },
      },
      {
        trace,
        id: 3,
        parent: 1,
        name: 'execute_tool count_shelf',
        startMs: now - 1_500,
        durationMs: 400,
        attributes: {
          'gen_ai.operation.name': 'execute_tool',
          'gen_ai.tool.name': 'count_shelf',
          'gen_ai.tool.call.arguments': JSON.stringify({ shelf: 3 }),
          'gen_ai.tool.call.result': '41 books',
        },
      },
    ],
    { 'service.name': 'librarian' },
  );
  const { status } = await post(site.url, request, { headers: {} });
  if (status !== 200) throw new Error(`the run in flight was refused: HTTP ${status}`);
}

async function ask<T>(path: string): Promise<T> {
  const response = await fetch(site.url + path);
  if (!response.ok) throw new Error(`${path}: HTTP ${response.status}`);
  // The cast: the shapes are pinned in core.
  return (await response.json()) as T;
}

function findRun(matches: (run: RunJson) => boolean): string {
  const run = runs.find(matches);
  if (run === undefined) throw new Error('the example runs have changed: a run for a picture is missing');
  return run.runId;
}
