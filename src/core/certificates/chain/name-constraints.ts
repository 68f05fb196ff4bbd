import { type NameConstraints, type NameSubtree } from '../extensions.js';
import { type GeneralName, toSubjectAltName } from '../general-names.js';
import {
  attributeTexts,
  comparableRelativeNames,
  type DistinguishedName,
  formatName,
  OID_COMMON_NAME,
  OID_EMAIL_ADDRESS,
} from '../names.js';
import { type ParsedCertificate } from '../x509.js';

/** How many comparisons of a name with a constraint one chain may cost. */
export const MAX_CONSTRAINT_COMPARISONS = 250_000;

/** `undefined`: the two cannot be compared, which must refuse: RFC 5280 §4.2.1.10. */
type Match = boolean | undefined;

const DNS_NAME = /^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/;

/** Whether a host is in the domain, or, after a leading dot, below it. Both in lower case; empty is every host. */
function hostWithin(host: string, domain: string): boolean {
  if (domain === '') return true;
  return domain.startsWith('.') ? host.endsWith(domain) : host === domain || host.endsWith(`.${domain}`);
}

function isDomain(text: string): boolean {
  const bare = text.startsWith('.') ? text.slice(1) : text;
  return bare.length <= 253 && (text === '' || DNS_NAME.test(bare));
}

/** With a wildcard, a permitted tree must hold all the names it stands for, an excluded one none of them. */
function dnsMatches(name: string, base: string, excluded: boolean): Match {
  const host = name.toLowerCase();
  const domain = base.toLowerCase();
  const wildcard = host.startsWith('*.');
  const fixed = wildcard ? host.slice(2) : host;
  if (fixed.length > 253 || !DNS_NAME.test(fixed) || !isDomain(domain)) return undefined;
  if (!wildcard) return hostWithin(host, domain);
  if (hostWithin(`*.${fixed}`, domain)) return true;
  // `*.example.com` stands for `a.example.com`, too, but for nothing below that.
  return excluded && !domain.startsWith('.') && domain.slice(domain.indexOf('.') + 1) === fixed;
}

/** A mailbox, a host, or a domain with a leading dot. */
function emailMatches(address: string, base: string): Match {
  const at = address.lastIndexOf('@');
  const host = address.slice(at + 1).toLowerCase();
  if (at < 1 || !DNS_NAME.test(host)) return undefined;
  const baseAt = base.lastIndexOf('@');
  const baseHost = base.slice(baseAt + 1).toLowerCase();
  if (!isDomain(baseHost)) return undefined;
  if (baseAt >= 0) return address.slice(0, at) === base.slice(0, baseAt) && host === baseHost;
  return baseHost === '' || (baseHost.startsWith('.') ? host.endsWith(baseHost) : host === baseHost);
}

const URI_HOST = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*@)?([^/?#:@[\]]+)(?::\d*)?(?:[/?#]|$)/i;

/** A host by its whole name, or a domain with a leading dot. A URI without a host name cannot be judged. */
function uriMatches(uri: string, base: string): Match {
  const host = URI_HOST.exec(uri)?.[1]?.toLowerCase();
  const domain = base.toLowerCase();
  if (host === undefined || !DNS_NAME.test(host) || /(^|\.)\d+$/.test(host) || !isDomain(domain))
    return undefined;
  return domain === '' || (domain.startsWith('.') ? host.endsWith(domain) : host === domain);
}

function isPrefixMask(mask: Uint8Array): boolean {
  const bits = [...mask].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return /^1*0*$/.test(bits);
}

/** An address and a mask of the same length, one after the other. */
function ipMatches(address: Uint8Array, base: Uint8Array): Match {
  const half = base.length / 2;
  if (![4, 16].includes(address.length) || ![4, 16].includes(half)) return undefined;
  const mask = base.subarray(half);
  if (!isPrefixMask(mask)) return undefined;
  if (address.length !== half) return false;
  return address.every(
    (byte, index) => (byte & (mask[index] ?? 0)) === ((base[index] ?? 0) & (mask[index] ?? 0)),
  );
}

/** Long names must not be folded anew for each of many constraints. */
const foldedNames = new WeakMap<DistinguishedName, readonly string[]>();

function folded(name: DistinguishedName): readonly string[] {
  const known = foldedNames.get(name) ?? comparableRelativeNames(name);
  foldedNames.set(name, known);
  return known;
}

function directoryMatches(name: readonly string[], base: readonly string[]): boolean {
  return base.length <= name.length && base.every((part, index) => part === name[index]);
}

/** No real name is longer, and comparing longer ones many times would cost too much. */
const MAX_NAME_LENGTH = 2048;

function isTooLong(name: GeneralName): boolean {
  return 'text' in name && name.text.length > MAX_NAME_LENGTH;
}

function matches(name: GeneralName, base: GeneralName, excluded: boolean): Match {
  if (isTooLong(name) || isTooLong(base)) return undefined;
  if (name.form === 'dns' && base.form === 'dns') return dnsMatches(name.text, base.text, excluded);
  if (name.form === 'email' && base.form === 'email') return emailMatches(name.text, base.text);
  if (name.form === 'uri' && base.form === 'uri') return uriMatches(name.text, base.text);
  if (name.form === 'ip' && base.form === 'ip') return ipMatches(name.bytes, base.bytes);
  if (name.form === 'directory' && base.form === 'directory') {
    return directoryMatches(folded(name.name), folded(base.name));
  }
  return undefined;
}

function isOfSameForm(name: GeneralName, base: GeneralName): boolean {
  return name.form === 'other' && base.form === 'other' ? name.tag === base.tag : name.form === base.form;
}

/**
 * Every name of a certificate that constraints speak about: RFC 5280 §4.2.1.10. For the certificate at the end of
 * the chain, a common name that stands in for missing DNS names counts as one, since hosts are matched with it.
 */
function constrainedNames(certificate: ParsedCertificate, isLeaf: boolean): GeneralName[] {
  const names: GeneralName[] = [...(certificate.subjectAltName ?? [])];
  const hasDnsName = names.some((name) => name.form === 'dns');
  const { subject } = certificate;
  if (subject.relativeNames.length > 0) names.push({ form: 'directory', name: subject });
  for (const text of attributeTexts(subject, OID_EMAIL_ADDRESS)) names.push({ form: 'email', text });
  if (isLeaf && !hasDnsName) {
    for (const text of attributeTexts(subject, OID_COMMON_NAME)) {
      const host = text.length > 255 ? '' : text.toLowerCase().replace(/^\*\./, '');
      if (host.includes('.') && DNS_NAME.test(host)) names.push({ form: 'dns', text });
    }
  }
  return names;
}

/** Counts comparisons down; `false` when they are used up. */
interface ComparisonBudget {
  remaining: number;
}

function describe(name: GeneralName): string {
  return name.form === 'directory' ? formatName(name.name) : toSubjectAltName(name).value;
}

function judgeName(
  name: GeneralName,
  constraints: NameConstraints,
  budget: ComparisonBudget,
): string | undefined {
  const ofForm = (subtrees: readonly NameSubtree[]): NameSubtree[] =>
    subtrees.filter((subtree) => isOfSameForm(name, subtree.base));
  const excluded = ofForm(constraints.excluded);
  const permitted = ofForm(constraints.permitted);
  budget.remaining -= constraints.excluded.length + constraints.permitted.length;
  if (budget.remaining < 0) return 'there are more names and constraints than can be compared';
  if ([...excluded, ...permitted].some(({ unusable }) => unusable)) {
    return 'a constraint has a minimum or maximum, which RFC 5280 forbids';
  }
  for (const { base } of excluded) {
    const match = matches(name, base, true);
    if (match === undefined) return `${describe(name)} cannot be compared with an excluded name`;
    if (match) return `${describe(name)} is excluded`;
  }
  if (permitted.length === 0) return undefined;
  const results = permitted.map(({ base }) => matches(name, base, false));
  if (results.includes(true)) return undefined;
  return results.includes(undefined)
    ? `${describe(name)} cannot be compared with the permitted names`
    : `${describe(name)} is not among the permitted names`;
}

/**
 * Whether a certificate below an authority keeps to the authority's name constraints: RFC 5280 §4.2.1.10.
 *
 * @param isLeaf whether it is the certificate that the chain is for
 * @param budget shared by the whole chain
 * @returns what breaks them, in words; `undefined` when nothing does
 */
export function nameConstraintViolation(
  certificate: ParsedCertificate,
  constraints: NameConstraints,
  isLeaf: boolean,
  budget: ComparisonBudget,
): string | undefined {
  for (const name of constrainedNames(certificate, isLeaf)) {
    const violation = judgeName(name, constraints, budget);
    if (violation !== undefined) return violation;
  }
  return undefined;
}
