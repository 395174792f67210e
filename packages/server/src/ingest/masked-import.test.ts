import { checkEvidence } from '@tracewright/analysis';
import type { JsonObject } from '@tracewright/core';
import { createLimiter, createMasker, memoryFile, readMaskingPolicy } from '@tracewright/importers';
import { openMemoryStore } from '@tracewright/store';
import { describe, expect, it } from 'vitest';
import { createService } from '../service/service.ts';
import { importFiles } from './import-files.ts';

/** Made up, and put together here so that no file holds anything that looks like a key. */
const KEY = ['sk', 'ant', 'api03', 'aB3dE5gH7'.repeat(5)].join('-');
const PASSWORD = 'made-up-9x7';

const file = memoryFile(
  'a.json',
  JSON.stringify([
    {
      task_id: 1,
      reward: 0,
      info: { task: { instruction: `use ${KEY}` } },
      trial: 0,
      traj: [
        { role: 'user', content: `my key is ${KEY}, use it` },
        {
          role: 'assistant',
          content: null,
          tool_calls: [
            {
              id: 'c1',
              type: 'function',
              function: { name: 'login', arguments: JSON.stringify({ user: 'bob', password: PASSWORD }) },
            },
          ],
        },
        {
          role: 'tool',
          tool_call_id: 'c1',
          name: 'login',
          content: `logged in at https://bob:${PASSWORD}@host.internal`,
        },
        { role: 'assistant', content: 'done' },
      ],
    },
  ]),
);

/** An OTLP request whose span has a text for its id. */
function makeSpans(spanId: string): JsonObject {
  return {
    resourceSpans: [
      {
        resource: {},
        scopeSpans: [
          {
            spans: [
              { traceId: 'a'.repeat(32), spanId, name: 'chat', startTimeUnixNano: '1', endTimeUnixNano: '2' },
            ],
          },
        ],
      },
    ],
  };
}

async function storedText(store: ReturnType<typeof openMemoryStore>): Promise<string> {
  const { items } = await store.queryRuns({});
  const spans = (await Promise.all(items.map(({ runId }) => store.readSpans(runId)))).flat();
  const findings = await store.listFindings(items.map(({ runId }) => runId));
  return JSON.stringify([items, spans, findings], (_key, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
}

describe('an import', () => {
  it('masks secrets by default, and says so with quotes that hold', async () => {
    await using store = openMemoryStore();
    const report = await importFiles(store, [file]);
    expect(report.problems).toEqual([]);
    const text = await storedText(store);
    expect(text).not.toContain(KEY);
    expect(text).not.toContain(PASSWORD);
    expect(text).toContain('my key is [masked:anthropic-api-key], use it');

    const [run] = (await store.queryRuns({})).items;
    if (run === undefined) throw new Error('no run was stored');
    const spans = await store.readSpans(run.runId);
    const findings = (await store.readReportedFindings(run.runId)).filter(
      ({ detector }) => detector === 'secret-masking@1',
    );
    expect(findings.length).toBeGreaterThan(1);
    const evidence = findings.flatMap((finding) => finding.evidence);
    expect(evidence.length).toBeGreaterThan(1);
    for (const item of evidence) {
      const span = spans.find(({ spanId }) => spanId === item.spanId);
      expect(span !== undefined && checkEvidence(span, item)).toBe(true);
    }
    // The same again: nothing changes, no finding twice.
    await importFiles(store, [file]);
    expect(await storedText(store)).toBe(text);
  });

  it('reports a secret that only the words of an evaluation held', async () => {
    await using store = openMemoryStore();
    const span = {
      traceId: 'a'.repeat(32),
      spanId: 'b'.repeat(16),
      name: 'chat',
      startTimeUnixNano: '1780000000000000000',
      endTimeUnixNano: '1780000001000000000',
      attributes: Object.entries({
        'gen_ai.operation.name': 'chat',
        'gen_ai.evaluation.name': 'leak',
        'gen_ai.evaluation.explanation': `it printed ${KEY}`,
      }).map(([key, value]) => ({ key, value: { stringValue: value } })),
    };
    const request = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] });
    await importFiles(store, [memoryFile('judged.json', request)]);
    const [run] = (await store.queryRuns({})).items;
    if (run === undefined) throw new Error('no run was stored');
    const findings = await store.readReportedFindings(run.runId);
    expect(findings.every(({ spanId }) => spanId === span.spanId)).toBe(true);
    expect(findings.map(({ message }) => message).toSorted()).toEqual([
      'A secret was masked on the way in: anthropic-api-key, in evaluation',
      'leak: it printed [masked:anthropic-api-key]',
    ]);
  });

  it('masks what its problems quote', async () => {
    await using store = openMemoryStore();
    const broken = memoryFile('spans.jsonl', JSON.stringify(makeSpans(KEY)));
    const { problems } = await importFiles(store, [broken]);
    expect(problems.map(({ message }) => message).join()).toContain('[masked:anthropic-api-key]');
    expect(JSON.stringify(problems)).not.toContain(KEY);
  });

  it('keeps what it reads within bounds, and says so', async () => {
    await using store = openMemoryStore();
    await importFiles(store, [file], { limiter: createLimiter({ messagePartCharacters: 100 }) });
    expect(await storedText(store)).not.toContain('span-limits@1');

    const long = memoryFile(
      'long.json',
      JSON.stringify([
        {
          task_id: 1,
          reward: 0,
          info: {},
          trial: 0,
          traj: [{ role: 'user', content: 'read it '.repeat(200) }],
        },
      ]),
    );
    await importFiles(store, [long], { limiter: createLimiter({ messagePartCharacters: 100 }) });
    const text = await storedText(store);
    expect(text).toMatch(/read it… \[truncated \d+ of 1600 characters\]/);
    expect(text).toContain('span-limits@1');
  });

  it('keeps them where masking is off, or the policy says so', async () => {
    await using off = openMemoryStore();
    await importFiles(off, [file], { masker: 'off' });
    const text = await storedText(off);
    expect(text).toContain(KEY);
    expect(text).toContain(PASSWORD);
    expect(text).not.toContain('secret-masking');

    await using allowing = openMemoryStore();
    await importFiles(allowing, [file], {
      masker: createMasker(readMaskingPolicy({ version: 1, allow: [KEY] })),
    });
    expect(await storedText(allowing)).toContain(KEY);
    expect(await storedText(allowing)).not.toContain(PASSWORD);
  });

  it('is masked as the request says, else as the service is set up', async () => {
    const paths = { paths: ['no/such/file'] };
    await using store = openMemoryStore();
    const service = createService(store, { masker: 'off' });
    await service.importFiles([file]);
    expect(await storedText(store)).toContain(KEY);
    await expect(service.importPaths({ ...paths, masking: { version: 9 } })).rejects.toMatchObject({
      code: 'usage-invalid',
    });
    await expect(service.importPaths({ ...paths, masking: false })).rejects.toMatchObject({
      code: 'file-unreadable',
    });
  });
});
