/** The overview in a real browser: figures against the store, marks that open their runs, keyboard, themes, hostile names. */
import { DIAGNOSIS_VERSION } from '@tracewright/analysis';
import type { Diagnosis, Run, RunId, TraceId } from '@tracewright/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkAccessibility } from './check-accessibility.ts';
import { expectHarmless } from './expect-harmless.ts';
import { CHROMIUM, openSite, type TestSite } from './open-browser.ts';
import { PAYLOADS } from './payloads.ts';

const DAY = 86_400_000_000_000n;
const FIRST = 1_767_225_600_000_000_000n;
const RUNS = 40;
const UNTIMED = 3;

/** Runs over ten days, every fourth a failure, of agents with hostile names; the last ones without a time. */
function buildRun(index: number): { run: Run; diagnosis: Diagnosis } {
  const hex = index.toString(16).padStart(4, '0');
  const runId = `${'f'.repeat(12)}${hex}` as RunId;
  const startTime = FIRST + BigInt(index % 10) * DAY;
  const payload = PAYLOADS[index % PAYLOADS.length] ?? '';
  const run: Run = {
    runId,
    traceIds: [`${'f'.repeat(28)}${hex}` as TraceId],
    agent: index < 30 ? 'clerk' : payload,
    model: 'model-one',
    task: `task-${index}`,
    source: { path: 'log.json', format: 'test-format' },
    outcome: { status: index % 4 === 0 ? 'failure' : 'success' },
    tools: [],
    environment: {},
    ...(index >= RUNS - UNTIMED
      ? {}
      : { startTime, endTime: startTime + BigInt(index + 1) * 1_000_000_000n }),
  };
  const diagnosis: Diagnosis = {
    runId,
    version: DIAGNOSIS_VERSION,
    spans: 1,
    onset: null,
    ranked: [],
    findings: ['onset', ...(index % 5 === 0 ? [index % 10 === 0 ? 'loop' : payload] : [])].map(
      (category, place) => ({
        id: `${runId}-${place}`,
        runId,
        detector: 'test@1',
        category,
        severity: 'error',
        confidence: 1,
        message: 'found',
        evidence: [],
      }),
    ),
  };
  return { run, diagnosis };
}

describe.skipIf(CHROMIUM === undefined)('the overview', () => {
  let site: TestSite;
  const built = Array.from({ length: RUNS }, (_, index) => buildRun(index));
  beforeAll(async () => {
    site = await openSite();
    await site.store.write({
      runs: built.map(({ run }) => ({
        run,
        stats: { steps: 1, spans: 1, inputTokens: 10, outputTokens: 5, costUsd: 0.25 },
      })),
      diagnoses: built.map(({ diagnosis }) => diagnosis),
    });
  });
  afterAll(() => site[Symbol.asyncDispose]());

  it('shows the figures, names runs without a time, and each mark opens its runs', async () => {
    const { page, faults } = await site.openPage('/');
    await page.getByRole('link', { name: 'Overview' }).click();
    await page.locator('.overview-tiles').waitFor();
    const tiles = await page.locator('.overview-tile').allTextContents();
    expect(tiles.slice(0, 4)).toEqual(['Runs40', 'Failures10 25 %', 'Cost$10.00', 'Tokens600']);
    expect(await page.locator('.overview-untimed').textContent()).toContain(
      '3 runs have no time and stand in no chart: test-format 3',
    );
    const chart = page.getByRole('region', { name: 'Runs', exact: true });
    await chart.locator('.time-chart-mark').first().waitFor();
    const day = built.filter(({ run }) => run.startTime === FIRST);
    expect(await chart.locator('.time-chart-mark').first().getAttribute('aria-label')).toBe(
      `2026-01-01: failure ${day.filter(({ run }) => run.outcome.status === 'failure').length}, success ${day.filter(({ run }) => run.outcome.status === 'success').length}`,
    );
    await chart.locator('.time-chart-mark').first().click();
    await page.getByText(`${day.length} runs`, { exact: true }).waitFor();
    await page.goBack();
    // Every run has an onset; it is no mistake among others.
    expect(await page.getByRole('rowheader', { name: 'onset' }).count()).toBe(0);
    await page.getByRole('link', { name: 'loop' }).click();
    await page.getByText('4 runs', { exact: true }).waitFor();
    expect(faults).toEqual([]);
  });

  it('is walked by keyboard, keeps range and group in the address, and says where a filter is wrong', async () => {
    const { page } = await site.openPage('/overview');
    const marks = page.getByRole('region', { name: 'Failures', exact: true }).locator('.time-chart-mark');
    await marks.first().focus();
    await page.keyboard.press('ArrowRight');
    const href = await page.evaluate(() => document.activeElement?.getAttribute('href'));
    expect(href).toBe(await marks.nth(1).getAttribute('href'));
    await page.keyboard.press('Enter');
    await page.locator('.runs-link').first().waitFor();
    expect(new URL(page.url()).searchParams.get('filter')).toContain('outcome = failure');

    await page.goto(`${site.url}/overview?from=2026-01-02&to=2026-01-04`);
    await page.locator('.overview-tiles').waitFor();
    const days = page.getByRole('group', { name: 'Days' });
    expect(await days.getByLabel('from').inputValue()).toBe('2026-01-02');
    expect(await days.getByLabel('to').inputValue()).toBe('2026-01-03');
    const within = built.filter(
      ({ run }) =>
        run.startTime !== undefined && run.startTime >= FIRST + DAY && run.startTime < FIRST + 3n * DAY,
    );
    expect(await page.locator('.overview-tile').first().textContent()).toBe(`Runs${within.length}`);

    await days.getByLabel('from').fill('2026-01-05');
    expect(await days.getByLabel('from').getAttribute('aria-invalid')).toBe('true');
    expect(new URL(page.url()).search).toBe('?from=2026-01-02&to=2026-01-04');
    await days.getByLabel('to').fill('2026-01-06');
    await page.waitForURL('**/overview?from=2026-01-05&to=2026-01-07');
    const later = built.filter(
      ({ run }) =>
        run.startTime !== undefined && run.startTime >= FIRST + 4n * DAY && run.startTime < FIRST + 6n * DAY,
    );
    await expect.poll(() => page.locator('.overview-tile').first().textContent()).toBe(`Runs${later.length}`);

    await page.getByRole('button', { name: 'All times' }).click();
    await expect.poll(() => days.getByLabel('from').inputValue()).toBe('2026-01-01');
    await page.getByRole('button', { name: 'Agent' }).click();
    await page.getByRole('row', { name: /^clerk/ }).waitFor();
    expect(new URL(page.url()).search).toBe('?group=agent');
    await page.getByRole('combobox', { name: 'Filter' }).fill('agnt = x');
    await page.locator('.filter-place-mark').waitFor();
    expect(await page.locator('.filter-place-mark').textContent()).toBe('agnt');
    await page.getByRole('combobox', { name: 'Filter' }).fill('agent = nobody');
    await page.getByText('No run matches.').waitFor();
  });

  it('draws the time of most runs when some lie far away, and all of it when asked', async () => {
    const far = [0n, BigInt(Date.UTC(2011, 5, 1)) * 1_000_000n].map((startTime, index) => ({
      run: { ...buildRun(RUNS + index).run, startTime, endTime: startTime + 1_000_000_000n },
      stats: { steps: 1, spans: 1, inputTokens: 0, outputTokens: 0 },
    }));
    await site.store.write({ runs: far });
    const { page } = await site.openPage('/overview?group=agent');
    const mark = page.getByRole('region', { name: 'Runs', exact: true }).locator('.time-chart-mark').first();
    await page.getByText('Charts show 2026-01-01 to 2026-01-14, where most runs are: 2 stand').waitFor();
    expect(await mark.getAttribute('aria-label')).toMatch(/^2026-01-01: /);
    expect(await page.locator('.overview-tile').first().textContent()).toBe('Runs42');
    await page.getByRole('link', { name: 'All times in the charts' }).click();
    await expect.poll(() => mark.getAttribute('aria-label')).toMatch(/^week from 1970-01-01: /);
    expect(new URL(page.url()).search).toBe('?group=agent&axis=all');
    await page.getByRole('link', { name: 'Those of most runs' }).click();
    await expect.poll(() => mark.getAttribute('aria-label')).toMatch(/^2026-01-01: /);
    await site.store.deleteRuns(far.map(({ run }) => run.runId));
  });

  it('puts a day alone in the middle of a chart that shows the days around it', async () => {
    const { page } = await site.openPage('/overview?filter=task+%3D+task-3');
    const chart = page.getByRole('region', { name: 'Runs', exact: true });
    const mark = chart.locator('.time-chart-mark');
    await mark.waitFor();
    const [bar, plot] = await Promise.all([
      mark.boundingBox(),
      chart.locator('.u-over').first().boundingBox(),
    ]);
    const share = ((bar?.x ?? 0) + (bar?.width ?? 0) / 2 - (plot?.x ?? 0)) / (plot?.width ?? 1);
    expect(share).toBeCloseTo(0.5, 1);
  });

  it('shows hostile names as text, without an axe-core violation, in dark and light', async () => {
    const watched = await site.openPage('/overview?group=agent');
    const { page } = watched;
    await page.locator('.overview-findings').waitFor();
    const text = await page.locator('main').textContent();
    for (const { run } of built) expect(text).toContain((run.agent ?? '').slice(0, 40));
    await expectHarmless(site, watched);
    expect(await checkAccessibility(page)).toEqual([]);
  }, 180_000);
});
