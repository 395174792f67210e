/** Members of JSON records whose texts are whole conversations: the likeliest, and ways to read them. */
import { isJsonObject, type JsonValue } from '@tracewright/core';
import type { AdapterBody } from './adapter/adapter.ts';
import { chooseTextRules } from './choose-readings.ts';

type Transcripts = NonNullable<AdapterBody['transcripts']>;

const MAX_DEPTH = 8;
const MAX_VISITED = 50_000;
const MAX_TEXT = 2_000_000;
/** Members whose texts are tried, those with the most text. */
const TRIED = 2;
const LEAST_LINES = 3;

export function findTranscripts(
  roots: readonly JsonValue[],
): { readonly transcripts: Transcripts; readonly weight: number }[] {
  const texts = new Map<string, string>();
  let visited = 0;
  const visit = (value: JsonValue, depth: number): void => {
    if (typeof value !== 'object' || value === null || depth > MAX_DEPTH || (visited += 1) > MAX_VISITED)
      return;
    if (!isJsonObject(value)) {
      for (const element of value as readonly JsonValue[]) visit(element, depth + 1);
      return;
    }
    for (const [name, inner] of Object.entries(value)) {
      const known = texts.get(name) ?? '';
      if (typeof inner !== 'string') visit(inner, depth + 1);
      else if (inner.split('\n', LEAST_LINES).length === LEAST_LINES && known.length < MAX_TEXT)
        texts.set(name, `${known}${inner}\n`);
    }
  };
  for (const root of roots) visit(root, 0);
  return [...texts]
    .toSorted((a, b) => b[1].length - a[1].length)
    .slice(0, TRIED)
    .flatMap(([member, all]) =>
      chooseTextRules(all).map(({ rule, weight }) => ({ transcripts: { member, text: rule }, weight })),
    );
}
