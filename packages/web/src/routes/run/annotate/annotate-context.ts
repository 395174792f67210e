/** What the parts of a run need to show marks of people, and to make them. */
import { createContext, useContext } from 'react';
import type { AnnotateRequest, FindingJson } from '@tracewright/core';

export type Statement = Omit<AnnotateRequest, 'author'>;
/** What is asked for in a dialog before it is kept. */
export interface Draft {
  readonly kind: 'note' | 'category';
  /** Of a step, or of a finding whose category is wrong; of the whole run when neither is there. */
  readonly step?: number;
  readonly finding?: FindingJson;
  readonly quote?: string;
}

export interface Annotating {
  /** Whether marks can be made now: the mode is on. */
  readonly isOn: boolean;
  readonly mark: (statement: Statement) => void;
  readonly remove: (annotation: FindingJson) => void;
  readonly open: (draft: Draft) => void;
}

export const AnnotateContext: React.Context<Annotating | undefined> = createContext<Annotating | undefined>(
  undefined,
);

export function useAnnotating(): Annotating | undefined {
  return useContext(AnnotateContext);
}
