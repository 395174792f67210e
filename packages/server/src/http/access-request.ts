/** What the access rules need of a request to Hono on Node, and what they add to an answer. */
import type { TraceError } from '@tracewright/core';
import type { Context } from 'hono';
import type { AccessRequest } from '../access/access.ts';

export function toAccessRequest(c: Context): Omit<AccessRequest, 'scope'> {
  return {
    headers: c.req.header(),
    remoteAddress: remoteAddressOf(c.env),
    host: c.req.header('host'),
    method: c.req.method,
    project: c.req.query('project'),
  };
}

/** The node server puts Node's own request into the environment; without it the address is unknown, and so not local. */
function remoteAddressOf(env: unknown): string | undefined {
  const { incoming } = (env ?? {}) as { incoming?: { socket?: { remoteAddress?: string } } };
  return incoming?.socket?.remoteAddress;
}

/** Browsers ask for a key themselves when Basic is offered; exporters wait as long as Retry-After says. */
export function headersOf(error: TraceError): Readonly<Record<string, string>> {
  if (error.code === 'key-invalid')
    return { 'www-authenticate': 'Basic realm="Tracewright", charset="UTF-8"' };
  if (error.retryAfterSeconds !== undefined) return { 'retry-after': String(error.retryAfterSeconds) };
  return {};
}
