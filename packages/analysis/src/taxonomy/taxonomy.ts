/**
 * Two vocabularies for what kind of failure a finding is about, so that findings can be counted beside published labels.
 *
 * - The ten categories of AgentRx (arXiv 2602.02475); the meanings are in our words.
 * - Kinds of mistake. Who&When (ICML'25) gives a reason in prose for each label and no list; the kinds are ours, read off
 *   those reasons.
 *
 * A finding has one place in each. The mapping is by category alone, but for failed tools, where the quoted error tells an
 * environment that is down or closed from a call that was wrong, and for faulty reasoning, whose categories say what does not hold.
 */
import type { Finding } from '@tracewright/core';

export const AGENTRX_CATEGORIES = {
  'instruction-adherence': {
    name: 'Instruction/Plan Adherence Failure',
    meaning: 'leaves out, repeats or departs from what the instructions or its own plan ask for',
  },
  invention: {
    name: 'Invention of New Information',
    meaning: 'states or passes on something that stands nowhere before',
  },
  'invalid-invocation': {
    name: 'Invalid Invocation',
    meaning: 'calls a tool that does not exist, or with arguments that do not fit',
  },
  misinterpretation: {
    name: 'Misinterpretation of Tool Output/Handoff',
    meaning: 'reads a result or a message of another agent wrongly, or passes it over',
  },
  'intent-plan-misalignment': {
    name: 'Intent-Plan Misalignment',
    meaning: 'understands the request wrongly and plans for another goal',
  },
  'underspecified-intent': {
    name: 'Underspecified User Intent',
    meaning: 'goes on although the request leaves open what is needed',
  },
  'intent-not-supported': {
    name: 'Intent Not Supported',
    meaning: 'is asked for what no tool at hand can do',
  },
  guardrails: { name: 'Guardrails Triggered', meaning: 'is stopped by a rule, a login or a block' },
  'system-failure': {
    name: 'System Failure',
    meaning: 'meets a failure of the environment: a connection, a time limit, a broken tool',
  },
  inconclusive: { name: 'Inconclusive', meaning: 'the trace does not say' },
} as const;

export type AgentRxCategory = keyof typeof AGENTRX_CATEGORIES;

export const MISTAKE_KINDS = {
  'wrong-plan': 'sets out, or sends another agent, in a direction that cannot answer the request',
  'wrong-code': 'writes a program that fails or computes something else',
  'wrong-call': 'uses a tool wrongly, or one that does not exist',
  'wrong-source': 'looks in the wrong place, or comes back with nothing useful',
  'wrong-reading': 'takes a result for something it does not say',
  'wrong-reasoning': 'draws a conclusion that does not follow, or calculates wrongly',
  'unsupported-claim': 'answers from assumption instead of evidence',
  'no-verification': 'passes as right what was not checked, or failed its check',
  'open-request': 'acts on a request that leaves open what is needed',
  'no-progress': 'goes round in circles until the budget is gone',
  environment: 'meets an obstacle outside its control',
  unknown: 'the trace does not say',
} as const;

export type MistakeKind = keyof typeof MISTAKE_KINDS;

export interface FailureClass {
  readonly agentRx: AgentRxCategory;
  readonly kind: MistakeKind;
}

const UNKNOWN: FailureClass = { agentRx: 'inconclusive', kind: 'unknown' };

const BY_CATEGORY: ReadonlyMap<string, FailureClass> = new Map(
  Object.entries({
    'unknown-tool': { agentRx: 'invalid-invocation', kind: 'wrong-call' },
    'invalid-arguments': { agentRx: 'invalid-invocation', kind: 'wrong-call' },
    'tool-error': { agentRx: 'invalid-invocation', kind: 'wrong-call' },
    'failed-check': { agentRx: 'instruction-adherence', kind: 'wrong-code' },
    'false-success': { agentRx: 'misinterpretation', kind: 'no-verification' },
    'ignored-result': { agentRx: 'misinterpretation', kind: 'wrong-reading' },
    repetition: { agentRx: 'instruction-adherence', kind: 'no-progress' },
    loop: { agentRx: 'instruction-adherence', kind: 'no-progress' },
    'no-progress': { agentRx: 'instruction-adherence', kind: 'no-progress' },
    'limit-reached': { agentRx: 'system-failure', kind: 'environment' },
    'truncated-output': { agentRx: 'system-failure', kind: 'environment' },
    'open-request': { agentRx: 'underspecified-intent', kind: 'open-request' },
    'giving-up': { agentRx: 'intent-not-supported', kind: 'environment' },
  }),
);

const BLOCKED =
  /\b(?:403|401|forbidden|unauthori[sz]ed|access denied|permission denied|captcha|log ?in required|not allowed)\b/i;
const DOWN =
  /\b(?:50[0234]|timed? ?out|connection|network|rate limit|unavailable|unreachable|dns|econn\w+)\b/i;

/** What is stated stands nowhere before, nor follows from what does. */
const FAULTY_REASONING: FailureClass = { agentRx: 'invention', kind: 'wrong-reasoning' };

/** What kind of failure a finding speaks of; `inconclusive` and `unknown` for categories without a place. */
export function classifyFinding({
  category,
  detector,
  evidence,
}: Pick<Finding, 'category' | 'detector' | 'evidence'>): FailureClass {
  if (detector.startsWith('faulty-reasoning@')) return FAULTY_REASONING;
  if (category === 'tool-error') {
    const quoted = evidence.map(({ quote }) => quote).join('\n');
    if (BLOCKED.test(quoted)) return { agentRx: 'guardrails', kind: 'environment' };
    if (DOWN.test(quoted)) return { agentRx: 'system-failure', kind: 'environment' };
  }
  return BY_CATEGORY.get(category) ?? UNKNOWN;
}

/** The category that a label names, however it is spelled (`Intent not supported`, `Instruction Adherence Failure`). */
export function parseAgentRxCategory(label: string): AgentRxCategory | undefined {
  const words = label.toLowerCase();
  return SPELLINGS.find(([start]) => words.startsWith(start))?.[1];
}

const SPELLINGS: readonly (readonly [start: string, category: AgentRxCategory])[] = [
  ['instruction', 'instruction-adherence'],
  ['plan adherence', 'instruction-adherence'],
  ['invention', 'invention'],
  ['invalid', 'invalid-invocation'],
  ['misinterpretation', 'misinterpretation'],
  ['intent-plan', 'intent-plan-misalignment'],
  ['intent plan', 'intent-plan-misalignment'],
  ['underspecified', 'underspecified-intent'],
  ['intent not supported', 'intent-not-supported'],
  ['guardrails', 'guardrails'],
  ['system', 'system-failure'],
  ['inconclusive', 'inconclusive'],
];
