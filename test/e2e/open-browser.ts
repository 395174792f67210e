/** A real browser on a real server: for tests of the page as people meet it. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SpanStore } from '@tracewright/core';
import { createMasker } from '@tracewright/importers';
import { type ModelAccess, startServer } from '@tracewright/server';
import { openMemoryStore, openStore } from '@tracewright/store';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { build } from 'vite';

const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** CHROMIUM_PATH, else the first of these that is there. */
function findBrowser(paths: readonly string[]): string | undefined {
  return [process.env['CHROMIUM_PATH'] ?? '', ...paths].find((path) => path !== '' && existsSync(path));
}

/** The browser people have; undefined when there is none. */
export const CHROMIUM_WITH_WINDOWS: string | undefined = findBrowser(BROWSERS);

/** The browser to test with: the same without windows, which takes a third less CPU, where there is one. */
export const CHROMIUM: string | undefined = findBrowser(['/usr/bin/chromium-headless-shell', ...BROWSERS]);

const WEB = new URL('../../packages/web/', import.meta.url).pathname;

export interface TestSite extends AsyncDisposable {
  readonly url: string;
  readonly store: SpanStore;
  importPaths(paths: readonly string[]): Promise<void>;
  /** A page in a fresh profile, with what happens behind it written down. */
  openPage(path: string, options?: BrowserContextOptions): Promise<WatchedPage>;
}

export interface WatchedPage {
  readonly page: Page;
  readonly requests: readonly string[];
  readonly dialogs: readonly string[];
  /** Uncaught errors, and what the content security policy refused. */
  readonly faults: readonly string[];
}

export interface SiteOptions {
  /** A store in a file, beside which there may be other projects; in memory when absent. */
  readonly hasProjects?: boolean;
  /** Who may be asked for a second opinion; nobody when absent. */
  readonly models?: ModelAccess;
  /** Secrets are taken out of what comes in, as `serve` does. */
  readonly isMasking?: boolean;
}

/**
 * Serves the page with an empty store on a free port, and starts the browser. The page is built as it stands, unless
 * TRACEWRIGHT_WEB says where that was done.
 */
export async function openSite({
  hasProjects = false,
  models,
  isMasking = false,
}: SiteOptions = {}): Promise<TestSite> {
  const folder = await mkdtemp(join(tmpdir(), 'tracewright-web-'));
  const webFolder = process.env['TRACEWRIGHT_WEB'] ?? folder;
  if (webFolder === folder)
    await build({
      root: WEB,
      configFile: join(WEB, 'vite.config.ts'),
      logLevel: 'error',
      build: { outDir: folder, sourcemap: false },
    });
  const store = hasProjects
    ? await openStore({ path: join(folder, 'data', 'traces.duckdb') })
    : openMemoryStore();
  const failures: unknown[] = [];
  const server = await startServer({
    store,
    port: 0,
    webFolder,
    models,
    masker: isMasking ? createMasker() : undefined,
    onError: (error) => failures.push(error),
  });
  const browser = await launchBrowser();
  return {
    url: server.url,
    store,
    async importPaths(paths) {
      const response = await fetch(`${server.url}/api/import/paths`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ paths }),
      });
      if (!response.ok) throw new Error(`the import failed: ${await response.text()}`);
      await server.idle();
    },
    async openPage(path, options = {}) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
      const page = await context.newPage();
      const watched = { page, requests: [] as string[], dialogs: [] as string[], faults: [] as string[] };
      page.on('request', (request) => watched.requests.push(request.url()));
      page.on('dialog', (dialog) => {
        watched.dialogs.push(dialog.message());
        void dialog.dismiss();
      });
      page.on('pageerror', (error) => watched.faults.push(error.message));
      page.on('console', (message) => {
        if (/content security policy/i.test(message.text())) watched.faults.push(message.text());
      });
      await page.goto(server.url + path);
      return watched;
    },
    async [Symbol.asyncDispose]() {
      await browser.close();
      await server.close();
      await store.close();
      await rm(folder, { recursive: true, force: true });
      if (failures.length > 0) throw new AggregateError(failures, 'the server failed on a request');
    },
  };
}

function launchBrowser(): Promise<Browser> {
  if (CHROMIUM === undefined) throw new Error('unreachable: tests without a browser are skipped');
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
}

/** Drops files on the page as a person would: with a real drop event that carries real files. */
export async function dropFiles(
  page: Page,
  files: readonly { readonly name: string; readonly text: string }[],
): Promise<void> {
  await page.evaluate((dropped) => {
    const dataTransfer = new DataTransfer();
    for (const { name, text } of dropped) dataTransfer.items.add(new File([text], name));
    for (const type of ['dragenter', 'dragover', 'drop']) {
      document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
    }
  }, files);
}
