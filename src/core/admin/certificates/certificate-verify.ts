import { judgeFlag, titleOfCertificate } from '../../certificates/authority.js';
import { type CertificateFacts } from '../../certificates/certificate.js';
import { verifyChain } from '../../certificates/chain/chain.js';
import { type Purpose } from '../../certificates/chain/chain-checks.js';
import { matchHost } from '../../certificates/hostname.js';
import { ownError } from '../../errors.js';
import { type Finding, hasErrors } from '../../findings.js';
import { quote } from '../../text.js';
import { type CertificateListed, listed } from './certificate-facts.js';
import { type GivenFile, readGivenCertificates } from './given-certificates.js';

/** What a certificate may be verified for: RFC 5280 §4.2.1.12. `any` leaves purposes out of account. */
export const PURPOSES = ['server', 'client', 'any'] as const;
export type VerifyPurpose = (typeof PURPOSES)[number];

const EXTENDED_KEY_USAGES: Readonly<Record<VerifyPurpose, Purpose | undefined>> = {
  server: 'serverAuth',
  client: 'clientAuth',
  any: undefined,
};

export interface Verification {
  readonly leaf: GivenFile;
  /** Whom to trust. */
  readonly cas: readonly GivenFile[];
  readonly intermediates: readonly GivenFile[];
  readonly at: Date;
  readonly hostname?: string | undefined;
  /** Where absent: `server` with a host name, else `any`. */
  readonly purpose?: VerifyPurpose | undefined;
}

export interface VerificationResult {
  readonly verdict: 'accepted' | 'refused';
  /** From the certificate to the trust anchor; as far as it went where refused. */
  readonly chain: readonly CertificateListed[];
  readonly findings: readonly Finding[];
}

/**
 * Verifies a certificate against the certificate authorities given, and no others.
 *
 * @throws WorklinkError `InvalidInput` for files that cannot be read, for a private key in one, and for several
 *   certificates where the one to verify is meant
 */
export function verifyCertificate(request: Verification): VerificationResult {
  const { at, hostname } = request;
  const leaf = onlyOne(request.leaf);
  const read = (files: readonly GivenFile[]): CertificateFacts[] =>
    readGivenCertificates(files).map(({ certificate }) => certificate);
  const purpose = EXTENDED_KEY_USAGES[request.purpose ?? (hostname === undefined ? 'any' : 'server')];
  const cas = read(request.cas);
  const { chain, findings } = verifyChain({
    leaf,
    intermediates: read(request.intermediates),
    anchors: cas.filter((ca) => !hasErrors(judgeFlag(ca))),
    at,
    ...(purpose === undefined ? {} : { purpose }),
  });
  const all = [
    ...findings,
    ...cas.flatMap(setAside),
    ...(hostname === undefined ? [] : judgeHost(leaf, hostname)),
  ];
  return { verdict: hasErrors(all) ? 'refused' : 'accepted', chain: chain.map(listed), findings: all };
}

/** What is said of a certificate that was to be trusted and cannot be: that it refuses nothing by itself. */
function setAside(ca: CertificateFacts): readonly Finding[] {
  return judgeFlag(ca).map((found) => ({ ...found, severity: 'warning' }));
}

function onlyOne(file: GivenFile): CertificateFacts {
  const [first, ...others] = readGivenCertificates([file]);
  if (first !== undefined && others.length === 0) return first.certificate;
  throw ownError(
    'InvalidInput',
    `${quote(file.name)} holds ${String(others.length + 1)} certificates, where the one to verify is meant.`,
    { hint: 'Give it in a file of its own, and the others with --intermediates.' },
  );
}

function judgeHost(leaf: CertificateFacts, hostname: string): readonly Finding[] {
  const match = matchHost(leaf, hostname);
  if (match === 'covered') return [];
  const subject = titleOfCertificate(leaf);
  if (match === 'no-host') {
    const message = `${quote(hostname)} is neither a host name nor an IP address.`;
    return [error('hostname-invalid', subject, message, 'Give a name such as www.example.com.')];
  }
  if (match === 'common-name') {
    const message = `It names ${quote(hostname)} as its common name alone, which clients no longer take (RFC 9525).`;
    return [
      error(
        'hostname-common-name',
        subject,
        message,
        'Have it issued again with the name as a Subject Alternative Name.',
      ),
    ];
  }
  const names = leaf.subjectAltNames.filter(({ type }) => type === 'DNS' || type === 'IP');
  const shown = names.slice(0, 10).map(({ value }) => value);
  const more = names.length > shown.length ? ` and ${String(names.length - shown.length)} more` : '';
  const message = `It is not for ${quote(hostname)}, but for ${shown.length === 0 ? 'no host' : `${shown.join(', ')}${more}`}.`;
  return [error('hostname-mismatch', subject, message, 'Use a certificate issued for that host.')];
}

function error(id: string, subject: string, message: string, fix: string): Finding {
  return { id, severity: 'error', subject, message, fix };
}
