import { expect, it } from 'vitest';
import { readListed } from './read-listed.ts';

it('reads a call or a result to an item', () => {
  const list =
    '- **search**: `c1`<br>\n    Arguments: {"q": 1}\n- `open` (c2)\n    a\n      b\n\n    c\n- **close**:';
  expect(readListed(list.split('\n'))).toEqual([
    { tool: 'search', callId: 'c1', arguments: { q: 1 } },
    { tool: 'open', callId: 'c2', text: 'a\n  b\n\nc' },
    { tool: 'close', text: '' },
  ]);
});

it('leaves other lists alone', () => {
  expect(readListed(['- **search**: finds', '- **open**'])).toBeUndefined();
  expect(readListed(['Then:', '- **open**'])).toBeUndefined();
});
