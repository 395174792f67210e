import type { JsonObject } from '@tracewright/core';
import type { RecordGroup } from './partition-records.ts';
import { pushTo } from '../containers/push-to.ts';
import { isEmpty } from '../adapter/select-value.ts';
import { goesIn, NODE_MEMBER, NODE_PATH } from './take-node.ts';
import { canonicalName, type LabelMeaning, readLabel } from '../words/vocabulary.ts';

/** Share of the words of a node's name that must be known. */
const KNOWN = 0.6;
/** Nodes that speak: more are no workflow. */
const MAX_SPOKEN = 20;

/** What nodes of a graph did: who is named by a word of the field speaks, all others are tools. */
export function splitByNode(records: readonly JsonObject[]): RecordGroup[] {
  const nodes = new Map<string, JsonObject[]>();
  for (const record of records) {
    const name = record[NODE_MEMBER];
    if (typeof name === 'string') pushTo(nodes, name, record);
  }
  const given = new Set([...nodes].filter(([, own]) => own.some(isGiven)).map(([name]) => name));
  const spoken = [...nodes].flatMap(([name, own]): RecordGroup[] => {
    // What nobody gives anything to, among nodes that are given something, comes from outside.
    const isSource = !given.has(name) && given.size >= nodes.size / 2;
    const meaning = speaks(name, isSource);
    return meaning === undefined
      ? []
      : [{ when: [{ path: NODE_PATH, in: [name] }], records: own, meaning, label: name }];
  });
  spoken.splice(MAX_SPOKEN);
  const told = new Set(spoken.flatMap((group) => group.records));
  const others = records.filter((record) => !told.has(record));
  return others.length === 0
    ? spoken
    : [
        ...spoken,
        { when: [], records: others, meaning: { as: 'call', role: 'agent', confidence: 0.5 }, label: '' },
      ];
}

function speaks(name: string, isSource: boolean): LabelMeaning | undefined {
  const meaning = readLabel(name);
  if (meaning === undefined && isSource) return { as: 'turn', role: 'user', confidence: 0.4 };
  if (meaning?.as !== 'turn' || meaning.role === 'tool') return undefined;
  // Where people talk, a node that is nobody's is theirs.
  return meaning.confidence >= KNOWN || isSource ? { ...meaning, role: meaning.role ?? 'user' } : undefined;
}

function isGiven(record: JsonObject): boolean {
  return Object.entries(record).some(([member, value]) => goesIn(canonicalName(member)) && !isEmpty(value));
}
