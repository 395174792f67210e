import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

interface AxeRunner {
  run(
    root: Document,
    options: { readonly resultTypes: readonly string[]; readonly runOnly?: readonly string[] },
  ): Promise<{
    readonly violations: readonly {
      readonly id: string;
      readonly nodes: readonly { readonly html: string }[];
    }[];
  }>;
}

/**
 * What axe-core says against a page as it stands: every rule in light, then contrast again in dark, the one rule that
 * colours can break. Leaves the page in dark.
 * @returns theme, rule and the first element that breaks it
 */
export async function checkAccessibility(page: Page): Promise<readonly string[]> {
  await page.evaluate(await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const broken = await page.evaluate(async (isDark) => {
      // The cast: axe-core puts itself there.
      const { axe } = globalThis as unknown as { axe: AxeRunner };
      // Colours that fade into each other have to arrive first.
      await Promise.allSettled(
        document
          .getAnimations()
          .filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity)
          .map(({ finished }) => finished),
      );
      const { violations } = await axe.run(document, {
        // Selectors and HTML of all that is right would take most of its time.
        resultTypes: ['violations'],
        ...(isDark && { runOnly: ['color-contrast'] }),
      });
      return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
    }, colorScheme === 'dark');
    found.push(...broken.map((line) => `${colorScheme}: ${line}`));
  }
  return found;
}
