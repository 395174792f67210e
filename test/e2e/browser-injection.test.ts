/** Whatever a trace contains is shown as text: a dozen and more attacks in every field the page renders, in a real browser. */
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectHarmless } from './expect-harmless.ts';
import { buildHostileRun } from './hostile-run.ts';
import { CHROMIUM, dropFiles, openSite, type TestSite } from './open-browser.ts';
import { DISGUISES, PAYLOADS } from './payloads.ts';

describe.skipIf(CHROMIUM === undefined)('hostile traces', () => {
  let site: TestSite;
  beforeAll(async () => {
    site = await openSite();
    for (const [index, payload] of PAYLOADS.entries()) {
      const { run, spans, diagnosis } = buildHostileRun(index, payload);
      const stats = { steps: 2, spans: 2, inputTokens: 1, outputTokens: 1 };
      await site.store.write({ runs: [{ run, stats }], spans, diagnoses: [diagnosis] });
    }
  });
  afterAll(() => site[Symbol.asyncDispose]());

  async function expectShown(page: Page, payload: string, fields: readonly string[]): Promise<void> {
    const text = await page.evaluate(() => document.body.textContent);
    // Nested values are shown as JSON, where quotes are escaped.
    const escaped = JSON.stringify(payload).slice(1, -1);
    const isShown = (field: string): boolean =>
      text.includes(`${field} ${payload}`) || text.includes(`${field} ${escaped}`);
    expect(fields.filter((field) => !isShown(field))).toEqual([]);
  }

  it('shows them as text in the list of runs', async () => {
    const watched = await site.openPage('/');
    await watched.page.locator('.runs-link').first().waitFor();
    const text = await watched.page.locator('.runs-body').textContent();
    for (const payload of PAYLOADS) expect(text).toContain(`task ${payload}`);
    await expectHarmless(site, watched);
  });

  it.each(PAYLOADS.map((payload, index) => ({ payload, index })))(
    'shows $payload as text in every field of a run',
    async ({ payload, index }) => {
      const { run } = buildHostileRun(index, payload);
      const watched = await site.openPage(`/runs/${run.runId}`);
      const { page } = watched;
      await page.locator('.onset').waitFor();
      await page.locator('#step-1[aria-busy="false"]').waitFor();
      // Made after what is read first.
      await page.locator('.finding').first().waitFor();
      await showAsWritten(page);
      await expectShown(page, payload, [
        'task',
        'asked',
        'agent',
        'model',
        'culprit',
        'message',
        'fix',
        'result',
        'place',
        'category',
        'detector',
        'worker',
        'call',
        'key',
        'value',
        'inner',
        'item',
        'said',
        'reasoning',
      ]);
      await page.getByRole('tab', { name: 'Details' }).click();
      for (const summary of await page.locator('.details-tool .disclosure-summary').all())
        await summary.click();
      await expectShown(page, payload, ['version', 'path', 'format', 'tool', 'description', 'key', 'value']);
      await page.getByRole('tab', { name: 'Tree' }).click();
      await page.locator('.tree-row[aria-busy="false"]').first().waitFor();
      await expectShown(page, payload, ['name']);
      for (const step of [0, 1]) {
        await page.getByRole('button', { name: `Recorded span of step ${step}`, exact: true }).click();
        await page.locator('.span-detail').waitFor();
        await expectShown(page, payload, [
          'name',
          'status',
          'event',
          'file',
          'pointer',
          ...(step === 0
            ? ['speaker', 'said', 'reasoning', 'modality', 'mime', 'block']
            : ['call', 'result']),
        ]);
        await page.keyboard.press('Escape');
        await page.locator('.span-detail').waitFor({ state: 'detached' });
      }
      await expectHarmless(site, watched);
      await page.context().close();
    },
  );

  it('shows them as text when they come in a dropped log, its name and its report', async () => {
    const hostile = [...PAYLOADS, ...DISGUISES.map(([given]) => given)];
    const traj = hostile.flatMap((payload, index) => [
      { role: 'user', content: payload },
      {
        role: 'assistant',
        content: payload,
        tool_calls: [
          {
            id: `c${index}`,
            function: { name: payload, arguments: JSON.stringify(Object.fromEntries([[payload, payload]])) },
          },
        ],
      },
      { role: 'tool', tool_call_id: `c${index}`, name: payload, content: payload },
    ]);
    const name = '<img src=x onerror="window.__pwned=1">.json';
    const watched = await site.openPage('/');
    const { page } = watched;
    await dropFiles(page, [
      {
        name,
        text: JSON.stringify([{ task_id: 'dropped', reward: 0, info: {}, trial: 0, traj }, PAYLOADS[0]]),
      },
      { name: '<script>window.__pwned=1</script>.txt', text: PAYLOADS[0] ?? '' },
    ]);
    const report = page.getByRole('dialog', { name: 'Import' });
    await report.getByText('1 run imported').waitFor();
    // A browser writes quotes in a form's file name as %22.
    expect(await report.textContent()).toMatch(
      /<img src=x onerror=(?:"|%22)window\.__pwned=1(?:"|%22)>\.json/,
    );
    expect(await report.textContent()).toMatch(/<script>window\.__pwned=1<.{1,3}script>\.txt/);
    await report.getByRole('link', { name: 'onerror' }).click();
    await page.getByText('1 run', { exact: true }).waitFor();
    await page.locator('.runs-link').click();
    await page.locator('article.step').first().waitFor();
    const shown = new Set<string>();
    const steps = Number(await page.locator('article.step').first().getAttribute('aria-setsize'));
    for (let step = 0; step < steps; step += 1) {
      await page.keyboard.press('j');
      await page.locator(`#step-${step}[data-current="true"][aria-busy="false"]`).waitFor();
      await showAsWritten(page.locator(`#step-${step}`));
      for (const text of await page.locator(`#step-${step} .folded-text`).allTextContents()) shown.add(text);
    }
    for (const text of [...PAYLOADS, ...DISGUISES.map(([, visible]) => visible)])
      expect(shown).toContain(text);
    await expectHarmless(site, watched);
  });

  it.each([
    ['/?filter=', '.filter-error, .runs-link, .empty-list'],
    ['/runs/', '.failure-notice, .onset'],
    ['/nowhere/', 'main'],
  ])('shows them as text in the address %s', async (path, answer) => {
    const watched = await site.openPage('/');
    for (const payload of PAYLOADS) {
      await watched.page.goto(`${site.url}${path}${encodeURIComponent(payload)}`);
      await watched.page.locator(answer).first().waitFor();
      await expectHarmless(site, watched);
    }
  });
});

/** Texts in Markdown, letter by letter. */
async function showAsWritten(part: Page | Locator): Promise<void> {
  const set = part.getByRole('button', { name: 'As written' });
  while ((await set.count()) > 0) await set.first().click();
}
