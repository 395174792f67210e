import { expect } from 'vitest';
import type { TestSite, WatchedPage } from './open-browser.ts';

/** Nothing out of a trace has run, was asked for elsewhere, or became an element. */
export async function expectHarmless(
  site: Pick<TestSite, 'url'>,
  { page, requests, dialogs, faults }: WatchedPage,
): Promise<void> {
  expect(await page.evaluate(() => '__pwned' in window)).toBe(false);
  expect(dialogs).toEqual([]);
  expect(faults).toEqual([]);
  expect(requests.filter((url) => !url.startsWith(`${site.url}/`))).toEqual([]);
  expect(await page.evaluate(listForeignNodes)).toEqual([]);
  expect(page.url().startsWith(site.url)).toBe(true);
}

/** Elements and attributes that the page itself never makes. */
function listForeignNodes(): string[] {
  const foreign: string[] = [];
  for (const element of document.querySelectorAll('*')) {
    const handlers = element.getAttributeNames().filter((name) => name.startsWith('on') || name === 'srcdoc');
    const href = element.getAttribute('href') ?? element.getAttribute('src') ?? '';
    // A link of a text in Markdown, which leads away only when it is followed.
    const isLink =
      element.matches(':is(.markdown a, .picture-link)[target="_blank"][rel="noopener noreferrer"]') &&
      /^https?:/.test(href);
    const isOwnUrl =
      isLink || href === '' || /^[/#](?!\/)/.test(href) || href.startsWith(`${location.origin}/assets/`);
    const isForeign = element.matches(
      'iframe, object, embed, img, base, style, math, meta[http-equiv], body script, a[href^="//"]',
    );
    if (isForeign || handlers.length > 0 || !isOwnUrl) foreign.push(element.outerHTML.slice(0, 200));
  }
  return foreign;
}
