import { STEP_FLAGS } from '@tracewright/core';
import { expect, it } from 'vitest';
import type { RunOutline } from '../windows/run-outline.ts';
import { type AgentGraph, decodeGraph, linksWithin, nameLane } from './agent-graph.ts';
import { buildCallGraph, findNextOf } from './call-graph.ts';

const base64 = (numbers: Uint16Array | Int32Array | Uint8Array): string =>
  Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength).toString('base64');

/** lead calls two coders at once: 0 lead, 1 coder, 2 coder 2, 3 coder, 4 coder 2, 5 lead. */
const graph: AgentGraph = decodeGraph({
  version: '1',
  lanes: [
    { role: 'agent', name: 'lead', number: 1 },
    { role: 'agent', name: 'coder', number: 1 },
    { role: 'agent', name: 'coder', number: 2 },
  ],
  laneOfSteps: base64(Uint16Array.of(0, 1, 2, 1, 2, 0)),
  from: base64(Int32Array.of(0, 0, 3, 4)),
  to: base64(Int32Array.of(1, 2, 5, 5)),
  kinds: base64(Uint8Array.of(0, 0, 1, 1)),
});

const outline: RunOutline = {
  version: '1',
  steps: 6,
  flags: Uint8Array.of(0, 0, 0, STEP_FLAGS.error, 0, 0),
  parts: new Uint8Array(6),
  lines: new Uint8Array(6),
  tools: Uint16Array.of(0, 1, 1, 1, 2, 2),
  toolNames: ['bash', 'edit'],
  agents: new Uint16Array(6),
  agentNames: [],
  stepsOfSpans: new Map(),
};

it('says when somebody was at work in a lane, and which links are to be drawn', () => {
  expect(graph.busy).toEqual([[[0, 5]], [[1, 3]], [[2, 4]]]);
  expect([0, 1, 2].map((lane) => nameLane(graph, lane))).toEqual(['lead', 'coder', 'coder 2']);
  expect(linksWithin(graph, 0, 3)).toEqual([0, 1]);
  expect(linksWithin(graph, 2, 5)).toEqual([1, 2, 3]);
  expect(linksWithin(graph, 5, 9)).toEqual([]);
});

it('counts calls and failures, agents of one name together, and finds their steps in turn', () => {
  const calls = buildCallGraph(outline, graph);
  const name = (at: number): string | undefined => calls.nodes[at]?.name;
  expect(calls.nodes.map(({ name: own, count, errors }) => [own, count, errors])).toEqual([
    ['lead', 2, 0],
    ['coder', 4, 1],
    ['bash', 3, 1],
    ['edit', 2, 0],
  ]);
  expect(
    calls.edges.map(({ kind, from, to, count, errors }) => [name(from), kind, name(to), count, errors]),
  ).toEqual([
    ['coder', 'tool', 'bash', 3, 1],
    ['lead', 'call', 'coder', 2, 0],
    ['coder', 'tool', 'edit', 1, 0],
    ['lead', 'tool', 'edit', 1, 0],
  ]);
  const visit = (edge: number, from: number): (number | undefined)[] => {
    const seen: (number | undefined)[] = [];
    for (let at: number | undefined = from; seen.length < 4 && at !== undefined;) {
      at = findNextOf(calls, graph, edge, at);
      seen.push(at);
    }
    return seen;
  };
  expect(visit(0, -1)).toEqual([1, 2, 3, 1]);
  expect(visit(1, -1)).toEqual([1, 2, 1, 2]);
});
