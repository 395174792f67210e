/** The made-up formats that are read whole stay so; what they are, and what is read in part, docs/induction.md tells. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { compareExample, ROOT } from '../bench/induce-examples.ts';

/** Read in part. */
const PARTLY = new Set([
  'held-out-2/calls.txt',
  'held-out-2/mapping.json',
  'held-out-2/nodes.json',
  'held-out-4/desk.txt',
  'held-out-5/run-data.json',
  'held-out-6/orchestration.jsonl',
  'held-out-6/panel.json',
  'held-out-8/reasoning.json',
  'held-out-8/thread.json',
  'held-out-8/workflow-history.json',
  'held-out-9/calling.txt',
  'held-out-9/panels.txt',
  'held-out-9/share.md',
  'held-out-9/steps.log',
  'held-out-9/steps.txt',
  'held-out-9/thoughts.txt',
]);

for (const folder of (await readdir(ROOT)).toSorted())
  it(`reads ${folder}`, async () => {
    const names = (await readdir(join(ROOT, folder))).filter((name) => !name.endsWith('.steps.json'));
    expect(names.length).toBeGreaterThan(0);
    for (const name of names.filter((one) => !PARTLY.has(`${folder}/${one}`))) {
      const { expected, found } = await compareExample(folder, name);
      expect({ name, found }).toEqual({ name, found: expected });
    }
  });
