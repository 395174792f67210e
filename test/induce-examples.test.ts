/** The made-up formats that are read whole stay so; what they are, and what is read in part, docs/induction-measured.md tells. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { compareExample, ROOT } from '../bench/induce-examples.ts';

/** Read in part: the share of steps. */
const PARTLY: Readonly<Record<string, number>> = {
  'held-out-10/tracker.json': 0.8,
  'held-out-11/components.jsonl': 0.66,
  'held-out-11/rpc.jsonl': 0.33,
  'held-out-11/turns.json': 0.42,
  'held-out-2/calls.txt': 0.33,
  'held-out-2/nodes.json': 0.75,
  'held-out-4/desk.txt': 0.83,
  'held-out-5/run-data.json': 0.75,
  'held-out-6/panel.json': 0.83,
  'held-out-8/reasoning.json': 0.25,
  'held-out-8/thread.json': 0.66,
  'held-out-9/panels.txt': 0.75,
  'held-out-9/share.md': 0.66,
  'held-out-9/steps.log': 0.2,
  'held-out-9/steps.txt': 0.25,
};

for (const folder of (await readdir(ROOT)).toSorted())
  it(`reads ${folder}`, async () => {
    const names = (await readdir(join(ROOT, folder))).filter((name) => !name.endsWith('.steps.json'));
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) {
      const { expected, found, equal } = await compareExample(folder, name);
      const least = PARTLY[`${folder}/${name}`];
      const isWhole = least === undefined;
      // One that is read whole belongs on the list no more.
      expect({ name, isWhole: equal === 1, found: isWhole ? found : [] }).toEqual({
        name,
        isWhole,
        found: isWhole ? expected : [],
      });
      expect({ name, isKept: equal >= (least ?? 1) }).toEqual({ name, isKept: true });
    }
  });
