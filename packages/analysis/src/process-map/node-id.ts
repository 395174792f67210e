/** The ids of nodes: readable, and equal for equal nodes of different runs: `tool:get_order`, `message:@planner`, `start`. */
import { MAP_NODE_KINDS, type MapNodeKind } from '@tracewright/core';

export interface NodeName {
  readonly kind: MapNodeKind;
  /** Of a tool: what it is called. Empty for other kinds. */
  readonly name: string;
  /** Where it is not the main agent of its run. */
  readonly agent: string | undefined;
}

/** Names are cut to this many UTF-16 units. */
const MAX_NAME = 80;
/** Halves of surrogate pairs, for which addresses have no code, and control characters, which separate names elsewhere. */
const UNPRINTABLE = /[\p{Surrogate}\p{Cc}]/gu;

export function toNodeId({ kind, name, agent }: NodeName): string {
  const own = name === '' ? kind : `${kind}:${escape(name)}`;
  return agent === undefined ? own : `${own}@${escape(agent)}`;
}

export function parseNodeId(id: string): NodeName {
  const at = id.indexOf('@');
  const own = at === -1 ? id : id.slice(0, at);
  const colon = own.indexOf(':');
  const kind = colon === -1 ? own : own.slice(0, colon);
  return {
    kind: MAP_NODE_KINDS.find((known) => known === kind) ?? 'other',
    name: colon === -1 ? '' : unescape(own.slice(colon + 1)),
    agent: at === -1 ? undefined : unescape(id.slice(at + 1)),
  };
}

/** What a node is called on the map. */
export function labelNode({ kind, name, agent }: NodeName): string {
  if (kind === 'tool') return name === '' ? 'unnamed tool' : name;
  return kind === 'person' && agent !== undefined ? 'instructions' : LABELS[kind];
}

/** As it reads in a sentence: `get_order`, `a message of planner`. */
export function nameNode(id: string): string {
  const node = parseNodeId(id);
  const label = node.kind === 'message' ? 'a message' : labelNode(node);
  return node.agent === undefined ? label : `${label} of ${node.agent}`;
}

const LABELS: Readonly<Record<MapNodeKind, string>> = {
  start: 'start',
  end: 'end',
  other: 'rarer steps',
  tool: 'tool',
  message: 'message',
  person: 'person',
  environment: 'environment',
  explore: 'explore',
  change: 'change',
  check: 'check',
};

function escape(text: string): string {
  const cut = text.length > MAX_NAME ? `${text.slice(0, MAX_NAME).replace(/\p{Surrogate}$/u, '')}…` : text;
  return cut.replaceAll(UNPRINTABLE, '\u{FFFD}').replaceAll('%', '%25').replaceAll('@', '%40');
}

function unescape(text: string): string {
  return text.replaceAll('%40', '@').replaceAll('%25', '%');
}
