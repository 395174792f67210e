/**
 * Who counts as a program of this machine, and what a web page elsewhere must not do: name 127.0.0.1 from its own host name
 * (DNS rebinding), or post a form across sites. No answer carries a CORS header, so no other page reads one.
 */
import { TraceError } from '@tracewright/core';

const LOOPBACK_HOSTS: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

export function isLoopback(host: string): boolean {
  return LOOPBACK_HOSTS.includes(host) || host === '::1';
}

const CONTENT_SECURITY_POLICY =
  "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Headers of every answer. The page loads its own files only, and nothing may frame it. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
};

/** The policy of a page that holds scripts of its own. @param hashes SHA-256 of each script's text, base64 */
export function allowScripts(hashes: readonly string[]): string {
  return `${CONTENT_SECURITY_POLICY}; script-src 'self' ${hashes.map((hash) => `'sha256-${hash}'`).join(' ')}`;
}

/** What proxies add: the request comes from elsewhere, whatever the address it arrives from. */
const FORWARDING_HEADERS: readonly string[] = [
  'forwarded',
  'via',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-forwarded-server',
  'x-real-ip',
  'true-client-ip',
  'cf-connecting-ip',
];

/** Whether the other end of the connection is a program on this machine that speaks for itself. */
export function isLocalPeer(
  remoteAddress: string | undefined,
  headers: Readonly<Record<string, unknown>>,
): boolean {
  const address = remoteAddress?.replace(/^::ffff:/i, '') ?? '';
  const isLoopbackAddress = address === '::1' || /^127(?:\.\d{1,3}){3}$/.test(address);
  return isLoopbackAddress && FORWARDING_HEADERS.every((header) => headers[header] === undefined);
}

export function isLocalHost(host: string | undefined): boolean {
  return host !== undefined && LOOPBACK_HOSTS.includes(hostName(host));
}

/** @throws TraceError `request-invalid` when the Host header names another machine: the sign of DNS rebinding */
export function assertLocalHost(host: string | undefined): void {
  if (isLocalHost(host)) return;
  throw new TraceError('request-invalid', {
    where: 'header Host',
    message: `without a key this server answers to ${LOOPBACK_HOSTS.join(', ')} only, not to "${hostName(host ?? '').slice(0, 60)}"`,
    fix: 'open http://127.0.0.1 with its port, or send a key: tracewright keys create',
  });
}

/**
 * @param origin the Origin header, which browsers send with every request that is no plain read
 * @param isLocal no proxy stands between that could speak TLS for us
 * @throws TraceError `request-invalid`
 */
export function assertSameOrigin(
  method: string,
  host: string | undefined,
  origin: string | undefined,
  isLocal: boolean,
): void {
  const isRead = method === 'GET' || method === 'HEAD';
  if (isRead || origin === undefined) return;
  if (origin === `http://${host ?? ''}` || (!isLocal && origin === `https://${host ?? ''}`)) return;
  throw new TraceError('request-invalid', {
    where: 'header Origin',
    message: `a page of ${origin.slice(0, 60)} may not change what is stored here`,
    fix: 'use the page that this server serves, or the tracewright command',
  });
}

function hostName(host: string): string {
  return host.replace(/:\d*$/, '').toLowerCase();
}
