import { createHash } from 'node:crypto';
import type { CompletionRequest } from '@tracewright/core';

/** Names a question to a model by all it holds: equal questions have equal keys. SHA-256, hexadecimal. */
export function toRequestKey(modelId: string, asked: CompletionRequest): string {
  const { signal: _, ...request } = asked;
  return createHash('sha256')
    .update(JSON.stringify([modelId, request], sortMembers))
    .digest('hex');
}

function sortMembers(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
