import { describe, expect, it } from 'vitest';
import { hasBoxes, readBoxes } from './read-boxes.ts';

const SHOWN = [
  '╭──────────── 🔧 Tool Input ───────────╮',
  '│                                      │',
  '│  {"from": "Köln Hbf", "to":          │',
  '│  "Gent-Sint-Pieters"}                │',
  '│                                      │',
  '│  short                               │',
  '│  lines stay                          │',
  '╰──────────────────────────────────────╯',
  'outside │ stays',
  '━━━━━━━━━━━━━ Step 2 ━━━━━━━━━━━━━',
  '┌────┐',
  '│ b  │',
  '└────┘',
].join('\n');

describe('readBoxes', () => {
  it('reads what stands in them under their titles, and puts broken lines together', () => {
    expect(hasBoxes(SHOWN)).toBe(true);
    expect(readBoxes(SHOWN).split('\n')).toEqual([
      '🔧 Tool Input:',
      '{"from": "Köln Hbf", "to": "Gent-Sint-Pieters"}',
      '',
      'short',
      'lines stay',
      'outside │ stays',
      'Step 2:',
      'b',
    ]);
  });

  it('keeps a box that is never closed, and leaves text without boxes alone', () => {
    expect(readBoxes('╭── a ──╮\n│ b │')).toBe('a:\nb');
    expect(hasBoxes('| a | b |\n| --- | --- |')).toBe(false);
    expect(readBoxes('a │ b\n─── ')).toBe('a │ b\n─── ');
  });
});
