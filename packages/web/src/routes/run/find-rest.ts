import type { StepWindowJson } from '@tracewright/core';
import { client } from '../../api.ts';
import type { TextRest } from '../../components/folded-text.tsx';

/** What a step's text at a JSON pointer lacks; undefined when it is whole. */
export type RestOf = (pointer: string) => TextRest | undefined;

export function findRest(runId: string, step: StepWindowJson, pointer: string): TextRest | undefined {
  const cut = step.cuts?.find((candidate) => candidate.pointer === pointer);
  if (cut === undefined) return undefined;
  return {
    length: cut.length,
    load: async (from, to) => (await client.getText(runId, { step: step.index, pointer, from, to })).text,
  };
}
