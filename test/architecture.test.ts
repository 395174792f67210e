/** Holds the table of allowed imports (ARCHITECTURE.md): who may import whom, and who may touch Node. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  core: [],
  numeric: ['core'],
  sdk: ['core'],
  importers: ['core'],
  store: ['core'],
  llm: ['core'],
  analysis: ['core', 'numeric'],
  server: ['core', 'numeric', 'importers', 'store', 'llm', 'analysis'],
  web: ['core', 'analysis'],
  cli: ['core', 'numeric', 'sdk', 'importers', 'store', 'llm', 'analysis', 'server'],
};
const USES_NODE: readonly string[] = ['store', 'llm', 'server', 'cli'];
/** Folders of otherwise pure packages that may touch Node. */
const NODE_FOLDERS: readonly string[] = [join('sdk', 'src', 'node')];

/** Known exceptions, each with a reason and a date. Keep it empty. */
const DEBT: readonly { readonly file: string; readonly imports: string; readonly reason: string }[] = [];

const IMPORT =
  /^\s*(?:import|export)\b[^'"]*?from\s+['"]([^'"]+)['"]|^\s*import\s+['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm;
const PACKAGES = join(import.meta.dirname, '..', 'packages');

function sourceFiles(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return sourceFiles(path);
    return /\.tsx?$/.test(name) ? [path] : [];
  });
}

function importsOf(path: string): string[] {
  return [...readFileSync(path, 'utf8').matchAll(IMPORT)].map(
    (match) => match[1] ?? match[2] ?? match[3] ?? '',
  );
}

describe.each(Object.entries(MAY_IMPORT))('%s', (name, allowed) => {
  const files = sourceFiles(join(PACKAGES, name, 'src'));

  it('imports only what the table allows', () => {
    const violations = files.flatMap((file) =>
      importsOf(file)
        .map((target) => /^@tracewright\/([a-z-]+)/.exec(target)?.[1])
        .filter((target) => target !== undefined && target !== name && !allowed.includes(target))
        .filter((target) => !DEBT.some((debt) => file.endsWith(debt.file) && debt.imports === target))
        .map((target) => `${relative(PACKAGES, file)} imports ${target}`),
    );
    expect(violations).toEqual([]);
  });

  it('declares what it imports, and nothing beyond the table', () => {
    const manifest = JSON.parse(readFileSync(join(PACKAGES, name, 'package.json'), 'utf8')) as {
      dependencies?: Record<string, string>;
    };
    const declared = Object.keys(manifest.dependencies ?? {});
    const siblings = declared
      .filter((dependency) => dependency.startsWith('@tracewright/'))
      .map((dependency) => dependency.slice(13));
    expect(siblings.filter((sibling) => !allowed.includes(sibling))).toEqual([]);
    const used = new Set(
      files
        .filter((file) => !file.includes('.test.'))
        .flatMap(importsOf)
        .filter((target) => !target.startsWith('.') && !target.startsWith('node:'))
        .map((target) =>
          target.startsWith('@') ? target.split('/').slice(0, 2).join('/') : (target.split('/')[0] ?? ''),
        ),
    );
    expect(
      [...used].filter((target) => !declared.includes(target) && !isDevelopmentOnly(name, target)),
    ).toEqual([]);
  });

  it('touches Node only where the table says', () => {
    const pure = USES_NODE.includes(name) ? [] : files;
    const violations = pure
      .filter(
        (file) =>
          !file.includes('.test.') && !NODE_FOLDERS.some((folder) => file.startsWith(join(PACKAGES, folder))),
      )
      .flatMap((file) =>
        importsOf(file)
          .filter((target) => target.startsWith('node:'))
          .map((target) => `${relative(PACKAGES, file)}: ${target}`),
      );
    expect(violations).toEqual([]);
  });
});

/** The rooms of induction, each importing only from those before it (docs/induction.md). */
const ROOMS = ['adapter', 'words', 'written-calls', 'containers', 'interpreter', 'text-rules', 'cases'];

describe('the rooms of induction', () => {
  const folder = join(PACKAGES, 'importers', 'src', 'induce');

  it('are all in order', () => {
    const found = readdirSync(folder).filter((name) => statSync(join(folder, name)).isDirectory());
    expect(found.toSorted()).toEqual(ROOMS.toSorted());
  });

  it.each(ROOMS.map((room, at) => ({ room, later: ROOMS.slice(at + 1) })))(
    '$room imports from no later room, nor from what stands above them',
    ({ room, later }) => {
      const violations = sourceFiles(join(folder, room))
        .filter((file) => !file.includes('.test.'))
        .flatMap((file) =>
          importsOf(file)
            .filter(
              (target) =>
                later.some((other) => target.startsWith(`../${other}/`)) || /^\.\.\/[^/]+$/.test(target),
            )
            .map((target) => `${relative(folder, file)} imports ${target}`),
        );
      expect(violations).toEqual([]);
    },
  );
});

describe('the style sheets of the page', () => {
  it('style a class in one file: all of them apply at once, whatever page is open', () => {
    const homes = new Map<string, Set<string>>();
    const folder = join(PACKAGES, 'web', 'src');
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (!name.endsWith('.css')) continue;
      const css = readFileSync(join(folder, name), 'utf8').replaceAll(/\/\*.*?\*\//gs, '');
      for (const [, selectors = ''] of css.matchAll(/(?:^|[{}])\s*([^{}@]+)\{/g))
        for (const [selector] of selectors.matchAll(/(?<=^|,\s*)\.[\w-]+(?=\s*(?:,|$))/g))
          homes.set(selector, (homes.get(selector) ?? new Set()).add(name));
    }
    expect(homes.size).toBeGreaterThan(100);
    expect([...homes].filter(([, files]) => files.size > 1)).toEqual([]);
  });
});

/** The conformance suite is test code that a package exports: it may use the test runner. */
function isDevelopmentOnly(name: string, target: string): boolean {
  return name === 'store' && (target === 'vitest' || target === 'fast-check');
}
