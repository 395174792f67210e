/**
 * Pictures of the page for the documents, from the example runs. Needs a Chromium.
 *
 *     npx tsx --conditions=@tracewright/source scripts/screenshots.ts [FOLDER]
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openSite } from '../test/e2e/open-browser.ts';

const ROOT = join(import.meta.dirname, '..');
const folder = process.argv[2] ?? join(ROOT, 'docs', 'images');
mkdirSync(folder, { recursive: true });

await using site = await openSite();
await site.importPaths([join(ROOT, 'examples', 'runs')]);
for (const scheme of ['light', 'dark'] as const) {
  const { page } = await site.openPage('/', { colorScheme: scheme, viewport: { width: 1280, height: 800 } });
  await page.getByText('refund-damaged-atlas').first().waitFor();
  await page.waitForTimeout(1_500);
  await page.screenshot({ path: join(folder, `runs-${scheme}.png`) });
  await page
    .getByRole('link', { name: /leapcal/ })
    .first()
    .click();
  await page
    .getByText('Where it', { exact: false })
    .first()
    .waitFor({ timeout: 5_000 })
    .catch(() => undefined);
  await page.waitForTimeout(500);
  await page.screenshot({ path: join(folder, `run-${scheme}.png`) });
  for (const [name, path, shown] of [
    ['search', '/search?q=refund', '.search-hit'],
    ['overview', '/overview?group=agent', '.time-chart-mark'],
  ] as const) {
    await page.goto(site.url + path);
    await page.locator(shown).first().waitFor();
    await page.waitForTimeout(500);
    await page.screenshot({ path: join(folder, `${name}-${scheme}.png`) });
  }
}
