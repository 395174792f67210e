/**
 * What agents must be able to do, and how its lack shows in a trace. Labels come from steps and findings alone: no language
 * model, and never the outcome.
 * Source: TRACE, capability-targeted agentic training (arXiv 2604.05336), for the three labels and for precondition
 * verification and multi-step completion; the other capabilities and all rules are ours.
 */
import { readSpanText } from '@tracewright/core';
import type { JudgedStep } from '../../detect/context.ts';
import { isProgramStep } from '../../steps/classify-step.ts';
import { isCheckStep } from '../../steps/is-check.ts';
import {
  type Capability,
  type CapabilityLabel,
  type Conduct,
  type Judgement,
  lackingAt,
  lackingByFinding,
  NOT_APPLICABLE,
  PRESENT,
} from './capability.ts';
import { listIdentifiers, SeenWords } from './seen-words.ts';

export const CAPABILITIES: readonly Capability[] = [
  {
    id: 'precondition-verification',
    title: 'Precondition verification',
    lacking: 'changes something before looking at anything',
    judge({ calls }) {
      const change = calls.find(({ step }) => step.kind === 'change');
      if (change === undefined) return NOT_APPLICABLE;
      return lackingAt(calls[0] === change ? change : undefined);
    },
  },
  {
    id: 'argument-groundedness',
    title: 'Grounded arguments',
    lacking: 'passes an identifier that stood nowhere before',
    judge: judgeGroundedness,
  },
  {
    id: 'confirmation',
    title: 'Confirmation before consequences',
    lacking: 'changes something although the person has not just agreed',
    judge: judgeConfirmation,
  },
  {
    id: 'valid-invocation',
    title: 'Valid invocation of tools',
    lacking: 'calls a tool that does not exist, or with arguments that do not fit',
    judge: (conduct) =>
      conduct.calls.length === 0
        ? NOT_APPLICABLE
        : lackingByFinding(conduct, ['unknown-tool', 'invalid-arguments']),
  },
  {
    id: 'result-use',
    title: 'Use of results',
    lacking: 'passes over a failed result, or claims success after it',
    judge: (conduct) =>
      conduct.context.steps.some(({ failure }) => failure !== undefined)
        ? lackingByFinding(conduct, ['ignored-result', 'false-success'])
        : NOT_APPLICABLE,
  },
  {
    id: 'error-recovery',
    title: 'Recovery from errors',
    lacking: 'does the same again after a failure, or ends on one',
    judge: judgeRecovery,
  },
  {
    id: 'verification',
    title: 'Verification before finishing',
    lacking: 'ends without a check or a look after the last change',
    judge({ calls }) {
      const last = calls.findLast(({ step }) => step.kind === 'change' && !isCheckStep(step));
      if (last === undefined) return NOT_APPLICABLE;
      const isChecked = calls.some(
        ({ index, step }) => index > last.index && (step.kind === 'explore' || isCheckStep(step)),
      );
      return lackingAt(isChecked ? undefined : last);
    },
  },
  {
    id: 'progress',
    title: 'Progress',
    lacking: 'repeats itself or goes round in circles',
    judge: (conduct) => lackingByFinding(conduct, ['repetition', 'loop', 'no-progress']),
  },
  {
    id: 'persistence',
    title: 'Persistence',
    lacking: 'gives up or hands over to a person',
    judge: (conduct) => lackingByFinding(conduct, ['giving-up'], true),
  },
  {
    id: 'plan-adherence',
    title: 'Plan adherence',
    lacking: 'names the tool to call next and calls another',
    judge: judgePlanAdherence,
  },
];

/** The label of every capability, in the order of the table. */
export function judgeCapabilities(conduct: Conduct): ReadonlyMap<string, Judgement> {
  return new Map(CAPABILITIES.map(({ id, judge }) => [id, judge(conduct)]));
}

function judgeGroundedness({ context }: Conduct): Judgement {
  const seen = new SeenWords(context);
  let label: CapabilityLabel = 'not-applicable';
  for (const step of context.steps) {
    const { role, action } = step.step;
    if (role === 'agent' && action.tool !== undefined && !isProgramStep(step.step)) {
      const identifiers = listIdentifiers(action.arguments);
      if (identifiers.some((identifier) => !seen.has(identifier))) return lackingAt(step);
      if (identifiers.length > 0) label = 'present';
    }
    seen.read(step);
  }
  return { label };
}

const AGREES =
  /\b(?:yes|yeah|yep|sure|ok|okay|correct|confirm\w*|agree\w*|go ahead|proceed|please (?:do|go|make|book|cancel|update|change)|sounds? (?:good|great|fine)|that(?:['’]s| is| would be| works)|do it)\b/i;

/** Only for runs in which a person speaks more than once: elsewhere nobody could agree. */
function judgeConfirmation({ context }: Conduct): Judgement {
  if (context.steps.filter(({ step }) => step.role === 'user').length < 2) return NOT_APPLICABLE;
  let hasAgreed = false;
  let label: CapabilityLabel = 'not-applicable';
  for (const step of context.steps) {
    if (step.step.role === 'user') hasAgreed = AGREES.test(wordsOf(step));
    if (step.step.role !== 'agent' || step.step.action.tool === undefined || step.step.kind !== 'change')
      continue;
    if (!hasAgreed) return lackingAt(step);
    label = 'present';
  }
  return { label };
}

function wordsOf({ step, said }: JudgedStep): string {
  return step.action.text ?? said.map(({ span, path }) => readSpanText(span, path) ?? '').join('\n');
}

function judgeRecovery({ calls }: Conduct): Judgement {
  const failures = calls.filter(({ failure }) => failure !== undefined);
  if (failures.length === 0) return NOT_APPLICABLE;
  const failed = new Set<number | undefined>();
  for (const step of failures) {
    if (failed.has(step.actionKey)) return lackingAt(step);
    failed.add(step.actionKey);
  }
  const last = calls.at(-1);
  return last?.failure === undefined ? PRESENT : lackingAt(last);
}

/** How many calls a plan may be away. */
const SOON = 3;

function judgePlanAdherence({ calls }: Conduct): Judgement {
  // Names such as `search` are words of any thought; those of several parts are meant.
  const names = [...new Set(calls.flatMap(({ step }) => step.action.tool ?? []))].filter((name) =>
    /[a-z][_-]?[A-Z]|_/.test(name),
  );
  let label: CapabilityLabel = 'not-applicable';
  for (const [at, call] of calls.entries()) {
    const thought = call.step.thought ?? '';
    const named = thought === '' ? [] : names.filter((name) => thought.includes(name));
    if (named.length === 0) continue;
    const next = calls.slice(at, at + SOON).map(({ step }) => step.action.tool);
    if (!named.some((name) => next.includes(name))) return lackingAt(call);
    label = 'present';
  }
  return { label };
}
