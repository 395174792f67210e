import { expect, it } from 'vitest';
import { findExpansion } from './expand-values.ts';

it('reads what a logger wrote as JSON among lines that are none', () => {
  const line = (message: string): string => JSON.stringify({ level: 'INFO', message, kettle: 'k-1' });
  const log = (lines: readonly string[]): { events: { message: string }[] } => ({
    events: lines.map((message) => ({ message: `${message}\n` })),
  });
  expect(findExpansion([log(['BOOT 3', line('Tea requested'), line('Tea poured'), 'HALT'])])?.decode).toEqual(
    ['message'],
  );
  expect(findExpansion([log(['BOOT 3', '{"cups": 2}', '{"cups": 3}', 'HALT'])])).toBeUndefined();
});
