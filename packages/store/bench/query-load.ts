/** A month of agents at work, for the query bench: many agents and models, histories that grow, errors, and some needles. Seeded. */
import type { Message, Run, RunStats, Span } from '@tracewright/core';
import { makeMessage, makeRun, makeSpan, runId, spanId, traceId } from '../src/conformance/builders.ts';
import { makeRandom, makeText } from './workload.ts';

/** Part of the file's name: a store of another version is not used again. */
export const LOAD_VERSION = 1;
export const STEPS = 40;
export const AGENTS: readonly string[] = [
  'coder',
  'planner',
  'browser',
  'support',
  'analyst',
  'tester',
  'writer',
  'router',
];
export const MODELS: readonly string[] = ['m-1', 'm-1-mini', 'm-2', 'm-2-pro', 'x-large', 'x-small'];
export const FIRST_START = 1_760_000_000_000_000_000n;
export const DAY = 86_400_000_000_000n;
const DAYS = 30n;
/** Messages that a model call lists again. */
const RESEND = 8;
/** One run in so many holds a needle of its own. */
export const NEEDLE_EVERY = 500;

export function needle(run: number): string {
  return `incident-${(run * 7_919 + 13).toString(36)}-${run}`;
}

export interface LoadedRun {
  readonly run: Run;
  readonly stats: RunStats;
  readonly spans: readonly Span[];
}

/** Runs in order of time. */
export function* makeQueryLoad(spans: number): Generator<LoadedRun> {
  const random = makeRandom(20_260_131);
  const runs = Math.ceil(spans / STEPS);
  const prompts = AGENTS.map((name) => makeMessage(`You are ${name}.\n${makeText(random, 1_500)}`, 'system'));
  for (let number = 0; number < runs; number += 1) {
    const start = FIRST_START + (DAYS * DAY * BigInt(number)) / BigInt(runs);
    yield makeLoadedRun(number, start, prompts, random);
  }
}

function makeLoadedRun(
  number: number,
  start: bigint,
  prompts: readonly Message[],
  random: () => number,
): LoadedRun {
  const pick = (count: number): number => Math.floor(random() ** 1.5 * count);
  const agentIndex = pick(AGENTS.length);
  const agent = AGENTS[agentIndex] ?? '';
  const model = MODELS[pick(MODELS.length)] ?? '';
  let history = [...prompts.slice(agentIndex, agentIndex + 1), makeMessage(makeText(random, 400))];
  let time = start;
  let cost = 0;
  const spans: Span[] = [];
  for (let step = 0; step < STEPS; step += 1) {
    const endTime = time + BigInt(Math.floor(2e8 + random() ** 4 * 2e10));
    const common = {
      traceId: traceId(number),
      runId: runId(number),
      ...(step === 0 ? {} : { parentSpanId: spanId(number * STEPS) }),
      sequence: step,
      startTime: time,
      endTime,
      agent,
      attributes: { 'service.name': `service-${number % 5}`, 'retry.count': Math.floor(random() * 3) },
    };
    const isError = random() < 0.06;
    const hidden = number % NEEDLE_EVERY === 7 && step === 21 ? `\n${needle(number)}\n` : '';
    if (step % 2 === 1) {
      const result = makeText(random, 700) + hidden;
      history.push(makeMessage(result, 'tool'));
      spans.push(
        makeSpan(number * STEPS + step, {
          ...common,
          name: 'execute_tool bash',
          operation: 'tool',
          status: isError ? 'error' : 'ok',
          tool: { name: 'bash', arguments: { command: makeText(random, 100) }, result },
        }),
      );
    } else {
      const answer: Message = {
        role: 'assistant',
        parts: [{ type: 'text', content: makeText(random, 500) }],
      };
      const costUsd = random() * 0.02;
      cost += costUsd;
      spans.push(
        makeSpan(number * STEPS + step, {
          ...common,
          name: `chat ${model}`,
          operation: 'model',
          status: isError ? 'error' : 'ok',
          model,
          inputTokens: 500 + Math.floor(random() * 3_000),
          outputTokens: Math.floor(random() * 400),
          costUsd,
          input: history.slice(-RESEND),
          output: [answer],
        }),
      );
      history = [...history, answer];
    }
    time = endTime;
  }
  const status = random() < 0.3 ? 'failure' : 'success';
  return {
    ...makeRun(
      number,
      {
        agent,
        model,
        task: `task-${number % 400}`,
        session: `session-${number % 9_000}`,
        user: `user-${number % 700}`,
        startTime: start,
        endTime: time,
        outcome: { status },
      },
      { steps: STEPS, spans: STEPS, inputTokens: STEPS * 1_000, outputTokens: STEPS * 100, costUsd: cost },
    ),
    spans,
  };
}
