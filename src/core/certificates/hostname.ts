import { domainToASCII } from 'node:url';
import { type CertificateFacts } from './certificate.js';

/** How long a host name may be, in characters without a final dot: RFC 1035 §2.3.4. */
const MAX_HOSTNAME_LENGTH = 253;

/** Letters, digits, hyphens, and the underscores that company networks have in host names. */
const LABEL = /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/;

/**
 * A host name in lower case as labels, or `undefined` when it is none: empty or long labels, an IP address (a last
 * label of digits is one, WHATWG URL §3.5), other characters.
 */
function hostnameLabels(name: string): string[] | undefined {
  if (name.length > MAX_HOSTNAME_LENGTH) return undefined;
  const labels = name.toLowerCase().split('.');
  if (labels.some((label) => !LABEL.test(label)) || /^(\d+|0x[0-9a-f]*)$/.test(labels.at(-1) ?? ''))
    return undefined;
  return labels;
}

/** The name asked for: one final dot (the root, RFC 9525 §6.3) is taken off, Unicode is put into A-labels. */
function referenceLabels(name: string): string[] | undefined {
  if (name.length > MAX_HOSTNAME_LENGTH + 1) return undefined;
  const ascii = /^[\x00-\x7f]*$/.test(name) ? name : domainToASCII(name);
  return hostnameLabels(ascii.endsWith('.') ? ascii.slice(0, -1) : ascii);
}

function matches(presented: string, reference: readonly string[]): boolean {
  if (!presented.startsWith('*.')) return presentedName(presented) === reference.join('.');
  const base = presentedName(presented.slice(2));
  // `*.com` would stand for every company in the world.
  if (base?.includes('.') !== true) return false;
  return reference.slice(1).join('.') === base;
}

/** Names that certificates present, as they are compared: one certificate is held against many hosts. */
const PRESENTED = new Map<string, string | undefined>();
const MAX_PRESENTED = 1_000;

function presentedName(name: string): string | undefined {
  if (PRESENTED.has(name)) return PRESENTED.get(name);
  const labels = hostnameLabels(name)?.join('.');
  if (name.length > MAX_HOSTNAME_LENGTH) return labels;
  if (PRESENTED.size >= MAX_PRESENTED) PRESENTED.clear();
  PRESENTED.set(name, labels);
  return labels;
}

/**
 * The names a certificate presents for hosts: its DNS names; where it has none, its common name, as RFC 6125 §6.4.4
 * allows as a last resort (RFC 9525 no longer does, ACM still imports such certificates).
 */
export function presentedHostnames(
  facts: Pick<CertificateFacts, 'subjectAltNames' | 'commonName'>,
): string[] {
  const names = facts.subjectAltNames.flatMap(({ type, value }) => (type === 'DNS' ? [value] : []));
  return names.length === 0 && facts.commonName !== undefined ? [facts.commonName] : names;
}

/**
 * Whether a certificate is for a host: RFC 9525 §6.3 with ACM's rule for wildcards, that `*` is the whole left-most
 * label and stands for exactly one. So `*.example.com` covers `www.example.com`, but neither `example.com` nor
 * `a.b.example.com`. Case does not count. A name in the certificate must be in preferred syntax (RFC 5280 §4.2.1.6):
 * one with a final dot, a NUL or a port in it covers nothing.
 *
 * @param fqdn a host name; a final dot is allowed, Unicode is taken for its A-labels; an IP address is never covered
 */
export function coversHostname(
  facts: Pick<CertificateFacts, 'subjectAltNames' | 'commonName'>,
  fqdn: string,
): boolean {
  const reference = referenceLabels(fqdn);
  return reference !== undefined && presentedHostnames(facts).some((name) => matches(name, reference));
}

/** Dotted decimal, no leading zeros: RFC 3986 §3.2.2. */
const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/;
const IPV6_CHARACTERS = /^[0-9a-f:.]{2,45}$/i;

/** An IP address in the one way that certificates' are written here, or `undefined` where it is none. */
function ipAddress(host: string): string | undefined {
  if (IPV4.test(host) && !/(^|\.)0\d/.test(host)) return host;
  const bare = host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;
  if (!IPV6_CHARACTERS.test(bare) || !bare.includes(':')) return undefined;
  try {
    // The URL standard compresses as RFC 5952 does.
    return new URL(`http://[${bare}]/`).hostname.slice(1, -1);
  } catch {
    return undefined;
  }
}

/**
 * What a certificate has to do with a host:
 * - `covered`: it is for it,
 * - `other-names`: it is for others,
 * - `common-name`: its common name alone is that host's, which no current client takes (RFC 9525 §2),
 * - `no-host`: the host is neither a host name nor an IP address.
 */
export type HostMatch = 'covered' | 'other-names' | 'common-name' | 'no-host';

/**
 * Whether a certificate is for a host as TLS clients judge it: a host name by the DNS names as in {@link coversHostname},
 * but never by the common name; an IP address by the IP addresses alone (RFC 9525 §6.5).
 *
 * @param host a host name, Unicode or ASCII, or an IP address; IPv6 with or without brackets
 */
export function matchHost(
  facts: Pick<CertificateFacts, 'subjectAltNames' | 'commonName'>,
  host: string,
): HostMatch {
  const address = ipAddress(host);
  if (address !== undefined) {
    const isListed = facts.subjectAltNames.some(({ type, value }) => type === 'IP' && value === address);
    return isListed ? 'covered' : 'other-names';
  }
  if (referenceLabels(host) === undefined) return 'no-host';
  const names = { subjectAltNames: facts.subjectAltNames, commonName: undefined };
  if (coversHostname(names, host)) return 'covered';
  return coversHostname({ subjectAltNames: [], commonName: facts.commonName }, host) &&
    !facts.subjectAltNames.some(({ type }) => type === 'DNS')
    ? 'common-name'
    : 'other-names';
}
