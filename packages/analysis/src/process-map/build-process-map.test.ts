import fc from 'fast-check';
import type { OutcomeStatus, ProcessMapJson, RunId } from '@tracewright/core';
import { describe, expect, it } from 'vitest';
import type { AttemptOf } from '../patterns/attempts.ts';
import { makeRun, toolTurn } from '../testing/spans.ts';
import { buildProcessMap, type FlowProfile } from './build-process-map.ts';
import { describeFlows } from './describe-flows.ts';
import { keepPaths } from './keep-paths.ts';
import { renderDot, renderMermaid } from './render-dot.ts';

let made = 0;

/** An attempt that calls these tools one after the other. */
function attempt(
  tools: readonly string[],
  outcome: OutcomeStatus = 'unknown',
  task = 'T',
): AttemptOf<FlowProfile> {
  made += 1;
  const runId = made.toString(16).padStart(16, '0') as RunId;
  const spans = tools.flatMap((name, at) => toolTurn(`s${at}`, [[name, at, 'x']]));
  return {
    profile: { runId, flow: describeFlows(makeRun(), spans).tools },
    outcome,
    task,
    group: `${task}/A`,
  };
}

function edge(map: ProcessMapJson, from: string, to: string) {
  const name = (end: string): string => (end === 'start' || end === 'end' ? end : `tool:${end}`);
  return map.edges.find((each) => each.from === name(from) && each.to === name(to));
}

describe('a map', () => {
  const map = buildProcessMap(
    [
      attempt(['look', 'look', 'act'], 'success'),
      attempt(['look', 'act'], 'failure'),
      attempt(['act', 'act', 'act'], 'failure'),
      attempt(['look'], 'unknown'),
    ],
    'tools',
  );

  it('counts times, and runs with how they ended', () => {
    expect(edge(map, 'look', 'act')).toEqual({
      from: 'tool:look',
      to: 'tool:act',
      times: 2,
      isHandover: false,
      runs: 2,
      success: 1,
      failure: 1,
      unknown: 0,
      failureRate: 0.5,
      failureInterval: [expect.closeTo(0.0945, 4), expect.closeTo(0.9055, 4)],
    });
    expect(edge(map, 'act', 'act')).toMatchObject({ times: 2, runs: 1, failure: 1, failureRate: 1 });
    expect(edge(map, 'look', 'end')).toMatchObject({
      runs: 1,
      unknown: 1,
      failureRate: null,
      failureInterval: null,
    });
    expect(map.nodes.find(({ id }) => id === 'tool:look')).toMatchObject({
      label: 'look',
      kind: 'tool',
      agent: null,
      times: 4,
      runs: 3,
    });
    expect(map.counts).toMatchObject({ runs: 4, success: 1, failure: 2, unknown: 1 });
    expect(map.edges.map(({ runs }) => runs)).toEqual(
      map.edges.map(({ runs }) => runs).toSorted((a, b) => b - a),
    );
  });

  it('throws nodes that few runs take together, and counts a run once on what that joins', () => {
    const many = buildProcessMap(
      [
        ...Array.from({ length: 3 }, () => attempt(['common'])),
        attempt(Array.from({ length: 150 }, (_, at) => `rare${at}`)),
      ],
      'tools',
    );
    expect(many.nodes).toHaveLength(101);
    expect(many.folded.nodes).toBe(53);
    expect(many.nodes.find(({ id }) => id === 'other')).toMatchObject({ kind: 'other', runs: 1, times: 53 });
    expect(many.edges.find(({ from, to }) => from === 'other' && to === 'other')?.runs).toBe(1);
  });
});

describe('what separates', () => {
  /** Two failing and two passing attempts at each task. */
  const attempts = (tasks: number, passing: readonly string[], failing: readonly string[]) =>
    Array.from({ length: tasks }, (_, task) => [
      attempt(passing, 'success', `T${task}`),
      attempt(passing, 'success', `T${task}`),
      attempt(failing, 'failure', `T${task}`),
      attempt(failing, 'failure', `T${task}`),
    ]).flat();

  it('is claimed within tasks, with the edges and nodes that it is about', () => {
    const { separation } = buildProcessMap(attempts(6, ['look', 'act'], ['act']), 'tools');
    const looks = separation.contrasts.find(({ about }) =>
      about.some((place) => 'node' in place && place.node === 'tool:look'),
    );
    expect(looks).toMatchObject({
      marks: 'success',
      failing: { with: 0, of: 12 },
      passing: { with: 12, of: 12 },
    });
    expect(looks?.about).toContainEqual({ from: 'tool:look', to: 'tool:act' });
    expect([looks?.label, ...(looks?.same ?? [])]).toEqual(
      expect.arrayContaining(['takes look', 'goes from look to act', 'begins with look']),
    );
  });

  it('is nothing where both outcomes go the same ways, or where tasks differ and attempts do not', () => {
    const same = buildProcessMap(attempts(6, ['look', 'act'], ['look', 'act']), 'tools').separation;
    expect(same.contrasts.filter(({ marks }) => marks !== null)).toEqual([]);
    const hard = Array.from({ length: 6 }, () => attempt(['act'], 'failure', 'hard'));
    const easy = Array.from({ length: 6 }, () => attempt(['look'], 'success', 'easy'));
    const pooled = buildProcessMap([...hard, ...easy], 'tools');
    expect(pooled.separation).toMatchObject({ contrasts: [], tested: 0 });
    expect(pooled.counts.mixedTasks).toBe(0);
  });
});

describe('rare paths', () => {
  const tools = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { minLength: 1, maxLength: 8 });
  const anyMap = fc.array(tools, { minLength: 1, maxLength: 12 }).map((runs) =>
    buildProcessMap(
      runs.map((run) => attempt(run)),
      'tools',
    ),
  );

  it('are left out so that every node is still reached from the start and reaches the end', () => {
    fc.assert(
      fc.property(anyMap, fc.double({ min: 0, max: 1, noNaN: true }), (map, share) => {
        const { nodes, edges } = keepPaths(map, share);
        const reach = (root: string, near: 'from' | 'to', far: 'from' | 'to'): ReadonlySet<string> => {
          const reached = new Set([root]);
          for (const id of reached) for (const each of edges) if (each[near] === id) reached.add(each[far]);
          return reached;
        };
        const ids = new Set(nodes.map(({ id }) => id));
        expect(reach('start', 'from', 'to')).toEqual(ids);
        expect(reach('end', 'to', 'from')).toEqual(ids);
        const common = map.nodes.filter(({ runs }) => runs >= share * map.counts.runs);
        expect(common.filter(({ id }) => !ids.has(id))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('leave everything at 0, and the common way at 1', () => {
    const map = buildProcessMap(
      [attempt(['a', 'b']), attempt(['a', 'b']), attempt(['a', 'c', 'b'])],
      'tools',
    );
    expect(keepPaths(map, 0)).toEqual({ nodes: map.nodes, edges: map.edges });
    const common = keepPaths(map, 1);
    expect(common.nodes.map(({ id }) => id).toSorted()).toEqual(['end', 'start', 'tool:a', 'tool:b']);
    expect(common.edges.map(({ from, to }) => `${from} ${to}`).toSorted()).toEqual([
      'start tool:a',
      'tool:a tool:b',
      'tool:b end',
    ]);
  });
});

describe('drawings', () => {
  const hostile = 'a"]; evil\n--> <b> \\';
  const map = buildProcessMap([attempt([hostile, 'b'], 'failure')], 'tools');

  it('quote what traces say', () => {
    const dot = renderDot(keepPaths(map, 0));
    const nodes = dot.split('\n').filter((line) => /^ {2}n\d+ \[/.test(line));
    expect(nodes).toHaveLength(4);
    expect(dot).toContain(String.raw`a\"]; evil`);
    expect(dot).toMatch(/ {2}n\d -> n\d \[label="1 run\\n100 % failed", penwidth=6\.0\];/);
    const mermaid = renderMermaid(keepPaths(map, 0));
    expect(mermaid).toContain('a#34;#93;#59; evil');
    expect(mermaid).not.toContain('<b>');
    expect(mermaid.split('\n').filter((line) => line.includes('-->'))).toHaveLength(3);
  });
});
