import { expect, it } from 'vitest';
import { toolTurn } from '../testing/spans.ts';
import { locateSteps } from '../steps/locate-steps.ts';
import { followFiles } from './known-files.ts';

it('follows tens of thousands of edits of one file, and here-documents that never end', () => {
  const edits = Array.from({ length: 20_000 }, (_, at) =>
    toolTurn(`e${at}`, [['Edit', { file_path: 'a.py', old_string: `${at}`, new_string: 'y' }, 'ok']]),
  ).flat();
  const open = toolTurn('h', [['bash', { command: 'cat > b <<EOF\n'.repeat(20_000) }, 'ok']]);
  expect(
    followFiles(locateSteps([...edits, ...open])).map(({ path, edits: own }) => [path, own.length]),
  ).toEqual([['a.py', 20_000]]);
});
