/** The paths that exporters send to: the protocol's own, and those of other platforms, whose exporters then need one variable changed. */
import type { ExportSignal } from '@tracewright/importers';

/** Any prefix is allowed before them, as OTEL_EXPORTER_OTLP_ENDPOINT may have one. */
const SIGNAL_PATH = /\/v1\/(traces|logs|metrics)\/?$/;
/** Langfuse takes traces here as well. */
const BARE_TRACES_PATH = '/api/public/otel';

/** @param url path and query */
export function findExportSignal(url: string): ExportSignal | undefined {
  const [path = ''] = url.split('?', 1);
  if (path.replace(/\/$/, '') === BARE_TRACES_PATH) return 'traces';
  // The pattern knows no other name.
  return SIGNAL_PATH.exec(path)?.[1] as ExportSignal | undefined;
}
