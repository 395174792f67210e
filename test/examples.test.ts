/** The example programs assert their own results; here they are run. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');

it.each(['perturb', 'record-agent', 'replay'])(
  'examples/%s does what it says',
  (name) => {
    const { status, stderr } = spawnSync(
      process.execPath,
      ['--conditions=@tracewright/source', '--import', 'tsx', join(ROOT, 'examples', name, 'main.ts')],
      { cwd: ROOT, encoding: 'utf8' },
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    // A server, a store and two runs, on a machine that may be busy.
  },
  240_000,
);
