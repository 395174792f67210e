/** The page of patterns in a real browser, on a real server. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkAccessibility } from './check-accessibility.ts';
import { CHROMIUM, dropFiles, openSite, type TestSite } from './open-browser.ts';

/** Two failing and two passing attempts at each task; the failing ones cancel without looking, and are refused. */
function writeAttempts(tasks: number): string {
  const call = (id: string, name: string, content: string): object[] => [
    {
      role: 'assistant',
      content: null,
      tool_calls: [{ id, type: 'function', function: { name, arguments: '{"order":"W12"}' } }],
    },
    { role: 'tool', tool_call_id: id, name, content },
  ];
  const records = Array.from({ length: tasks * 4 }, (_, at) => ({
    task_id: Math.floor(at / 4),
    trial: at % 4,
    reward: at % 2,
    info: {},
    traj: [
      { role: 'user', content: 'Cancel order W12' },
      ...(at % 2 === 0
        ? call('b', 'cancel_order', at % 8 === 0 ? 'Error: order W12 is shipped' : 'done')
        : [...call('a', 'get_order', 'paid'), ...call('b', 'cancel_order', 'done')]),
      { role: 'assistant', content: 'Done.' },
    ],
  }));
  return JSON.stringify(records);
}

describe.skipIf(CHROMIUM === undefined)('the page of patterns', () => {
  let site: TestSite;
  beforeAll(async () => {
    site = await openSite();
    const { page } = await site.openPage('/patterns');
    await page.getByText('No runs yet').waitFor();
    await dropFiles(page, [{ name: 'attempts.json', text: writeAttempts(8) }]);
    await page.getByText('16 failed, 16 passed').waitFor();
    await page.context().close();
  }, 60_000);
  afterAll(() => site[Symbol.asyncDispose]());

  const row = (page: Page, label: string) => page.getByRole('row').filter({ hasText: label });

  it('is linked from the bar, and says what makes the difference', async () => {
    const { page, faults } = await site.openPage('/');
    await page.getByRole('link', { name: 'Patterns' }).click();
    await page.getByRole('heading', { name: 'Patterns', level: 1 }).waitFor({ state: 'attached' });
    const claimed = row(page, 'calls get_order').first();
    await claimed.waitFor();
    const cells = await claimed.getByRole('cell').allTextContents();
    expect(cells.slice(0, 4)).toEqual(['success', '0/16', '16/16', '0:8']);
    await page.getByText('shows tool-error').first().waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('opens a contrast by keyboard, down to the quoted step of a run', async () => {
    const { page } = await site.openPage('/patterns');
    const open = page.getByRole('button', { name: /^calls get_order/ });
    await open.focus();
    await page.keyboard.press('Enter');
    expect(await open.getAttribute('aria-expanded')).toBe('true');
    const details = page.locator('.patterns-details');
    await details.getByText('{"order":"W12"}').first().waitFor();
    const link = details.getByRole('link').first();
    const [, id = '', step = ''] = /^Run (\w+), step (\d+)$/.exec((await link.textContent()) ?? '') ?? [];
    await link.click();
    await page.locator('article.step').first().waitFor();
    const address = new URL(page.url());
    expect(address.pathname.startsWith(`/runs/${id}`)).toBe(true);
    expect(address.hash).toBe(`#step-${step}`);
    await page.context().close();
  });

  it('filters, and compares with other runs', async () => {
    const { page } = await site.openPage('/patterns');
    await page.getByRole('combobox', { name: 'Filter' }).fill('outcome = success');
    await page.getByText('0 failed, 16 passed').waitFor();
    const against = page.getByRole('textbox', { name: 'Compared with' });
    await against.fill('outcome = failure');
    await against.press('Enter');
    await page.getByText('Fewer runs fail.').waitFor();
    expect(new URL(page.url()).search).toBe('?where=outcome+%3D+success&against=outcome+%3D+failure');
    await page.getByText('Compared within 8 tasks').waitFor();
    await page.getByRole('button', { name: 'Compare with nothing' }).click();
    await page.getByText('Fewer runs fail.').waitFor({ state: 'detached' });
    await page.context().close();
  });

  it('tells which filter is wrong, and what to do when nothing matches', async () => {
    const { page } = await site.openPage('/patterns?against=steps+%3E');
    const against = page.getByRole('textbox', { name: 'Compared with' });
    await page.getByRole('alert').waitFor();
    expect(await against.getAttribute('aria-invalid')).toBe('true');
    await page.goto(`${site.url}/patterns?where=steps+%3E+many`);
    await page.locator('.filter-place-mark').waitFor();
    await page.goto(`${site.url}/patterns?where=steps+%3E+1000`);
    await page.getByRole('button', { name: 'Show all runs' }).click();
    await page.getByText('16 failed, 16 passed').waitFor();
    await page.context().close();
  });

  it('has no accessibility violation that axe-core finds, in dark and light, wide and narrow', async () => {
    for (const width of [1280, 390]) {
      const { page } = await site.openPage('/patterns?against=outcome+%3D+failure', {
        viewport: { width, height: 800 },
      });
      await page.getByRole('button', { name: /^calls get_order/ }).click();
      await page.locator('.patterns-details').waitFor();
      expect({ width, found: await checkAccessibility(page) }).toEqual({ width, found: [] });
      const isTooWide = await page.evaluate(
        () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
      );
      expect(isTooWide).toBe(false);
      await page.context().close();
    }
  }, 120_000);
});
