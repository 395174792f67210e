/** The page while agents run: what arrives is seen without a reload, in a real browser on a real server. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkAccessibility } from './check-accessibility.ts';
import { post, type SpanSketch, toTraceRequest } from './live-server.ts';
import { CHROMIUM, openSite, type TestSite } from './open-browser.ts';
import { PAYLOADS } from './payloads.ts';

const WITHIN = { timeout: 20_000, interval: 100 };
/** Where to leave pictures of the states, for people who look at them. */
const PICTURES = process.env['TRACEWRIGHT_PICTURES'];

describe.skipIf(CHROMIUM === undefined)('the page of running agents', () => {
  let site: TestSite;
  beforeAll(async () => {
    site = await openSite({ hasProjects: true });
  }, 120_000);
  afterAll(() => site[Symbol.asyncDispose]());

  async function send(service: string, spans: readonly SpanSketch[], project?: string): Promise<void> {
    const headers = project === undefined ? {} : { 'x-tracewright-project': project };
    const answer = await post(site.url, toTraceRequest(spans, { 'service.name': service }), { headers });
    expect(answer.status).toBe(200);
  }

  const toolCall = (trace: string, id: number, result = `shelf ${id} counted`): SpanSketch => ({
    trace,
    id,
    parent: 1,
    name: 'execute_tool count_shelf',
    startMs: Date.now(),
    durationMs: 40,
    attributes: {
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': 'count_shelf',
      'gen_ai.tool.call.arguments': JSON.stringify({ shelf: id, room: 'archive' }),
      'gen_ai.tool.call.result': result,
    },
  });
  const question = (trace: string, text: string): SpanSketch => ({
    trace,
    id: 2,
    parent: 1,
    name: 'chat small-model',
    startMs: Date.now(),
    durationMs: 700,
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 'small-model',
      'gen_ai.usage.input_tokens': 812,
      'gen_ai.usage.output_tokens': 44,
      'gen_ai.input.messages': JSON.stringify([{ role: 'user', parts: [{ type: 'text', content: text }] }]),
      'gen_ai.output.messages': JSON.stringify([
        { role: 'assistant', parts: [{ type: 'text', content: 'I start with the first shelf.' }] },
      ]),
    },
  });
  const root = (trace: string): SpanSketch => ({
    trace,
    id: 1,
    name: 'invoke_agent librarian',
    startMs: Date.now() - 60_000,
    durationMs: 61_000,
    attributes: { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': 'librarian' },
  });
  const row = (page: Page, title: string): ReturnType<Page['locator']> =>
    page.locator('.runs-body [data-index]').filter({ hasText: title });

  it('shows a run that begins, grows and ends, without a reload', async () => {
    const { page, requests, faults } = await site.openPage('/');
    await page.locator('.runs-page').waitFor();
    await send('librarian', [question('list-1', 'Count the books of the archive')]);
    await row(page, 'Count the books').waitFor({ timeout: WITHIN.timeout });
    await row(page, 'Count the books').getByText('Running').waitFor();
    // A chosen row stays chosen when another run appears above it.
    await page.keyboard.press('j');
    await expect.poll(() => page.locator('.runs-selected').textContent()).toContain('Count the books');
    await send('librarian', [question('list-2', 'Sort the returned books')]);
    await row(page, 'Sort the returned').waitFor({ timeout: WITHIN.timeout });
    expect(await page.locator('.runs-selected').textContent()).toContain('Count the books');

    await send('librarian', [toolCall('list-1', 3), root('list-1')]);
    await expect.poll(() => row(page, 'Count the books').textContent(), WITHIN).not.toContain('Running');
    await row(page, 'Sort the returned').getByText('Running').waitFor();
    expect(requests.filter((url) => new URL(url).pathname === '/')).toHaveLength(1);
    expect(faults).toEqual([]);
  });

  it('adds steps to the page of a running run, and leaves the reader where he is', async () => {
    const first = Array.from({ length: 40 }, (_, index) =>
      toolCall('grow', 10 + index, `shelf ${index}\n${'book\n'.repeat(30)}`),
    );
    await send('librarian', [question('grow', 'Count every shelf'), ...first]);
    const runId = await findRun('Count every shelf');
    const { page, faults } = await site.openPage(`/runs/${runId}`);
    await page.locator('.page-bar').getByText('Running').waitFor();
    await page.locator('article.step').first().waitFor();
    for (let press = 0; press < 12; press += 1) await page.keyboard.press('j');
    await page.mouse.move(600, 500);
    await page.mouse.wheel(0, 120);
    await settle(page);
    const placeOf = (): Promise<readonly [string, number] | undefined> =>
      page.evaluate(() => {
        const seen = [...document.querySelectorAll('article.step')].find(
          (step) => step.getBoundingClientRect().top > 120,
        );
        return seen === undefined
          ? undefined
          : ([seen.id, Math.round(seen.getBoundingClientRect().top)] as const);
      });
    const before = await placeOf();
    const steps = await stepCount(page);
    await send('librarian', [toolCall('grow', 90), toolCall('grow', 91)]);
    await expect.poll(() => stepCount(page), WITHIN).toBe(steps + 2);
    await settle(page);
    const after = await placeOf();
    expect(after?.[0]).toBe(before?.[0]);
    expect(Math.abs((after?.[1] ?? 0) - (before?.[1] ?? 0))).toBeLessThan(4);

    await send('librarian', [root('grow')]);
    await page
      .locator('.page-bar')
      .getByText('Running')
      .waitFor({ state: 'detached', timeout: WITHIN.timeout });
    expect(faults).toEqual([]);
  });

  it('switches between projects once there are two', async () => {
    const { page } = await site.openPage('/');
    await page.locator('.runs-link').first().waitFor();
    expect(await page.getByRole('combobox', { name: 'Project' }).count()).toBe(0);
    await send('florist', [question('flowers', 'Arrange the roses')], 'flower-shop');
    await page.reload();
    const picker = page.getByRole('combobox', { name: 'Project' });
    await picker.waitFor();
    await picker.click();
    expect(await page.getByRole('option').allTextContents()).toEqual(['default', 'flower-shop']);
    await page.getByRole('option', { name: 'flower-shop' }).click();
    await row(page, 'Arrange the roses').waitFor({ timeout: WITHIN.timeout });
    expect(await page.locator('.runs-link').count()).toBe(1);
    await send('florist', [question('tulips', 'Arrange the tulips')], 'flower-shop');
    await row(page, 'Arrange the tulips').waitFor({ timeout: WITHIN.timeout });
    await row(page, 'Arrange the roses').locator('.runs-link').click();
    await page.getByText('I start with the first shelf.').first().waitFor();
    await picker.click();
    await page.getByRole('option', { name: 'default' }).click();
    await page.locator('.runs-link').first().waitFor();
    expect(await row(page, 'Arrange the roses').count()).toBe(0);
  });

  it('shows whatever spans carry as text', async () => {
    const spans = PAYLOADS.map((payload, index): SpanSketch => {
      const at = (place: string): string => `${place} ${payload}`;
      return {
        trace: 'hostile',
        id: 100 + index,
        parent: 1,
        name: at('name'),
        attributes: {
          'gen_ai.operation.name': index % 2 === 0 ? 'chat' : 'execute_tool',
          'gen_ai.request.model': at('model'),
          'gen_ai.agent.name': at('agent'),
          'gen_ai.tool.name': at('tool'),
          'gen_ai.tool.call.arguments': JSON.stringify({ [payload]: at('argument') }),
          'gen_ai.tool.call.result': at('result'),
          'gen_ai.input.messages': JSON.stringify([
            { role: 'user', parts: [{ type: 'text', content: at('asked') }] },
          ]),
          'gen_ai.output.messages': JSON.stringify([
            { role: 'assistant', parts: [{ type: 'text', content: at('answered') }] },
          ]),
          [at('key')]: at('value'),
        },
        events: [{ name: at('event'), attributes: { [at('key')]: at('value') } }],
      };
    });
    const { page, dialogs, faults, requests } = await site.openPage('/');
    await send(PAYLOADS[1] ?? '', spans);
    const runId = await findRun(PAYLOADS[0] ?? '');
    await page.locator(`a[href="/runs/${runId}"]`).first().waitFor({ timeout: WITHIN.timeout });
    const watched = await site.openPage(`/runs/${runId}`);
    await watched.page.locator('article.step[aria-busy="false"]').first().waitFor();
    await watched.page.keyboard.press('t');
    await watched.page.getByRole('treeitem').first().waitFor();
    await watched.page.getByRole('button', { name: 'Recorded span of step 1', exact: true }).click();
    await watched.page.getByRole('dialog').getByText('<script>').first().waitFor();
    for (const each of [page, watched.page]) {
      const state = await each.evaluate(() => ({
        pwned: '__pwned' in globalThis,
        scripts: [...document.querySelectorAll('script[src]')].map(
          (script) => new URL((script as HTMLScriptElement).src).origin,
        ),
        // The page's own first script.
        inline: document.querySelectorAll('script:not([src])').length,
        foreign: document.querySelectorAll(
          'iframe, object, embed, base, form[action], [onerror], [onload], [onfocus]',
        ).length,
        origin: location.origin,
      }));
      expect(state).toMatchObject({ pwned: false, foreign: 0, inline: 1 });
      expect(state.scripts.every((origin) => origin === state.origin)).toBe(true);
    }
    expect([...dialogs, ...watched.dialogs, ...faults, ...watched.faults]).toEqual([]);
    for (const url of [...requests, ...watched.requests]) expect(new URL(url).origin).toBe(site.url);
  });

  it('has no accessibility violation that axe-core finds while runs are in flight', async () => {
    await send('librarian', [
      question('axe', 'Look up the opening hours'),
      toolCall('axe', 3),
      toolCall('axe', 4),
    ]);
    await send('florist', [question('peonies', 'Arrange the peonies')], 'flower-shop');
    const runId = await findRun('Look up the opening hours');
    for (const [name, path] of [
      ['list', '/'],
      ['run', `/runs/${runId}`],
    ] as const) {
      const { page } = await site.openPage(path);
      await page.locator('.outcome-running').first().waitFor();
      await page.getByRole('combobox', { name: 'Project' }).waitFor();
      expect({ path, found: await checkAccessibility(page) }).toEqual({ path, found: [] });
      if (PICTURES !== undefined) await page.screenshot({ path: `${PICTURES}/live-${name}.png` });
      await page.context().close();
    }
  }, 120_000);

  async function findRun(text: string): Promise<string> {
    let runId = '';
    await expect
      .poll(async () => {
        const answer = await fetch(`${site.url}/api/runs?limit=1000`);
        const { runs } = (await answer.json()) as { runs: { runId: string; taskText: string | null }[] };
        runId = runs.find(({ taskText }) => taskText?.includes(text))?.runId ?? '';
        return runId;
      }, WITHIN)
      .not.toBe('');
    return runId;
  }
});

/** As the head of the page says it. */
async function stepCount(page: Page): Promise<number> {
  const fact = page.locator('.run-fact').filter({ has: page.getByText('Steps', { exact: true }) });
  return Number(await fact.locator('dd').textContent());
}

/** Until the steps in view have been measured and scrolling is over. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        let frames = 0;
        requestAnimationFrame(function next() {
          frames += 1;
          if (frames > 30) resolve();
          else requestAnimationFrame(next);
        });
      }),
  );
}
