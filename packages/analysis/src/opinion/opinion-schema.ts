/** What a model answers: the three outputs of CodeTracer and the onset, as JSON Schema and as a type. */
import { type JsonObject, type JsonValue, isJsonObject } from '@tracewright/core';
import { listSchemaViolations } from '../detect/json-schema.ts';

const text = { type: 'string' } as const;
const step = { type: 'integer', description: 'the number of a step that you were shown' } as const;
const steps = { type: 'array', items: step } as const;
const quote = {
  type: 'string',
  description: 'copied character by character from a text of that step, 8 to 200 characters',
} as const;

function object(properties: Readonly<Record<string, JsonObject>>): JsonObject {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}

function list(properties: Readonly<Record<string, JsonObject>>): JsonObject {
  return { type: 'array', items: object(properties) };
}

export const OPINION_SCHEMA: JsonObject = object({
  summary: { ...text, description: 'what went wrong, in at most three sentences' },
  hasOnset: { type: 'boolean', description: 'false where no step of the run is wrong' },
  onset: object({
    step,
    agent: { ...text, description: 'who took that step' },
    category: { ...text, description: 'the kind of mistake, in a few words' },
    reasoning: text,
    confidence: { type: 'number', description: '0 to 1' },
    quote,
    alternatives: list({ step, reasoning: text, quote }),
  }),
  rootCauseChain: list({ step, claim: text, quote }),
  criticalDecisionPoints: list({ step, decision: text, shouldHave: text, quote }),
  correctStrategy: text,
  verdicts: list({
    step,
    verdict: { type: 'string', enum: ['incorrect', 'unuseful', 'correct'] },
    deviationType: { ...text, description: 'empty for a correct step' },
    reasoning: text,
    reward: { type: 'number', description: '-1 to 1' },
    quote: { ...quote, description: `${quote.description}; empty for a correct step` },
  }),
  stages: list({
    stage: { type: 'integer' },
    incorrectSteps: steps,
    unusefulSteps: steps,
    reasoning: text,
  }),
});

interface Claimed {
  readonly step: number;
  readonly quote: string;
}

export interface RawOpinion {
  readonly summary: string;
  readonly hasOnset: boolean;
  readonly onset: Claimed & {
    readonly agent: string;
    readonly category: string;
    readonly reasoning: string;
    readonly confidence: number;
    readonly alternatives: readonly (Claimed & { readonly reasoning: string })[];
  };
  readonly rootCauseChain: readonly (Claimed & { readonly claim: string })[];
  readonly criticalDecisionPoints: readonly (Claimed & {
    readonly decision: string;
    readonly shouldHave: string;
  })[];
  readonly correctStrategy: string;
  readonly verdicts: readonly (Claimed & {
    readonly verdict: 'incorrect' | 'unuseful' | 'correct';
    readonly deviationType: string;
    readonly reasoning: string;
    readonly reward: number;
  })[];
  readonly stages: readonly {
    readonly stage: number;
    readonly incorrectSteps: readonly number[];
    readonly unusefulSteps: readonly number[];
    readonly reasoning: string;
  }[];
}

/** The answer, or what is wrong with it, in words that a model can act on. */
export function parseOpinion(
  answer: string,
): { readonly opinion: RawOpinion } | { readonly problem: string } {
  // Models without structured output like to put JSON into a fence.
  const body = /^\s*```(?:json)?\s*\n([\s\S]*?)\n\s*```\s*$/.exec(answer)?.[1] ?? answer;
  let value: JsonValue;
  try {
    value = JSON.parse(body) as JsonValue;
  } catch (error) {
    return { problem: `it is not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  if (!isJsonObject(value)) return { problem: 'it is not an object' };
  const violations = listSchemaViolations(value, OPINION_SCHEMA);
  if (violations.length > 0)
    return { problem: violations.map(({ at, problem }) => `${at} ${problem}`).join('; ') };
  // The schema says so, member by member.
  return { opinion: value as unknown as RawOpinion };
}
