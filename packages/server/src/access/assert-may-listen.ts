import { TraceError } from '@tracewright/core';
import { isLoopback } from '../http/guards.ts';

/**
 * @param requireKey whether this machine's programs need a key, too
 * @throws TraceError `usage-invalid` for a server that asks for keys while there is none that could be sent
 */
export function assertMayListen(host: string, keyCount: number, requireKey = false): void {
  if (keyCount > 0 || (isLoopback(host) && !requireKey)) return;
  throw new TraceError('usage-invalid', {
    where: requireKey ? '--require-key' : '--host',
    message: requireKey
      ? 'every request must carry a key, and there is none'
      : `${host} is reached from other machines, and there is no key that they could send`,
    fix: 'make one first: tracewright keys create; or serve on 127.0.0.1 and use a tunnel, such as ssh -L 4318:127.0.0.1:4318 HOST',
  });
}
