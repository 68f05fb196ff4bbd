import { isIP } from 'node:net';
import { quote } from '../text.js';
import { badRequest, HttpRefusal } from './http-refusal.js';

const HOST = /^(?<name>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::[0-9]{1,5})?$/;
const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]'] as const;
const MAX_HOST_LENGTH = 260;

/** Whether an address is one that other machines cannot reach. */
export function isLoopback(host: string): boolean {
  const name = normalize(host);
  return name === 'localhost' || name.endsWith('.localhost') || name === '[::1]' || isLoopbackV4(name);
}

/** Whether an address stands for every interface of the machine. */
export function isWildcard(host: string): boolean {
  return host === '0.0.0.0' || host === '::' || host === '';
}

/** A host as it stands in a URL: IPv6 addresses in brackets. */
export function urlHost(host: string): string {
  return isIP(host) === 6 ? `[${host}]` : host;
}

/**
 * The check of the `Host` header against DNS rebinding: a page from elsewhere, whose own name has been made to lead here,
 * sends that name. Ports are not compared: they may be mapped on the way, and say nothing of who asks.
 *
 * @param listening the address listened on
 * @param more names that may be used besides it and the loopback's own
 */
export function hostCheck(
  listening: string,
  more: readonly string[],
): (rawHeaders: readonly string[], localAddress: string | undefined) => void {
  const allowed = new Set(
    [...LOOPBACK_NAMES, ...(isWildcard(listening) ? [] : [listening]), ...more].map(normalize),
  );
  return (rawHeaders, localAddress) => {
    const host = onlyHost(rawHeaders);
    const name = HOST.exec(host)?.groups?.['name'];
    if (name === undefined) throw badRequest(`The Host header ${quote(host)} names no host.`);
    const given = normalize(name);
    if (allowed.has(given) || isLoopback(given)) return;
    // Listening everywhere, the address a connection came in on is one of ours.
    if (isWildcard(listening) && localAddress !== undefined && given === normalize(unmapped(localAddress)))
      return;
    throw new HttpRefusal(
      421,
      'MisdirectedRequestException',
      `The emulator does not answer for the host ${quote(host)}. Start it with --allow-host to have it do so.`,
    );
  };
}

function onlyHost(rawHeaders: readonly string[]): string {
  const hosts = rawHeaders.filter(
    (_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === 'host',
  );
  const [host] = hosts;
  if (host === undefined || hosts.length > 1) throw badRequest('A request has exactly one Host header.');
  if (host.length > MAX_HOST_LENGTH) throw badRequest('The Host header is too long.');
  return host;
}

function normalize(host: string): string {
  return urlHost(host).toLowerCase().replace(/\.$/, '');
}

function isLoopbackV4(name: string): boolean {
  return isIP(name) === 4 && name.startsWith('127.');
}

/** An IPv4 address as a socket that speaks both gives it: `::ffff:192.0.2.1` (RFC 4291 §2.5.5.2). */
function unmapped(address: string): string {
  return address.startsWith('::ffff:') && address.includes('.') ? address.slice('::ffff:'.length) : address;
}
