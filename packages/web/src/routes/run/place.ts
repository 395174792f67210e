/** Places in a run as addresses name them: a step, a finding, a range of one of a step's texts. */
import { formatRange, parseRange, type TextRange } from '../../text/text-range.ts';

export interface Place {
  /** Undefined for a finding: it tells its own. */
  readonly step: number | undefined;
  readonly findingId: string | undefined;
  readonly range: TextRange | undefined;
}

/** @returns undefined when the hash names no place */
export function parsePlace(hash: string): Place | undefined {
  const [, index, rest = ''] = /^#step-(\d{1,9})(?::(.*))?$/.exec(hash) ?? [];
  if (index !== undefined)
    return { step: Number(index), findingId: undefined, range: rest === '' ? undefined : parseRange(rest) };
  if (!hash.startsWith('#finding-')) return undefined;
  try {
    return {
      step: undefined,
      findingId: decodeURIComponent(hash.slice('#finding-'.length)),
      range: undefined,
    };
  } catch {
    return undefined;
  }
}

export function formatHash({ step, findingId, range }: Partial<Place>): string {
  if (findingId !== undefined) return `#finding-${encodeURIComponent(findingId)}`;
  return range === undefined ? `#step-${step}` : `#step-${step}:${formatRange(range)}`;
}

/** The whole address of a place in the run shown. */
export function linkTo(place: Partial<Place>): string {
  const { origin, pathname } = window.location;
  return origin + pathname + formatHash(place);
}
