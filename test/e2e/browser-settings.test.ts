/** Settings in a real browser: what is kept, for how long, who may see it, and how large it is. */
import { fileURLToPath } from 'node:url';
import type { KeyJson, ProjectJson } from '@tracewright/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkAccessibility } from './check-accessibility.ts';
import { expectHarmless } from './expect-harmless.ts';
import { CHROMIUM, openSite, type TestSite } from './open-browser.ts';
import { PAYLOADS } from './payloads.ts';

const RUNS = fileURLToPath(new URL('../../packages/importers/fixtures/swe-agent/', import.meta.url));
const PICTURES = process.env['TRACEWRIGHT_PICTURES'];
const SECTIONS = ['projects', 'keys', 'redaction', 'retention', 'storage', 'import', 'about'] as const;
/** Of the others axe has nothing new to see. */
const CHECKED: readonly string[] = ['keys', 'retention', 'import'];
const SIZES = [
  [1280, 800],
  [1920, 1080],
  [390, 844],
] as const;

describe.skipIf(CHROMIUM === undefined)('settings', () => {
  let site: TestSite;
  beforeAll(async () => {
    site = await openSite({ hasProjects: true, isMasking: true });
    await site.importPaths([RUNS]);
  }, 120_000);
  afterAll(() => site[Symbol.asyncDispose]());

  const keys = async (): Promise<readonly KeyJson[]> =>
    // The shape is pinned in core.
    (await (await fetch(`${site.url}/api/keys`)).json()) as KeyJson[];

  it('leads to every section, by keyboard too', async () => {
    const { page, faults } = await site.openPage('/');
    await page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('heading', { level: 2, name: 'Projects' }).waitFor();
    await page.getByRole('row', { name: /default/ }).waitFor();
    for (const name of ['Keys', 'Redaction', 'Retention', 'Storage', 'Import', 'About']) {
      const link = page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name });
      await link.focus();
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 2, name }).waitFor();
      expect(page.url()).toBe(`${site.url}/settings/${name.toLowerCase()}`);
      expect(await link.getAttribute('aria-current')).toBe('page');
    }
    await page.getByText('Apache-2.0').waitFor();
    await page.goto(`${site.url}/settings/nothing`);
    await page.getByText('There are no such settings.').waitFor();
    expect(faults).toEqual([]);
  });

  it('makes a project, and deletes it when its name is typed', async () => {
    const { page } = await site.openPage('/settings/projects');
    const names = async (): Promise<readonly string[]> =>
      ((await (await fetch(`${site.url}/api/projects`)).json()) as ProjectJson[]).map(({ name }) => name);
    const make = page.getByRole('button', { name: 'Make the project' });
    const name = page.getByLabel('Name of the project');
    await name.fill('Night Shop');
    // Two presses before the answer make one.
    await name.evaluate((field: HTMLInputElement) => {
      field.form?.requestSubmit();
      field.form?.requestSubmit();
    });
    await page.getByRole('row', { name: /night-shop/ }).waitFor();
    await expect.poll(() => name.inputValue()).toBe('');
    expect(await page.getByRole('alert').count()).toBe(0);
    await name.fill('night-shop');
    await make.click();
    await page.getByText('there is a project "night-shop" already').waitFor();
    expect(await names()).toEqual(['default', 'night-shop']);
    expect(await page.getByRole('button', { name: /^Delete the project/ }).count()).toBe(1);

    await page.getByRole('button', { name: 'Delete the project night-shop' }).click();
    const dialog = page.getByRole('dialog', { name: 'Delete the project?' });
    const confirm = dialog.getByRole('button', { name: 'Delete it for good' });
    const typed = dialog.getByLabel('Its name, to confirm');
    await typed.fill('night');
    expect(await confirm.isDisabled()).toBe(true);
    await typed.press('Enter');
    expect(await names()).toHaveLength(2);
    await typed.fill('night-shop');
    await typed.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('row', { name: /night-shop/ }).waitFor({ state: 'detached' });
    expect(await names()).toEqual(['default']);
  });

  it('makes a key, tells it once, and ends it after asking', async () => {
    const { page } = await site.openPage('/settings/keys');
    await page.getByText('There are no keys.').waitFor();
    await page.getByLabel('Name').fill(PAYLOADS[0] ?? '');
    await page.getByLabel('read').check();
    await page.getByRole('button', { name: 'Make the key' }).click();
    const told = await page.locator('.settings-new-key code').textContent();
    await expect
      .poll(async () => (await keys()).map(({ name, scopes }) => [name, scopes]))
      .toEqual([[PAYLOADS[0], ['ingest', 'read']]]);
    expect(JSON.stringify(await keys())).not.toContain(told);
    await page.getByRole('button', { name: /^Revoke the key/ }).click();
    expect(await keys()).toHaveLength(1);
    await page.getByRole('button', { name: /^End the key/ }).click();
    await page.getByText('There are no keys.').waitFor();
    expect(await keys()).toEqual([]);
  });

  it('says what masking makes of a text', async () => {
    const { page } = await site.openPage('/settings/redaction');
    await page.getByText('anthropic-api-key', { exact: true }).waitFor();
    const key = `sk-ant-api03-${'Ab1'.repeat(31)}AA`;
    await page.getByLabel('Try a text').fill(`the key is ${key}, said the agent`);
    const masked = page.locator('.settings-masked');
    await expect
      .poll(() => masked.textContent())
      .toBe('the key is [masked:anthropic-api-key], said the agent');
    await page.getByText('anthropic-api-key: 1').waitFor();
    await page.getByLabel('Try a text').fill('nothing special');
    await page.getByText('Nothing in it is taken for a secret.').waitFor();
  });

  it('tells what a pass of retention would delete, and deletes after that only', async () => {
    const { page } = await site.openPage('/settings/retention');
    await page.getByText('Runs are kept for ever.').waitFor();
    expect(await page.getByRole('button', { name: 'What would go?' }).isDisabled()).toBe(true);
    await page.getByLabel('Days of runs to keep').fill('100000');
    await page.getByRole('button', { name: 'What would go?' }).click();
    await page.getByText('Would go: 0 runs').waitFor();
    expect(await page.getByRole('button', { name: /for good/ }).count()).toBe(0);
    expect(await site.store.countRuns()).toBeGreaterThan(0);
  });

  it('shows what the store takes', async () => {
    const { page } = await site.openPage('/settings/storage');
    const info = await site.store.info();
    await page
      .locator('.settings-facts')
      .getByText(String(info.counts.runs), { exact: true })
      .first()
      .waitFor();
    await page.getByText(info.path ?? 'nowhere').waitFor();
    expect(await page.getByText('All projects').count()).toBe(0);
  });

  it('tells when the server is away, and tries again', async () => {
    const { page } = await site.openPage('/settings/about');
    await page.getByText('all works').waitFor();
    await page.route('**/api/storage*', (route) => route.abort());
    await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'Storage' }).click();
    await page.getByRole('alert').getByText('does not answer').waitFor();
    await page.unroute('**/api/storage*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('The data takes').waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  it('passes axe in both themes, fits a phone, and shows names as text', async () => {
    for (const payload of PAYLOADS.slice(1, 5))
      await fetch(`${site.url}/api/keys`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ name: payload.slice(0, 100), project: '*', scopes: ['read'], days: 30 }),
      });
    for (const colorScheme of ['light', 'dark'] as const) {
      const watched = await site.openPage('/settings/keys', { colorScheme });
      const { page } = watched;
      await page.getByRole('row').nth(3).waitFor();
      const found: string[] = [];
      for (const section of SECTIONS) {
        await page.setViewportSize({ width: 1280, height: 800 });
        await page
          .getByRole('navigation', { name: 'Settings' })
          .locator(`a[href="/settings/${section}"]`)
          .click();
        await expect.poll(() => page.locator('main .loading').count()).toBe(0);
        if (PICTURES !== undefined)
          for (const [width, height] of SIZES) {
            await page.setViewportSize({ width, height });
            await page.screenshot({ path: `${PICTURES}/settings-${section}-${colorScheme}-${width}.png` });
          }
        if (CHECKED.includes(section)) found.push(...(await checkAccessibility(page)));
        await page.setViewportSize({ width: 390, height: 844 });
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        if (width > 390) found.push(`${section} is ${width} px wide on a phone`);
      }
      expect({ colorScheme, found }).toEqual({ colorScheme, found: [] });
      await expectHarmless(site, watched);
      await page.context().close();
    }
  }, 120_000);
});
