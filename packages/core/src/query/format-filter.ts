import { formatTimestamp } from '../time.ts';
import type { Filter } from './query.ts';

/** The text that `parseFilter` reads back to an equal filter. */
export function formatFilter(filter: Filter): string {
  switch (filter.kind) {
    case 'compare':
      return `${filter.field} ${filter.operator} ${formatFilterValue(filter.value)}`;
    case 'exists':
      return `has ${filter.field}`;
    case 'not':
      return `not ${formatOperand(filter.filter)}`;
    case 'and':
    case 'or':
      return filter.filters.map(formatOperand).join(` ${filter.kind} `);
  }
}

function formatOperand(filter: Filter): string {
  return filter.kind === 'and' || filter.kind === 'or' ? `(${formatFilter(filter)})` : formatFilter(filter);
}

/** As the filter language writes a value: quoted where it must be. */
export function formatFilterValue(value: string | number | bigint): string {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'bigint') return formatTimestamp(value);
  const isPlain = /^[^\s"'()=<>~!\\]+$/.test(value) && !/^(?:and|or|not|has)$/i.test(value);
  return isPlain ? value : `"${value.replaceAll(/[\\"]/g, '\\$&')}"`;
}
