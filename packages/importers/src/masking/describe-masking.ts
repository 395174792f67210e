import type { FieldRule, MaskingPolicy } from './masking-policy.ts';
import { SECRET_KINDS } from './secret-names.ts';
import { SECRET_PATTERNS } from './secret-patterns.ts';

/** What a policy looks for, without its key and its allowed texts. */
export interface MaskingDescription {
  /** Kinds as they stand in a placeholder, the user's own first. */
  readonly patterns: readonly string[];
  readonly fields: readonly FieldRule[];
  /** Number of texts that are never masked. */
  readonly allowed: number;
}

export function describeMasking({ hasDefaults, patterns, fields, allow }: MaskingPolicy): MaskingDescription {
  const builtIn = hasDefaults ? [...SECRET_PATTERNS.map(({ name }) => name), ...SECRET_KINDS] : [];
  return {
    patterns: [...new Set([...patterns.map(({ name }) => name), ...builtIn])],
    fields,
    allowed: allow.size,
  };
}
