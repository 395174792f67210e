/**
 * Runs one example against a model that answers from the example's script.json:
 *
 *     npm start vercel-ai
 *
 * Spans go to OTEL_EXPORTER_OTLP_ENDPOINT, by default http://127.0.0.1:4318, where `npm start` at the root listens. With
 * OPENAI_BASE_URL set, that model is asked instead.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startModelServer } from './model-server.ts';

const name = process.argv[2] ?? '';
const folder = join(import.meta.dirname, name);
const model =
  process.env['OPENAI_BASE_URL'] === undefined
    ? await startModelServer(JSON.parse(await readFile(join(folder, 'script.json'), 'utf8')))
    : undefined;
if (model !== undefined) {
  process.env['OPENAI_BASE_URL'] = model.url;
  process.env['OPENAI_API_KEY'] = 'none';
}
process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] ??= 'http://127.0.0.1:4318';
await import(join(folder, 'main.ts'));
await model?.close();
