/** The page of a large run in a real browser: windows of steps, the minimap, the tree, long texts, links to steps. */
import { countStats } from '@tracewright/analysis';
import type { RunId, Span } from '@tracewright/core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateRun } from '../../bench/ui/generate-run.ts';
import { checkAccessibility } from './check-accessibility.ts';
import { CHROMIUM, openSite, type TestSite } from './open-browser.ts';

const WITHIN = { timeout: 30_000, interval: 100 };
const MESSAGE = 3_000_000;
/** Where to leave pictures of the states, for people who look at them. */
const PICTURES = process.env['TRACEWRIGHT_PICTURES'];

describe.skipIf(CHROMIUM === undefined)('the page of a large run', () => {
  let site: TestSite;
  let large: RunId;
  let steps: number;
  let withMessage: RunId;
  beforeAll(async () => {
    site = await openSite();
    large = await addRun(1, 6_000, 0);
    withMessage = await addRun(2, 60, MESSAGE);
    steps = (await ask<{ steps: number }>(`/api/runs/${large}/outline`)).steps;
  }, 300_000);
  afterAll(() => site[Symbol.asyncDispose]());

  async function addRun(number: number, spans: number, message: number): Promise<RunId> {
    const { run, batches } = generateRun(number, spans, message);
    const all: Span[] = [];
    for (const batch of batches()) {
      await site.store.write({ spans: batch });
      all.push(...batch);
    }
    await site.store.write({ runs: [{ run, stats: countStats(all) }] });
    return run.runId;
  }

  // The cast: what the route answers.
  const ask = async <T>(path: string): Promise<T> => (await (await fetch(site.url + path)).json()) as T;
  const isShown = (page: Page, step: number): Promise<boolean> =>
    page.evaluate((id) => {
      const shown = document.getElementById(id);
      const { top = -1 } = shown?.getBoundingClientRect() ?? {};
      return shown?.querySelector('.step-meta') !== null && top >= 0 && top < window.innerHeight;
    }, `step-${step}`);
  /** Whether the row of the step that is read stands in sight. */
  const isInTree = async (page: Page): Promise<boolean> => {
    const [row, panel] = await Promise.all(
      ['.tree-row[aria-selected="true"]', '.tree'].map((part) => page.locator(part).first().boundingBox()),
    );
    if (!row || !panel) return false;
    return row.y >= panel.y && row.y + row.height <= panel.y + panel.height;
  };
  const countNodes = (page: Page): Promise<number> =>
    page.evaluate(() => document.querySelectorAll('*').length);

  it('opens at a step far inside without loading the run, and reads on from there', async () => {
    const middle = Math.floor(steps / 2);
    const { page, requests, faults } = await site.openPage(`/runs/${large}#step-${middle}`);
    await expect.poll(() => isShown(page, middle), WITHIN).toBe(true);
    await page.mouse.move(400, 500);
    for (let turn = 0; turn < 30; turn += 1) await page.mouse.wheel(0, 400);
    await expect
      .poll(() => page.evaluate(() => document.querySelectorAll('article[aria-busy="true"]').length), WITHIN)
      .toBe(0);
    expect(await countNodes(page)).toBeLessThan(3_000);
    const asked = requests
      .map((url) => new URL(url))
      .filter(({ pathname }) => pathname.startsWith('/api/runs/'));
    expect(asked.map(({ pathname }) => pathname)).not.toContain(`/api/runs/${large}`);
    const windows = asked.filter(({ pathname }) => pathname.endsWith('/steps'));
    const loaded = windows.reduce(
      (sum, { searchParams }) => sum + Number(searchParams.get('to')) - Number(searchParams.get('from')),
      0,
    );
    expect(loaded).toBeLessThan(steps / 4);
    await page.keyboard.press('j');
    await expect.poll(() => page.evaluate(() => document.activeElement?.className), WITHIN).toBe('step');
    expect(faults).toEqual([]);
  }, 120_000);

  it('is read from end to end, and back', async () => {
    const { page } = await site.openPage(`/runs/${large}`);
    await expect.poll(() => page.locator('.step-meta').count(), WITHIN).toBeGreaterThan(0);
    const scrollTo = (share: number): Promise<void> =>
      page.evaluate((part) => {
        const scroller = document.querySelector('.run-page');
        if (scroller !== null) scroller.scrollTop = part * scroller.scrollHeight;
      }, share);
    await scrollTo(1);
    await expect.poll(() => page.locator(`#step-${steps - 1} .step-meta`).count(), WITHIN).toBe(1);
    await scrollTo(0);
    await expect.poll(() => isShown(page, 0), WITHIN).toBe(true);
    // What is measured above the screen moves nothing on it.
    await scrollTo(0.5);
    const place = (): Promise<readonly [string, number] | undefined> =>
      page.evaluate(() => {
        const seen = [...document.querySelectorAll('article.step')].find(
          (step) => step.getBoundingClientRect().bottom > 60,
        );
        return seen === undefined
          ? undefined
          : ([seen.id, Math.round(seen.getBoundingClientRect().top)] as const);
      });
    await expect.poll(place, WITHIN).toBeDefined();
    await expect
      .poll(() => page.evaluate(() => document.querySelectorAll('article[aria-busy="true"]').length), WITHIN)
      .toBe(0);
    const before = await place();
    await page.evaluate(() => document.querySelector('.run-page')?.scrollBy(0, -300));
    await page.waitForFunction(() => document.querySelectorAll('article[aria-busy="true"]').length === 0);
    await page.evaluate(() => document.querySelector('.run-page')?.scrollBy(0, 300));
    await expect.poll(place, WITHIN).toEqual(before);
  }, 120_000);

  it('goes where the minimap is clicked, and by its keys', async () => {
    const { page } = await site.openPage(`/runs/${large}`);
    const minimap = page.getByRole('slider', { name: 'Place in the run' });
    await minimap.waitFor();
    const box = await minimap.boundingBox();
    await minimap.click({ position: { x: (box?.width ?? 0) * 0.75, y: 20 } });
    const at = Number(/#step-(\d+)$/.exec(page.url())?.[1]);
    expect(Math.abs(at / steps - 0.75)).toBeLessThan(0.01);
    await expect.poll(() => isShown(page, at), WITHIN).toBe(true);
    await minimap.focus();
    await page.keyboard.press('End');
    await expect.poll(() => page.locator(`#step-${steps - 1} .step-meta`).count(), WITHIN).toBe(1);
    expect(await minimap.getAttribute('aria-valuenow')).toBe(String(steps - 1));
    await page.keyboard.press('n');
    await expect.poll(() => page.locator('.finding[data-active="true"]').count(), WITHIN).toBe(0);
    await page.keyboard.press('PageDown');
    expect(Number(await minimap.getAttribute('aria-valuenow'))).toBe(steps - 1 - Math.ceil(steps / 10));
    await page.keyboard.press('Home');
    await page.keyboard.press('n');
    await expect.poll(() => page.locator('.finding[data-active="true"]').count(), WITHIN).toBe(1);
    expect(await countNodes(page)).toBeLessThan(3_000);
  }, 120_000);

  it('shows a tree of thousands of rows, closed and open', async () => {
    const { page } = await site.openPage(`/runs/${large}`);
    await page.getByRole('tab', { name: 'Tree' }).click();
    const tree = page.getByRole('tree');
    await tree
      .getByRole('treeitem', { name: 'invoke_agent coordinator' })
      .waitFor({ timeout: WITHIN.timeout });
    await tree.getByRole('treeitem').first().focus();
    await page.keyboard.press('End');
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-index')), WITHIN)
      .toBe('5999');
    expect(await page.getByRole('treeitem').count()).toBeLessThan(80);
    await page.keyboard.press('Home');
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-index')), WITHIN)
      .toBe('0');
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => page.getByRole('treeitem').count(), WITHIN).toBe(1);
    await page.getByRole('button', { name: 'Stages' }).click();
    await page.getByRole('treeitem', { name: /Stage 0/ }).waitFor({ timeout: WITHIN.timeout });
  }, 120_000);

  it('shows the spans of the step that is read, wherever it is chosen', async () => {
    const { page } = await site.openPage(`/runs/${large}#step-1000`);
    await page.getByRole('tab', { name: 'Tree' }).click();
    const chosen = page.locator('.tree-row[aria-selected="true"]').first();
    await chosen.waitFor(WITHIN);
    const there = await chosen.getAttribute('data-index');
    await page.locator('#step-1000').focus();
    await page.keyboard.press('n');
    await expect.poll(() => chosen.getAttribute('data-index'), WITHIN).not.toBe(there);
    expect(await isInTree(page)).toBe(true);
  }, 120_000);

  it('goes back to the row by which a step was chosen', async () => {
    const { page } = await site.openPage(`/runs/${large}#step-1000`);
    await page.getByRole('tab', { name: 'Tree' }).click();
    const chosen = page.locator('.tree-row[aria-selected="true"]').first();
    await chosen.click(WITHIN);
    const row = await chosen.getAttribute('data-index');
    const goTo = (hash: string): Promise<void> => page.evaluate((to) => void (location.hash = to), hash);
    await goTo('#step-10');
    await expect.poll(() => chosen.getAttribute('data-index'), WITHIN).not.toBe(row);
    await goTo('#step-1000');
    await expect.poll(() => chosen.count(), WITHIN).toBe(1);
    expect(await chosen.getAttribute('data-index')).toBe(row);
    expect(await isInTree(page)).toBe(true);
  }, 120_000);

  it('folds a very long text with its size, and reads it in pieces', async () => {
    const detail = await ask<{ steps: readonly { index: number; observation: { text: string } | null }[] }>(
      `/api/runs/${withMessage}`,
    );
    const long = detail.steps.find(({ observation }) => (observation?.text.length ?? 0) === MESSAGE);
    const { page, requests } = await site.openPage(`/runs/${withMessage}#step-${long?.index}`);
    const result = page.locator(`#step-${long?.index} .step-observation`);
    await result.getByText('3M characters').waitFor({ timeout: WITHIN.timeout });
    await result.getByRole('button', { name: 'Show all' }).click();
    await result.getByText('1 to 50,000 of 3,000,000 characters').waitFor({ timeout: WITHIN.timeout });
    await result.getByRole('button', { name: 'Last' }).click();
    const end = long?.observation?.text.slice(-60).trimEnd() ?? '';
    await expect.poll(() => result.textContent(), WITHIN).toContain(end);
    await result.getByRole('button', { name: 'Show less' }).click();
    const texts = requests.map((url) => new URL(url)).filter(({ pathname }) => pathname.endsWith('/text'));
    expect(texts.length).toBeGreaterThan(1);
    for (const { searchParams } of texts)
      expect(Number(searchParams.get('to')) - Number(searchParams.get('from'))).toBeLessThanOrEqual(50_000);
  }, 120_000);

  it('has no accessibility violation that axe-core finds, in dark and light', async () => {
    const { page } = await site.openPage(`/runs/${large}#step-40`);
    await page.getByRole('slider').waitFor();
    await expect.poll(() => isShown(page, 40), WITHIN).toBe(true);
    await page.getByRole('tab', { name: 'Tree' }).click();
    await page.getByRole('treeitem').first().waitFor({ timeout: WITHIN.timeout });
    await page.evaluate(() => document.querySelector('.run-page')?.scrollTo(0, 0));
    expect(await checkAccessibility(page)).toEqual([]);
    if (PICTURES !== undefined) await page.screenshot({ path: `${PICTURES}/large.png` });
  }, 180_000);
});
