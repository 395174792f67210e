import { describe, expect, it } from 'vitest';
import { splitType, TypePrefixes } from './split-types.ts';

describe('TypePrefixes', () => {
  it('finds kinds that end in the name of a tool', () => {
    const prefixes = new TypePrefixes();
    prefixes.see({ kind: 'action:open_door', input: { door: 1 } });
    prefixes.see({ kind: 'action:feed', input: { cat: 'Mia', grams: 40 } });
    expect(prefixes.found).toEqual([{ name: 'kind', prefix: 'action:' }]);
    expect(splitType({ kind: 'action:feed', input: {} }, prefixes.found)).toEqual({
      kind: 'action',
      tool_name: 'feed',
      input: {},
    });
    expect(splitType({ kind: 'text' }, prefixes.found)).toEqual({ kind: 'text' });
  });

  it('takes how far a call has come, or a kind of which nothing depends, for none', () => {
    const phases = new TypePrefixes();
    phases.see({ type: 'tool.call', input: { door: 1 } });
    phases.see({ type: 'tool.result', input: { cat: 'Mia' } });
    expect(phases.found).toEqual([]);
    const longer = new TypePrefixes();
    longer.see({ type: 'tool.execution_start', data: { door: 1 } });
    longer.see({ type: 'tool.execution_complete', data: { cat: 'Mia' } });
    expect(longer.found).toEqual([]);
    const alike = new TypePrefixes();
    alike.see({ type: 'tool-lamp', input: { on: true } });
    alike.see({ type: 'tool-door', input: { on: false } });
    expect(alike.found).toEqual([]);
  });
});
