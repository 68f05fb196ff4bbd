import { EC_EXPLICIT, isCostly } from '../algorithms.js';
import { type ParsedCertificate } from '../x509.js';

/** How many signatures one verification may check. An honest chain needs as many as it has links. */
const MAX_SIGNATURE_CHECKS = 100;

/**
 * Whether one certificate issued another, or the reason why not:
 * - `name`: issuer and subject differ,
 * - `key-identifier`: the authority key identifier names another key or another certificate,
 * - `signature`: the issuer's key did not make the signature,
 * - `unsupported`: the key or the algorithm cannot be used,
 * - `exhausted`: the work allowed is used up.
 */
export type Link = 'issued' | 'name' | 'key-identifier' | 'signature' | 'unsupported' | 'exhausted';

function namesAnotherKey(child: ParsedCertificate, issuer: ParsedCertificate): boolean {
  const wanted = child.authorityKeyIdentifier?.keyIdentifier;
  return (
    wanted !== undefined &&
    issuer.subjectKeyIdentifier !== undefined &&
    wanted !== issuer.subjectKeyIdentifier
  );
}

function checkSignature(child: ParsedCertificate, issuer: ParsedCertificate): Link {
  if (issuer.key.keyType === EC_EXPLICIT || isCostly(issuer.key)) return 'unsupported';
  let publicKey;
  try {
    publicKey = issuer.x509.publicKey;
  } catch {
    return 'unsupported';
  }
  try {
    return child.x509.verify(publicKey) ? 'issued' : 'signature';
  } catch {
    return 'signature';
  }
}

/** Judges links between certificates, each pair once, within a bound on the number of signatures checked. */
export class LinkVerifier {
  readonly #known = new Map<ParsedCertificate, Map<ParsedCertificate, Link>>();
  #remaining: number;

  /** @param limit how many signatures may be checked, all in all */
  constructor(limit = MAX_SIGNATURE_CHECKS) {
    this.#remaining = limit;
  }

  /** Whether `issuer` issued `child`. A certificate may be asked about itself. */
  link(child: ParsedCertificate, issuer: ParsedCertificate): Link {
    if (child.comparableIssuer !== issuer.comparableSubject) return 'name';
    if (namesAnotherKey(child, issuer)) return 'key-identifier';
    const known = this.#known.get(child) ?? new Map<ParsedCertificate, Link>();
    this.#known.set(child, known);
    const earlier = known.get(issuer);
    if (earlier !== undefined) return earlier;
    if (this.#remaining <= 0) return 'exhausted';
    this.#remaining -= 1;
    const link = this.#judge(child, issuer);
    known.set(issuer, link);
    return link;
  }

  #judge(child: ParsedCertificate, issuer: ParsedCertificate): Link {
    const link = checkSignature(child, issuer);
    // OpenSSL's opinion includes the issuer's right to sign, which has a finding of its own: ask where it has it.
    const maySign = issuer.keyUsage?.includes('keyCertSign') ?? true;
    if (link !== 'issued' || !maySign || child === issuer) return link;
    return child.x509.checkIssued(issuer.x509) ? 'issued' : 'key-identifier';
  }
}
