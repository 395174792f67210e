/**
 * Which of AgentRx's categories the failure at a step is likeliest of, by rule: a finding about the step says it, else what the step does.
 * Deterministic, untrained.
 */
import type { Finding } from '@tracewright/core';
import type { JudgedStep } from '../detect/context.ts';
import { type AgentRxCategory, classifyFinding } from '../taxonomy/taxonomy.ts';
import { readQualifier } from './acts.ts';

const BLOCKED =
  /\b(?:40[13]|forbidden|captcha|access denied|log ?in|sign ?in|verify you are human|unusual traffic)\b/i;
const LOOKED_AT = 2000;

export function nameFailure(step: JudgedStep, findings: readonly Finding[]): AgentRxCategory {
  for (const finding of findings) {
    if (finding.stepIndex !== step.index || finding.severity === 'info') continue;
    const { agentRx } = classifyFinding(finding);
    if (agentRx !== 'inconclusive') return agentRx;
  }
  // What the agent says of the request, and a person's own step, tell of the request, where nothing tells of a mistake.
  const { action, kind, role } = step.step;
  const isOpen = findings.some(
    ({ stepIndex, category }) => stepIndex === step.index && category === 'open-request',
  );
  if (role === 'user' || isOpen) return 'underspecified-intent';
  const qualifier = readQualifier(step);
  if (action.tool !== undefined)
    return kind === 'change' ? 'intent-plan-misalignment' : 'instruction-adherence';
  // Whoever hands out work goes wrong by reading wrongly what came back.
  if (qualifier !== undefined) return 'misinterpretation';
  if (BLOCKED.test((action.text ?? '').slice(0, LOOKED_AT))) return 'guardrails';
  return 'instruction-adherence';
}
