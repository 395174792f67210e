/** The fields that are derived rather than stored as given: one definition for all engines. */
import type { JsonValue, LiveState, RunStats, UnixNanos } from '@tracewright/core';

/** Seconds from start to end; undefined unless both are known. */
export function durationSeconds(
  start: UnixNanos | undefined,
  end: UnixNanos | undefined,
): number | undefined {
  return start === undefined || end === undefined ? undefined : Number(end - start) / 1e9;
}

/** Input and output together; undefined when neither is known. */
export function spanTokens(input: number | undefined, output: number | undefined): number | undefined {
  return input === undefined && output === undefined ? undefined : (input ?? 0) + (output ?? 0);
}

/** A run's tokens; undefined rather than 0, which a source without token counts gives. */
export function runTokens(stats: RunStats): number | undefined {
  const tokens = stats.inputTokens + stats.outputTokens;
  return tokens > 0 ? tokens : undefined;
}

/** How a filter reads an attribute: text as it is, everything else as JSON; null is missing. */
export function attributeText(value: JsonValue | undefined): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** When the last span of a run came; undefined for one that did not arrive live. */
export function arrivalTime(live: LiveState | undefined): UnixNanos | undefined {
  return live === undefined ? undefined : BigInt(Math.trunc(live.lastArrivalMs)) * 1_000_000n;
}
