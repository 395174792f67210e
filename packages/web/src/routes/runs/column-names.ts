/** The columns there are, in their usual order. */
export const COLUMN_NAMES = [
  'outcome',
  'task',
  'agent',
  'model',
  'findings',
  'onset',
  'steps',
  'tokens',
  'cost',
  'duration',
  'start',
  'end',
  'score',
  'spans',
  'format',
  'session',
  'user',
  'path',
  'id',
] as const;

export type ColumnName = (typeof COLUMN_NAMES)[number];

export const DEFAULT_COLUMNS: readonly ColumnName[] = COLUMN_NAMES.filter(
  (name) => !['end', 'score', 'spans', 'format', 'session', 'user', 'path', 'id'].includes(name),
);

/** How wide a column is until the reader says otherwise: at least so many px, and its share of what is left. */
export const TRACKS: Readonly<Record<ColumnName, { readonly least: number; readonly share?: number }>> = {
  outcome: { least: 84 },
  task: { least: 140, share: 3 },
  agent: { least: 78, share: 1 },
  model: { least: 78, share: 1 },
  findings: { least: 62 },
  onset: { least: 60 },
  steps: { least: 52 },
  tokens: { least: 58 },
  cost: { least: 62 },
  duration: { least: 76 },
  start: { least: 118 },
  end: { least: 118 },
  score: { least: 56 },
  spans: { least: 56 },
  format: { least: 84, share: 1 },
  session: { least: 84, share: 1 },
  user: { least: 84, share: 1 },
  path: { least: 120, share: 2 },
  id: { least: 98 },
};
