import { toContainsPattern } from '@tracewright/core';
import { describe, expect, it } from 'vitest';
import { foldClasses } from './fold-case.ts';

describe('classes of case', () => {
  it('are one for whatever a search takes as equal', () => {
    const all = Array.from({ length: 0xd800 }, (_, unit) => String.fromCharCode(unit)).join('');
    const cased = Array.from(all).filter(
      (character) => character.toLowerCase() !== character || character.toUpperCase() !== character,
    );
    expect(cased.length).toBeGreaterThan(2_000);
    const apart: string[] = [];
    for (const character of cased) {
      const pattern = new RegExp(toContainsPattern(character).source, 'giu');
      for (const [other] of all.matchAll(pattern)) {
        if (classOf(other) !== classOf(character)) apart.push(`${character} ${other}`);
      }
    }
    expect(apart).toStrictEqual([]);
    expect(classOf('\udc00')).toBe(classOf('\udc28'));
  });

  it('tell letters apart', () => {
    const letters = Array.from('abcdefghijklmnopqrstuvwxyz0123456789 _-./:');
    expect(new Set(letters.map(classOf)).size).toBe(letters.length);
    expect(classOf('K')).toBe(classOf('\u212a'));
  });
});

function classOf(character: string): number | undefined {
  return foldClasses()[character.charCodeAt(0)];
}
