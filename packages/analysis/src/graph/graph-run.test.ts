import { LINK_KINDS, type Span } from '@tracewright/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeSpan, say, type SpanInit, tool, turn } from '../testing/spans.ts';
import { buildSteps } from '../steps/build-steps.ts';
import { graphRun } from './graph-run.ts';

/** Lanes by step and links, in words. */
function tell(spans: readonly Span[]): { readonly lanes: string; readonly links: string } {
  const { lanes, laneOfSteps, from, to, kinds } = graphRun(spans);
  const nameOf = (lane: number): string => {
    const { name, role, number } = lanes[lane] ?? { name: '?', role: 'agent', number: 0 };
    return `${name ?? role}${number > 1 ? number : ''}`;
  };
  return {
    lanes: [...laneOfSteps].map(nameOf).join(' '),
    links: [...from].map((step, link) => `${step} ${LINK_KINDS[kinds[link] ?? 0]} ${to[link]}`).join(', '),
  };
}

const agent = (id: string, name: string, init: SpanInit = {}): Span =>
  makeSpan(id, 'agent', { agent: name, ...init });
const speak = (id: string, name: string, init: SpanInit = {}): Span =>
  makeSpan(id, 'model', { agent: name, output: [say('assistant', `${name} says ${id}`)], ...init });

describe('graphRun', () => {
  it('gives agents at work side by side a lane each, and no hand-over between them', () => {
    const spans = [
      agent('root', 'lead', { start: 0, end: 100 }),
      tool('a', 'Task', {}, 'found', { parent: 'root', agent: 'lead', start: 10, end: 60 }),
      tool('b', 'Task', {}, 'tested', { parent: 'root', agent: 'lead', start: 11, end: 70 }),
      agent('aa', 'coder', { parent: 'a', start: 12, end: 59 }),
      agent('bb', 'coder', { parent: 'b', start: 12, end: 69 }),
      speak('a1', 'coder', { parent: 'aa', start: 20, end: 25 }),
      speak('b1', 'coder', { parent: 'bb', start: 21, end: 26 }),
      speak('a2', 'coder', { parent: 'aa', start: 30, end: 35 }),
      speak('b2', 'coder', { parent: 'bb', start: 31, end: 36 }),
      speak('end', 'lead', { parent: 'root', start: 80, end: 90 }),
    ];
    expect(tell(spans)).toEqual({
      lanes: 'lead lead coder coder2 coder coder2 lead',
      links: '0 call 2, 1 call 3, 4 return 6, 5 return 6',
    });
  });

  it('gives one lane to an agent that is called again and again', () => {
    const spans = [agent('root', 'lead')];
    for (let turnNumber = 0; turnNumber < 3; turnNumber += 1) {
      spans.push(
        speak(`l${turnNumber}`, 'lead', { parent: 'root' }),
        agent(`w${turnNumber}`, 'coder', { parent: 'root' }),
        speak(`c${turnNumber}`, 'coder', { parent: `w${turnNumber}` }),
      );
    }
    expect(tell(spans)).toEqual({
      lanes: 'lead coder lead coder lead coder',
      links: '0 call 1, 1 return 2, 2 call 3, 3 return 4, 4 call 5',
    });
  });

  it('returns from a sub-agent of a sub-agent to each in turn, and takes the prompt for part of the call', () => {
    const spans = [
      agent('root', 'lead'),
      speak('one', 'lead', { parent: 'root' }),
      agent('mid', 'planner', { parent: 'root' }),
      turn('prompt', 'user', 'plan this', { parent: 'mid', agent: 'lead' }),
      speak('two', 'planner', { parent: 'mid' }),
      agent('leaf', 'searcher', { parent: 'mid' }),
      speak('three', 'searcher', { parent: 'leaf' }),
      speak('four', 'planner', { parent: 'mid' }),
      speak('five', 'lead', { parent: 'root' }),
    ];
    expect(tell(spans)).toEqual({
      lanes: 'lead lead planner searcher planner lead',
      links: '0 call 2, 2 call 3, 3 return 4, 4 return 5',
    });
  });

  it('tells hand-overs back and forth in one conversation, with the user', () => {
    const spans = [
      turn('u', 'user', 'book a flight'),
      turn('a', 'assistant', 'which?', { agent: 'triage' }),
      turn('b', 'assistant', 'this one', { agent: 'booking' }),
      turn('c', 'assistant', 'refund?', { agent: 'triage' }),
      turn('d', 'assistant', 'no', { agent: 'booking' }),
    ];
    expect(tell(spans)).toEqual({
      lanes: 'user triage booking triage booking',
      links: '0 hand-over 1, 1 hand-over 2, 2 hand-over 3, 3 hand-over 4',
    });
  });

  it('tells a hand-over between agents side by side in the tree, one after the other in time', () => {
    const siblings = (start: number): Span[] => [
      agent('root', 'workflow', { start: 0, end: 100 }),
      agent('a', 'triage', { parent: 'root', start: 1, end: 40 }),
      speak('a1', 'triage', { parent: 'a', start: 2, end: 39 }),
      agent('b', 'booking', { parent: 'root', start, end: 90 }),
      speak('b1', 'booking', { parent: 'b', start: start + 1, end: 89 }),
    ];
    expect(tell(siblings(41)).links).toBe('0 hand-over 1');
    expect(tell(siblings(20)).links).toBe('');
  });

  it('draws an agent used as a tool as a call, though it has no span of its own', () => {
    const spans = [
      agent('root', 'lead', { start: 0, end: 100 }),
      tool('t', 'ask_expert', { question: 'why' }, 'because', {
        parent: 'root',
        agent: 'lead',
        start: 1,
        end: 50,
      }),
      speak('x', 'expert', { parent: 't', start: 2, end: 40 }),
      speak('y', 'lead', { parent: 'root', start: 60, end: 70 }),
    ];
    expect(tell(spans)).toEqual({ lanes: 'lead expert lead', links: '0 call 1, 1 return 2' });
  });

  it('links only steps of different lanes, once, whatever the spans are', () => {
    const name = fc.constantFrom('a', 'b', 'c', undefined);
    const place = fc.record({
      operation: fc.constantFrom('agent' as const, 'tool' as const, 'model' as const, 'turn' as const),
      parent: fc.integer({ min: -1, max: 30 }),
      agent: name,
      start: fc.option(fc.integer({ min: 0, max: 50 }), { nil: undefined }),
      length: fc.integer({ min: 0, max: 20 }),
    });
    fc.assert(
      fc.property(fc.array(place, { maxLength: 30 }), (places) => {
        const spans = places.map(({ operation, parent, agent: own, start, length }, index) =>
          makeSpan(`s${index}`, operation, {
            ...(parent < 0 ? {} : { parent: `s${parent}` }),
            ...(own === undefined ? {} : { agent: own }),
            ...(start === undefined ? {} : { start, end: start + length }),
            ...(operation === 'tool' ? { tool: { name: 't', arguments: {}, result: 'r' } } : {}),
            output:
              operation === 'tool' ? [] : [say(index % 4 === 0 ? 'user' : 'assistant', `text ${index}`)],
          }),
        );
        const steps = buildSteps(spans);
        const graph = graphRun(spans, steps);
        expect(graph.laneOfSteps).toHaveLength(steps.length);
        for (const lane of graph.laneOfSteps) expect(graph.lanes[lane]).toBeDefined();
        const seen = new Set<string>();
        for (const [link, from] of graph.from.entries()) {
          const to = graph.to[link] ?? -1;
          expect(from).not.toBe(to);
          expect(steps[from]).toBeDefined();
          expect(steps[to]).toBeDefined();
          const key = `${from} ${to} ${graph.kinds[link]}`;
          expect(seen.has(key)).toBe(false);
          seen.add(key);
        }
      }),
    );
  });

  it('bounds the lanes, and takes a deep chain of calls', () => {
    const many = Array.from({ length: 200 }, (_, index) =>
      turn(`m${index}`, 'assistant', 'hi', { agent: `agent ${index}` }),
    );
    expect(graphRun(many).lanes).toHaveLength(64);
    const chain: Span[] = [];
    for (let depth = 0; depth < 5_000; depth += 1) {
      chain.push(agent(`d${depth}`, `agent ${depth % 7}`, depth === 0 ? {} : { parent: `d${depth - 1}` }));
      chain.push(speak(`s${depth}`, `agent ${depth % 7}`, { parent: `d${depth}` }));
    }
    expect(graphRun(chain).to).toHaveLength(4_999);
  });
});
