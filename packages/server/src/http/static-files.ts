/** The built page, held in memory: a request's path is looked up, never opened, so no path leads outside. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';

interface Representation {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly etag: string;
}

interface StaticFile extends Representation {
  readonly type: string;
  readonly cacheControl: string;
  /** As the build compressed it, by the name of the content coding. */
  readonly compressed: ReadonlyMap<string, Representation>;
  /** Hashes of the scripts that stand in it: SHA-256, base64. */
  readonly scripts: readonly string[];
}

export interface StaticFiles {
  /** The answer to a GET: a file, the page for any path of the page's own routes, or undefined for a missing asset. */
  find(path: string): StaticFile | undefined;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};

/** The folder of the built page, whether it is built or not; undefined when the package is not installed. */
export function findWebFolder(): string | undefined {
  try {
    return join(dirname(createRequire(import.meta.url).resolve('@tracewright/web/package.json')), 'dist');
  } catch {
    return undefined;
  }
}

export function isWebBuilt(): boolean {
  const folder = findWebFolder();
  return folder !== undefined && existsSync(join(folder, 'index.html'));
}

/** What the build leaves beside a file, by content coding: the smallest first. */
const CODINGS = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const;

const NOT_BUILT = `The Tracewright page is not built.

Build it with:   npm run build
then start the server again. The API works without it: /api/runs, /api/openapi.json
`;

export function loadStaticFiles(folder: string | undefined): StaticFiles {
  const found = new Map<string, Uint8Array<ArrayBuffer>>();
  if (folder !== undefined && existsSync(folder)) {
    for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
      if (!entry.isFile()) continue;
      const diskPath = join(entry.parentPath, entry.name);
      found.set(diskPath.slice(folder.length).replaceAll('\\', '/'), new Uint8Array(readFileSync(diskPath)));
    }
  }
  const files = new Map<string, StaticFile>();
  for (const [path, bytes] of found) {
    // Not a file of its own, but another form of one.
    if (CODINGS.some(([, ending]) => path.endsWith(ending) && found.has(path.slice(0, -ending.length))))
      continue;
    const compressed = CODINGS.flatMap(([coding, ending]) => {
      const packed = found.get(path + ending);
      return packed === undefined ? [] : [[coding, toRepresentation(packed)] as const];
    });
    files.set(path, toStaticFile(path, bytes, new Map(compressed)));
  }
  const page = files.get('/index.html') ?? toStaticFile('/page.txt', new TextEncoder().encode(NOT_BUILT));
  return {
    find(path) {
      const file = files.get(path);
      if (file !== undefined) return file;
      return extname(path) === '' || !path.startsWith('/assets/') ? page : undefined;
    },
  };
}

/**
 * @param accepted the Accept-Encoding header
 * @returns the file as the reader can take it, with the coding's name where it is compressed
 */
export function chooseRepresentation(
  file: StaticFile,
  accepted: string | undefined,
): Representation & { readonly coding?: string } {
  const weights = new Map(
    (accepted ?? '').split(',').map((part) => {
      const [name = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
      const weight = parameters.find((text) => text.startsWith('q='));
      return [name, weight === undefined ? 1 : Number(weight.slice(2))];
    }),
  );
  for (const [coding, representation] of file.compressed)
    if ((weights.get(coding) ?? weights.get('*') ?? 0) > 0) return { ...representation, coding };
  return file;
}

function toStaticFile(
  path: string,
  bytes: Uint8Array<ArrayBuffer>,
  compressed: StaticFile['compressed'] = new Map(),
): StaticFile {
  return {
    ...toRepresentation(bytes),
    type: TYPES[extname(path)] ?? 'application/octet-stream',
    // The names in assets/ carry a hash of their content.
    cacheControl: path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    compressed,
    scripts: extname(path) === '.html' ? hashScripts(new TextDecoder().decode(bytes)) : [],
  };
}

function hashScripts(html: string): readonly string[] {
  return [...html.matchAll(/<script>(.*?)<\/script>/gs)].map(([, text = '']) =>
    createHash('sha256').update(text).digest('base64'),
  );
}

function toRepresentation(bytes: Uint8Array<ArrayBuffer>): Representation {
  return { bytes, etag: `"${createHash('sha256').update(bytes).digest('hex').slice(0, 24)}"` };
}
