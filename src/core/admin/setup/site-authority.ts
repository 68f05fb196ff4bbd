import { type CertificateFacts, readCertificate } from '../../certificates/certificate.js';
import { WorklinkError } from '../../errors.js';
import { type SiteProbe, type VisitOptions } from '../../ports/site-probe.js';
import { quote } from '../../text.js';
import { judgeTlsFailure, judgeCertificate } from '../domains/check-tls.js';

/** Whom the certificates of a site lead to, as seen from this machine. */
export type SiteAuthority =
  /** Nothing is needed: every device knows it, or it is among those given. */
  | { readonly kind: 'known'; readonly trustedBy: 'system' | 'website-ca' }
  | {
      readonly kind: 'unknown';
      /** Who issued the topmost certificate that was sent. */
      readonly issuer: string;
      /** The root itself, where the site sends it. */
      readonly root?: CertificateFacts;
    }
  | { readonly kind: 'unseen'; readonly why: string };

/** What there is to judge by. */
export interface AuthorityGround {
  readonly probe: SiteProbe;
  /** Authorities the machine trusts by itself: `knownAuthorities`. */
  readonly system: readonly CertificateFacts[];
  /** Authorities that are, or will be, uploaded. */
  readonly uploaded: readonly CertificateFacts[];
  readonly at: Date;
}

/** The faults of a chain that another authority would mend. */
const UNKNOWN_AUTHORITY = new Set(['chain-untrusted-root', 'chain-issuer-missing']);

/** The authorities this machine trusts by itself. */
export async function knownAuthorities(probe: SiteProbe): Promise<readonly CertificateFacts[]> {
  return readable((await probe.systemRoots()).certificates);
}

/**
 * Looks whether a site needs a website certificate authority (guide, Upload Website Certificate Authorities).
 *
 * @throws the signal's reason
 */
export async function lookAtSite(
  host: string,
  { probe, system, uploaded, at }: AuthorityGround,
  options: VisitOptions,
): Promise<SiteAuthority> {
  const { addresses, failure } = await probe.resolve(host, options);
  if (failure !== undefined)
    return { kind: 'unseen', why: `It has no address here (${quote(failure.code)}).` };
  const { tls, tlsFailure, failed } = await probe.visit({ host, addresses, path: '/' }, options);
  if (tls === undefined) {
    const why = tlsFailure === undefined ? undefined : judgeTlsFailure(host, tlsFailure).message;
    const code = failed[0]?.code ?? 'no answer';
    return { kind: 'unseen', why: why ?? `It could not be reached from here (${quote(code)}).` };
  }
  const certificates = readable(tls.certificates);
  const judged = judgeCertificate(host, tls.protocol, certificates, { uploaded, system, at });
  const trustedBy = judged.tls?.trustedBy;
  if (trustedBy === 'system' || trustedBy === 'website-ca') return { kind: 'known', trustedBy };
  const fault = judged.findings.find(({ severity }) => severity === 'error');
  const top = certificates.at(-1);
  if (top === undefined || fault === undefined || !UNKNOWN_AUTHORITY.has(fault.id))
    return { kind: 'unseen', why: fault?.message ?? 'Its certificate cannot be judged.' };
  const root = certificates.find(({ isCa, subject, issuer }) => isCa && subject === issuer);
  return { kind: 'unknown', issuer: (root ?? top).issuer, ...(root !== undefined && { root }) };
}

function readable(certificates: readonly Uint8Array[]): readonly CertificateFacts[] {
  return certificates.flatMap((der) => {
    try {
      return [readCertificate(der)];
    } catch (error) {
      if (error instanceof WorklinkError) return [];
      throw error;
    }
  });
}
