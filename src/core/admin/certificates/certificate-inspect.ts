import { titleOfCertificate } from '../../certificates/authority.js';
import { type CertificateFacts } from '../../certificates/certificate.js';
import { orderChain, verifyChain } from '../../certificates/chain/chain.js';
import { type Contents, readContents } from '../../certificates/contents.js';
import { expiryOf } from '../../certificates/expiry.js';
import { type ContentKind } from '../../certificates/kinds.js';
import { type Finding } from '../../findings.js';
import { type CertificateListed, listed, subjectAltNameText } from './certificate-facts.js';

/** What a certificate signing request asks for. */
interface RequestListed {
  readonly subject: string;
  readonly sha256: string;
  readonly keyType: string;
  readonly signatureAlgorithm: string;
  readonly subjectAltNames: readonly string[];
  readonly isCa: boolean;
}

/** What a file holds. */
export interface Inspection {
  /** Of what the file mainly is: of its certificates, where it has any. */
  readonly kind: ContentKind;
  /** In the order of the file. */
  readonly certificates: readonly CertificateListed[];
  /** Several certificates as they issued each other, the leaf-most first; empty for one alone. */
  readonly chain: readonly Pick<CertificateListed, 'subject' | 'sha256'>[];
  readonly findings: readonly Finding[];
  readonly requests: readonly RequestListed[];
  /** Types of public keys that stand alone. */
  readonly publicKeys: readonly string[];
  /** How many private keys there are. Nothing of them is shown. */
  readonly privateKeys: number;
}

/**
 * Says what is in a file: PEM, DER, PKCS#7, PKCS#12, a certificate signing request.
 *
 * @param password of a PKCS#12 file
 * @param at judges validity
 * @returns with a finding of severity `error` for all that cannot be read; never throws for what is in the file
 */
export function inspectFile(bytes: Uint8Array, password: string | undefined, at: Date): Inspection {
  const contents = readContents(bytes, password);
  const { kind, certificates, requests, publicKeys, privateKeys } = contents;
  const ordered = certificates.length > 1 ? orderChain(certificates) : { certificates: [], findings: [] };
  return {
    kind,
    certificates: certificates.map(listed),
    chain: ordered.certificates.map(({ subject, sha256 }) => ({ subject, sha256 })),
    findings: [
      ...contents.findings,
      ...keyFindings(contents),
      // A file need not hold a whole chain, nor one alone.
      ...ordered.findings.map((finding): Finding => ({ ...finding, severity: 'info' })),
      ...certificates.flatMap((facts) => judge(facts, at)),
    ],
    requests: requests.map(({ subject, sha256, keyType, signatureAlgorithm, subjectAltNames, isCa }) => ({
      ...{ subject, sha256, keyType, signatureAlgorithm },
      subjectAltNames: subjectAltNames.map(subjectAltNameText),
      isCa,
    })),
    publicKeys,
    privateKeys,
  };
}

/** Whether it is a PKCS#12 file that wants a password nobody has given. */
export function needsPassword({ findings }: Inspection): boolean {
  return findings.some(({ id }) => id === 'pkcs12-password-needed');
}

function keyFindings({ privateKeys, kind }: Contents): readonly Finding[] {
  if (privateKeys === 0) return [];
  const what = privateKeys === 1 ? 'a private key' : `${String(privateKeys)} private keys`;
  return [
    {
      id: 'private-key-present',
      severity: kind === 'pkcs12' ? 'info' : 'warning',
      subject: 'the file',
      message: `It holds ${what}, of which nothing is shown.`,
      fix: 'Give nobody this file; pass the certificates on without it.',
    },
  ];
}

/** What would refuse a certificate elsewhere is worth a warning here: it was read all the same. */
function judge(facts: CertificateFacts, at: Date): readonly Finding[] {
  const { findings } = verifyChain({ leaf: facts, intermediates: [], anchors: [facts], at });
  const warnings = findings.map((finding): Finding => ({ ...finding, severity: 'warning' }));
  if (expiryOf(facts.notAfter, at) !== 'expires-soon') return warnings;
  const soon: Finding = {
    id: 'chain-expires-soon',
    severity: 'info',
    subject: titleOfCertificate(facts),
    message: `It expires on ${facts.notAfter.toISOString()}.`,
    fix: 'Renew it in time.',
  };
  return [...warnings, soon];
}
