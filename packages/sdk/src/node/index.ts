/** On Node: context by AsyncLocalStorage, delivery at the end of the process. */
import type { TracewrightOptions } from '../config.ts';
import { createTracewright, type Tracewright } from '../tracewright.ts';
import { nodePlatform } from './node-platform.ts';

export function tracewright(options: TracewrightOptions = {}): Tracewright {
  return createTracewright(options, nodePlatform);
}

export * from '../exports.ts';
