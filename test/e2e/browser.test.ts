/** The page in a real browser, on a real server, with runs read by the real importers. */
import { readFile } from 'node:fs/promises';
import type { ReplayPlan, RunDetailJson, RunJson } from '@tracewright/core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkAccessibility } from './check-accessibility.ts';
import { CHROMIUM, dropFiles, openSite, type TestSite } from './open-browser.ts';

const FIXTURES = new URL('../../packages/importers/fixtures/', import.meta.url).pathname;

/** A run of the tau-bench shape that goes on after a refused call, long enough to scroll. */
function writeLongRun(task: string, calls: number): string {
  const traj = [
    { role: 'user', content: 'Move my booking B7 to Friday, but only if that costs nothing.' },
    ...Array.from({ length: calls }, (_, call) => [
      {
        role: 'assistant',
        content: `I look at booking part ${call}.`,
        tool_calls: [
          {
            id: `c${call}`,
            type: 'function',
            function: {
              name: call === 6 ? 'update_booking' : 'get_booking',
              arguments: JSON.stringify({ booking: 'B7', part: call }),
            },
          },
        ],
      },
      {
        role: 'tool',
        tool_call_id: `c${call}`,
        name: call === 6 ? 'update_booking' : 'get_booking',
        content:
          call === 6
            ? 'Error: fare difference of 40 EUR was charged'
            : `part ${call}\n${'seat row detail\n'.repeat(30)}`,
      },
    ]).flat(),
    { role: 'assistant', content: 'Your booking is moved at no cost.' },
  ];
  return JSON.stringify([{ task_id: task, reward: 0, info: {}, trial: 0, traj }]);
}

describe.skipIf(CHROMIUM === undefined)('the page', () => {
  let site: TestSite;
  let runs: readonly RunJson[];
  beforeAll(async () => {
    site = await openSite();
    await site.importPaths([FIXTURES]);
    runs = ((await (await fetch(`${site.url}/api/runs?limit=1000`)).json()) as { runs: RunJson[] }).runs;
  });
  afterAll(() => site[Symbol.asyncDispose]());

  const links = (page: Page): Promise<string[]> => page.locator('.runs-link').allTextContents();

  async function importLongRun(task: string): Promise<RunDetailJson> {
    const { page } = await site.openPage('/');
    await dropFiles(page, [{ name: `${task}.json`, text: writeLongRun(task, 40) }]);
    await page.getByText('1 run imported').waitFor();
    await page.context().close();
    const found = (await (await fetch(`${site.url}/api/runs?where=task%20%3D%20${task}`)).json()) as {
      runs: RunJson[];
    };
    return (await (
      await fetch(`${site.url}/api/runs/${found.runs[0]?.runId ?? ''}`)
    ).json()) as RunDetailJson;
  }

  it('lists the runs, and filters and sorts them by the address', async () => {
    const { page, faults } = await site.openPage('/');
    await page.getByText(`${runs.length} runs`).waitFor();
    const failures = runs.filter((run) => run.outcome.status === 'failure').length;
    await page.getByRole('button', { name: 'Failure', exact: true }).click();
    await page.getByText(`${failures} run`).waitFor();
    expect(new URL(page.url()).searchParams.get('filter')).toBe('outcome = failure');

    const filter = page.getByRole('combobox', { name: 'Filter' });
    await filter.fill('steps > 2 and outcome = failure');
    const longer = runs.filter((run) => run.outcome.status === 'failure' && run.steps > 2).length;
    await page.getByText(new RegExp(`^${longer} runs?$`)).waitFor();

    await page.reload();
    expect(await filter.inputValue()).toBe('steps > 2 and outcome = failure');
    await page.getByRole('button', { name: 'All', exact: true }).click();
    await expect.poll(() => filter.inputValue()).toBe('steps > 2');
    await page.getByRole('button', { name: 'Clear the filter' }).click();
    await page.getByRole('columnheader', { name: 'Steps' }).getByRole('button').click();
    await expect
      .poll(() => page.locator('.runs-body .runs-steps').first().textContent())
      .toBe(String(Math.max(...runs.map((run) => run.steps))));
    expect(await page.getByRole('columnheader', { name: 'Steps' }).getAttribute('aria-sort')).toBe(
      'descending',
    );
    expect(faults).toEqual([]);
  });

  it('shows where a filter is wrong, as typed, also by an older link with an outcome', async () => {
    const { page } = await site.openPage('/?filter=steps+%3E+many&outcome=failure');
    const error = page.locator('.filter-error');
    await error.waitFor();
    expect(await page.locator('.filter-place-mark').textContent()).toBe('many');
    expect(await page.getByRole('combobox', { name: 'Filter' }).getAttribute('aria-invalid')).toBe('true');
    expect(await page.getByText('Loading').count()).toBe(0);
  });

  it('walks the list by keyboard and comes back to the same row', async () => {
    const { page } = await site.openPage('/');
    await page.locator('.runs-link').first().waitFor();
    const titles = await links(page);
    for (const key of ['j', 'j', 'j', 'k']) await page.keyboard.press(key);
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe(titles[1]);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/runs/*');
    await page.keyboard.press('u');
    await expect.poll(() => page.locator('.runs-selected .runs-link').textContent()).toBe(titles[1]);
    await page.keyboard.press('/');
    await page.keyboard.type('j');
    expect(await page.getByRole('combobox', { name: 'Filter' }).inputValue()).toBe('j');
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
  });

  it('answers where it went wrong before any click, with the quote', async () => {
    const detail = await importLongRun('onset-first');
    const { page, faults } = await site.openPage(`/runs/${detail.run.runId}`);
    const panel = page.locator('.onset');
    await panel.waitFor();
    expect(detail.onset).not.toBeNull();
    expect(await panel.textContent()).toContain(`Step ${detail.onset?.stepIndex}`);
    expect(await panel.textContent()).toContain(detail.findings[0]?.message);
    const box = await panel.boundingBox();
    expect((box?.y ?? 800) + (box?.height ?? 0)).toBeLessThan(800);

    await page.keyboard.press('o');
    const step = page.locator(`#step-${detail.onset?.stepIndex}`);
    await expect.poll(() => step.getAttribute('data-current')).toBe('true');
    await step.locator('mark[data-active="true"]').first().waitFor();
    expect(await isInView(page, `#step-${detail.onset?.stepIndex} mark[data-active="true"]`)).toBe(true);
    expect(faults).toEqual([]);
  });

  it('jumps from a finding to its evidence, and walks steps and findings by keyboard', async () => {
    const detail = await importLongRun('walk');
    const located = detail.findings.filter((finding) => finding.stepIndex !== null);
    const finding = located.toSorted((a, b) => (b.stepIndex ?? 0) - (a.stepIndex ?? 0))[0];
    const { page } = await site.openPage(`/runs/${detail.run.runId}`);
    await page.locator('.finding').last().locator('a').click();
    await expect.poll(() => new URL(page.url()).hash).toBe(`#step-${finding?.stepIndex}`);
    await expect.poll(() => isInView(page, `#step-${finding?.stepIndex}`)).toBe(true);

    const first = Math.min(...located.map(({ stepIndex }) => stepIndex ?? 0));
    for (let presses = 1; presses < located.length; presses += 1) await page.keyboard.press('p');
    await expect.poll(() => new URL(page.url()).hash).toBe(`#step-${first}`);
    await page.keyboard.press('j');
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe(`step-${first + 1}`);
    await page.keyboard.press('k');
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe(`step-${first}`);
  });

  it('opens a link to a step there, again after a reload, and draws only what is near', async () => {
    const detail = await importLongRun('permalink');
    const { page } = await site.openPage(`/runs/${detail.run.runId}#step-30`);
    await page.locator('#step-30 .step-meta').waitFor();
    await expect.poll(() => isInView(page, '#step-30')).toBe(true);
    await page.reload();
    await page.locator('#step-30 .step-meta').waitFor();
    await expect.poll(() => isInView(page, '#step-30')).toBe(true);
    expect(await page.locator('article.step').count()).toBeLessThan(20);
    await page.locator('#step-30').getByRole('button', { name: 'Show all' }).click();
    expect(
      (await page.locator('#step-30 .step-observation').textContent())?.match(/seat row detail/g),
    ).toHaveLength(30);
  });

  it('shows the tree, goes from a span to its step, and shows the recorded span', async () => {
    const detail = await importLongRun('tree');
    const { page } = await site.openPage(`/runs/${detail.run.runId}`);
    await page.locator('.onset').waitFor();
    await page.keyboard.press('t');
    await page.getByRole('treeitem').filter({ hasText: 'update_booking' }).click();
    const step = detail.steps.find(({ action }) => action.tool === 'update_booking');
    await expect.poll(() => new URL(page.url()).hash).toBe(`#step-${step?.index}`);
    await page.getByRole('button', { name: `Recorded span of step ${step?.index}` }).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByText('fare difference of 40 EUR').first().waitFor();
    expect(await drawer.textContent()).toContain(step?.spanId);
  });

  it('plans a replay from before the onset, to read and to download', async () => {
    const detail = await importLongRun('replayed');
    const onset = detail.onset?.stepIndex;
    const { page } = await site.openPage(`/runs/${detail.run.runId}#step-${onset}`);
    await page.getByRole('button', { name: 'Replay from here' }).click();
    const drawer = page.getByRole('dialog', { name: `Replay from before step ${onset}` });
    await drawer.getByText('An earlier attempt at this task went wrong').first().waitFor();
    const downloading = page.waitForEvent('download');
    await drawer.getByRole('button', { name: 'Download JSON' }).click();
    const plan = JSON.parse(await readFile(await (await downloading).path(), 'utf8')) as ReplayPlan;
    expect(plan).toMatchObject({ kind: 'replay-plan', body: { onset: { stepIndex: onset } } });
  });

  it('imports dropped files and says what became of each', async () => {
    const { page } = await site.openPage('/');
    await dropFiles(page, [
      { name: 'dropped.json', text: writeLongRun('dropped', 3) },
      { name: 'notes.txt', text: 'no log at all' },
    ]);
    const report = page.getByRole('dialog', { name: 'Import' });
    await report.getByText('1 run imported').waitFor();
    expect(await report.textContent()).toContain('notes.txt');
    await report.getByRole('link', { name: 'dropped.json' }).click();
    await page.getByText('1 run', { exact: true }).waitFor();
    expect(await links(page)).toEqual(['dropped']);
  });

  it('works out on request how files of no known format are written', async () => {
    const { page } = await site.openPage('/');
    const text = await readFile(`${FIXTURES}induce/held-out/support-dialogues.jsonl`, 'utf8');
    await dropFiles(page, [{ name: 'desk.jsonl', text }]);
    const report = page.getByRole('dialog', { name: 'Import' });
    await report.getByText('No runs found').waitFor();
    await report.getByRole('button', { name: 'Work out the format' }).click();
    await report.getByText('worked out now').waitFor();
    expect(await report.getByRole('button', { name: 'Work out the format' }).count()).toBe(0);
    expect(
      await report.getByRole('list', { name: 'First records' }).getByRole('listitem').count(),
    ).toBeGreaterThan(2);
    await report.getByRole('button', { name: /fields, with coverage/ }).click();
    expect(await report.getByRole('row').filter({ hasText: 'role' }).textContent()).toMatch(/\d %/);
    await report.getByText('For this import alone').waitFor();
    expect(await checkAccessibility(page)).toEqual([]);
    await report.getByRole('link', { name: 'desk.jsonl' }).click();
    await page.getByRole('row').filter({ hasText: 'What is my balance?' }).first().waitFor();
  });

  it('tells example runs from the reader’s own, and a long task without a name once', async () => {
    const { page } = await site.openPage('/');
    const session = (question: string, id: string): string =>
      `${JSON.stringify({ type: 'user', sessionId: id, uuid: id, timestamp: '2026-03-01T08:00:00Z', message: { role: 'user', content: question } })}\n`;
    const long = `Water the ferns ${'and the mosses '.repeat(20)}`.trim();
    await dropFiles(page, [
      { name: 'examples/runs/watering.jsonl', text: session(long, 'a1') },
      { name: 'pruning.jsonl', text: session('Prune the hedge', 'a2') },
    ]);
    await page.getByText('2 runs imported').waitFor();
    await page.goto(`${site.url}/?filter=path+~+watering+or+path+~+pruning`);
    const row = (text: string): ReturnType<Page['locator']> =>
      page.getByRole('row').filter({ hasText: text });
    await row('Water the ferns').getByText('example', { exact: true }).waitFor();
    expect(await row('Prune the hedge').getByText('example', { exact: true }).count()).toBe(0);
    await row('Water the ferns').getByRole('link').first().click();
    await page.locator('.run-task').getByText('Water the ferns').waitFor();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toMatch(/^Run [0-9a-f]{8}$/);
    expect(await page.title()).toContain('Water the ferns');
    await page.locator('.page-bar').getByText('example', { exact: true }).waitFor();
  });

  it('remembers dark or light, and follows the system without a choice', async () => {
    const background = (page: Page): Promise<string> =>
      page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const { page } = await site.openPage('/', { colorScheme: 'dark' });
    const dark = await background(page);
    await page.getByRole('button', { name: 'Theme: as the system' }).click();
    await page.getByRole('button', { name: 'Theme: light' }).waitFor();
    const light = await background(page);
    expect(light).not.toBe(dark);
    await page.reload();
    expect(await background(page)).toBe(light);
    await page.getByRole('button', { name: 'Theme: light' }).click();
    expect(await background(page)).toBe(dark);
  });

  it('imports files chosen with the button', async () => {
    const { page } = await site.openPage('/');
    const choosing = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Import' }).click();
    const text = Buffer.from(writeLongRun('chosen', 2));
    await (await choosing).setFiles({ name: 'chosen.json', mimeType: 'application/json', buffer: text });
    const report = page.getByRole('dialog', { name: 'Import' });
    await report.getByText('1 run imported').waitFor();
    expect(await report.textContent()).toContain('chosen.json');
  });

  it('has no accessibility violation that axe-core finds, in dark and light', async () => {
    const detail = await importLongRun('axe');
    const run = `/runs/${detail.run.runId}`;
    const press =
      (key: string) =>
      (page: Page): Promise<void> =>
        page.keyboard.press(key);
    const states: readonly (readonly [string, string, (page: Page) => Promise<unknown>])[] = [
      ['/', '.runs-selected', press('j')],
      ['/', '.key-sheet', press('?')],
      ['/?filter=steps+%3E+many', '.filter-error', async () => undefined],
      ['/no-such-page', '.empty-list', async () => undefined],
      [run, 'mark[data-active="true"]', press('o')],
      [run, '.tree-row', press('t')],
      [run, '.details', (page) => page.getByRole('tab', { name: 'Details' }).click()],
      [
        run,
        '.span-detail',
        (page) => page.getByRole('button', { name: 'Recorded span of step 1', exact: true }).click(),
      ],
    ];
    for (const [path, shown, act] of states) {
      const { page } = await site.openPage(path);
      await page.locator('.runs-link, article.step, .filter-error, .empty-list').first().waitFor();
      await act(page);
      await page.locator(shown).first().waitFor();
      const found = await checkAccessibility(page);
      expect({ path, shown, found }).toEqual({ path, shown, found: [] });
      await page.context().close();
    }
  }, 240_000);
});

function isInView(page: Page, selector: string): Promise<boolean> {
  return page.evaluate((target) => {
    const box = document.querySelector(target)?.getBoundingClientRect();
    return box !== undefined && box.top >= 0 && box.top < window.innerHeight;
  }, selector);
}
