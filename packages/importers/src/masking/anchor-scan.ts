/**
 * Finds many literals in a text in one pass, whatever the case of its ASCII letters.
 *
 * One table lookup a character and no going back, so clean text costs its length and a hostile one no more.
 *
 * **Source:** Aho and Corasick, "Efficient string matching", CACM 18(6), 1975: the goto and failure functions, folded into
 * one table (section 6, the deterministic automaton).
 */

export interface AnchorHit {
  /** Index of the anchor in the list given. */
  readonly anchor: number;
  readonly length: number;
}

/** The automaton as tables, so that callers can walk a text in a loop of their own: a function call a text is what it costs. */
export interface AnchorTable {
  /** Class of each UTF-16 unit. */
  readonly classes: Uint8Array;
  /** `table[state + class]` is the next state; the first is 0. */
  readonly table: Uint16Array;
  /** States from here on report hits. */
  readonly firstHit: number;
  /** What a state reports, by `state / STRIDE`. */
  readonly hits: readonly (readonly AnchorHit[])[];
}

export const STRIDE = 64;
const OTHER = 0;

/** @param anchors in lower case, ASCII, none empty */
export function buildAnchorTable(anchors: readonly string[]): AnchorTable {
  const classes = new Uint8Array(0x1_0000);
  let classCount = OTHER;
  for (const anchor of anchors) {
    for (const character of anchor) {
      const code = character.charCodeAt(0);
      if (classes[code] !== OTHER) continue;
      classCount += 1;
      classes[code] = classCount;
      classes[character.toUpperCase().charCodeAt(0)] = classCount;
    }
  }
  if (classCount >= STRIDE)
    throw new Error(`unreachable: anchors use ${classCount} characters, ${STRIDE - 1} fit`);

  return { classes, ...buildTable(anchors, classes) };
}

interface Node {
  readonly next: Map<number, Node>;
  readonly own: AnchorHit[];
  fail: Node | undefined;
  /** Row in the table, times the stride. */
  row: number;
}

/** Rows of states that report something come last, so that one comparison tells whether there is anything to do. */
function buildTable(anchors: readonly string[], classes: Uint8Array): Omit<AnchorTable, 'classes'> {
  const root: Node = { next: new Map(), own: [], fail: undefined, row: 0 };
  for (const [anchor, text] of anchors.entries()) {
    let node = root;
    for (let at = 0; at < text.length; at += 1) {
      const symbol = classes[text.charCodeAt(at)] ?? OTHER;
      let next = node.next.get(symbol);
      if (next === undefined) {
        next = { next: new Map(), own: [], fail: undefined, row: 0 };
        node.next.set(symbol, next);
      }
      node = next;
    }
    node.own.push({ anchor, length: text.length });
  }
  const nodes: Node[] = [root];
  // The list grows while it is walked: breadth first, so a node's failure link is complete before its children need it.
  for (const node of nodes) {
    for (const [symbol, child] of node.next) {
      let fail = node.fail;
      while (fail !== undefined && !fail.next.has(symbol)) fail = fail.fail;
      child.fail = fail?.next.get(symbol) ?? root;
      child.own.push(...child.fail.own);
      nodes.push(child);
    }
  }
  const ordered = [
    ...nodes.filter(({ own }) => own.length === 0),
    ...nodes.filter(({ own }) => own.length > 0),
  ];
  if (ordered.length * STRIDE > 0xffff)
    throw new Error(`unreachable: anchors make ${ordered.length} states, ${Math.floor(0xffff / STRIDE)} fit`);
  for (const [index, node] of ordered.entries()) node.row = index * STRIDE;
  const table = new Uint16Array(ordered.length * STRIDE);
  for (const node of nodes) {
    // A failure link leads to an earlier node, whose row is filled already.
    if (node.fail !== undefined) table.copyWithin(node.row, node.fail.row, node.fail.row + STRIDE);
    for (const [symbol, child] of node.next) table[node.row + symbol] = child.row;
  }
  return {
    table,
    hits: ordered.map(({ own }) => own),
    firstHit: ordered.filter(({ own }) => own.length === 0).length * STRIDE,
  };
}
