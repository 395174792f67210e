/** The page of notes on agents in a real browser, on a real server. */
import { makeRun, makeSpan, traceId } from '@tracewright/store/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkAccessibility } from './check-accessibility.ts';
import { CHROMIUM, openSite, type TestSite } from './open-browser.ts';

const HOSTILE = '<img src=x onerror=alert(1)>\u202Etxt.exe';

describe.skipIf(CHROMIUM === undefined)('the page of notes on agents', () => {
  let site: TestSite;
  beforeAll(async () => {
    site = await openSite({ hasProjects: true });
  }, 60_000);
  afterAll(() => site[Symbol.asyncDispose]());

  /** Two failing attempts at a task and one that passed, each one call. */
  async function writeAttempts(first: number, agent: string): Promise<void> {
    for (const [index, status] of (['failure', 'failure', 'success'] as const).entries()) {
      const made = makeRun(
        first + index,
        { agent, task: `cancel ${agent}`, outcome: { status } },
        { steps: 1, spans: 1 },
      );
      const isFailed = status === 'failure';
      const span = makeSpan(first + index, {
        runId: made.run.runId,
        traceId: traceId(first + index),
        operation: 'tool',
        status: isFailed ? 'error' : 'ok',
        tool: {
          name: 'cancel_order',
          arguments: { order: `W${isFailed ? 9 : 7} ${agent === 'shop' ? '' : 'x'.repeat(3000)}` },
          result: isFailed ? `Error: no such order ${agent}` : 'order is cancelled',
        },
      });
      await site.store.write({ runs: [made], spans: [span] });
    }
  }

  it('is linked from the patterns, and makes notes that lead to steps', async () => {
    const { page, faults } = await site.openPage('/memory');
    await page.getByText('No notes yet').waitFor();
    await writeAttempts(1, 'shop');
    await writeAttempts(11, HOSTILE);
    await page.goto(`${site.url}/patterns`);
    await page.getByRole('link', { name: 'Notes on agents' }).click();
    await page.getByRole('button', { name: 'Make notes' }).click();
    await page.getByRole('navigation', { name: 'Agents' }).getByRole('link', { name: /^shop/ }).click();
    expect(new URL(page.url()).search).toBe('?agent=shop');
    const parted = page.getByRole('listitem').filter({ hasText: 'They part first where' }).first();
    expect(await parted.textContent()).toMatch(
      /step 0 calls cancel_order “\{"order":"W9 "\}”, and Run \w{8}, step 0 calls cancel_order “\{"order":"W7 "\}”/,
    );
    await parted.getByRole('link').last().click();
    await page.locator('article.step').first().waitFor();
    expect(new URL(page.url()).hash).toBe('#step-0');
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('is edited by keyboard, and loses nobody’s words', async () => {
    const { page } = await site.openPage('/memory?agent=shop');
    const edit = page.getByRole('button', { name: 'Edit' });
    await edit.focus();
    await page.keyboard.press('Enter');
    const text = page.getByRole('textbox', { name: 'Notes as Markdown' });
    await expect.poll(() => text.evaluate((area) => area === document.activeElement)).toBe(true);
    const old = await text.inputValue();
    await text.fill(old.replace('Seen in', 'On Mondays, seen in'));
    await page.keyboard.press('Control+Enter');
    await page.getByText('edited by hand, kept as it is').waitFor();
    await page.getByText('On Mondays, seen in').waitFor();
    await expect.poll(() => edit.evaluate((button) => button === document.activeElement)).toBe(true);

    await page.keyboard.press('Enter');
    const [notes] = await (await fetch(`${site.url}/api/memory?agent=shop`)).json();
    const elsewhere = { ...notes, action: 'write', previous: notes.markdown, markdown: 'Mine.' };
    const { agent, action, previous, markdown } = elsewhere;
    await fetch(`${site.url}/api/memory`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ agent, action, previous, markdown }),
    });
    await text.fill('Written in vain?');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('alert').getByText('have changed since they were read').waitFor();
    expect(await text.inputValue()).toBe('Written in vain?');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('Mine.').waitFor();
    await page.getByRole('button', { name: 'Make anew' }).click();
    await page.getByText('Seen in 2 of 2 failed runs').waitFor();
    await page.getByText('Mine.').waitFor();
    await page.context().close();
  });

  it('keeps an edit that is not saved while another agent is looked at', async () => {
    const { page } = await site.openPage('/memory?agent=shop');
    const text = page.getByRole('textbox', { name: 'Notes as Markdown' });
    const agents = page.getByRole('navigation', { name: 'Agents' }).getByRole('link');
    await page.getByRole('button', { name: 'Edit' }).click();
    await text.fill('Half a thought');
    await agents.filter({ hasText: 'img' }).click();
    await page.getByRole('button', { name: 'Edit' }).waitFor();
    expect(await text.count()).toBe(0);
    await agents.filter({ hasText: 'edit not saved' }).click();
    expect(await text.inputValue()).toBe('Half a thought');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('They part first where').first().waitFor();
    expect(await agents.filter({ hasText: 'edit not saved' }).count()).toBe(0);
    await page.context().close();
  });

  it('is switched off for good', async () => {
    const { page } = await site.openPage('/memory?agent=shop');
    await page.getByRole('button', { name: 'Switch off' }).press('Space');
    await page.getByText('switched off: kept, and given to nobody').waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Switch on' }).waitFor();
    await page.goto(`${site.url}/memory?agent=nobody`);
    await page.getByText('There are no notes on the agent “nobody”').waitFor();
    expect(await page.getByRole('button', { name: 'Edit' }).count()).toBe(0);
    await page.context().close();
  });

  it('is accessible, wide and narrow, whatever an agent is called', async () => {
    const address = `/memory?agent=${encodeURIComponent(HOSTILE)}`;
    const { page, faults, dialogs } = await site.openPage(address);
    await page.getByRole('heading', { name: HOSTILE.replace('\u202E', '⟨U+202E⟩') }).waitFor();
    await page.getByText('They part first where').first().waitFor();
    expect(await page.getByRole('heading', { name: /^Notes on </ }).count()).toBe(0);
    expect(await checkAccessibility(page)).toEqual([]);
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 800 });
      const isTooWide = await page.evaluate(
        () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
      );
      expect({ width, isTooWide }).toEqual({ width, isTooWide: false });
    }
    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByRole('textbox').waitFor();
    expect(await checkAccessibility(page)).toEqual([]);
    expect([faults, dialogs]).toEqual([[], []]);
    await page.context().close();
  });
});
