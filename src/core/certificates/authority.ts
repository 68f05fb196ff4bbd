import { type Finding } from '../findings.js';
import { type CertificateFacts } from './certificate.js';
import { verifyChain } from './chain/chain.js';

/** How a message calls a certificate: by its subject, else by its first name, else by its serial number. */
export function titleOfCertificate({
  subject,
  subjectAltNames,
  serialNumber,
}: Pick<CertificateFacts, 'subject' | 'subjectAltNames' | 'serialNumber'>): string {
  if (subject !== '') return subject;
  return subjectAltNames[0]?.value ?? `serial number ${serialNumber}`;
}

function finding(
  severity: Finding['severity'],
  id: string,
  facts: CertificateFacts,
  message: string,
  fix: string,
): Finding {
  return { id, severity, subject: titleOfCertificate(facts), message, fix };
}

/**
 * Whether a certificate is a certificate authority's at all: RFC 5280 §4.2.1.9. A root of version 1 has no way to say it,
 * and is taken at its word: its own signature.
 */
export function judgeFlag(facts: CertificateFacts): Finding[] {
  if (facts.isCa) return [];
  if (facts.version === 1 && facts.selfSigned) {
    const message = 'It is a version 1 certificate, which cannot say that it is a certificate authority.';
    const fix = 'Replace it by a version 3 root where the authority has one.';
    return [finding('warning', 'authority-version-1', facts, message, fix)];
  }
  const message =
    'It is not the certificate of a certificate authority: its basic constraints do not say so.';
  const fix = 'Use the certificate of the authority that issued it.';
  return [finding('error', 'authority-not-a-ca', facts, message, fix)];
}

/** RFC 5280 §4.2.1.3. */
function judgeUsage(facts: CertificateFacts): Finding[] {
  if (facts.keyUsage === undefined || facts.keyUsage.includes('keyCertSign')) return [];
  const message = 'Its key usage lacks keyCertSign: it may not issue certificates.';
  return [
    finding(
      'error',
      'authority-key-usage',
      facts,
      message,
      'Use the authority’s certificate that may sign certificates.',
    ),
  ];
}

/** Guide, Upload Website Certificate Authorities: "upload the root certificates". */
function judgePlace(facts: CertificateFacts): Finding[] {
  if (facts.subject === facts.issuer || !facts.isCa) return [];
  const message = `It is no root: ${facts.issuer || 'an authority without a name'} issued it.`;
  const fix = 'Use the root’s certificate, unless it is this authority alone that is to be trusted.';
  return [finding('info', 'authority-intermediate', facts, message, fix)];
}

/**
 * Whether a certificate can be trusted as a certificate authority: that it is one, may sign certificates, is valid, strong
 * enough, and demands nothing that cannot be processed. Whom it was issued by is not asked.
 *
 * @param at the instant to judge at
 */
export function judgeAuthority(facts: CertificateFacts, at: Date): Finding[] {
  const itself = verifyChain({ leaf: facts, intermediates: [], anchors: [facts], at });
  return [...judgeFlag(facts), ...judgeUsage(facts), ...judgePlace(facts), ...itself.findings];
}
