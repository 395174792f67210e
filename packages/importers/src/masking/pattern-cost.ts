/**
 * Bounds what a regular expression can cost before it is run on anyone's text: the longest match, and the number of ways in
 * which it can be tried from one place (each choice of a repetition or an alternative is one). Both must be finite and small,
 * which rules out catastrophic backtracking; time is then linear in the text.
 *
 * A grammar of what we accept, not of everything a regular expression can be: what is not understood is refused.
 */

export interface PatternCost {
  /** Longest match, in UTF-16 units. */
  readonly length: number;
  /** Upper bound of the ways to try it from one place. */
  readonly ways: number;
}

/** Thrown with the reason and the offset in the pattern. */
export class PatternRefused extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

const EMPTY: PatternCost = { length: 0, ways: 1 };

/** @throws PatternRefused */
export function costOfPattern(source: string): PatternCost {
  let at = 0;

  const readAlternatives = (): PatternCost => {
    let cost = readSequence();
    while (source[at] === '|') {
      at += 1;
      const other = readSequence();
      cost = { length: Math.max(cost.length, other.length), ways: cost.ways + other.ways };
    }
    return cost;
  };

  const readSequence = (): PatternCost => {
    let cost = EMPTY;
    while (at < source.length && source[at] !== '|' && source[at] !== ')') {
      const part = repeat(readAtom());
      cost = { length: cost.length + part.length, ways: cost.ways * part.ways };
    }
    return cost;
  };

  const readAtom = (): PatternCost => {
    const start = at;
    const character = source[at] ?? '';
    at += 1;
    switch (character) {
      case '(':
        return readGroup(start);
      case '[':
        readClass(start);
        return { length: 2, ways: 1 };
      case '\\':
        return readEscape(start);
      case '^':
      case '$':
        throw new PatternRefused(
          `"${character}" ties a pattern to an end of the text; secrets stand anywhere`,
          start,
        );
      case '*':
      case '+':
      case '?':
      case '{':
        throw new PatternRefused(
          `"${character}" has nothing to repeat; write \\${character} for the character`,
          start,
        );
      default:
        // A dot without the flag u matches one unit.
        return { length: 1, ways: 1 };
    }
  };

  const readGroup = (start: number): PatternCost => {
    const opening = /^\?(?::|=|!|<=|<!|<[A-Za-z]\w*>)/.exec(source.slice(at))?.[0];
    if (opening === undefined && source[at] === '?')
      throw new PatternRefused('a group of a kind that is not accepted', start);
    at += opening?.length ?? 0;
    const inner = readAlternatives();
    if (source[at] !== ')') throw new PatternRefused('a group is not closed', start);
    at += 1;
    const isLook = opening !== undefined && /^\?<?[=!]/.test(opening);
    return isLook ? { length: 0, ways: inner.ways } : inner;
  };

  const readClass = (start: number): void => {
    if (source[at] === '^') at += 1;
    while (at < source.length && source[at] !== ']') at += source[at] === '\\' ? 2 : 1;
    if (at >= source.length) throw new PatternRefused('a character class is not closed', start);
    at += 1;
  };

  const readEscape = (start: number): PatternCost => {
    const escape = /^(?:u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2}|[^1-9kpPc])/.exec(source.slice(at))?.[0];
    if (escape === undefined) throw new PatternRefused(`\\${source[at] ?? ''} is not accepted`, start);
    at += escape.length;
    return escape === 'b' || escape === 'B' ? EMPTY : { length: 1, ways: 1 };
  };

  const repeat = (atom: PatternCost): PatternCost => {
    const start = at;
    const text = /^(?:[*+?]|\{\d+(?:,\d*)?\})\??/.exec(source.slice(at))?.[0];
    if (text === undefined) return atom;
    at += text.length;
    if (text.startsWith('?')) return { length: atom.length, ways: atom.ways + 1 };
    const bounds = /^\{(\d+)(?:,(\d*))?\}/.exec(text);
    const min = Number(bounds?.[1]);
    const max = bounds?.[2] === undefined ? min : Number(bounds[2]);
    if (bounds === null || bounds[2] === '') {
      throw new PatternRefused(`"${text}" repeats without end; give a bound, as in {1,64}`, start);
    }
    let ways = 0;
    for (let count = min; count <= max && ways <= Number.MAX_SAFE_INTEGER; count += 1)
      ways += atom.ways ** count;
    return { length: atom.length * max, ways: Math.max(1, ways) };
  };

  const cost = readAlternatives();
  if (at < source.length) throw new PatternRefused('a parenthesis closes nothing', at);
  return cost;
}
