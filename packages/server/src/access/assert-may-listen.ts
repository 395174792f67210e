import { TraceError } from '@tracewright/core';
import { isLoopback } from '../http/guards.ts';

/** @throws TraceError `usage-invalid` for an address that other machines reach while there is no key they could send */
export function assertMayListen(host: string, keyCount: number): void {
  if (isLoopback(host) || keyCount > 0) return;
  throw new TraceError('usage-invalid', {
    where: '--host',
    message: `${host} is reached from other machines, and there is no key that they could send`,
    fix: 'make one first: tracewright keys create; or serve on 127.0.0.1 and use a tunnel, such as ssh -L 4318:127.0.0.1:4318 HOST',
  });
}
