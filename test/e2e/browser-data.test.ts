/** Every screen on real runs of a benchmark, when they are there: what is shown agrees with what the API says. */
import { join } from 'node:path';
import type { RunDetailJson, RunJson } from '@tracewright/core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DATA, hasData } from '../data/data-folder.ts';
import { checkAccessibility } from './check-accessibility.ts';
import { CHROMIUM, openSite, type TestSite, type WatchedPage } from './open-browser.ts';

const RUNS = 'runs/terminal-bench-claude-code.tar.gz';

describe.skipIf(CHROMIUM === undefined || !hasData(RUNS))('the page on real runs', () => {
  let site: TestSite;
  let watched: WatchedPage;
  let page: Page;
  let runs: readonly RunJson[];
  let failed: RunDetailJson;
  const get = async <T>(path: string): Promise<T> => (await (await fetch(site.url + path)).json()) as T;
  beforeAll(async () => {
    site = await openSite();
    await site.importPaths([join(DATA, RUNS)]);
    runs = (await get<{ runs: RunJson[] }>('/api/runs?limit=1000')).runs;
    const failures = runs.filter(({ outcome }) => outcome.status === 'failure');
    for (const { runId } of failures) {
      failed = await get<RunDetailJson>(`/api/runs/${runId}`);
      if (failed.onset !== null && failed.findings[0]?.evidence[0] !== undefined) break;
    }
    watched = await site.openPage('/');
    page = watched.page;
  }, 120_000);
  afterAll(() => site[Symbol.asyncDispose]());

  const count = (status: string): number => runs.filter(({ outcome }) => outcome.status === status).length;
  const go = (path: string): Promise<unknown> => page.goto(site.url + path);

  it('lists them, counts them, and puts attempts together', async () => {
    await page.getByText(`${runs.length} runs`, { exact: true }).waitFor();
    const outcome = page.getByRole('region', { name: 'Outcome', exact: true });
    await outcome.locator('.facet-value', { hasText: 'failure' }).click();
    await page.getByText(`${count('failure')} runs`, { exact: true }).waitFor();
    await go('/?group=task');
    const row = page.locator('.tasks-row', { has: page.locator('.flaky-mark') }).first();
    await row.waitFor();
    const name = (await row.locator('.tasks-link').textContent()) ?? '';
    expect(await row.locator('.attempt').count()).toBe(runs.filter(({ task }) => task === name).length);
    expect(await checkAccessibility(page)).toEqual([]);
  });

  it('answers where a run went wrong with words that stand in its step', async () => {
    const step = failed.onset?.stepIndex ?? -1;
    await go(`/runs/${failed.run.runId}`);
    await page
      .locator('.onset')
      .getByRole('link', { name: `Step ${step}`, exact: true })
      .first()
      .waitFor();
    await page.keyboard.press('o');
    const mark = page.locator(`#step-${step} mark[data-active="true"]`).first();
    await mark.waitFor();
    const said = (await mark.textContent())?.trim() ?? '';
    expect(said).not.toBe('');
    const quotes = failed.findings.flatMap(({ evidence }) => evidence.map(({ quote }) => quote));
    expect(JSON.stringify(quotes)).toContain(JSON.stringify(said).slice(1, -1));
    for (const [tab, shown] of [
      ['Tree', '.tree-row'],
      ['Graph', '.lanes-row'],
      ['Details', '.details'],
    ] as const) {
      await page.getByRole('tab', { name: tab }).click();
      await page.locator(shown).first().waitFor();
    }
    expect(await checkAccessibility(page)).toEqual([]);
  });

  it('keeps what a person marks', async () => {
    await go(`/runs/${failed.run.runId}?annotate#step-1`);
    await page.locator('#step-1[aria-busy="false"]').waitFor();
    await page.getByLabel('You are').fill('Ann');
    await page.locator('#step-1').focus();
    await page.keyboard.press('h');
    const onset = async (): Promise<unknown> =>
      (await get<RunDetailJson>(`/api/runs/${failed.run.runId}`)).findings.find(
        ({ annotation }) => annotation?.kind === 'onset',
      );
    await expect.poll(onset).toMatchObject({ stepIndex: 1, annotation: { author: 'Ann' } });
  });

  it('lays a passing attempt beside a failing one without being told which', async () => {
    await go('/compare');
    await page.getByRole('article', { name: /^First divergence/ }).waitFor();
    const ids = new URL(page.url()).searchParams.get('runs')?.split(',') ?? [];
    const pair = ids.map((id) => runs.find(({ runId }) => runId === id));
    expect(pair.map((run) => run?.outcome.status)).toEqual(['success', 'failure']);
    expect(pair[0]?.task).toBe(pair[1]?.task);
  });

  it('finds words in steps, and goes there', async () => {
    await go('/search?q=conda');
    const hit = page.locator('.search-hit').first();
    await hit.locator('mark').first().waitFor();
    expect((await hit.locator('mark').first().textContent())?.toLowerCase()).toBe('conda');
    await hit.getByRole('link').first().click();
    await page.waitForURL(/\/runs\/\w+#step-\d+/);
    await page.locator('article.step').first().waitFor();
  });

  it('shows all of them as a map, figures and patterns that agree with the store', async () => {
    await go('/map');
    await page.locator('.map-graph[data-settled="true"] .map-edge').first().waitFor();
    await page.getByText(`${runs.length} runs`, { exact: true }).waitFor();
    await go('/overview?group=model');
    await page.locator('.time-chart-mark').first().waitFor();
    const tiles = await page.locator('.overview-tile dd a').allTextContents();
    expect(tiles.slice(0, 2)).toEqual([String(runs.length), String(count('failure'))]);
    await go('/patterns');
    await page.getByText('tested within').waitFor();
    await go('/settings/storage');
    await page.getByText('Distinct messages').waitFor();
    const spans = runs.reduce((sum, run) => sum + run.spans, 0);
    expect(await page.locator('main').textContent()).toContain(spans.toLocaleString('en'));
  });

  it('asked nobody else for anything', () => {
    expect(watched.faults).toEqual([]);
    expect(
      watched.requests.filter((url) => !url.startsWith(`${site.url}/`) && !/^(?:data|blob):/.test(url)),
    ).toEqual([]);
  });
});
