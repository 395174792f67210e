export * from './errors.ts';
export * from './system-error.ts';
export * from './problem.ts';
export * from './ids.ts';
export * from './time.ts';
export * from './json.ts';
export * from './message.ts';
export * from './span.ts';
export * from './span-text.ts';
export * from './run.ts';
export * from './step.ts';
export * from './finding.ts';
export * from './annotation.ts';
export * from './opinion.ts';
export * from './artifact.ts';
export * from './language-model.ts';
export * from './replay-plan.ts';
export { formatReplayPlan } from './format-replay-plan.ts';
export * from './store.ts';
export * from './query/query.ts';
export { FILTER_VALUES, parseFilter, type FilterFields } from './query/parse-filter.ts';
export { toContainsPattern } from './query/contains.ts';
export * from './query/search-text.ts';
export { findFocus, type TimeFocus, type WeekCount } from './query/find-focus.ts';
export * from './query/filter-choice.ts';
export { formatFilter, formatFilterValue } from './query/format-filter.ts';
export * from './api/shapes.ts';
export * from './api/run-windows.ts';
export * from './api/keeping.ts';
export * from './api/annotations.ts';
export * from './api/live.ts';
export * from './api/settings.ts';
export * from './api/opinion.ts';
export * from './api/memory.ts';
export * from './api/search.ts';
export * from './api/comparison.ts';
export * from './api/aggregate.ts';
export * from './api/count-findings.ts';
export * from './api/facets.ts';
export * from './api/tasks.ts';
export * from './api/run-report.ts';
export { toPlainText } from './text/plain-text.ts';
export {
  readTerminalText,
  type StyledRange,
  type TerminalColor,
  type TerminalStyle,
  type TerminalText,
} from './text/terminal-text.ts';
export * from './api/patterns.ts';
export * from './api/process-map.ts';
export { nameUploads } from './api/upload-names.ts';
export * from './api/routes.ts';
export * from './api/client.ts';
