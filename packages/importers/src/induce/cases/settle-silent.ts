/**
 * Kinds whose name speaks of an agent or of thinking and of which no member holds words, calls or results: "turn_end" with the number of
 * the turn, "model_change" with the name of the model. Where other kinds speak, these are notes; what they count still counts.
 */
import type { FieldName, RecordCase } from '../adapter/adapter.ts';

const SAYS: readonly FieldName[] = [
  'thought',
  'text',
  'asked',
  'reply',
  'tool',
  'arguments',
  'callText',
  'result',
];

export function settleSilent(cases: readonly RecordCase[]): RecordCase[] {
  if (!cases.some((recordCase) => speaks(recordCase) && says(recordCase))) return [...cases];
  return cases.map((recordCase) => {
    const { when, as, fields } = recordCase;
    const isKind = when.some((condition) => condition.in !== undefined);
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
