import fc from 'fast-check';
import type { MapLevel, Span } from '@tracewright/core';
import { describe, expect, it } from 'vitest';
import { call, makeRun, makeSpan, say, tool, toolTurn, turn } from '../testing/spans.ts';
import { describeFlows } from './describe-flows.ts';
import { EDGE_SIZE, NODE_SIZE, type RunFlow } from './flow-counter.ts';

function flowOf(spans: readonly Span[], level: MapLevel = 'tools'): RunFlow {
  return describeFlows(makeRun(), spans)[level];
}

/** `from > to: times, first step`, in order of first appearance. */
function edgesOf({ nodes, edges }: RunFlow): string[] {
  return inParts(edges, EDGE_SIZE).map(
    ([from = 0, to = 0, times, step]) => `${nodes[from]} > ${nodes[to]}: ${times}, #${step}`,
  );
}

/** `node: times, errors, first step`. */
function nodesOf({ nodes, nodeCounts }: RunFlow): string[] {
  return inParts(nodeCounts, NODE_SIZE).map(
    ([times, errors, step], index) => `${nodes[index]}: ${times}, ${errors}, #${step}`,
  );
}

function inParts(values: Uint32Array, size: number): number[][] {
  return Array.from({ length: values.length / size }, (_, at) => [
    ...values.subarray(at * size, (at + 1) * size),
  ]);
}

describe('what follows what', () => {
  it('is counted with loops, and with the step where it first happens', () => {
    const flow = flowOf([
      ...toolTurn('a', [['look', 1, 'x']]),
      ...toolTurn('b', [['look', 2, 'x', 'error']]),
      ...toolTurn('c', [['look', 3, 'x']]),
      ...toolTurn('d', [['act', 1, 'x']]),
      makeSpan('e', 'model', { output: [say('assistant', 'Done.')] }),
    ]);
    expect(edgesOf(flow)).toEqual([
      'start > tool:look: 1, #0',
      'tool:look > tool:look: 2, #1',
      'tool:look > tool:act: 1, #3',
      'tool:act > message: 1, #4',
      'message > end: 1, #4',
    ]);
    expect(nodesOf(flow)).toEqual([
      'start: 1, 0, #0',
      'end: 1, 0, #4',
      'tool:look: 3, 1, #0',
      'tool:act: 1, 0, #3',
      'message: 1, 0, #4',
    ]);
  });

  it('knows no order among the calls of one message', () => {
    const flow = flowOf([
      ...toolTurn('a', [['look', 1, 'x']]),
      ...toolTurn('b', [
        ['read', 1, 'x'],
        ['grep', 1, 'x'],
        ['read', 2, 'x'],
      ]),
      ...toolTurn('c', [['act', 1, 'x']]),
    ]);
    expect(edgesOf(flow)).toEqual([
      'start > tool:look: 1, #0',
      'tool:look > tool:read: 1, #1',
      'tool:look > tool:grep: 1, #2',
      'tool:read > tool:act: 1, #4',
      'tool:grep > tool:act: 1, #4',
      'tool:act > end: 1, #4',
    ]);
    expect(nodesOf(flow)).toContain('tool:read: 2, 0, #1');
  });

  it('has the person in the thread of the agent that is spoken to', () => {
    const flow = flowOf([
      makeSpan('a', 'model', { input: [say('user', 'Hi')], output: [say('assistant', 'Yes?')] }),
      makeSpan('b', 'model', {
        input: [say('user', 'Hi'), say('assistant', 'Yes?'), say('user', 'Cancel it')],
        output: [say('assistant', call('cancel', {}, 'x'))],
      }),
    ]);
    expect(edgesOf(flow)).toEqual([
      'start > person: 1, #0',
      'person > message: 1, #1',
      'message > person: 1, #2',
      'person > tool:cancel: 1, #3',
      'tool:cancel > end: 1, #3',
    ]);
  });
});

/** The main agent looks, sends two sub-agents off at once, and answers. */
function delegating(): Span[] {
  const inside = { parent: 'main' };
  const helper = (id: string, start: number, end: number): Span[] => [
    makeSpan(`call-${id}`, 'tool', {
      ...inside,
      start,
      end,
      tool: { name: 'Task', callId: `id-${id}`, arguments: {}, result: 'found' },
    }),
    makeSpan(`agent-${id}`, 'agent', {
      parent: `call-${id}`,
      agent: 'helper',
      start: start + 1,
      end: end - 1,
    }),
    turn(`told-${id}`, 'user', 'Look for it', { parent: `agent-${id}`, start: start + 1 }),
    makeSpan(`m1-${id}`, 'model', {
      parent: `agent-${id}`,
      agent: 'helper',
      start: start + 2,
      end: start + 3,
      output: [say('assistant', call('grep', {}, `g-${id}`))],
    }),
    makeSpan(`m2-${id}`, 'model', {
      parent: `agent-${id}`,
      agent: 'helper',
      start: start + 10,
      end: start + 11,
      output: [say('assistant', 'found')],
    }),
  ];
  return [
    makeSpan('main', 'agent', { agent: 'lead', start: 0, end: 100 }),
    makeSpan('m1', 'model', {
      ...inside,
      start: 1,
      end: 2,
      output: [say('assistant', call('look', {}, 'l'))],
    }),
    makeSpan('m2', 'model', {
      ...inside,
      start: 5,
      end: 6,
      output: [say('assistant', call('Task', {}, 'id-a'), call('Task', {}, 'id-b'))],
    }),
    ...helper('a', 10, 40),
    ...helper('b', 12, 45),
    makeSpan('m3', 'model', { ...inside, start: 50, end: 51, output: [say('assistant', 'Done.')] }),
  ];
}

describe('agents', () => {
  it('have threads of their own: handed to by the call that starts them, and back', () => {
    const flow = flowOf(delegating());
    expect(edgesOf(flow).map((edge) => edge.replace(/, #.*/, ''))).toEqual([
      'start > tool:look: 1',
      'tool:look > tool:Task: 1',
      'tool:Task > message: 1',
      'message > end: 1',
      'tool:Task > person@helper: 2',
      'person@helper > tool:grep@helper: 2',
      'tool:grep@helper > message@helper: 2',
      'message@helper > message: 2',
    ]);
  });

  it('hand over where one begins after the other has ended', () => {
    const agent = (name: string, start: number, end: number): Span[] => [
      makeSpan(`agent-${name}`, 'agent', { parent: 'crew', agent: name, start, end }),
      tool(`t-${name}`, 'work', {}, 'done', { parent: `agent-${name}`, start: start + 1, end: end - 1 }),
    ];
    const crew = makeSpan('crew', 'other', { start: 0, end: 100 });
    const oneByOne = flowOf([crew, ...agent('writer', 1, 10), ...agent('critic', 10, 20)]);
    expect(edgesOf(oneByOne)).toEqual([
      'start > tool:work@writer: 1, #0',
      'tool:work@writer > tool:work@critic: 1, #1',
      'tool:work@critic > end: 1, #1',
    ]);
    const atOnce = flowOf([crew, ...agent('writer', 1, 10), ...agent('critic', 5, 20)]);
    expect(edgesOf(atOnce)).toEqual([
      'start > tool:work@writer: 1, #0',
      'tool:work@writer > end: 1, #0',
      'start > tool:work@critic: 1, #1',
      'tool:work@critic > end: 1, #1',
    ]);
  });

  it('take turns in the transcript of a group chat', () => {
    const flow = flowOf([
      turn('a', 'assistant', 'Plan', { agent: 'planner' }),
      turn('b', 'assistant', 'Code', { agent: 'coder' }),
      turn('c', 'assistant', 'Good', { agent: 'planner' }),
    ]);
    expect(edgesOf(flow)).toEqual([
      'start > message@planner: 1, #0',
      'message@planner > message@coder: 1, #1',
      'message@coder > message@planner: 1, #2',
      'message@planner > end: 1, #2',
    ]);
  });
});

describe('levels', () => {
  const spans = [
    ...toolTurn('a', [['bash', { command: 'grep -r x .' }, 'x']]),
    ...toolTurn('b', [['bash', { command: 'cd /app && git commit -m x' }, 'x']]),
    ...toolTurn('c', [['bash', { command: 'pytest -q' }, 'x']]),
  ];
  const names = (level: MapLevel): readonly string[] => flowOf(spans, level).nodes.slice(2);

  it('name the tool, its program, or what the step does', () => {
    expect(names('tools')).toEqual(['tool:bash']);
    expect(names('programs')).toEqual(['tool:bash grep', 'tool:bash git', 'tool:bash pytest']);
    expect(names('kinds')).toEqual(['explore', 'change', 'check']);
  });

  it('name a stage after what most of its steps do, and count stretches', () => {
    const steps = (id: string, command: string): Span[] =>
      Array.from({ length: 20 }, (_, at) => toolTurn(`${id}${at}`, [['bash', { command }, 'x']])).flat();
    const flow = flowOf([...steps('a', 'ls'), ...steps('b', 'rm x'), ...steps('c', 'pytest')], 'stages');
    expect(edgesOf(flow)).toEqual([
      'start > explore: 1, #0',
      'explore > change: 1, #20',
      'change > check: 1, #40',
      'check > end: 1, #59',
    ]);
    expect(nodesOf(flow)).toContain('change: 1, 0, #20');
  });
});

describe('whatever the run', () => {
  const names = fc.array(fc.constantFrom('a', 'b', 'c@d', 'e%40', '\ud800', ''), {
    minLength: 1,
    maxLength: 12,
  });

  it('every step is left and reached once where there is one thread and no parallel call', () => {
    fc.assert(
      fc.property(names, (tools) => {
        const flow = flowOf(tools.flatMap((name, at) => toolTurn(`s${at}`, [[name, at, 'x']])));
        const counts = inParts(flow.nodeCounts, NODE_SIZE);
        const edges = inParts(flow.edges, EDGE_SIZE);
        const sum = (node: number, end: 0 | 1): number =>
          edges.filter((edge) => edge[end] === node).reduce((total, [, , times = 0]) => total + times, 0);
        const inner = [...counts.entries()].filter(([node]) => node > 1);
        const times = inner.map(([, [count]]) => count);
        expect(inner.map(([node]) => sum(node, 0))).toEqual(times);
        expect(inner.map(([node]) => sum(node, 1))).toEqual(times);
        expect([sum(0, 0), sum(0, 1), sum(1, 0), sum(1, 1)]).toEqual([1, 0, 0, 1]);
        const steps = counts.reduce((total, [count = 0]) => total + count, 0);
        expect(steps).toBe(tools.length + 2);
      }),
    );
  });

  it('throws rare kinds of one run together, so that edges stay bounded', () => {
    const flow = flowOf(
      Array.from({ length: 900 }, (_, at) => toolTurn(`s${at}`, [[`t${at}`, at, 'x']])).flat(),
    );
    expect(flow.nodes.length).toBeLessThanOrEqual(201);
    expect(nodesOf(flow).at(-1)).toMatch(/^other: 7\d\d, /);
  });

  it('is described though it has no steps', () => {
    expect(edgesOf(flowOf([]))).toEqual([]);
    expect(edgesOf(flowOf([makeSpan('a', 'agent', { agent: 'x' })], 'stages'))).toEqual([]);
  });
});
