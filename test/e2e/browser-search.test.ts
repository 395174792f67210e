/** Search in a real browser: typing, filters, keyboard, going there and back, and what hostile traces hold. */
import type { Run, RunId, Span, SpanId, TraceId } from '@tracewright/core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkAccessibility } from './check-accessibility.ts';
import { expectHarmless } from './expect-harmless.ts';
import { CHROMIUM, openSite, type TestSite } from './open-browser.ts';
import { DISGUISES, PAYLOADS } from './payloads.ts';

const RUNS = 30;
const NANOS = 1_000_000_000n;

/** A run that asks a tool for an order; every second one gets an error. */
function buildRun(index: number, said: string): { run: Run; spans: readonly Span[] } {
  const hex = index.toString(16).padStart(4, '0');
  const runId = `${'a'.repeat(12)}${hex}` as RunId;
  const traceId = `${'a'.repeat(28)}${hex}` as TraceId;
  const start = 1_767_225_600n * NANOS + BigInt(index) * 60n * NANOS;
  const base = {
    traceId,
    runId,
    kind: 'internal',
    events: [],
    links: [],
    attributes: {},
    source: { path: 'log.json' },
    agent: 'clerk',
  } as const;
  const question = { role: 'user', parts: [{ type: 'text', content: said }] } as const;
  const call = {
    role: 'assistant',
    parts: [
      { type: 'text', content: `I look up order number ${index}.` },
      { type: 'tool_call', id: 'c1', name: 'find_order', arguments: { order: `A-${index}` } },
    ],
  } as const;
  const result = index % 2 === 0 ? `order A-${index}: shipped` : `order A-${index}: no such order`;
  const spans: Span[] = [
    {
      ...base,
      spanId: `${'b'.repeat(12)}${hex}` as SpanId,
      name: 'chat',
      operation: 'model',
      status: 'ok',
      sequence: 0,
      startTime: start,
      endTime: start + NANOS,
      model: 'model-one',
      input: [question],
      output: [call],
    },
    {
      ...base,
      spanId: `${'c'.repeat(12)}${hex}` as SpanId,
      name: 'find_order',
      operation: 'tool',
      status: index % 2 === 0 ? 'ok' : 'error',
      sequence: 1,
      startTime: start + 2n * NANOS,
      endTime: start + 3n * NANOS,
      input: [],
      output: [],
      tool: { name: 'find_order', callId: 'c1', arguments: { order: `A-${index}` }, result },
    },
    {
      ...base,
      spanId: `${'d'.repeat(12)}${hex}` as SpanId,
      name: 'chat',
      operation: 'model',
      status: 'ok',
      sequence: 2,
      startTime: start + 4n * NANOS,
      endTime: start + 5n * NANOS,
      model: 'model-one',
      input: [question, call],
      output: [{ role: 'assistant', parts: [{ type: 'text', content: `Done with number ${index}.` }] }],
    },
  ];
  const run: Run = {
    runId,
    traceIds: [traceId],
    agent: 'clerk',
    model: 'model-one',
    task: `task-${index}`,
    source: { path: 'log.json', format: 'test' },
    outcome: { status: index % 2 === 0 ? 'success' : 'failure' },
    tools: [],
    environment: {},
    startTime: start,
    endTime: start + 5n * NANOS,
  };
  return { run, spans };
}

describe.skipIf(CHROMIUM === undefined)('search', () => {
  let site: TestSite;
  beforeAll(async () => {
    site = await openSite();
    const said = (index: number): string =>
      PAYLOADS[index] ?? DISGUISES[index - PAYLOADS.length]?.[0] ?? `Where is order A-${index}?`;
    const stats = { steps: 4, spans: 3, inputTokens: 1, outputTokens: 1 };
    const built = Array.from({ length: RUNS }, (_, index) => buildRun(index, said(index)));
    await site.store.write({
      runs: built.map(({ run }) => ({ run, stats })),
      spans: built.flatMap(({ spans }) => spans),
    });
  });
  afterAll(() => site[Symbol.asyncDispose]());

  const text = (page: Page): ReturnType<Page['getByRole']> =>
    page.getByRole('textbox', { name: 'Text to search for' });

  it('finds while one types, under runs, with the words marked, each message once', async () => {
    const { page, faults } = await site.openPage('/');
    await page.locator('.runs-link').first().waitFor();
    await page.keyboard.press('f');
    await text(page).waitFor();
    await page.keyboard.type('LOOK UP order number 27');
    await page.getByText('1 place in 1 run').waitFor();
    expect(new URL(page.url()).searchParams.get('q')).toBe('LOOK UP order number 27');
    expect(await page.locator('.search-quote-mark').textContent()).toBe('look up order number 27');
    expect(await page.locator('.search-run-title').textContent()).toBe('task-27');
    expect(await page.locator('.search-hit-place').textContent()).toBe('assistant message');
    expect(await page.locator('.search-hit-meta').textContent()).toContain('repeated 1 time');

    await text(page).fill('no such order');
    await page.getByText('15 places in 15 runs').waitFor();
    expect(await page.locator('.search-hit-place').first().textContent()).toBe('result');
    expect(faults).toEqual([]);
  });

  it('narrows by chips and by the filter, with completion, and says where a filter is wrong', async () => {
    const { page } = await site.openPage('/search?q=order%20A-');
    await page.getByText(/places in/).waitFor();
    await page.getByRole('button', { name: 'Errors' }).click();
    await page.getByText('15 places in 15 runs').waitFor();
    const filter = page.getByRole('combobox', { name: 'Filter' });
    await filter.focus();
    await page.keyboard.type('na');
    await page.getByRole('option', { name: 'name' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.keyboard.type('= bogus ');
    await page.getByText('Nothing found').waitFor();
    expect(new URL(page.url()).searchParams.get('where')).toBe('name = bogus ');
    await page.reload();
    await page.getByRole('button', { name: 'Look everywhere' }).click();
    await page.getByText(/places in/).waitFor();
    await filter.fill('agnt = x');
    await page.locator('.filter-place-mark').waitFor();
    expect(await page.locator('.filter-place-mark').textContent()).toBe('agnt');
  });

  it('is walked by keyboard, opens the step, and is found again as it was left', async () => {
    const { page } = await site.openPage('/search?q=number');
    await page.locator('.search-hit-link').first().waitFor();
    await page.keyboard.press('/');
    await page.keyboard.press('ArrowDown');
    for (const key of ['j', 'j', 'k']) await page.keyboard.press(key);
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('href')))
      .toMatch(/^\/runs\/a{12}[0-9a-f]{4}#step-\d+$/);
    const href = await page.evaluate(() => document.activeElement?.getAttribute('href'));
    await page.keyboard.press('Enter');
    await page.waitForURL(`**${href ?? ''}`);
    await page.locator('article.step[data-current="true"]').waitFor();
    await page.goBack();
    await expect
      .poll(() => page.locator('.search-hit-selected .search-hit-link').getAttribute('href'))
      .toBe(href);
    expect(await text(page).inputValue()).toBe('number');
  });

  it('says so when the server is away, and goes on when it is back', async () => {
    const { page } = await site.openPage('/search');
    await text(page).waitFor();
    await page.route('**/api/search**', (route) => route.abort());
    await text(page).fill('order');
    await page.getByText('the Tracewright server does not answer').waitFor();
    await page.unroute('**/api/search**');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.locator('.search-hit-link').first().waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  it('drops the answer to what is no longer asked', async () => {
    const { page } = await site.openPage('/search');
    await text(page).waitFor();
    await page.route('**/api/search?query=shipped**', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      await route.continue().catch(() => undefined);
    });
    await text(page).fill('shipped');
    await page.waitForRequest('**/api/search?query=shipped**');
    await text(page).fill('no such order');
    await page.getByText('15 places in 15 runs').waitFor();
    await page.waitForTimeout(1_200);
    expect(await page.locator('.search-quote-mark').first().textContent()).toBe('no such order');
  });

  it('shows hostile words as text', async () => {
    const watched = await site.openPage('/search');
    const { page } = watched;
    for (const [index, payload] of PAYLOADS.entries()) {
      await page.goto(`${site.url}/search?q=${encodeURIComponent(payload)}`);
      await page.locator('.search-hit').first().waitFor();
      const found = await page.locator('.search-list').textContent();
      expect(found).toContain(payload);
      expect(found).toContain(`task-${index}`);
      // A word without end may not take the line from the words found.
      const [quote, mark] = await Promise.all(
        ['.search-hit-quote', '.search-quote-mark'].map((part) => page.locator(part).first().boundingBox()),
      );
      expect((mark?.y ?? Infinity) + 1).toBeLessThan((quote?.y ?? 0) + (quote?.height ?? 0));
      await expectHarmless(site, watched);
    }
  });

  it('makes visible what texts hide', async () => {
    for (const [index, [, shown]] of DISGUISES.entries()) {
      const number = PAYLOADS.length + index;
      const { page } = await site.openPage(
        `/search?q=${encodeURIComponent(shown.slice(-5))}&where=run = ${'a'.repeat(12)}${number.toString(16).padStart(4, '0')}`,
      );
      await page.locator('.search-hit').first().waitFor();
      expect(await page.locator('.search-hit-quote').first().textContent()).toContain(shown);
      await page.context().close();
    }
  });

  it('has no accessibility violation that axe-core finds, in dark and light', async () => {
    for (const [path, shown] of [
      ['/search', '.search-empty'],
      ['/search?q=number', '.search-hit'],
      ['/search?q=nowhere', '.search-empty'],
      ['/search?q=number&where=agnt', '.filter-error'],
    ] as const) {
      const { page } = await site.openPage(path);
      await page.locator(shown).first().waitFor();
      if (shown === '.search-hit') await page.keyboard.press('j');
      expect({ path, found: await checkAccessibility(page) }).toEqual({ path, found: [] });
      await page.context().close();
    }
  }, 180_000);
});
