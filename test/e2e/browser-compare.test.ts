/** The comparison of two runs in a real browser, on a real server. */
import type { ComparisonJson, RunJson } from '@tracewright/core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkAccessibility } from './check-accessibility.ts';
import { CHROMIUM, dropFiles, openSite, type TestSite } from './open-browser.ts';

const TASK = 'move-booking';

/** One attempt of the tau-bench shape; all look at the same parts before they act. */
function writeAttempt(trial: number, reward: 0 | 1, day: string, parts: number, last: string): object {
  const call = (id: string, name: string, value: object, result: string): object[] => [
    {
      role: 'assistant',
      content: null,
      tool_calls: [{ id, type: 'function', function: { name, arguments: JSON.stringify(value) } }],
    },
    { role: 'tool', tool_call_id: id, name, content: result },
  ];
  return {
    task_id: TASK,
    reward,
    info: {},
    trial,
    traj: [
      { role: 'user', content: 'Move my booking B7 to Friday, please.' },
      ...Array.from({ length: parts }, (_, part) =>
        call(`g${part}`, 'get_booking', { booking: 'B7', part }, `part ${part} of the booking`),
      ).flat(),
      ...call('u', 'update_booking', { booking: 'B7', day }, `moved to ${day}`),
      { role: 'assistant', content: last },
    ],
  };
}

describe.skipIf(CHROMIUM === undefined)('the comparison', () => {
  let site: TestSite;
  let runs: readonly RunJson[];
  beforeAll(async () => {
    site = await openSite();
    const { page } = await site.openPage('/compare');
    await page.getByRole('heading', { name: 'No runs yet' }).waitFor();
    const attempts = [
      writeAttempt(0, 1, 'Friday', 30, 'Your booking B7 is on Friday now.'),
      writeAttempt(1, 0, 'Monday <b>next</b>', 30, 'Your booking B7 is on Monday now.'),
      writeAttempt(2, 0, 'Sunday', 12, 'Your booking B7 is on Sunday now.'),
    ];
    await dropFiles(page, [{ name: 'attempts.json', text: JSON.stringify(attempts) }]);
    await page.getByText('3 runs imported').waitFor();
    await page.getByRole('article', { name: /^First divergence/ }).waitFor();
    await page.context().close();
    runs = ((await (await fetch(`${site.url}/api/runs`)).json()) as { runs: RunJson[] }).runs;
  });
  afterAll(() => site[Symbol.asyncDispose]());

  /** Trial 0 passed, trial 1 failed after as many steps, trial 2 failed early. */
  function findAttempts(): readonly [pass: RunJson, fail: RunJson, short: RunJson] {
    const [pass, fail, short] = runs.toSorted(
      (a, b) => (b.outcome.score ?? 0) - (a.outcome.score ?? 0) || b.steps - a.steps,
    );
    if (pass === undefined || fail === undefined || short === undefined)
      throw new Error('three runs were imported');
    return [pass, fail, short];
  }

  async function compare(a: RunJson, b: RunJson): Promise<ComparisonJson> {
    const response = await fetch(`${site.url}/api/compare?a=${a.runId}&b=${b.runId}`);
    return (await response.json()) as ComparisonJson;
  }

  it('goes to the first divergence, with the words marked that differ, and folds what is the same', async () => {
    const [pass, fail] = findAttempts();
    const { firstDivergence } = await compare(pass, fail);
    expect(firstDivergence).toMatchObject({ a: 31, b: 31, difference: 'arguments' });
    const { page, faults, dialogs } = await site.openPage(`/compare?runs=${pass.runId},${fail.runId}`);
    const first = page.getByRole('article', { name: /^First divergence/ });
    await first.waitFor();
    await expect.poll(() => isInView(page, '[data-first="true"]')).toBe(true);
    const marks = await first.locator('mark').allTextContents();
    expect(marks.join(' ')).toContain('Friday');
    expect(marks.join(' ')).toContain('Monday <b>next</b>');
    const axes = await page.locator('.compare-axes').textContent();
    expect(axes).toContain('step 31 / 31, another action, after');
    expect(axes).toContain('Outcomechanged');
    expect(await page.locator('.compare-pair').count()).toBeLessThan(12);
    await page.getByRole('button', { name: /more steps that are the same/ }).click();
    await page.locator('[data-aligned="20"]').waitFor();
    expect(faults).toEqual([]);
    expect(dialogs).toEqual([]);
  });

  it('walks the differences by keyboard, and leads from a step into its run', async () => {
    const [pass, fail, short] = findAttempts();
    const { aligned } = await compare(fail, short);
    const different = aligned.flatMap(({ difference }, index) =>
      difference === 'none' || difference === 'wording' ? [] : [index],
    );
    const { page } = await site.openPage(`/compare?runs=${fail.runId},${short.runId}`);
    const current = (): Promise<string | null> =>
      page.evaluate(() => document.activeElement?.getAttribute('data-aligned') ?? null);
    await expect.poll(current).toBe(String(different[0]));
    // It is in sight as it is, and the names of both runs with it.
    expect(await page.locator('.compare-page').evaluate(({ scrollTop }) => scrollTop)).toBe(0);
    const later = different.find((at, index) => index > 0 && different[index - 1] !== at - 1);
    await page.keyboard.press('n');
    await expect.poll(current).toBe(String(later ?? different[0]));
    await page.keyboard.press('p');
    await expect.poll(current).toBe(String(different[0]));
    const step = aligned[different[0] ?? 0]?.a;
    await page.locator(`[data-aligned="${different[0]}"] .compare-index`).first().click();
    await page.waitForURL(`**/runs/${fail.runId}#step-${step}`);
    expect(pass.runId).not.toBe(fail.runId);
  });

  it('is reached from the list with x and c, and from a run by its other attempts', async () => {
    const [pass, fail] = findAttempts();
    const { page } = await site.openPage('/');
    await page.locator('.runs-link').first().waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.getByText('1 run chosen').waitFor();
    await page.getByRole('row').nth(2).getByRole('checkbox').click();
    await page.getByText('2 runs chosen').waitFor();
    await page.keyboard.press('c');
    await page.waitForURL('**/compare?runs=*');
    expect(new URL(page.url()).searchParams.get('runs')?.split(',')).toHaveLength(2);

    await page.goto(`${site.url}/runs/${fail.runId}`);
    await page.getByText('Compare with…').click();
    const menu = page.getByRole('list', { name: 'Other attempts at this task' });
    await expect.poll(() => menu.getByRole('link').count()).toBe(3);
    await menu.getByRole('link', { name: /Success/ }).click();
    await page.waitForURL(`**/compare?runs=${pass.runId},${fail.runId}`);
    await page.getByRole('article', { name: /^First divergence/ }).waitFor();
  });

  it('chooses a passing attempt for a failing run, and a task with both when nothing is chosen', async () => {
    const [pass, fail] = findAttempts();
    const { page } = await site.openPage(`/compare?runs=${fail.runId}`);
    await page.waitForURL(`**/compare?runs=${pass.runId},${fail.runId}`);
    await page.goto(`${site.url}/search`);
    await page.getByRole('link', { name: 'Compare', exact: true }).click();
    await page.waitForURL(/\/compare\?runs=\w+,\w+$/);
    const chosen = new URL(page.url()).searchParams.get('runs')?.split(',') ?? [];
    expect(chosen[0]).toBe(pass.runId);
    expect(chosen).toHaveLength(2);
    await page.getByRole('article', { name: /^First divergence/ }).waitFor();
    await page.goto(`${site.url}/compare?runs=${pass.runId},${pass.runId}`);
    await expect.poll(() => page.getByRole('alert').textContent()).toContain('it cannot part from itself');
  });

  it('shows what separates many attempts, and that so few can show nothing', async () => {
    const ids = findAttempts().map(({ runId }) => runId);
    const { page, faults } = await site.openPage(`/compare?runs=${ids.join(',')}`);
    await page.getByText('3 attempts: 1 passed, 2 failed').waitFor();
    expect(await page.locator('.group-page').textContent()).toContain('So few attempts can show nothing');
    const best = page.getByRole('region', { name: 'What separates them best' });
    expect(await best.textContent()).toContain('update_booking');
    await best.getByRole('link').click();
    await page.waitForURL('**/runs/*#step-*');
    expect(faults).toEqual([]);
  });

  it.each([2, 3])('has no accessibility violation that axe-core finds: %d runs', async (count) => {
    const attempts = findAttempts().slice(0, count);
    const ids = attempts.map(({ runId }) => runId).join(',');
    const { page } = await site.openPage(`/compare?runs=${ids}`);
    await page
      .getByText(/first divergence|3 attempts/i)
      .first()
      .waitFor();
    expect(await checkAccessibility(page)).toEqual([]);
  });
});

function isInView(page: Page, selector: string): Promise<boolean> {
  return page.evaluate((wanted) => {
    const box = document.querySelector(wanted)?.getBoundingClientRect();
    return box !== undefined && box.top >= 0 && box.top < window.innerHeight;
  }, selector);
}
