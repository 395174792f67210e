/** The components of the design system in a real browser, on pages that use them: by keyboard, by pointer, by finger, and for screen readers. */
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkAccessibility } from './check-accessibility.ts';
import { CHROMIUM, openSite, type TestSite } from './open-browser.ts';
import { buildRuns, RUNS } from './runs-fixture.ts';

describe.skipIf(CHROMIUM === undefined)('the design system', () => {
  let site: TestSite;
  const built = buildRuns();
  const [first] = built;
  if (first === undefined) throw new Error('unreachable: the fixture has runs');
  const faults: string[] = [];
  beforeAll(async () => {
    site = await openSite({ hasProjects: true });
    await site.store.write({
      runs: built.map(({ run, stats }) => ({ run, stats })),
      diagnoses: built.map(({ diagnosis }) => diagnosis),
    });
    for (const name of ['night-shop', 'orchard']) {
      const response = await fetch(`${site.url}/api/projects`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ name }),
      });
      if (!response.ok) throw new Error(`no project was made: ${await response.text()}`);
    }
  });
  afterAll(() => site[Symbol.asyncDispose]());

  async function open(path: string, options?: Parameters<TestSite['openPage']>[1]): Promise<Page> {
    const watched = await site.openPage(path, options);
    watched.page.on('close', () => faults.push(...watched.faults));
    return watched.page;
  }

  /** The list with its counts and the picker of projects: nothing of it comes later. */
  async function openList(options?: Parameters<TestSite['openPage']>[1]): Promise<Page> {
    const page = await open('/', options);
    await page.locator('.runs-link').first().waitFor();
    await page.getByRole('combobox', { name: 'Project' }).waitFor();
    await page.getByText('clerk-1').first().waitFor();
    return page;
  }

  const isFocused = (locator: Locator): Promise<boolean> =>
    locator.evaluate((element) => element === document.activeElement);
  const chosen = (page: Page): Promise<number> => page.getByRole('region', { name: 'Chosen runs' }).count();

  it('closes a dialog by Escape, its button and a click beside it, and gives the focus back', async () => {
    const page = await openList();
    const columns = page.getByRole('button', { name: 'Columns' });
    const dialog = page.getByRole('dialog', { name: 'Columns' });
    const before = await readPlaces(page);
    for (const close of [
      () => page.keyboard.press('Escape'),
      () => dialog.getByRole('button', { name: 'Close' }).click(),
      () => page.mouse.click(20, 780),
    ]) {
      await columns.focus();
      await page.keyboard.press('Enter');
      await dialog.waitFor();
      await expect.poll(() => isFocused(dialog.getByRole('button', { name: 'Close' }))).toBe(true);
      expect(await readPlaces(page)).toEqual(before);
      await close();
      await dialog.waitFor({ state: 'detached' });
      await expect.poll(() => isFocused(columns)).toBe(true);
    }
    await page.close();
  });

  it('keeps the button that closes a dialog in sight, however long its title', async () => {
    const page = await openList();
    await page.getByRole('button', { name: 'Views' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    await dialog.getByRole('heading').evaluate((heading) => (heading.textContent = 'x'.repeat(5_000)));
    const [box, close] = await Promise.all([
      dialog.boundingBox(),
      dialog.getByRole('button', { name: 'Close' }).boundingBox(),
    ]);
    if (box === null || close === null) throw new Error('both are shown');
    expect(close.x + close.width).toBeLessThanOrEqual(box.x + box.width);
    await page.close();
  });

  it('keeps a dialog open when a press began inside it, and the keys of the page and its Tab stops away', async () => {
    const page = await openList();
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.getByRole('button', { name: 'Views' }).click();
    const dialog = page.getByRole('dialog', { name: 'Views' });
    const heading = await dialog.getByRole('heading').boundingBox();
    if (heading === null) throw new Error('the dialog has a heading');
    // As when selecting its text with a sweep that ends outside.
    await page.mouse.move(heading.x + 10, heading.y + 8);
    await page.mouse.down();
    await page.mouse.move(20, 780, { steps: 4 });
    await page.mouse.up();
    await dialog.getByRole('button', { name: 'Close' }).focus();
    for (const key of ['x', 'a', 'c', 'Delete', '?', '/']) await page.keyboard.press(key);
    expect(await page.getByRole('dialog').count()).toBe(1);
    expect(new URL(page.url()).pathname).toBe('/');
    for (let press = 0; press < 8; press += 1) {
      await page.keyboard.press('Tab');
      // The browser's own controls may come between; the page behind never does.
      expect(await page.evaluate(() => document.activeElement?.closest('main') ?? null)).toBe(null);
    }
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    // Escape closed the dialog and nothing else: what was chosen stays.
    expect(await page.getByText('1 run chosen').count()).toBe(1);
    await page.close();
  });

  it('completes a filter by keyboard and by pointer, and puts the caret behind the choice', async () => {
    const page = await openList();
    const filter = page.getByRole('combobox', { name: 'Filter' });
    const options = page.getByRole('listbox', { name: 'Completions' }).getByRole('option');
    const caret = (): Promise<number | null> =>
      filter.evaluate((input) => (input instanceof HTMLInputElement ? input.selectionStart : null));
    await filter.focus();
    await page.keyboard.type('outc');
    expect(await filter.getAttribute('aria-expanded')).toBe('true');
    await page.keyboard.press('ArrowDown');
    const active = await filter.getAttribute('aria-activedescendant');
    expect(await page.locator(`[id="${active}"]`).textContent()).toContain('outcome');
    expect(await isFocused(filter)).toBe(true);
    // Without a wait: what follows must find the caret there.
    await page.keyboard.press('Enter');
    await page.keyboard.type('= fail');
    expect(await filter.inputValue()).toBe('outcome = fail');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Tab');
    expect(await filter.inputValue()).toBe('outcome = failure ');
    expect(await isFocused(filter)).toBe(true);

    // In the middle of what stands there.
    await filter.fill('agent ~ clerk');
    await filter.evaluate((input) => input instanceof HTMLInputElement && input.setSelectionRange(3, 3));
    await page.keyboard.press('Escape');
    await page.keyboard.press('ArrowDown');
    await options.filter({ hasText: 'agent' }).first().click();
    expect(await filter.inputValue()).toBe('agent ~ clerk');
    expect(await caret()).toBe(6);
    expect(await isFocused(filter)).toBe(true);

    await filter.fill('st');
    await options.first().waitFor();
    await page.keyboard.press('Escape');
    expect(await options.count()).toBe(0);
    expect(await isFocused(filter)).toBe(true);
    await page.keyboard.press('Escape');
    expect(await isFocused(filter)).toBe(false);
    await filter.click();
    await options.first().waitFor();
    await page.getByRole('button', { name: 'Views' }).focus();
    expect(await options.count()).toBe(0);
    await page.close();
  });

  it('opens the other attempts over the page, by keyboard, and closes them without a trace', async () => {
    const page = await open(`/runs/${first.run.runId}`);
    const button = page.getByRole('button', { name: 'Compare with…' });
    const panel = page.getByRole('dialog', { name: 'Other attempts at this task' });
    await button.focus();
    await page.keyboard.press('Enter');
    const links = panel.getByRole('link');
    await expect.poll(() => links.count()).toBe(RUNS / 10);
    expect(await button.getAttribute('aria-expanded')).toBe('true');
    // `u` would lead back to the list.
    await page.keyboard.press('u');
    expect(new URL(page.url()).pathname).toBe(`/runs/${first.run.runId}`);
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
    await expect.poll(() => isFocused(button)).toBe(true);
    await button.click();
    await links.first().waitFor();
    await page.mouse.click(700, 600);
    await panel.waitFor({ state: 'detached' });
    await button.click();
    await links.nth(1).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/compare?runs=*');
    expect(await panel.count()).toBe(0);
    await page.close();
  });

  it('chooses among names by keyboard: letters, arrows, Enter; Escape leaves it', async () => {
    const page = await openList();
    const picker = page.getByRole('combobox', { name: 'Project' });
    expect(await picker.textContent()).toBe('default');
    await picker.focus();
    // Letters are the picker's, not the page's: this one would choose all runs.
    await page.keyboard.press('a');
    expect(await page.getByText('runs chosen').count()).toBe(0);
    await page.keyboard.press('Escape');
    await page.keyboard.press('ArrowDown');
    const options = page.getByRole('listbox', { name: 'Project' }).getByRole('option');
    expect(await options.allTextContents()).toEqual(['default', 'night-shop', 'orchard']);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Escape');
    await options.first().waitFor({ state: 'detached' });
    await expect.poll(() => isFocused(picker)).toBe(true);
    expect(await picker.textContent()).toBe('default');
    await page.keyboard.press('Enter');
    await options.first().waitFor();
    await page.keyboard.press('o');
    await page.keyboard.press('Enter');
    await expect.poll(() => picker.textContent()).toBe('orchard');
    await page.getByText('No runs yet').waitFor();
    await page.close();
  });

  it('moves in a row of choices by arrows, which choose nothing, with one stop for the Tab key', async () => {
    const page = await openList();
    // These first: the choice below makes the counts anew.
    const bars = page.getByRole('group', { name: 'Started' }).getByRole('button');
    await bars.first().focus();
    await page.keyboard.press('ArrowRight');
    expect(await isFocused(bars.nth(1))).toBe(true);

    const outcomes = page.getByRole('toolbar', { name: 'Outcome' });
    await outcomes.getByRole('button', { name: 'All' }).focus();
    await page.keyboard.press('ArrowRight');
    expect(await isFocused(outcomes.getByRole('button', { name: 'Failure' }))).toBe(true);
    expect(page.url()).not.toContain('filter');
    await page.keyboard.press('End');
    expect(await isFocused(outcomes.getByRole('button', { name: 'Unknown' }))).toBe(true);
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Space');
    await expect.poll(() => page.url()).toContain('outcome+%3D+failure');
    await page.keyboard.press('Tab');
    expect(await outcomes.evaluate((row) => row.contains(document.activeElement))).toBe(false);
    await page.close();
  });

  it('says what a control does to those who look at it, by pointer and by keyboard', async () => {
    const page = await openList();
    const tip = page.locator('.tooltip');
    await page.getByRole('button', { name: /^Theme/ }).focus();
    await page.keyboard.press('Tab');
    await tip.filter({ hasText: 'Keys (?)' }).waitFor();
    await page.keyboard.press('Escape');
    await tip.waitFor({ state: 'detached' });
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    const exporting = page.getByRole('button', { name: /^Export/ });
    expect(await exporting.getAttribute('aria-description')).toContain('a line of JSON each');
    await exporting.hover();
    await tip.filter({ hasText: 'a line of JSON each' }).waitFor();
    await page.mouse.move(640, 300);
    await tip.waitFor({ state: 'detached' });
    await page.close();
  });

  it('lets a finger choose runs on a phone, without opening them', async () => {
    const page = await open('/', { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    await page.locator('.runs-link').first().waitFor();
    const targets = page.locator('.runs-body .runs-choice');
    const box = await targets.first().boundingBox();
    expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(36);
    // At the edge of what can be touched, not on the box itself.
    await targets.first().tap({ position: { x: 4, y: 6 } });
    await page.getByText('1 run chosen').waitFor();
    await targets.nth(1).tap();
    await page.getByText('2 runs chosen').waitFor();
    expect(new URL(page.url()).pathname).toBe('/');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    await page.getByRole('button', { name: 'Clear', exact: true }).tap();
    await expect.poll(() => chosen(page)).toBe(0);
    await page.close();
  });

  it('passes axe-core in both themes while something lies open', async () => {
    const page = await openList();
    const check = async (): Promise<void> => {
      expect(await checkAccessibility(page)).toEqual([]);
      await page.emulateMedia({ colorScheme: 'light' });
    };
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('dialog').waitFor();
    await check();
    await page.keyboard.press('Escape');
    await page.getByRole('combobox', { name: 'Filter' }).click();
    await page.keyboard.press('ArrowDown');
    await page.getByRole('option').first().waitFor();
    await check();
    await page.keyboard.press('Escape');
    await page.getByRole('combobox', { name: 'Project' }).click();
    await page.getByRole('option').first().waitFor();
    await check();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^Theme/ }).focus();
    await page.keyboard.press('Tab');
    // The one before may still be fading.
    await page.locator('.tooltip').filter({ hasText: 'Keys' }).waitFor();
    await check();
    await page.goto(`${site.url}/runs/${first.run.runId}`);
    await page.getByRole('button', { name: 'Compare with…' }).click();
    await page.getByRole('dialog').getByRole('link').first().waitFor();
    await check();
    await page.close();
    expect(faults).toEqual([]);
  }, 120_000);
});

/** Where the parts of the page stand. */
function readPlaces(page: Page): Promise<readonly number[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('.page-bar *, main, main > *, .runs-row')].flatMap((element) => {
      const { x, y, width } = element.getBoundingClientRect();
      return [x, y, width].map(Math.round);
    }),
  );
}
