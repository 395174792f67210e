/** What came of a step, and what stands around it. */
import { type Feature, flag } from './feature.ts';

const EMPTY_OUTPUT = /^\s*$|code output:\s*$|no output|^\s*(?:\[\s*\]|\{\s*\}|none|null)\s*$/i;
const NOTHING_RAN = /\bno code\b/i;
const SEES_TROUBLE =
  /\b(?:not (?:yet|fully|been)|unable|error|fail\w*|issue|incorrect|wrong|loop|repeat\w*|stuck|no (?:new|progress|useful)|did not|does not|couldn't|cannot)\b/i;
const STALLS = /"is_progress_being_made": \{[^}]*"answer": false|"is_in_loop": \{[^}]*"answer": true/;
const SATISFIED = /"is_request_satisfied": \{[^}]*"answer": true/;
const LOOKED_AT = 600;

export const EVIDENCE_FEATURES: readonly Feature[] = [
  {
    name: 'failed',
    family: 'evidence',
    meaning: 'failed',
    read: ({ step }) => flag(step.failure !== undefined),
  },
  {
    name: 'first-failure',
    family: 'evidence',
    meaning: 'is the first that failed',
    read: ({ isFirstFailure }) => flag(isFirstFailure),
  },
  {
    name: 'never-made-good',
    family: 'evidence',
    meaning: 'failed, and nothing that ran later worked',
    read: ({ isNeverMadeGood }) => flag(isNeverMadeGood),
  },
  {
    name: 'worked',
    family: 'evidence',
    meaning: 'ran without complaint',
    read: ({ step }) =>
      flag(step.result !== undefined && step.failure === undefined && step.result.text.trim() !== ''),
  },
  {
    name: 'empty-result',
    family: 'evidence',
    meaning: 'came to nothing',
    read: ({ step }) =>
      flag(step.result !== undefined && EMPTY_OUTPUT.test(step.result.text.slice(0, LOOKED_AT))),
  },
  {
    name: 'nothing-ran',
    family: 'evidence',
    meaning: 'gave nothing to run',
    read: ({ step }) =>
      flag(step.result !== undefined && NOTHING_RAN.test(step.result.text.slice(0, LOOKED_AT))),
  },
  {
    name: 'after-failure',
    family: 'evidence',
    meaning: 'follows a failure',
    read: ({ sinceFailure }) => (sinceFailure <= 2 ? 1 : 0),
  },
  {
    name: 'before-failure',
    family: 'evidence',
    meaning: 'comes shortly before a failure',
    read: ({ untilFailure }) => (untilFailure > 0 && untilFailure <= 2 ? 1 : 0),
  },
  {
    name: 'regression',
    family: 'evidence',
    meaning: 'broke a check that had passed',
    read: ({ isRegression }) => flag(isRegression),
  },
  {
    name: 'contradicts-result',
    family: 'evidence',
    meaning: 'says something else than what came back',
    read: ({ contradictsResult }) => flag(contradictsResult),
  },
  {
    name: 'trouble-next',
    family: 'evidence',
    meaning: 'is followed by words of trouble',
    read: ({ next }) =>
      flag(next !== undefined && SEES_TROUBLE.test((next.step.action.text ?? '').slice(0, LOOKED_AT))),
  },
  {
    name: 'stall-next',
    family: 'evidence',
    meaning: 'is followed by a note that there is no progress',
    read: ({ next }) => flag(next !== undefined && STALLS.test((next.step.action.text ?? '').slice(0, 4000))),
  },
  {
    name: 'satisfied-next',
    family: 'evidence',
    meaning: 'is followed by a note that the request is satisfied',
    read: ({ next }) =>
      flag(next !== undefined && SATISFIED.test((next.step.action.text ?? '').slice(0, 4000))),
  },
  {
    name: 'blunder',
    family: 'evidence',
    meaning: 'made a mistake that stands there in so many words',
    read: ({ blunder }) => blunder,
  },
  { name: 'trouble', family: 'evidence', meaning: 'ran into trouble', read: ({ trouble }) => trouble },
];
