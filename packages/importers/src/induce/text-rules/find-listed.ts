/** Labels over lists of calls or of what they brought, and labels that say the same again and again: no one speaks there. */
import type { TextRule } from '../adapter/adapter.ts';
import { pushTo } from '../containers/push-to.ts';
import { readListed } from '../containers/read-listed.ts';
import { readTextRecords } from '../containers/read-text-records.ts';
import { readLabel } from '../words/vocabulary.ts';

const MAX_LINES = 20_000;
const LEAST = 2;
/** Share of the texts under a label that differ, at most, where it says what was set. */
const DIFFER = 0.4;

/** Only where there are such lists of both. */
export function findListed(text: string, rule: TextRule): Pick<TextRule, 'listed' | 'settings'> {
  if (!/^[-*•] (?:\*\*|`)/m.test(text)) return {};
  const bodies = new Map<string, string[]>();
  for (const { label, text: said } of readTextRecords(text.split('\n', MAX_LINES).join('\n'), rule).records)
    if (typeof label === 'string' && typeof said === 'string' && said !== '') pushTo(bodies, label, said);
  const isList = (said: string): boolean => readListed(said.split('\n')) !== undefined;
  const kindOf = (label: string): string => readLabel(label)?.as ?? '';
  const listed = [...bodies]
    .filter(
      ([label, all]) => /^(?:call|result)$/.test(kindOf(label)) && all.length >= LEAST && all.every(isList),
    )
    .map(([label]) => label);
  if (new Set(listed.map(kindOf)).size < 2) return {};
  const settings = [...bodies]
    .filter(
      ([label, all]) =>
        kindOf(label) === 'turn' &&
        /^(?:agent|tool)$/.test(readLabel(label)?.role ?? '') &&
        all.length > LEAST &&
        new Set(all).size <= all.length * DIFFER,
    )
    .map(([label]) => label);
  return { listed, ...(settings.length === 0 ? {} : { settings }) };
}
