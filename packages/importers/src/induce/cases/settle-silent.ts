/**
 * Kinds whose name speaks of an agent or of thinking and of which no member holds words, calls, results or a count of tokens: "turn_end"
 * with the number of the turn, "model_change" with the name of the model. Where other kinds speak, these are notes.
 */
import type { FieldName, RecordCase } from '../adapter/adapter.ts';
import { NODE_PATH } from './take-node.ts';

const SAYS: readonly FieldName[] = [
  'thought',
  'text',
  'asked',
  'reply',
  'tool',
  'arguments',
  'callText',
  'result',
  'inputTokens',
  'outputTokens',
];

export function settleSilent(cases: readonly RecordCase[]): RecordCase[] {
  if (!cases.some((recordCase) => speaks(recordCase) && says(recordCase))) return [...cases];
  return cases.map((recordCase) => {
    const { when, as, fields } = recordCase;
    // A node of a graph took a step, whatever is kept of it.
    const isKind = when.some((condition) => condition.in !== undefined && condition.path !== NODE_PATH);
    return isKind && (speaks(recordCase) || as === 'thought') && !says(recordCase)
      ? { when, as: 'note', fields }
      : recordCase;
  });
}

function speaks({ as, role }: RecordCase): boolean {
  return as === 'turn' && role === 'agent';
}

function says({ fields, inside, callsInText }: RecordCase): boolean {
  return (
    inside !== undefined || callsInText !== undefined || SAYS.some((field) => fields[field] !== undefined)
  );
}
