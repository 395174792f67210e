/** The map in a real browser, on a real server: picture, tables, runs of an edge, by mouse and by keyboard. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkAccessibility } from './check-accessibility.ts';
import { CHROMIUM, dropFiles, openSite, type TestSite } from './open-browser.ts';

const HOSTILE = '<img src=x onerror=alert(1)>"\u202E';

/** Two failing and two passing attempts at each of 7 tasks: the failing ones cancel without looking. One more calls odd tools. */
function writeAttempts(): string {
  const call = (id: string, name: string): object[] => [
    {
      role: 'assistant',
      content: null,
      tool_calls: [{ id, type: 'function', function: { name, arguments: '{}' } }],
    },
    { role: 'tool', tool_call_id: id, name, content: 'done' },
  ];
  const attempt = (task: number, trial: number, reward: number, calls: readonly object[]): object => ({
    task_id: task,
    trial,
    reward,
    info: {},
    traj: [{ role: 'user', content: 'Cancel it' }, ...calls, { role: 'assistant', content: 'Done.' }],
  });
  const records = Array.from({ length: 28 }, (_, at) => {
    const looks = at % 2 === 1;
    const calls = [...(looks ? call('a', 'get_order') : []), ...call('b', 'cancel_order')];
    return attempt(Math.floor(at / 4), at % 4, at % 2, calls);
  });
  const odd = attempt(7, 0, 1, [...call('a', HOSTILE), ...call('b', 'x'.repeat(5000))]);
  return JSON.stringify([...records, odd]);
}

describe.skipIf(CHROMIUM === undefined)('the map', () => {
  let site: TestSite;
  beforeAll(async () => {
    site = await openSite();
    const { page } = await site.openPage('/map');
    await page.getByText('No runs yet').waitFor();
    await dropFiles(page, [{ name: 'attempts.json', text: writeAttempts() }]);
    await page.locator('.map-body').waitFor();
    await page.context().close();
  }, 60_000);
  afterAll(() => site[Symbol.asyncDispose]());

  const picture = async (page: Page): Promise<void> => {
    await page.locator('.map-graph[data-settled="true"] .map-node').first().waitFor();
  };
  const edge = (page: Page, name: string) =>
    page.locator('.map-edge').and(page.getByRole('button', { name }));

  it('is linked from the bar; an edge leads to its runs, and to the step in each', async () => {
    const { page, faults, dialogs, requests } = await site.openPage('/');
    await page.getByRole('link', { name: 'Map', exact: true }).click();
    await picture(page);
    await page.getByText('makes a difference.').or(page.getByText('make a difference.')).waitFor();
    await edge(page, 'get_order to cancel_order: 14 · 0 % of runs failed, 14 times').locator('text').click();
    await page.getByRole('heading', { name: 'get_order → cancel_order' }).waitFor();
    await page.getByText('It marks success').waitFor();
    const address = new URL(page.url());
    expect(address.searchParams.get('from')).toBe('tool:get_order');
    expect(address.searchParams.get('to')).toBe('tool:cancel_order');
    const runs = page.locator('.map-runs li');
    await runs.nth(13).waitFor();
    expect(await runs.count()).toBe(14);
    await page.getByRole('button', { name: 'Failed', exact: true }).click();
    await page.getByText('No such run.').waitFor();
    await page.getByRole('button', { name: 'Passed', exact: true }).click();
    await runs.first().waitFor();
    const [link] = await runs.getByRole('link').all();
    expect(await link?.textContent()).toMatch(/^Run [0-9a-f]{8}, step 2$/);
    await link?.click();
    await page.locator('article.step').first().waitFor();
    expect(new URL(page.url()).hash).toBe('#step-2');
    expect({ faults, dialogs }).toEqual({ faults: [], dialogs: [] });
    expect(requests.filter((url) => !url.startsWith(site.url) && !url.startsWith('data:'))).toEqual([]);
    await page.context().close();
  });

  it('is read by keyboard alone: through the picture, into the runs, and out', async () => {
    const { page } = await site.openPage('/map?share=0');
    await picture(page);
    await page.locator('.map-picture [tabindex="0"]').focus();
    const name = (): Promise<string | null> =>
      page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? null);
    expect(await name()).toMatch(/^start: 29 ·/);
    await page.keyboard.press('ArrowDown');
    expect(await name()).toMatch(/^start to person: 29 ·/);
    await page.keyboard.press('End');
    expect(await name()).toMatch(/^end: /);
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'start → person' }).waitFor();
    const view = page.locator('.map-picture > g');
    await page.keyboard.press('0');
    const before = await view.getAttribute('transform');
    await page.keyboard.press('+');
    await expect.poll(() => view.getAttribute('transform')).not.toBe(before);
    await page.keyboard.press('0');
    await expect.poll(() => view.getAttribute('transform')).toBe(before);
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { name: 'What separates failures' }).waitFor();
    await page.context().close();
  });

  it('leaves out rare paths and says so in the address; the table has all, sorted', async () => {
    const { page } = await site.openPage('/map?share=0');
    await picture(page);
    const drawn = await page.locator('.map-edge').count();
    await page.getByRole('slider', { name: 'Rare paths' }).press('End');
    // The picture of before stays until the next one is laid out.
    await expect.poll(() => page.locator('.map-edge').count(), { timeout: 15_000 }).toBeLessThan(drawn);
    expect(new URL(page.url()).searchParams.get('share')).toBe('1');
    await page.getByRole('tab', { name: 'What follows what' }).click();
    const rows = page.locator('.map-table tbody tr');
    expect(await rows.count()).toBe(drawn);
    await page.getByRole('button', { name: 'Failed, 95 %', exact: true }).click();
    expect(await rows.first().textContent()).toContain('100 %');
    expect(await page.getByRole('columnheader', { name: 'Failed, 95 %' }).getAttribute('aria-sort')).toBe(
      'descending',
    );
    await rows.filter({ hasText: 'get_order' }).first().getByRole('button').click();
    await page.getByRole('heading', { name: /get_order/ }).waitFor();
    await page.context().close();
  });

  it('has the level and the filter in its address, and says what is wrong with one', async () => {
    const { page } = await site.openPage('/map?where=outcome+%3D+failure&level=kinds');
    await picture(page);
    expect(await page.locator('.map-node').count()).toBe(5);
    await page.getByRole('button', { name: 'Stages', exact: true }).click();
    await expect.poll(() => new URL(page.url()).searchParams.get('level')).toBe('stages');
    await page.goto(`${site.url}/map?where=steps+%3E+many`);
    await page.locator('.filter-place-mark').waitFor();
    await page.goto(`${site.url}/map?where=steps+%3E+1000`);
    await page.getByRole('button', { name: 'Show all runs' }).click();
    await picture(page);
    await page.context().close();
  });

  it('has no accessibility violation that axe-core finds, in both themes, and fits a phone', async () => {
    for (const [colorScheme, width] of [
      ['light', 1280],
      ['dark', 390],
    ] as const) {
      const { page } = await site.openPage('/map?from=tool:get_order&to=tool:cancel_order', {
        colorScheme,
        viewport: { width, height: 800 },
      });
      await (width === 390 ? page.locator('.map-table').waitFor() : picture(page));
      await page.locator('.map-runs li').first().waitFor();
      expect({ colorScheme, found: await checkAccessibility(page) }).toEqual({ colorScheme, found: [] });
      const isTooWide = await page.evaluate(
        () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
      );
      expect(isTooWide).toBe(false);
      await page.context().close();
    }
  }, 60_000);
});
