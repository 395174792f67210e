/** Where Node is not: browsers, workers, edge runtimes. */
import type { TracewrightOptions } from './config.ts';
import { portablePlatform } from './platform.ts';
import { createTracewright, type Tracewright } from './tracewright.ts';

export function tracewright(options: TracewrightOptions = {}): Tracewright {
  return createTracewright(options, portablePlatform);
}

export * from './exports.ts';
