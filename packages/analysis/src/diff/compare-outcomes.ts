import type { Outcome, OutcomeChangeJson, Step } from '@tracewright/core';
import { isSimilarText } from '../detect/similar-text.ts';
import { findAnswer } from './describe-structure.ts';
import { normalizeText, toWords } from './normalize-text.ts';

/** Answers up to this many words are compared exactly: a longer text may say the same in other words. */
const SHORT_ANSWER = 12;

export interface EndedRun {
  readonly outcome: Outcome;
  readonly steps: readonly Step[];
  /** Where the steps do not say: what the agent answered in the end. */
  readonly answer?: string | undefined;
}

/** What came of two runs, apart from how they went. */
export function compareOutcomes(a: EndedRun, b: EndedRun): OutcomeChangeJson {
  const isKnown = a.outcome.status !== 'unknown' && b.outcome.status !== 'unknown';
  return {
    change: !isKnown ? 'unknown' : a.outcome.status === b.outcome.status ? 'same' : 'changed',
    answer: compareAnswers(a.answer ?? findAnswer(a.steps), b.answer ?? findAnswer(b.steps)),
  };
}

/** Numbers that only one of two long answers names make them differ; else they cannot be told apart. */
function compareAnswers(a: string | undefined, b: string | undefined): OutcomeChangeJson['answer'] {
  if (a === undefined || b === undefined) return 'unknown';
  if (normalizeText(a) === normalizeText(b) || isSimilarText(a, b)) return 'same';
  const [words, others] = [toWords(a), toWords(b)];
  if (Math.max(words.length, others.length) <= SHORT_ANSWER) return 'changed';
  const [numbers, otherNumbers] = [listNumbers(words), listNumbers(others)];
  return numbers !== '' && otherNumbers !== '' && numbers !== otherNumbers ? 'changed' : 'unknown';
}

function listNumbers(words: readonly string[]): string {
  return [...new Set(words.filter((word) => /^\d+$/.test(word)))].toSorted().join(' ');
}
