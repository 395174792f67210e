/** The views of one run in a real browser: agents as lanes and as a graph, what the transcript renders, links to any place, keys. */
import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { countStats } from '@tracewright/analysis';
import type { RunDetailJson } from '@tracewright/core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkAccessibility } from './check-accessibility.ts';
import { CHROMIUM, openSite, type TestSite } from './open-browser.ts';
import { buildRunOfAgents, LONG, MONSTROUS, REMOTE, REPORT, RUN_ID } from './run-of-agents.ts';

const WITHIN = { timeout: 20_000, interval: 50 };
/** Where to leave pictures of the states, for people who look at them. */
const PICTURES = process.env['TRACEWRIGHT_PICTURES'];

describe.skipIf(CHROMIUM === undefined)('the views of a run', () => {
  let site: TestSite;
  let detail: RunDetailJson;
  beforeAll(async () => {
    site = await openSite();
    const { run, spans } = buildRunOfAgents();
    await site.store.write({ runs: [{ run, stats: countStats(spans) }], spans });
    // The cast: what the route answers.
    detail = (await (await fetch(`${site.url}/api/runs/${RUN_ID}`)).json()) as RunDetailJson;
  }, 60_000);
  afterAll(() => site[Symbol.asyncDispose]());

  /** The step that calls a tool. */
  const find = (tool: string, place = 0): number =>
    detail.steps.filter(({ action }) => action.tool === tool)[place]?.index ?? -1;
  const open = (hash = '') => site.openPage(`/runs/${RUN_ID}${hash}`);
  const marked = (page: Page): Promise<string | null> =>
    page.evaluate(() => {
      const mark = document.querySelector('mark[data-active="true"]');
      const { top = -1, bottom = 0 } = mark?.getBoundingClientRect() ?? {};
      return top >= 0 && bottom <= window.innerHeight ? (mark?.textContent ?? null) : null;
    });
  const take = async (page: Page, name: string): Promise<void> => {
    if (PICTURES !== undefined) await page.screenshot({ path: `${PICTURES}/${name}.png` });
  };

  it.each(['', '#step-3'])(
    'asks for the first screen once, before the program is there: %s',
    async (hash) => {
      const { page, faults } = await open(hash);
      await page.locator('article.step .step-meta').first().waitFor();
      const { asked, left } = await page.evaluate(() => {
        const entries = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
        const asked = entries.filter(({ name }) => name.includes('/api/'));
        return {
          asked: asked.map(({ name }) => name.replace(/^.*\//, '')),
          left: globalThis.earlyAnswers?.size,
        };
      });
      // Before everything that the program asks for, all at once; what changes meanwhile is asked for again.
      expect(asked.slice(0, 3).toSorted()).toEqual(['outline', 'steps?from=0&to=64', 'summary']);
      expect(asked.filter((name) => name.startsWith('steps'))).toHaveLength(1);
      // The page has taken all of them.
      expect(left).toBe(0);
      expect(faults).toEqual([]);
      await page.context().close();
    },
    60_000,
  );

  it('draws agents at work at once in lanes of their own, linked with the transcript', async () => {
    const { page, faults } = await open();
    await page.locator('article.step .step-meta').first().waitFor();
    await page.keyboard.press('g');
    const rows = page.getByRole('listbox', { name: 'Steps by agent' }).getByRole('option');
    await rows.first().waitFor();
    const names = (await rows.allTextContents()).map((text) => text.replace(/^\d+/, ''));
    expect(names.slice(0, 7)).toEqual([
      'useruser',
      'leadTask',
      'leadTask',
      'coderbash, error',
      'coder 2git_diff',
      'coderedit_file',
      'coder 2screenshot',
    ]);
    const inked = await page.locator('canvas.lanes-drawing').evaluate((canvas) => {
      // The cast: the locator names a canvas.
      const { width, height } = canvas as HTMLCanvasElement;
      const pixels =
        (canvas as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height).data ?? [];
      return pixels.filter((value, index) => index % 4 === 3 && value > 0).length;
    });
    expect(inked).toBeGreaterThan(500);
    const edit = find('edit_file');
    await rows.nth(edit).click();
    await page.locator(`#step-${edit}[data-current="true"]`).waitFor();
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await page.keyboard.press('j');
    await expect.poll(() => rows.nth(edit + 1).getAttribute('aria-selected'), WITHIN).toBe('true');
    await take(page, 'lanes');
    expect(faults).toEqual([]);
    await page.context().close();
  }, 60_000);

  it('counts calls as edges that lead to their steps, by keyboard', async () => {
    const { page } = await open();
    await page.locator('article.step .step-meta').first().waitFor();
    await page.keyboard.press('g');
    await page.getByRole('button', { name: 'Calls' }).focus();
    await page.keyboard.press('Enter');
    const called = page.getByRole('button', { name: /^lead calls agent coder/ });
    await called.waitFor();
    expect(await called.textContent()).toBe('lead calls agent coder2');
    expect(await page.getByRole('button', { name: /^coder calls bash/ }).textContent()).toBe(
      'coder calls bash11 failed',
    );
    await called.focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => new URL(page.url()).hash).toBe(`#step-${find('bash')}`);
    await page.keyboard.press('Enter');
    await expect.poll(() => new URL(page.url()).hash).toBe(`#step-${find('git_diff')}`);
    await take(page, 'calls');
    await page.context().close();
  }, 60_000);

  it('renders colours of a terminal, diffs, edits, JSON and pictures, and asks nobody else for anything', async () => {
    const { page, requests, faults } = await open();
    const step = (tool: string) => page.locator(`#step-${find(tool)}`);
    const go = async (tool: string): Promise<void> => {
      await page.evaluate(
        (hash) => {
          window.location.hash = hash;
        },
        `#step-${find(tool)}`,
      );
      await step(tool).locator('.step-meta').waitFor();
    };
    await go('bash');
    const output = step('bash').locator('.step-observation');
    expect(await output.locator('.ansi-red.ansi-bold').textContent()).toBe('FAIL');
    expect(await output.locator('.ansi-on-red').textContent()).toBe('1 failed');
    expect(await output.locator('[data-part]').textContent()).toBe('FAIL fare.test.ts\n12 passed, 1 failed');
    await take(page, 'ansi');
    await go('git_diff');
    const diff = step('git_diff').locator('.step-observation');
    expect(await diff.locator('.diff-removed').allTextContents()).toEqual(['-  return price;\n']);
    expect(await diff.locator('.diff-added').allTextContents()).toEqual(['+  return price * seats;\n']);
    await go('edit_file');
    expect(await step('edit_file').locator('.diff-marked').allTextContents()).toEqual([
      '  return price;\n',
      '  return price * seats;\n',
    ]);
    expect(await step('edit_file').locator('.step-observation [data-part]').textContent()).toContain(
      '"id": 12345678901234567890,\n',
    );
    await take(page, 'diffs');
    await go('screenshot');
    const picture = step('screenshot').getByRole('img', { name: 'Picture 1 in the result' });
    // The cast: the locator names a picture.
    await expect
      .poll(() => picture.evaluate((img) => (img as HTMLImageElement).naturalWidth), WITHIN)
      .toBe(10);
    await take(page, 'picture');
    const last = detail.steps.length - 1;
    await page.evaluate((hash) => {
      window.location.hash = hash;
    }, `#step-${last}`);
    const report = page.locator(`#step-${last}`);
    await report.getByRole('cell', { name: '24' }).waitFor();
    expect(await report.locator('strong').textContent()).toBe('fixed');
    expect(await report.locator('.markdown').textContent()).toContain('<b>raw</b> [run](javascript:alert)');
    expect(await report.locator('.markdown').getByRole('link').getAttribute('href')).toBe(REMOTE);
    await report.getByRole('img', { name: `Picture 1 of step ${last}` }).waitFor();
    expect(await report.locator('.picture-link').getAttribute('href')).toBe(REMOTE);
    await take(page, 'markdown');
    await report.getByRole('button', { name: 'As written' }).click();
    expect(await report.locator('[data-part="message"]').textContent()).toBe(REPORT);
    const origins = new Set(
      requests.filter((url) => !url.startsWith('data:')).map((url) => new URL(url).origin),
    );
    expect([...origins]).toEqual([site.url]);
    expect(requests).not.toContain(REMOTE);
    expect(faults).toEqual([]);
    await page.context().close();
  }, 60_000);

  it.each([
    ['whole when it is opened', LONG, 0],
    ['in pieces', MONSTROUS, 1],
  ])(
    'opens a range of a text that is loaded %s, marked and in view',
    async (_how, text, place) => {
      const start = text.length - 3_000;
      const { page } = await open(`#step-${find('read_log', place)}:output:${start}-${start + 40}`);
      await expect.poll(() => marked(page), WITHIN).toBe(text.slice(start, start + 40));
      await page.context().close();
    },
    60_000,
  );

  it('copies a link to what is selected, to a step, and to a finding, by keyboard', async () => {
    const { page } = await site.openPage(`/runs/${RUN_ID}#step-${find('git_diff')}`, {
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const clipboard = (): Promise<string> => page.evaluate(() => navigator.clipboard.readText());
    const copied = page.getByText('Copied the link to');
    await page.locator(`#step-${find('git_diff')} .diff-added`).waitFor();
    await page.keyboard.press('y');
    await copied.waitFor();
    expect(new URL(await clipboard()).hash).toBe(`#step-${find('git_diff')}`);
    await page.evaluate(
      (selector) => {
        const line = document.querySelector(selector);
        if (line !== null) document.getSelection()?.selectAllChildren(line);
      },
      `#step-${find('git_diff')} .diff-removed`,
    );
    await page.keyboard.press('y');
    await expect.poll(clipboard, WITHIN).toContain(':output:');
    const link = new URL(await clipboard());
    const again = await open(link.hash);
    await expect.poll(() => marked(again.page), WITHIN).toBe('-  return price;\n');
    await again.page.context().close();
    const finding = detail.findings.find(
      ({ stepIndex, evidence }) => stepIndex !== null && evidence.length > 0,
    );
    const found = await open(`#finding-${encodeURIComponent(finding?.id ?? '')}`);
    await found.page.locator(`#step-${finding?.stepIndex}[data-current="true"]`).waitFor();
    await found.page.locator('.finding[data-active="true"]').waitFor();
    await found.page.context().close();
    await page.context().close();
  }, 60_000);

  it('does everything by keys, and says so', async () => {
    const { page } = await open(`#step-1`);
    const step = page.locator('#step-1');
    await step.locator('.step-thought').waitFor();
    expect(await step.locator('.step-thought').textContent()).not.toContain('Thought 8');
    await page.keyboard.press('e');
    await expect.poll(() => step.locator('.step-thought').textContent(), WITHIN).toContain('Thought 8');
    await page.keyboard.press('e');
    await expect.poll(() => step.locator('.step-thought').textContent(), WITHIN).not.toContain('Thought 8');
    await page.keyboard.press('r');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    const sheet = page.getByRole('dialog', { name: 'Keys' });
    const told = (await sheet.locator('kbd').allTextContents()).join(' ');
    for (const key of ['j', 'k', 'n', 'p', 'o', 't', 'g', 'e', 'r', 'y', 'u', 'l'])
      expect(told).toContain(key);
    const heard = await sheet
      .locator('section')
      .filter({ has: page.getByRole('heading', { name: /^(One run|Annotate|Everywhere)$/ }) })
      .locator('kbd')
      .allTextContents();
    expect(heard.length).toBeGreaterThan(20);
    expect(heard.toSorted()).toEqual([...new Set(heard)].toSorted());
    await page.keyboard.press('Escape');
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Report' }).focus();
    await page.keyboard.press('Enter');
    const saved = await download;
    expect(saved.suggestedFilename()).toBe(`run-${RUN_ID}.html`);
    expect(await readFile(await saved.path(), 'utf8')).toContain('Fix the fare of a booking');
    await page.context().close();
  }, 60_000);

  it('asks for less than 350 kB, compressed, until the first screen of the runs and of a run is there, and moves nothing', async () => {
    for (const [path, shown] of [
      ['/', 'a[href^="/runs/"]'],
      [`/runs/${RUN_ID}`, 'article.step .step-meta'],
    ] as const) {
      const { page, requests } = await site.openPage(path);
      await page.locator(shown).first().waitFor();
      const assets = requests.filter(
        (url) => !url.startsWith('data:') && !new URL(url).pathname.startsWith('/api/'),
      );
      const bodies = await Promise.all(assets.map(async (url) => (await fetch(url)).arrayBuffer()));
      const sizeBytes = bodies.reduce((sum, body) => sum + gzipSync(new Uint8Array(body)).length, 0);
      expect(sizeBytes).toBeGreaterThan(50_000);
      expect(sizeBytes).toBeLessThan(350_000);
      expect(await page.evaluate(readLayoutShift)).toBeLessThan(0.1);
      await page.context().close();
    }
  }, 60_000);

  it('shows the answer without scrolling, and passes axe-core in both themes', async () => {
    const { page } = await open();
    await page.locator('article.step .step-meta').first().waitFor();
    for (const selector of ['.run-header', '.onset', '.onset .evidence-quote', '.minimap']) {
      const box = await page.locator(selector).first().boundingBox();
      expect([selector, (box?.y ?? 999) + (box?.height ?? 999) <= 800]).toEqual([selector, true]);
    }
    await take(page, 'first');
    await page.keyboard.press('g');
    await page.getByRole('option').first().waitFor();
    await page.evaluate(
      (hash) => {
        window.location.hash = hash;
      },
      `#step-${find('bash')}`,
    );
    await page.locator(`#step-${find('git_diff')} .diff-added`).waitFor();
    expect(await checkAccessibility(page)).toEqual([]);
    await take(page, 'graph-dark');
    await page.getByRole('button', { name: 'Calls' }).click();
    await page.locator('.calls-diagram').waitFor();
    expect(await checkAccessibility(page)).toEqual([]);
    await page.context().close();
  }, 60_000);
});

/** Layout shifts since the page was opened, added up: at least as much as CLS. */
function readLayoutShift(): Promise<number> {
  return new Promise((resolve) => {
    new PerformanceObserver((list) => {
      // The cast: what TypeScript's library lacks.
      const shifts = list.getEntries() as unknown as readonly { readonly value: number }[];
      resolve(shifts.reduce((sum, { value }) => sum + value, 0));
    }).observe({ type: 'layout-shift', buffered: true });
    // Without a shift nobody is told.
    setTimeout(() => resolve(0), 300);
  });
}
