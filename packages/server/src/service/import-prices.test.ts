import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject } from '@tracewright/core';
import { mergePrices, readPriceTable } from '@tracewright/importers';
import { openMemoryStore } from '@tracewright/store';
import { expect, it } from 'vitest';
import { createService } from './service.ts';

const tableOf = (input: number): JsonObject => ({ prices: [{ models: ['our-tuned'], input, output: 0 }] });
const SPAN = {
  traceId: 'a'.repeat(32),
  spanId: 'b'.repeat(16),
  name: 'chat',
  startTimeUnixNano: '1780000000000000000',
  endTimeUnixNano: '1780000000000000001',
  attributes: [
    { key: 'gen_ai.operation.name', value: { stringValue: 'chat' } },
    { key: 'gen_ai.request.model', value: { stringValue: 'our-tuned' } },
    { key: 'gen_ai.usage.input_tokens', value: { intValue: '1000000' } },
    { key: 'gen_ai.usage.output_tokens', value: { intValue: '1' } },
  ],
};

it.each([
  ['those of the service', {}, 2],
  ['those of the request first', { prices: tableOf(5) }, 5],
])('an import is priced by %s', async (_what, given, cost) => {
  const folder = await mkdtemp(join(tmpdir(), 'tracewright-prices-'));
  await using store = openMemoryStore();
  const service = createService(store, { prices: mergePrices(readPriceTable(tableOf(2))) });
  const body = { resourceSpans: [{ scopeSpans: [{ spans: [SPAN] }] }] };
  await writeFile(join(folder, 'traces.json'), JSON.stringify(body));
  const report = await service.importPaths({ paths: ['traces.json'], cwd: folder, ...given });
  expect(report.totals.spans).toBe(1);
  expect((await service.listRuns({})).runs.map((run) => run.costUsd)).toEqual([cost]);
  await rm(folder, { recursive: true, force: true });
});
