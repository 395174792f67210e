/** What a step does, and which of its kind it is. */
import { isCheckStep } from '../../steps/is-check.ts';
import { type Feature, flag } from './feature.ts';

export const ACT_FEATURES: readonly Feature[] = [
  { name: 'act', family: 'act', meaning: 'commits the run to something', read: ({ isAct }) => flag(isAct) },
  {
    name: 'first-act',
    family: 'act',
    meaning: 'is the first step that commits the run to something',
    read: ({ isAct, act }) => flag(isAct && act === 0),
  },
  {
    name: 'second-act',
    family: 'act',
    meaning: 'is the second step that commits the run to something',
    read: ({ isAct, act }) => flag(isAct && act === 1),
  },
  {
    name: 'last-act',
    family: 'act',
    meaning: 'is the last step that commits the run to something',
    read: ({ isAct, act, acts }) => flag(isAct && act === acts - 1),
  },
  {
    name: 'uncontested-last-act',
    family: 'act',
    meaning: 'brought the last evidence before an answer that nobody questioned',
    read: ({ isUncontestedLastAct }) => flag(isUncontestedLastAct),
  },
  {
    name: 'change',
    family: 'act',
    meaning: 'changes something',
    read: ({ step }) => flag(step.step.kind === 'change'),
  },
  { name: 'code', family: 'act', meaning: 'brings code', read: ({ hasCode }) => flag(hasCode) },
  {
    name: 'first-program',
    family: 'act',
    meaning: 'is the first to run or bring a program',
    read: ({ hasCode, step, runs }) => flag((hasCode || step.step.action.tool !== undefined) && runs === 0),
  },
  { name: 'check', family: 'act', meaning: 'checks work', read: ({ step }) => flag(isCheckStep(step.step)) },
  {
    name: 'repeats',
    family: 'act',
    meaning: 'repeats an earlier action of the same agent',
    read: ({ repeatsOwnAction }) => flag(repeatsOwnAction),
  },
  {
    name: 'backtracks',
    family: 'act',
    meaning: 'goes back on what was done, or to what was left',
    read: ({ backtracks }) => flag(backtracks),
  },
  {
    name: 'explored-only',
    family: 'act',
    meaning: 'comes after nothing but looking around',
    read: ({ changes, turn }) => (turn === 0 ? 0 : 1 - changes),
  },
];
