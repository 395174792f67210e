/** Load from a process of its own (sender.ts). */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { SendReport } from './sender.ts';
import { readFirstLine, SOURCE } from './target.ts';
import type { Encoding, WorkloadKind } from './workload.ts';

export interface Load {
  readonly kind: WorkloadKind;
  readonly encoding: Encoding;
  readonly requests: number;
  /** Number of the first request: ids come from it. */
  readonly first: number;
  /** 8 when absent. */
  readonly connections?: number;
}

const CONNECTIONS = 8;

export async function send(
  url: string,
  { kind, encoding, requests, first, connections = CONNECTIONS }: Load,
): Promise<SendReport> {
  const sender = join(import.meta.dirname, 'sender.ts');
  const child = spawn(
    process.execPath,
    [...SOURCE, sender, url, kind, encoding, String(requests), String(connections), String(first)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  // The cast: the line is our own sender's.
  return JSON.parse(await readFirstLine(child)) as SendReport;
}

/** @param sorted ascending; 0 when empty */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.floor(sorted.length * share)] ?? 0;
}
