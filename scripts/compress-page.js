/** Compresses what the page consists of beside each file, once, when it is built: `node scripts/compress-page.js packages/web/dist`. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const COMPRESSED = ['.js', '.css', '.html', '.svg'];
/** Less fits into one packet as it is. */
const LEAST_BYTES = 1_000;

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('name the folder of the built page');
for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
  if (!entry.isFile() || !COMPRESSED.includes(extname(entry.name))) continue;
  const path = join(entry.parentPath, entry.name);
  const bytes = await readFile(path);
  if (bytes.length < LEAST_BYTES) continue;
  await writeFile(`${path}.gz`, gzipSync(bytes, { level: 9 }));
  await writeFile(
    `${path}.br`,
    brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } }),
  );
}
