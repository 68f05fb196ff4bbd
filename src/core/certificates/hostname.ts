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
  if (!presented.startsWith('*.')) {
    return hostnameLabels(presented)?.join('.') === reference.join('.');
  }
  const base = hostnameLabels(presented.slice(2));
  // `*.com` would stand for every company in the world.
  if (base === undefined || base.length < 2) return false;
  return reference.slice(1).join('.') === base.join('.');
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
