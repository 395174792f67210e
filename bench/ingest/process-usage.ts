/** What a process has used, from /proc (Linux; ticks of 10 ms). */
import { readFileSync } from 'node:fs';
import type { ChildProcess } from 'node:child_process';

export interface ProcessUsage {
  /** CPU seconds since the process started. */
  readonly mainThread: number;
  readonly otherThreads: number;
  readonly residentBytes: number;
}

const TICKS_A_SECOND = 100;

export function readUsage({ pid = 0 }: ChildProcess): ProcessUsage {
  const mainThread = readCpuSeconds(`/proc/${pid}/task/${pid}/stat`);
  const status = readFileSync(`/proc/${pid}/status`, 'latin1');
  return {
    mainThread,
    otherThreads: readCpuSeconds(`/proc/${pid}/stat`) - mainThread,
    residentBytes: Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024,
  };
}

/** Fields 14 and 15 of proc_pid_stat(5), counted after the command's name, which may hold spaces. */
function readCpuSeconds(path: string): number {
  const fields = readFileSync(path, 'latin1').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
}
