/** What the search page shows, as its address has it: `/search?q=refund&where=operation = tool`. */
export interface SearchState {
  /** Taken literally, ignoring case. */
  readonly query: string;
  /** An expression of the filter language over spans. */
  readonly where: string;
  readonly scope: SearchScope | undefined;
}

/** The chips beside the filter, and what each asks of a span. */
export const SEARCH_SCOPES = {
  models: { title: 'Model calls', where: 'operation = model' },
  tools: { title: 'Tool calls', where: 'operation = tool' },
  errors: { title: 'Errors', where: 'status = error' },
} as const;
export type SearchScope = keyof typeof SEARCH_SCOPES;

export function readSearchState(search: string): SearchState {
  const params = new URLSearchParams(search);
  const scope = params.get('scope');
  return {
    query: params.get('q') ?? '',
    where: params.get('where') ?? '',
    scope: (Object.keys(SEARCH_SCOPES) as SearchScope[]).find((known) => known === scope),
  };
}

export function writeSearchState({ query = '', where = '', scope }: Partial<SearchState>): string {
  const params = new URLSearchParams();
  if (query !== '') params.set('q', query);
  if (where.trim() !== '') params.set('where', where);
  if (scope !== undefined) params.set('scope', scope);
  const search = params.toString();
  return search === '' ? '/search' : `/search?${search}`;
}

/** The expression the server is asked; the filter stands first, one bracket in, so that error positions can be told. */
export function toSpanWhere({ where, scope }: Pick<SearchState, 'where' | 'scope'>): string {
  if (scope === undefined) return where;
  const chosen = SEARCH_SCOPES[scope].where;
  return where.trim() === '' ? chosen : `(${where}) and ${chosen}`;
}
