import { type Finding } from '../../findings.js';
import { EC_EXPLICIT } from '../algorithms.js';
import { toSubjectAltName } from '../general-names.js';
import { MAX_CONSTRAINT_COMPARISONS, nameConstraintViolation } from './name-constraints.js';
import { formatName } from '../names.js';
import { type ParsedCertificate } from '../x509.js';

/** What the certificate at the end of a chain is to be used for: RFC 5280 §4.2.1.12. */
export type Purpose = 'serverAuth' | 'clientAuth';

/** Below this many bits an RSA or DSA key can be broken by anyone who wants to. */
const BROKEN_KEY_BITS = 1024;

/** What every current recommendation asks for (NIST SP 800-131A). */
const SOUND_KEY_BITS = 2048;

const BROKEN_HASHES = new Set(['MD2', 'MD4', 'MD5']);

/** How much of a name a finding quotes, in characters. */
const MAX_TITLE_LENGTH = 300;

function shortened(text: string): string {
  return text.length > MAX_TITLE_LENGTH ? `${text.slice(0, MAX_TITLE_LENGTH)}…` : text;
}

/** How a finding calls the issuer of a certificate. */
export function issuerTitleOf(certificate: ParsedCertificate): string {
  return shortened(formatName(certificate.issuer)) || 'an issuer without a name';
}

/** How a finding calls a certificate: by its subject, its first alternative name, or its serial number. */
export function titleOf(certificate: ParsedCertificate): string {
  const subject = formatName(certificate.subject);
  if (subject !== '') return shortened(subject);
  const [first] = certificate.subjectAltName ?? [];
  return first === undefined
    ? `serial number ${certificate.serialNumber.toString(16)}`
    : shortened(toSubjectAltName(first).value);
}

/** A chain from the certificate in question (first) to the one it is anchored in (last), links already verified. */
export type ChainPath = readonly ParsedCertificate[];

interface Place {
  readonly path: ChainPath;
  readonly index: number;
  readonly certificate: ParsedCertificate;
}

type Check = (place: Place) => Finding[];

function finding(
  severity: Finding['severity'],
  id: string,
  { certificate }: Pick<Place, 'certificate'>,
  message: string,
  fix: string,
): Finding {
  return { id, severity, subject: titleOf(certificate), message, fix };
}

function checkValidity(at: Date): Check {
  return (place) => {
    const { notBefore, notAfter } = place.certificate;
    // Written so that a date that is none fails. Both ends belong to the period: RFC 5280 §4.1.2.5.
    if (at >= notBefore && at <= notAfter) return [];
    const early = at < notBefore;
    const message = early
      ? `It is not valid before ${notBefore.toISOString()}.`
      : `It expired on ${notAfter.toISOString()}.`;
    const fix = early ? 'Use it from that date on, or check the clock.' : 'Renew it.';
    return [finding('error', early ? 'chain-not-yet-valid' : 'chain-expired', place, message, fix)];
  };
}

/** One that is unknown refuses; more of them say nothing more. */
const MAX_NAMED_EXTENSIONS = 10;

const checkCriticalExtensions: Check = (place) => {
  const findings = place.certificate.unknownCritical
    .slice(0, MAX_NAMED_EXTENSIONS)
    .map((oid) =>
      finding(
        'error',
        'chain-unknown-critical-extension',
        place,
        `Its critical extension ${oid} is not one that can be processed here (RFC 5280 §4.2).`,
        'Use a certificate without that extension.',
      ),
    );
  if (!place.certificate.requiresExplicitPolicy) return findings;
  const message =
    'It demands explicit certificate policies (policyConstraints), which are not evaluated here.';
  const fix = 'Use an authority without that demand.';
  return [...findings, finding('error', 'chain-explicit-policy', place, message, fix)];
};

/** RFC 5280 §6.1.4 (k). Version 1 knows no CA flag: it is accepted where trust begins, and nowhere else. */
const checkAuthority: Check = (place) => {
  const { certificate, path, index } = place;
  if (index === 0 || certificate.basicConstraints?.isCa === true) return [];
  const isOldRoot =
    certificate.version === 1 &&
    index === path.length - 1 &&
    certificate.comparableSubject === certificate.comparableIssuer;
  if (isOldRoot) {
    const message = 'It is a version 1 certificate, which cannot say that it is a certificate authority.';
    return [finding('warning', 'chain-version-1-root', place, message, 'Replace it by a version 3 root.')];
  }
  const message = 'It issued a certificate, but is not a certificate authority (basicConstraints).';
  return [
    finding(
      'error',
      'chain-not-an-authority',
      place,
      message,
      'Use the certificate of the authority itself.',
    ),
  ];
};

/** RFC 5280 §6.1.4 (n). */
const checkKeyUsage: Check = (place) => {
  const { keyUsage } = place.certificate;
  if (place.index === 0 || keyUsage === undefined || keyUsage.includes('keyCertSign')) return [];
  const message = 'It issued a certificate, but its key usage lacks keyCertSign.';
  return [
    finding('error', 'chain-key-usage', place, message, 'Use the authority certificate that may sign.'),
  ];
};

function isSelfIssued(certificate: ParsedCertificate): boolean {
  return certificate.comparableSubject === certificate.comparableIssuer;
}

/** RFC 5280 §4.2.1.9: counts the intermediates below that are not self-issued; the last certificate is none. */
const checkPathLength: Check = (place) => {
  const limit = place.certificate.basicConstraints?.pathLength;
  if (place.index === 0 || limit === undefined) return [];
  const below = place.path.slice(1, place.index).filter((certificate) => !isSelfIssued(certificate)).length;
  if (below <= limit) return [];
  const message = `It allows ${limit} authorities below it, and there are ${below}.`;
  return [
    finding(
      'error',
      'chain-path-length',
      place,
      message,
      'Have the certificate issued higher up in the hierarchy.',
    ),
  ];
};

const checkKeyStrength: Check = (place) => {
  const { bits, keyType } = place.certificate.key;
  if (keyType === EC_EXPLICIT) {
    const message = 'Its key carries a curve of its own instead of the name of one (RFC 5480 §2.1.1).';
    return [
      finding('error', 'chain-explicit-curve', place, message, 'Use a key on a named curve, such as P-256.'),
    ];
  }
  if (bits === undefined || bits >= SOUND_KEY_BITS) return [];
  const broken = bits < BROKEN_KEY_BITS;
  const message = `Its key has ${bits} bits, which is ${broken ? 'broken' : 'less than is recommended'}.`;
  const fix = `Use an RSA key of ${SOUND_KEY_BITS} bits or more, or an ECDSA key.`;
  return [finding(broken ? 'error' : 'warning', 'chain-weak-key', place, message, fix)];
};

/** Nothing rests on the signature that a root makes on itself. */
const checkHash: Check = (place) => {
  const { path, index, certificate } = place;
  const { hash } = certificate.signatureAlgorithm;
  if (hash === undefined || (index === path.length - 1 && isSelfIssued(certificate))) return [];
  const fix = 'Have it issued again with SHA-256.';
  if (BROKEN_HASHES.has(hash)) {
    return [
      finding('error', 'chain-weak-signature', place, `It is signed with ${hash}, which can be forged.`, fix),
    ];
  }
  if (hash !== 'SHA-1') return [];
  return [
    finding('warning', 'chain-weak-signature', place, 'It is signed with SHA-1, which clients refuse.', fix),
  ];
};

/** An authority limited to purposes hands the limit down, as every TLS library has it. */
function checkPurpose(purpose: Purpose): Check {
  return (place) => {
    const purposes = place.certificate.extendedKeyUsage;
    if (purposes === undefined || purposes.includes(purpose) || purposes.includes('anyExtendedKeyUsage'))
      return [];
    const message = `It may be used for ${purposes.join(', ')}, not for ${purpose}.`;
    return [finding('error', 'chain-purpose', place, message, `Use a certificate issued for ${purpose}.`)];
  };
}

/** RFC 5280 §6.1.3 (b) and (c): self-issued certificates are free of constraints, but for the last one. */
function checkNameConstraints(budget: { remaining: number }): Check {
  return (place) => {
    const { nameConstraints } = place.certificate;
    if (nameConstraints === undefined) return [];
    return place.path.slice(0, place.index).flatMap((certificate, below) => {
      if (below > 0 && isSelfIssued(certificate)) return [];
      const violation = nameConstraintViolation(certificate, nameConstraints, below === 0, budget);
      if (violation === undefined) return [];
      const message = `It breaks the name constraints of ${titleOf(place.certificate)}: ${violation}.`;
      const fix = 'Use an authority that may issue for these names.';
      return [finding('error', 'chain-name-constraints', { certificate }, message, fix)];
    });
  };
}

/** Judges a chain whose links are verified. */
export type PathJudge = (path: ChainPath) => Finding[];

/**
 * Checks chains whose links are verified, certificate by certificate, against RFC 5280 §6.1.
 *
 * Certificate policies are taken in their default sense (any policy will do); revocation is not looked up. The work on name
 * constraints is bounded for all chains together that are judged for one question.
 */
export function pathJudge(at: Date, purpose: Purpose | undefined): PathJudge {
  const checks: Check[] = [
    checkValidity(at),
    checkCriticalExtensions,
    checkAuthority,
    checkKeyUsage,
    checkPathLength,
    checkKeyStrength,
    checkHash,
    ...(purpose === undefined ? [] : [checkPurpose(purpose)]),
    checkNameConstraints({ remaining: MAX_CONSTRAINT_COMPARISONS }),
  ];
  return (path) =>
    path.flatMap((certificate, index) => checks.flatMap((check) => check({ path, index, certificate })));
}
