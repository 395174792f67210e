/** The page that `show --html` writes, in a real browser: it says what it must, runs nothing, asks for nothing. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type RunReportJson, toPlainText } from '@tracewright/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkAccessibility } from './check-accessibility.ts';
import { buildHostileRun } from './hostile-run.ts';
import { CHROMIUM, openSite, type TestSite } from './open-browser.ts';
import { DISGUISES, PAYLOADS } from './payloads.ts';

const HOSTILE = [...PAYLOADS, ...DISGUISES.map(([given]) => given)];

describe.skipIf(CHROMIUM === undefined)('a report of a hostile run', () => {
  let site: TestSite;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tracewright-report-'));
    site = await openSite();
    for (const [index, payload] of HOSTILE.entries()) {
      const { run, spans, diagnosis } = buildHostileRun(index, payload);
      const stats = { steps: 2, spans: 2, inputTokens: 1, outputTokens: 1 };
      // A report hides what a finding says when its quote is not found where it says.
      const findings = diagnosis.findings.map((finding) => ({
        ...finding,
        evidence: finding.evidence.map((piece) => ({ ...piece, path: 'tool/result' })),
      }));
      await site.store.write({
        runs: [{ run, stats }],
        spans,
        diagnoses: [{ ...diagnosis, findings }],
      });
    }
  });
  afterAll(async () => {
    await site[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  async function write(index: number): Promise<string> {
    const { run } = buildHostileRun(index, HOSTILE[index] ?? '');
    const response = await fetch(`${site.url}/api/runs/${run.runId}/report`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    const path = join(folder, `${index}.html`);
    await writeFile(path, ((await response.json()) as RunReportJson).html);
    return pathToFileURL(path).href;
  }

  it('shows every field as text', async () => {
    const { page, requests, dialogs, faults } = await site.openPage('/healthz');
    let asked = requests.length;
    for (const [index, payload] of HOSTILE.entries()) {
      const url = await write(index);
      await page.goto(url);
      const text = await page.evaluate(() => document.body.textContent.replaceAll(/\s+/g, ' '));
      const shown = DISGUISES.find(([given]) => given === payload)?.[1] ?? payload;
      const escaped = toPlainText(JSON.stringify(payload).slice(1, -1));
      const missing = ['task', 'asked', 'agent', 'model', 'culprit', 'message', 'fix', 'result']
        .concat(['category', 'worker', 'call', 'value', 'inner', 'item', 'said', 'reasoning', 'path'])
        .filter((field) => !text.includes(`${field} ${shown}`) && !text.includes(`${field} ${escaped}`));
      expect({ payload, missing }).toEqual({ payload, missing: [] });
      expect(await page.evaluate(() => '__pwned' in window)).toBe(false);
      expect(await page.evaluate(listActiveNodes)).toEqual([]);
      expect(requests.slice(asked)).toEqual([url]);
      asked = requests.length;
      expect(page.url()).toBe(url);
    }
    expect(dialogs).toEqual([]);
    expect(faults).toEqual([]);
  }, 60_000);

  it('has no accessibility violation that axe-core finds, in dark and light, and prints', async () => {
    const url = await write(0);
    // axe-core is put into the page, which the page's own policy forbids.
    const { page } = await site.openPage('/healthz', { bypassCSP: true });
    await page.goto(url);
    expect(await checkAccessibility(page)).toEqual([]);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ media: 'print', colorScheme });
      expect((await page.pdf({ format: 'A4' })).byteLength).toBeGreaterThan(5_000);
    }
  }, 120_000);
});

/** Whatever a report never has: scripts, what loads or sends something, handlers, links out of the page. */
function listActiveNodes(): string[] {
  return [...document.querySelectorAll('*')]
    .filter((element) => {
      const href = element.getAttribute('href') ?? '';
      return (
        element.matches(
          'script, iframe, object, embed, img, svg, math, base, form, input, link, video, audio, [src], [style]',
        ) ||
        element.matches('meta[http-equiv]:not([http-equiv="Content-Security-Policy"])') ||
        element.getAttributeNames().some((name) => name.startsWith('on')) ||
        (href !== '' && !href.startsWith('#step-'))
      );
    })
    .map((element) => element.outerHTML.slice(0, 200));
}
