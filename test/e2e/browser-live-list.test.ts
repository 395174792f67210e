/** The live list in a real browser: runs appear, grow, stall and end, and lead to a page that follows them. */
import type { RunId, TraceId } from '@tracewright/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkAccessibility } from './check-accessibility.ts';
import { expectHarmless } from './expect-harmless.ts';
import { post, type SpanSketch, toTraceRequest } from './live-server.ts';
import { CHROMIUM, openSite, type TestSite } from './open-browser.ts';
import { PAYLOADS } from './payloads.ts';

const WITHIN = { timeout: 20_000, interval: 100 };
const PICTURES = process.env['TRACEWRIGHT_PICTURES'];
const MINUTE_MS = 60_000;
const SIZES = [
  [1280, 800],
  [1920, 1080],
  [390, 844],
] as const;

describe.skipIf(CHROMIUM === undefined)('the live list', () => {
  let site: TestSite;
  beforeAll(async () => {
    site = await openSite();
  }, 120_000);
  afterAll(() => site[Symbol.asyncDispose]());

  async function send(service: string, spans: readonly SpanSketch[]): Promise<void> {
    const answer = await post(site.url, toTraceRequest(spans, { 'service.name': service }), { headers: {} });
    expect(answer.status).toBe(200);
  }
  const question = (trace: string, text: string): SpanSketch => ({
    trace,
    id: 2,
    parent: 1,
    name: 'chat small-model',
    startMs: Date.now() - 2_000,
    durationMs: 700,
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 'small-model',
      'gen_ai.usage.input_tokens': 812,
      'gen_ai.usage.output_tokens': 44,
      'gen_ai.input.messages': JSON.stringify([{ role: 'user', parts: [{ type: 'text', content: text }] }]),
      'gen_ai.output.messages': JSON.stringify([
        { role: 'assistant', parts: [{ type: 'text', content: 'I start.' }] },
      ]),
    },
  });
  const toolCall = (trace: string, id: number, tool = 'count_shelf'): SpanSketch => ({
    trace,
    id,
    parent: 1,
    name: `execute_tool ${tool}`,
    startMs: Date.now(),
    durationMs: 40,
    attributes: {
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': tool,
      'gen_ai.tool.call.arguments': JSON.stringify({ shelf: id }),
      'gen_ai.tool.call.result': `shelf ${id}\n${'book\n'.repeat(30)}`,
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
  /** A run of which the last span came so long ago. */
  const quietRun = async (digit: string, task: string, quietMs: number): Promise<void> => {
    const lastArrivalMs = Date.now() - quietMs;
    await site.store.write({
      runs: [
        {
          run: {
            runId: digit.repeat(16) as RunId,
            traceIds: [digit.repeat(32) as TraceId],
            agent: 'florist',
            task,
            source: { path: 'otlp', format: 'otlp' },
            outcome: { status: 'unknown' },
            tools: [],
            environment: {},
            startTime: BigInt(lastArrivalMs - MINUTE_MS) * 1_000_000n,
            live: { openSpans: 1, lastArrivalMs },
          },
          stats: { steps: 3, spans: 0, inputTokens: 1000, outputTokens: 10 },
        },
      ],
    });
  };

  it('says how to send spans while nothing runs, and shows a run from its first span to its end', async () => {
    const { page, faults } = await site.openPage('/live');
    await page.getByRole('heading', { name: 'Nothing is running' }).waitFor();
    await page.getByText(`OTEL_EXPORTER_OTLP_ENDPOINT=${site.url}`).waitFor();
    await send('librarian', [question('one', 'Count the books')]);
    const row = page.getByRole('row').filter({ hasText: 'Count the books' });
    await row.getByText('Running', { exact: true }).waitFor({ timeout: WITHIN.timeout });
    expect(await row.textContent()).toContain('model call');
    await send('librarian', [toolCall('one', 3)]);
    await expect.poll(() => row.textContent(), WITHIN).toContain('tool count_shelf');
    await send('librarian', [question('two', 'Sort the returned books')]);
    await expect
      .poll(() => page.locator('tbody tr').first().textContent(), WITHIN)
      .toContain('Sort the returned');
    await page.getByText('2 runs in flight').waitFor();
    await send('librarian', [root('two')]);
    await page.getByText('1 run in flight').waitFor({ timeout: WITHIN.timeout });
    await send('librarian', [root('one')]);
    await page.getByRole('heading', { name: 'Nothing is running' }).waitFor({ timeout: WITHIN.timeout });
    expect(faults).toEqual([]);
  });

  it('marks what has been quiet for long, and keeps what it knows when the server is away', async () => {
    await quietRun('a', 'Arrange the roses', 5 * MINUTE_MS);
    await quietRun('b', 'Arrange the tulips', 40 * MINUTE_MS);
    await quietRun('c', 'Arrange the lilies', 3 * 24 * 60 * MINUTE_MS);
    const { page } = await site.openPage('/live');
    const row = (task: string): ReturnType<typeof page.locator> =>
      page.getByRole('row').filter({ hasText: task });
    await row('roses').getByText('Stalled').waitFor();
    await row('tulips').getByText('Interrupted').waitFor();
    expect(await row('lilies').count()).toBe(0);
    await expect.poll(() => row('roses').textContent(), WITHIN).toMatch(/5 m \d\d s/);
    await page.route('**/api/live*', (route) => route.abort());
    // A change of another run makes the page ask again.
    await send('librarian', [question('three', 'Look up the hours')]);
    await page.getByRole('alert').getByText('does not answer').waitFor({ timeout: WITHIN.timeout });
    await row('roses').getByText('Stalled').waitFor();
    await page.unroute('**/api/live*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await row('Look up the hours').waitFor();
    await send('librarian', [root('three')]);
    await site.store.deleteRuns(['a', 'b', 'c'].map((digit) => digit.repeat(16) as RunId));
  });

  it('leads to the run, whose page follows the end until the reader goes back', async () => {
    await send('librarian', [question('grow', 'Count every shelf'), ...many(10, 30)]);
    const { page } = await site.openPage('/live');
    await page.getByRole('link', { name: 'Count every shelf' }).click();
    const follow = page.getByRole('button', { name: 'Following' });
    await follow.waitFor();
    await page.locator('[aria-setsize]').last().waitFor();
    const lastSeen = (): Promise<number> =>
      page.evaluate(() => {
        const seen = [...document.querySelectorAll('article.step')].filter((step) => {
          const { top, bottom } = step.getBoundingClientRect();
          return bottom > 60 && top < innerHeight;
        });
        return Number(seen.at(-1)?.id.replace('step-', '') ?? -1);
      });
    const count = async (): Promise<number> =>
      Number(await page.locator('article.step').first().getAttribute('aria-setsize'));
    await expect.poll(async () => (await lastSeen()) === (await count()) - 1, WITHIN).toBe(true);
    const before = await count();
    await send('librarian', many(60, 3));
    await expect.poll(count, WITHIN).toBe(before + 3);
    await expect.poll(async () => (await lastSeen()) === before + 2, WITHIN).toBe(true);

    await page.mouse.move(500, 500);
    await page.mouse.wheel(0, -1500);
    await page.getByRole('button', { name: 'Follow', exact: true }).waitFor();
    await expect.poll(lastSeen, WITHIN).toBeLessThan(before + 2);
    const place = await lastSeen();
    await send('librarian', many(70, 3));
    await expect.poll(count, WITHIN).toBe(before + 6);
    expect(Math.abs((await lastSeen()) - place)).toBeLessThan(2);
    await page.keyboard.press('l');
    await expect.poll(async () => (await lastSeen()) === before + 5, WITHIN).toBe(true);
    await send('librarian', [root('grow')]);
    await page.locator('.follow-end').waitFor({ state: 'detached', timeout: WITHIN.timeout });
  }, 120_000);

  it('passes axe in both themes, fits a phone, and shows names as text', async () => {
    for (const [index, payload] of PAYLOADS.slice(0, 6).entries())
      await send(payload, [
        question(`hostile-${index}`, `${payload} ${'long '.repeat(40)}`),
        toolCall(`hostile-${index}`, 3, payload),
      ]);
    await quietRun('d', 'Arrange the roses', 5 * MINUTE_MS);
    await quietRun('e', 'x'.repeat(400), 50 * MINUTE_MS);
    for (const colorScheme of ['light', 'dark'] as const) {
      const watched = await site.openPage('/live', { colorScheme });
      const { page } = watched;
      await page.getByRole('row').nth(7).waitFor();
      if (PICTURES !== undefined)
        for (const [width, height] of SIZES) {
          await page.setViewportSize({ width, height });
          await page.screenshot({ path: `${PICTURES}/live-list-${colorScheme}-${width}.png` });
        }
      expect({ colorScheme, found: await checkAccessibility(page) }).toEqual({ colorScheme, found: [] });
      await page.setViewportSize({ width: 390, height: 844 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
      await expectHarmless(site, watched);
      await page.context().close();
    }
  }, 120_000);

  function many(from: number, count: number): readonly SpanSketch[] {
    return Array.from({ length: count }, (_, index) => toolCall('grow', from + index));
  }
});
