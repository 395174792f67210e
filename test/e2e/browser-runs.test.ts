/** The list of runs in a real browser: counts, columns, views, tasks, what is done with chosen runs; keyboard, themes, a phone, hostile names. */
import { readFile } from 'node:fs/promises';
import { parseFilter, RUN_FIELDS, type RunDetailJson } from '@tracewright/core';
import { makeRun } from '@tracewright/store/testing';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkAccessibility } from './check-accessibility.ts';
import { expectHarmless } from './expect-harmless.ts';
import { CHROMIUM, openSite, type TestSite } from './open-browser.ts';
import { buildRuns, RUNS } from './runs-fixture.ts';

describe.skipIf(CHROMIUM === undefined)('the list of runs', () => {
  let site: TestSite;
  const built = buildRuns();
  const failures = built.filter(({ run }) => run.outcome.status === 'failure').length;
  beforeAll(async () => {
    site = await openSite();
    await site.store.write({
      runs: built.map(({ run, stats }) => ({ run, stats })),
      diagnoses: built.map(({ diagnosis }) => diagnosis),
    });
  });
  afterAll(() => site[Symbol.asyncDispose]());

  const filterOf = (page: Page): string => new URL(page.url()).searchParams.get('filter') ?? '';
  const total = (page: Page, count: number): Promise<void> =>
    page.locator('.filter-total', { hasText: new RegExp(`^${count} runs?$`) }).waitFor();

  it('narrows by counts, which write the filter and nothing else', async () => {
    const { page, faults } = await site.openPage('/');
    const facet = (name: string) => page.getByRole('region', { name, exact: true });
    const value = (name: string, text: string) => facet(name).locator('.facet-value', { hasText: text });
    await value('Outcome', 'failure').click();
    await total(page, failures);
    expect(filterOf(page)).toBe('outcome = failure');
    // Its own choice does not narrow a facet.
    await value('Outcome', 'success').waitFor();
    await value('Agent', 'clerk-1').click();
    await value('Agent', 'clerk-2').click();
    await expect
      .poll(() => filterOf(page))
      .toBe('outcome = failure and (agent = clerk-1 or agent = clerk-2)');
    const matching = built.filter(
      ({ run }) => run.outcome.status === 'failure' && ['clerk-1', 'clerk-2'].includes(run.agent ?? ''),
    );
    await total(page, matching.length);
    await value('Agent', 'clerk-1').click();
    await value('Agent', 'clerk-2').click();
    await value('Outcome', 'failure').click();
    await total(page, RUNS);
    expect(filterOf(page)).toBe('');

    await value('Finding', 'loop').click();
    await total(
      page,
      built.filter(({ diagnosis }) => diagnosis.findings.some((f) => f.category === 'loop')).length,
    );
    await page.getByRole('button', { name: 'Clear the filter' }).click();
    await total(page, RUNS);
    await facet('Agent').getByRole('button', { name: 'More …' }).click();
    await facet('Agent').getByRole('searchbox').fill('IFRAME');
    await expect.poll(() => facet('Agent').locator('.facet-name').allTextContents()).toHaveLength(1);

    await facet('Started').locator('.facet-time').first().click();
    const first = built.filter(
      ({ run }) => run.startTime !== undefined && run.startTime < 1_767_312_000_000_000_000n,
    );
    await total(page, first.length);
    await facet('Started').getByRole('button', { name: 'All times' }).click();
    await total(page, RUNS);
    expect(faults).toEqual([]);
  });

  it('lets columns be chosen, ordered, sorted and made wider by keyboard, and keeps them', async () => {
    const { page } = await site.openPage('/');
    const heads = async (): Promise<string[]> =>
      (await page.locator('.runs-head [role=columnheader]').allTextContents()).map((text) => text.trim());
    await page.getByRole('button', { name: 'Columns' }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Columns' });
    await dialog.getByRole('checkbox', { name: 'Format' }).focus();
    await page.keyboard.press('Space');
    await dialog.getByRole('checkbox', { name: 'Run id' }).focus();
    await page.keyboard.press('Space');
    await dialog.getByRole('checkbox', { name: 'Model' }).focus();
    await page.keyboard.press('Space');
    await dialog.getByRole('button', { name: 'Move Task to the left' }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    const wanted = ['Choose', 'Task', 'Outcome', 'Agent', 'Findings', 'Onset', 'Steps', 'Tokens', 'Cost', 'Duration', 'Started', 'Format', 'Run id']; // prettier-ignore
    expect(await heads()).toEqual(wanted);

    const edge = page.getByRole('separator', { name: 'Width of Agent' });
    const width = async (): Promise<number> =>
      (await page.locator('.runs-head .runs-agent').boundingBox())?.width ?? 0;
    const before = await width();
    await edge.focus();
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('ArrowRight');
    await expect.poll(width).toBeCloseTo(before + 48, 0);
    const wide = await width();
    await page.reload();
    await page.locator('.runs-link').first().waitFor();
    expect(await heads()).toEqual(wanted);
    expect(await width()).toBeCloseTo(wide, 0);
    await edge.focus();
    await page.keyboard.press('Enter');
    await expect.poll(width).toBeCloseTo(before, 0);
    await page.getByRole('columnheader', { name: 'Run id' }).getByRole('button').click();
    expect(new URL(page.url()).searchParams.get('sort')).toBe('run');
  });

  it('keeps named views, as addresses that show the same to others', async () => {
    const { page } = await site.openPage('/?filter=steps+%3E+3&sort=-cost&columns=task,cost');
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByRole('textbox', { name: 'Name of the view' }).fill('costly <b>ones</b>');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await page.goto(`${site.url}/`);
    await total(page, RUNS);
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByRole('link', { name: 'costly <b>ones</b>' }).click();
    await total(page, built.filter(({ stats }) => stats.steps > 3).length);
    expect(new URL(page.url()).searchParams.get('columns')).toBe('task,cost');
    expect(await page.getByRole('columnheader', { name: 'Cost' }).getAttribute('aria-sort')).toBe(
      'descending',
    );
  });

  it('shows every attempt at a task, marks flaky ones, and leads on', async () => {
    const { page } = await site.openPage('/?group=task');
    const row = (name: string) => page.getByRole('row', { name: new RegExp(`^${name}\\b`) });
    await row('task-0').waitFor();
    const steady = built.filter(({ run }) => run.task === 'task-0');
    expect(await row('task-0').locator('.attempt.outcome-success').count()).toBe(steady.length);
    expect(await row('task-0').locator('.flaky-mark').count()).toBe(0);
    expect(await row('task-0').getByRole('link', { name: 'Compare' }).count()).toBe(0);
    expect(await row('task-2').locator('.flaky-mark').count()).toBe(1);
    await page.getByRole('columnheader', { name: 'Failed' }).getByRole('button').click();
    await expect.poll(() => page.locator('.tasks-link').first().textContent()).toBe('task-1');

    const attempts = row('task-2').locator('.attempt');
    await attempts.last().focus();
    await page.keyboard.press('ArrowLeft');
    const [passed, failed] = (['success', 'failure'] as const).map(
      (status) =>
        built
          .filter(({ run }) => run.task === 'task-2' && run.outcome.status === status)
          .toSorted((a, b) => Number((a.run.startTime ?? 0n) - (b.run.startTime ?? 0n)))
          .at(-1)?.run.runId,
    );
    expect(await row('task-2').getByRole('link', { name: 'Compare' }).getAttribute('href')).toBe(
      `/compare?runs=${passed},${failed}`,
    );
    const opened = await attempts.nth(-2).getAttribute('href');
    await page.keyboard.press('Enter');
    await page.waitForURL(`**${opened}`);
    await page.goBack();
    await row('task-3').getByRole('link', { name: 'task-3' }).click();
    await total(page, built.filter(({ run }) => run.task === 'task-3').length);
    expect(filterOf(page)).toBe('task = task-3');
  });

  it('compares, exports and deletes what is chosen, by keyboard', async () => {
    const { page } = await site.openPage('/?sort=run');
    const bar = page.getByRole('region', { name: 'Chosen runs' });
    await page.locator('.runs-link').first().waitFor();
    for (const key of ['j', 'x', 'Shift+ArrowDown', 'J']) await page.keyboard.press(key);
    await bar.getByText('3 runs chosen').waitFor();
    await page
      .getByRole('checkbox', { name: /^Choose/ })
      .nth(5)
      .click({ modifiers: ['Shift'] });
    await bar.getByText('6 runs chosen').waitFor();
    const downloading = page.waitForEvent('download');
    await page.keyboard.press('e');
    const download = await downloading;
    expect(download.suggestedFilename()).toBe('runs-6.jsonl');
    const lines = (await readFile(await download.path(), 'utf8')).trimEnd().split('\n');
    // The cast: what `show --json` prints.
    const exported = lines.map((line) => JSON.parse(line) as RunDetailJson);
    expect(exported.map(({ run }) => run.runId)).toEqual(built.slice(0, 6).map(({ run }) => run.runId));
    expect(exported[0]?.findings.map(({ category }) => category)).toEqual(['loop', 'tool-error']);

    await page.keyboard.press('Escape');
    await bar.waitFor({ state: 'detached' });
    await page.keyboard.press('a');
    await bar.getByText(`${RUNS} runs chosen`).waitFor();
    await page.keyboard.press('Escape');

    for (const key of ['k', 'k', 'x', 'j', 'x']) await page.keyboard.press(key);
    await page.keyboard.press('c');
    await page.waitForURL(/\/compare\?runs=\w+,\w+$/);
    await page.getByRole('heading', { name: 'Compare' }).waitFor();
    await page.goBack();
    // What was chosen outlives a look elsewhere.
    await bar.getByText('2 runs chosen').waitFor();
    await page.keyboard.press('Escape');
    await bar.waitFor({ state: 'detached' });

    const doomed = await page.locator('.runs-link').last().getAttribute('href');
    await page
      .getByRole('checkbox', { name: /^Choose/ })
      .last()
      .click();
    await bar.getByText('1 run chosen').waitFor();
    await page.keyboard.press('Delete');
    const dialog = page.getByRole('dialog', { name: 'Delete this run?' });
    await dialog.getByText('1 run with 1 span').waitFor();
    await dialog.getByRole('button', { name: 'Keep' }).click();
    await total(page, RUNS);
    await page.keyboard.press('Delete');
    await dialog.getByRole('button', { name: 'Delete this run' }).click();
    await total(page, RUNS - 1);
    expect(await site.store.findRuns(doomed?.slice('/runs/'.length) ?? '')).toEqual([]);
  });

  it('asks before it deletes with both answers in sight, whatever a run is called', async () => {
    const made = makeRun(9_999, { task: 'x'.repeat(500) });
    await site.store.write({ runs: [made] });
    const { page } = await site.openPage('/?filter=task+~+xxxxxxxx');
    await total(page, 1);
    await page.getByRole('checkbox', { name: /^Choose/ }).check();
    await page.keyboard.press('Delete');
    const dialog = page.getByRole('dialog', { name: 'Delete this run?' });
    const right = async (part: Locator): Promise<number> => {
      const box = await part.boundingBox();
      return (box?.x ?? 0) + (box?.width ?? Infinity);
    };
    const confirm = dialog.getByRole('button', { name: 'Delete this run' });
    await dialog.getByText('1 run with').waitFor();
    expect(await right(confirm)).toBeLessThan(await right(dialog));
    await confirm.click();
    await total(page, 0);
  });

  it('shows hostile names as text, without an axe-core violation, in dark and light, and on a phone', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const watched = await site.openPage('/', { colorScheme });
      const { page } = watched;
      await page.locator('.facet-time').first().waitFor();
      await page.locator('.runs-link').first().focus();
      await page.keyboard.press('x');
      expect(await checkAccessibility(page)).toEqual([]);
      await page.getByRole('button', { name: 'By task' }).click();
      await page.locator('.attempt').first().waitFor();
      expect(await checkAccessibility(page)).toEqual([]);
      await expectHarmless(site, watched);
      await page.context().close();
    }
    const { page } = await site.openPage('/', { viewport: { width: 390, height: 780 } });
    const fits = (): Promise<boolean> =>
      page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);
    await page.locator('.runs-link').first().waitFor();
    expect(await fits()).toBe(true);
    await page.getByRole('button', { name: 'Counts' }).click();
    await page
      .getByRole('dialog', { name: 'Counts' })
      .locator('.facet-value', { hasText: 'failure' })
      .click();
    await page.keyboard.press('Escape');
    // The test before may have deleted one of them.
    await total(page, await site.store.countRuns(parseFilter('outcome = failure', RUN_FIELDS)));
    await page.getByRole('button', { name: 'By task' }).click();
    await page.locator('.attempt').first().waitFor();
    expect(await fits()).toBe(true);
  }, 180_000);

  it('keeps the list when it cannot be read anew, says so, and asks again', async () => {
    const { page } = await site.openPage('/');
    const first = page.locator('.runs-link').first();
    const runId = (await first.getAttribute('href'))?.split('/').at(-1) ?? '';
    await page.route('**/api/runs?*', (route) => route.abort());
    // Whoever annotates elsewhere changes the list.
    const response = await fetch(`${site.url}/api/runs/${runId}/annotations`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ kind: 'note', author: 'somebody', note: 'odd' }),
    });
    expect(response.status).toBe(200);
    const notice = page.locator('.list-failure');
    await notice.waitFor();
    expect(await notice.textContent()).toContain('Not up to date');
    expect(await first.isVisible()).toBe(true);
    await page.unroute('**/api/runs?*');
    await notice.getByRole('button', { name: 'Try again' }).click();
    await notice.waitFor({ state: 'detached' });
    expect(await first.isVisible()).toBe(true);
  });
});
