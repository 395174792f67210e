/** Words that tell what a step is doing, whatever it is about. */
import { type Feature, flag, saysFeature } from './feature.ts';

const PROMISE =
  /\b(?:let(?:'s|’s| us| me)|I(?:'ll|’ll| will| am going to)|we (?:will|'ll|need to|should|can)|next,? (?:I|we|step))\b/i;

/** Words that lay out what is to be done. */
export const PLAN: RegExp = /\bplan\b|(?:^|\n)[#*\t ]*step[- ]?(?:by[- ]step|\d)|(?:^|\n)[\t ]*1[.)] /i;

export const LANGUAGE_FEATURES: readonly Feature[] = [
  saysFeature(
    'assumes',
    'assumes or makes up what it does not know',
    /\b(?:assum(?:e[sd]?|ing|ption)|hypothetical\w*|placeholder|for (?:example|instance|demonstration)|simulat\w+|mock|suppose|presum\w+|let's say|as an example|sample data|dummy|fictional|guess)\b/i,
  ),
  saysFeature(
    'hedges',
    'is not sure itself',
    /\b(?:likely|probably|possibly|might|may be|perhaps|approximately|roughly|generally|typically|usually|seems?|appears?|I (?:think|believe)|estimate\w*)\b/i,
  ),
  saysFeature(
    'from-memory',
    'answers from memory',
    /\b(?:based on (?:my|the (?:previous|given|provided|available|general)) (?:knowledge|information|results?|discussions?|analysis)|(?:is|are) (?:generally )?(?:known|considered) (?:as|to)|known for|according to (?:my|general)|from (?:my|the) (?:knowledge|memory)|here (?:is|are) the|the following (?:is|are))\b/i,
  ),
  saysFeature(
    'says-verified',
    'says that something is verified or right',
    /\b(?:verified|confirm(?:s|ed)|validated|accurate(?:ly)?|correct(?:ly)?|as expected|I agree)\b/i,
  ),
  saysFeature(
    'answers',
    'gives an answer',
    /\b(?:final answer|the answer (?:is|to)|therefore,? the|thus,? the|in conclusion|the (?:result|total|final \w+) (?:is|was)|conclude)\b/i,
  ),
  saysFeature('ends', 'ends the conversation', /\bTERMINATE\b|FINAL ANSWER|task (?:is |has been )?complete/),
  saysFeature('plans', 'lays out a plan', PLAN),
  saysFeature('asks', 'asks a question', /\?(?:\s|$)/),
  saysFeature(
    'asks-others',
    'leaves the work to others',
    /\b(?:please|could you|can you|you (?:can|should|need to)|I suggest|manually|(?:provide|share) (?:the|me|us|your))\b/i,
  ),
  saysFeature(
    'admits-trouble',
    'speaks of trouble itself',
    /\b(?:errors?|issues?|fail(?:ed|ure|s)?|unable|cannot|can't|couldn't|did not|does not|not (?:found|available|accessible|able)|unfortunately|sorry|apologi[sz]e|incorrect|wrong|mistake)\b/i,
  ),
  saysFeature(
    'changes-course',
    'tries another way',
    /\b(?:instead|alternative(?:ly)?|another (?:way|approach|method|source)|different (?:approach|method|way|source)|try (?:again|another|a different)|retry|correct(?:ed|ing) (?:the|that|this)|let me (?:fix|correct)|switch(?:ing)? to|pivot)\b/i,
  ),
  saysFeature('cites', 'names a source', /https?:\/\/|www\.|\b(?:source|wikipedia|according to)\b/i),
  saysFeature(
    'searches',
    'searches rather than reads',
    /\bsearch(?:ed|ing|_|\b)|typed '|bing\.com|google\.com|perform_web_search/i,
  ),
  saysFeature(
    'reads-part',
    'saw only a part of what it read',
    /\b(?:[1-9]|[1-8]\d)% of the (?:web ?)?page|page 1 of (?:[2-9]|\d{2,})|\b(?:truncated|first \d+ (?:lines|rows|results|pages))\b/i,
  ),
  {
    name: 'promises-only',
    family: 'language',
    meaning: 'announces work and does none',
    pattern: PROMISE,
    read: ({ text, hasCode, step }) =>
      flag(!hasCode && step.step.action.tool === undefined && PROMISE.test(text)),
  },
];
