/** Lanes and links of real runs of several agents. */
import { buildSteps, graphRun } from '@tracewright/analysis';
import { LINK_KINDS } from '@tracewright/core';
import { describe, expect, it } from 'vitest';
import { hasData, importData } from './data-folder.ts';

const TEAM = 'runs/claude-code-sessions/experiments-worktrees';
const CHAT = 'steps/who-and-when/hand-crafted';

async function readGraph(path: string) {
  const { runs, spans } = await importData(path);
  const own = spans.get(runs[0]?.runId ?? '') ?? [];
  const steps = buildSteps(own);
  const { lanes, laneOfSteps, from, to, kinds } = graphRun(own, steps);
  const nameAt = (step: number): string => lanes[laneOfSteps[step] ?? 0]?.name ?? '?';
  const links = [...from].map((step, link) => ({
    kind: LINK_KINDS[kinds[link] ?? 0],
    from: step,
    to: to[link] ?? -1,
    who: `${nameAt(step)} > ${nameAt(to[link] ?? -1)}`,
  }));
  return { steps, lanes, links };
}

describe.skipIf(!hasData(TEAM))('a team of three in worktrees, twice', () => {
  it('is called by three tool calls at once, and comes back to the same step', async () => {
    const { steps, links } = await readGraph(TEAM);
    const calls = links.filter(({ kind }) => kind === 'call');
    expect(calls.map(({ who }) => who)).toEqual(
      ['alice', 'bob', 'carol', 'alice2', 'bob2', 'carol2'].map((name) => `claude-code > ${name}`),
    );
    expect(calls.map(({ from }) => steps[from]?.action.tool)).toEqual(
      Array.from({ length: 6 }, () => 'Agent'),
    );
    const returns = links.filter(({ kind }) => kind === 'return');
    expect(returns).toHaveLength(6);
    expect(new Set(returns.map(({ to }) => to)).size).toBe(2);
    // They alternate some 60 times; nobody hands over to another.
    expect(links.filter(({ who }) => /(alice|bob|carol)\d? > (alice|bob|carol)/.test(who))).toEqual([]);
  });
});

describe.skipIf(!hasData(CHAT))('an orchestrator and a surfer', () => {
  it('hand over back and forth', async () => {
    const { lanes, links } = await readGraph(CHAT);
    expect(lanes.map(({ role, name }) => `${role} ${name}`)).toEqual([
      'user human',
      'agent Orchestrator',
      'agent WebSurfer',
    ]);
    expect(new Set(links.map(({ kind }) => kind))).toEqual(new Set(['hand-over']));
    expect(new Set(links.map(({ who }) => who))).toEqual(
      new Set(['human > Orchestrator', 'Orchestrator > WebSurfer', 'WebSurfer > Orchestrator']),
    );
  });
});
