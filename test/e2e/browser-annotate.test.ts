/** Marking a run in a real browser: what people say is kept, shown beside the diagnosis, and can be taken back. */
import { fileURLToPath } from 'node:url';
import type { FindingJson, RunDetailJson, RunJson } from '@tracewright/core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkAccessibility } from './check-accessibility.ts';
import { CHROMIUM, openSite, type TestSite } from './open-browser.ts';
import { PAYLOADS } from './payloads.ts';

const RUNS = fileURLToPath(new URL('../../packages/importers/fixtures/swe-agent/', import.meta.url));
const HOSTILE = PAYLOADS.slice(0, 8);
const PICTURES = process.env['TRACEWRIGHT_PICTURES'];
const SIZES = [
  [1280, 800],
  [1920, 1080],
  [390, 844],
] as const;

describe.skipIf(CHROMIUM === undefined)('annotating a run', () => {
  let site: TestSite;
  let run: RunDetailJson;
  beforeAll(async () => {
    site = await openSite();
    await site.importPaths([RUNS]);
    const { runs } = await get<{ runs: RunJson[] }>('/api/runs?where=findings%20%3E%200&order=-steps');
    run = await get<RunDetailJson>(`/api/runs/${runs[0]?.runId ?? ''}`);
  }, 120_000);
  afterAll(() => site[Symbol.asyncDispose]());

  async function get<T>(path: string): Promise<T> {
    const response = await fetch(site.url + path);
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
    // The shapes are pinned in core.
    return (await response.json()) as T;
  }
  const marks = async (): Promise<readonly FindingJson[]> =>
    (await get<{ annotations: FindingJson[] }>('/api/annotations')).annotations;
  const kinds = async (): Promise<readonly unknown[]> =>
    (await marks()).map(({ annotation, stepIndex }) => [annotation?.kind, stepIndex]);
  const press = async (page: Page, keys: string): Promise<void> => {
    for (const key of keys.split(' ')) await page.keyboard.press(key);
  };

  it('is done by keyboard alone, and seen by whoever has the run open', async () => {
    const watcher = await site.openPage(`/runs/${run.run.runId}`);
    await watcher.page.locator('article.step[aria-busy="false"]').first().waitFor();
    const { page, faults } = await site.openPage(`/runs/${run.run.runId}#step-1`);
    await page.locator('#step-1[aria-busy="false"]').waitFor();
    await press(page, 'a');
    await expect.poll(() => page.url()).toContain('?annotate#step-1');
    await page.getByLabel('You are').fill('Ann');
    await page.locator('#step-1').focus();
    await press(page, 'h');
    await expect.poll(kinds).toEqual([['onset', 1]]);
    const onsets = watcher.page.getByRole('list', { name: 'Where people say it went wrong' });
    await onsets.getByText('marked step 1').waitFor();
    expect(await onsets.textContent()).toContain('Ann');
    expect((await get<RunDetailJson>(`/api/runs/${run.run.runId}`)).onset).toEqual(run.onset);

    await press(page, 'm');
    await page.getByRole('dialog').getByLabel('Note', { exact: true }).fill('reads the wrong file');
    await press(page, 'Control+Enter');
    await page.locator('#step-1 .annotation').getByText('reads the wrong file').waitFor();
    await press(page, 'c');
    await page.getByRole('dialog').getByLabel('What it is').fill('wrong-file');
    await press(page, 'Control+Enter');
    await page.locator('#step-1 .annotation').getByText('wrong-file', { exact: true }).waitFor();
    await press(page, 'z');
    await expect.poll(kinds).toEqual(
      expect.arrayContaining([
        ['onset', 1],
        ['note', 1],
      ]),
    );
    await expect.poll(async () => (await marks()).length).toBe(2);
    await press(page, 'z z');
    await expect.poll(async () => (await marks()).length).toBe(0);
    await onsets.waitFor({ state: 'detached' });
    await press(page, 'a');
    await page.getByRole('region', { name: 'Annotate' }).waitFor({ state: 'detached' });
    expect([...faults, ...watcher.faults]).toEqual([]);
  });

  it('judges findings and the outcome, and remembers who does', async () => {
    const { page } = await site.openPage(`/runs/${run.run.runId}?annotate`);
    await page.getByLabel('You are').fill('Bob');
    const finding = page
      .locator('.finding')
      .filter({ has: page.getByRole('group') })
      .first();
    await finding.getByRole('button', { name: 'Accept', exact: true }).click();
    await expect.poll(kinds).toMatchObject([['accept', expect.anything()]]);
    await finding.getByRole('button', { name: 'Reject', exact: true }).click();
    await expect.poll(kinds).toMatchObject([['reject', expect.anything()]]);
    const count = run.findings.length - 1;
    await page.getByRole('tab', { name: `Findings ${count}` }).waitFor();
    expect(
      await finding.locator('.finding-message').evaluate((text) => getComputedStyle(text).textDecorationLine),
    ).toBe('line-through');
    const other = run.run.outcome.status === 'success' ? 'Failed' : 'Passed';
    await page.getByRole('button', { name: other, exact: true }).click();
    await page.locator('.run-facts').getByText(`recorded: ${run.run.outcome.status}`).waitFor();
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByText('Rejected by Bob').first().waitFor();
    await page.goto(`${site.url}/runs/${run.run.runId}?annotate`);
    expect(await page.getByLabel('You are').inputValue()).toBe('Bob');
    await page.getByRole('button', { name: 'Take back: Outcome by Bob' }).click();
    await expect.poll(kinds).toMatchObject([['reject', expect.anything()]]);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(async () => (await marks()).length).toBe(2);
    for (const { id } of await marks())
      await fetch(`${site.url}/api/runs/${run.run.runId}/annotations/${id}`, { method: 'DELETE' });
  });

  it('keeps what is selected in a step as evidence', async () => {
    const step = run.steps.find(({ observation }) => (observation?.text ?? '').length > 30)?.index ?? 0;
    const { page } = await site.openPage(`/runs/${run.run.runId}?annotate#step-${step}`);
    const text = page.locator(`#step-${step} .step-observation .folded-text`);
    await text.waitFor();
    const quote = await text.evaluate((element) => {
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      const node = walker.nextNode();
      if (node === null) return '';
      const length = Math.min(12, (node.textContent ?? '').split('\n')[0]?.length ?? 0);
      window.getSelection()?.setBaseAndExtent(node, 0, node, length);
      return window.getSelection()?.toString().trim() ?? '';
    });
    expect(quote.length).toBeGreaterThan(2);
    await page.locator(`#step-${step}`).getByRole('button', { name: 'Onset here' }).click();
    await expect.poll(async () => (await marks())[0]?.evidence[0]?.quote).toBe(quote);
    await page.locator(`#step-${step} .annotation`).getByText(quote).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(kinds).toEqual([]);
  });

  it('shows whatever people type as text, and passes axe in both themes', async () => {
    const body = (kind: object): RequestInit => ({
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(kind),
    });
    const path = `${site.url}/api/runs/${run.run.runId}/annotations`;
    for (const [index, payload] of HOSTILE.entries())
      await fetch(
        path,
        body({
          kind: 'note',
          step: index % 3,
          author: payload.slice(0, 100),
          note: `${payload} ${'long '.repeat(60)}`,
        }),
      );
    await fetch(
      path,
      body({ kind: 'onset', step: 2, author: 'Ann', note: 'the path is wrong from here on' }),
    );
    await fetch(path, body({ kind: 'category', step: 1, author: 'Ann', category: 'misread-output' }));
    await fetch(path, body({ kind: 'reject', finding: run.findings[0]?.id, author: 'Ann' }));
    expect(await marks()).toHaveLength(HOSTILE.length + 3);
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page, dialogs, faults } = await site.openPage(`/runs/${run.run.runId}?annotate#step-1`, {
        colorScheme,
      });
      await page.locator('#step-1 .annotation').first().waitFor();
      expect({ colorScheme, found: await checkAccessibility(page) }).toEqual({ colorScheme, found: [] });
      expect(await page.evaluate(() => '__pwned' in globalThis)).toBe(false);
      expect([...dialogs, ...faults]).toEqual([]);
      if (PICTURES !== undefined)
        for (const [width, height] of SIZES) {
          await page.setViewportSize({ width, height });
          await page.screenshot({ path: `${PICTURES}/annotate-${colorScheme}-${width}.png` });
        }
      await page.setViewportSize({ width: 390, height: 844 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
      await page.goto(`${site.url}/runs/${run.run.runId}?annotate#finding-${run.findings[0]?.id}`);
      const message = await page.locator('.step-finding-message').first().boundingBox();
      expect(message?.width).toBeGreaterThan(200);
      await page.context().close();
    }
  }, 120_000);
});
