/** How what a step says relates to what stood in the run before. */
import { type Feature, flag } from './feature.ts';

const URL = /https?:\/\/|www\./;
/** Code that brings its own data: lists or records of literals. */
const LITERALS =
  /(?:["'][^"'\n]{2,60}["'][\t ]*[:,]\s{0,20}){3}|=[\t ]*[\d_.]{2,}[^\n]{0,80}\n[\t ]*\w+[\t ]*=[\t ]*[\d_.]{2,}/;

export const CONTENT_FEATURES: readonly Feature[] = [
  {
    name: 'new-words',
    family: 'content',
    meaning: 'brings much that is new',
    read: ({ newWords }) => newWords,
  },
  {
    name: 'new-numbers',
    family: 'content',
    meaning: 'brings numbers that stand nowhere before',
    read: ({ newNumbers }) => 1 - Math.exp(-newNumbers / 3),
  },
  {
    name: 'uncited-numbers',
    family: 'content',
    meaning: 'states numbers that stand nowhere before, without a source or a program',
    read: ({ newNumbers, text, hasCode }) => (hasCode || URL.test(text) ? 0 : 1 - Math.exp(-newNumbers / 3)),
  },
  {
    name: 'literal-data',
    family: 'content',
    meaning: 'writes data into its program instead of getting it',
    pattern: LITERALS,
    read: ({ text, hasCode }) => flag(hasCode && LITERALS.test(text)),
  },
  {
    name: 'task-words',
    family: 'content',
    meaning: 'speaks of the task',
    read: ({ taskWords }) => taskWords,
  },
  {
    name: 'restates-task',
    family: 'content',
    meaning: 'repeats the task',
    read: ({ restatesTask }) => flag(restatesTask),
  },
  {
    name: 'ungrounded-arguments',
    family: 'content',
    meaning: 'calls a tool with values that stand nowhere before',
    read: ({ groundedArguments }) => 1 - groundedArguments,
  },
  {
    name: 'off-plan',
    family: 'content',
    meaning: 'does something other than what was planned or asked for',
    read: ({ followsPlan }) => 1 - followsPlan,
  },
  {
    name: 'long',
    family: 'content',
    meaning: 'says much',
    read: ({ text }) => Math.min(1, Math.log1p(text.length) / Math.log1p(4000)),
  },
  {
    name: 'short',
    family: 'content',
    meaning: 'says next to nothing',
    read: ({ text }) => flag(text.length < 80),
  },
];
