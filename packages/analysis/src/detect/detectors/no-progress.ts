import { FingerprintSet } from '../../text/fingerprint-set.ts';
import { fingerprint } from '../../text/hash-text.ts';
import type { JudgedStep, RunContext } from '../context.ts';
import type { Detector } from '../detector.ts';
import { makeFinding, nameAction, quoteAction, quoteResult } from '../finding.ts';

const id = 'no-progress@1';

/** A result of this length that comes again is the same thing again; a short one ("available") may answer another question. */
const TELLING_LENGTH = 200;
const EMPTY = /^\s*(?:\[\s*\]|\{\s*\}|""|null|none|\([^()]*no output\))?\s*$/i;

/** Steps in a row without anything new before it is worth a word. */
const MIN_LENGTH = 5;

/**
 * A stretch of one agent's tool calls that brings nothing new: each fails, returns nothing, or returns what was already seen. One finding
 * a stretch, at its first step.
 */
export const noProgress: Detector = {
  id,
  summary: `${MIN_LENGTH} or more tool calls in a row that bring nothing new`,
  detect: (context) =>
    findStretches(context).flatMap((stretch) => {
      const [first, last] = [stretch[0], stretch.at(-1)];
      if (first === undefined || last === undefined || stretch.length < MIN_LENGTH) return [];
      return makeFinding(context, first, {
        detector: id,
        category: 'no-progress',
        severity: 'warning',
        confidence: Math.min(0.9, 0.4 + 0.05 * stretch.length),
        message: `${stretch.length} calls from ${nameAction(first)} to step ${last.index} bring nothing new: they fail, return nothing or return what was seen before`,
        evidence: [quoteResult(first), quoteAction(last), quoteResult(last)],
      });
    }),
};

function findStretches({ steps }: RunContext): JudgedStep[][] {
  const agents = new Map<string | undefined, { readonly seen: FingerprintSet; current: JudgedStep[] }>();
  const stretches: JudgedStep[][] = [];
  for (const step of steps) {
    const text = step.result?.text;
    if (step.step.role !== 'agent' || text === undefined) continue;
    const answer = fingerprint(text.length >= TELLING_LENGTH ? text : `${step.actionKey}\u0000${text}`);
    const agent = agents.get(step.step.agent) ?? { seen: new FingerprintSet(), current: [] };
    agents.set(step.step.agent, agent);
    // A change that answers nothing worked quietly.
    const isNews =
      step.failure === undefined &&
      (step.step.kind === 'change' || (!EMPTY.test(text) && !agent.seen.has(answer)));
    agent.seen.add(answer);
    if (isNews) agent.current = [];
    else if (agent.current.push(step) === 1) stretches.push(agent.current);
  }
  return stretches;
}
