/** The entry for runtimes that are not Node: how large it is, and what it does without an AsyncLocalStorage. */
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { startCollector } from '../test-support/collector.ts';
import { createSyncContext } from './context.ts';
import { tracewright } from './index.ts';

const bundle = async (entry: string, platform: 'browser' | 'node') => {
  const { outputFiles, metafile } = await build({
    entryPoints: [join(import.meta.dirname, entry)],
    bundle: true,
    minify: true,
    format: 'esm',
    platform,
    write: false,
    metafile: true,
    conditions: ['@tracewright/source'],
  });
  const [output] = outputFiles;
  if (output === undefined) throw new Error('nothing was bundled');
  return {
    gzipped: gzipSync(output.contents).length,
    text: output.text,
    inputs: Object.keys(metafile.inputs),
  };
};

it('is under 30 kB gzipped, and holds nothing but itself', async () => {
  const [portable, node] = await Promise.all([
    bundle('index.ts', 'browser'),
    bundle('node/index.ts', 'node'),
  ]);
  expect(portable.gzipped).toBeLessThan(30_000);
  expect(node.gzipped).toBeLessThan(30_000);
  for (const { inputs } of [portable, node])
    expect(inputs.filter((path) => !path.startsWith('packages/sdk/src/'))).toEqual([]);
  expect(portable.text).not.toMatch(/node:/);
});

it('nests up to the first await, never wrongly, and goes on where the run is entered again', async () => {
  await using collector = await startCollector();
  const tw = tracewright({ endpoint: collector.url, env: {}, flushOnExit: false });
  const leaf = tw.wrap((name: string) => name, 'leaf');
  await Promise.all(
    ['a', 'b'].map(async (task) =>
      tw.run({ task }, async (run) => {
        leaf('before');
        await Promise.resolve();
        leaf('after');
        run.enter(() => leaf('entered'));
      }),
    ),
  );
  await tw.shutdown();
  const { spans, path } = await collector.read();
  expect(
    spans
      .filter(({ name }) => name === 'leaf')
      .map(path)
      .toSorted(),
  ).toEqual(['leaf', 'leaf', 'run a > leaf', 'run a > leaf', 'run b > leaf', 'run b > leaf']);
});

it('forgets the span when the function throws', () => {
  const context = createSyncContext();
  expect(() =>
    context.with({ traceId: 't', spanId: 's' }, () => {
      throw new Error('x');
    }),
  ).toThrow('x');
  expect(context.active()).toBeUndefined();
});
