import {
  type CertificateFacts,
  readCertificate,
  readCertificates,
} from '../../../certificates/certificate.js';
import { verifyChain } from '../../../certificates/chain/chain.js';
import { presentedHostnames } from '../../../certificates/hostname.js';
import { matchesPrivateKey } from '../../../certificates/private-key.js';
import { ownError, type WorklinkError } from '../../../errors.js';
import { type Finding } from '../../../findings.js';
import { type CertificateImport } from '../../../ports/certificate-manager.js';

/** The keys ACM imports (ACM User Guide, Prerequisites for importing certificates), in this project's names. */
const IMPORTABLE_KEYS = ['RSA-1024', 'RSA-2048', 'RSA-3072', 'RSA-4096', 'EC-P-256', 'EC-P-384', 'EC-P-521'];

export interface ImportableCertificate {
  readonly facts: CertificateFacts;
  readonly hostnames: readonly string[];
}

/**
 * Judges an import by ACM's rules: one certificate, valid now, for a host, with a key ACM takes; the private key is
 * its own; the chain leads up from it.
 *
 * @throws WorklinkError `InvalidInput` with the findings in its details
 */
export function judgeImport(input: CertificateImport, now: Date): ImportableCertificate {
  const facts = readCertificate(input.certificate);
  if (!IMPORTABLE_KEYS.includes(facts.keyType)) {
    throw refused(`ACM does not import certificates with a key of type ${facts.keyType}.`, {
      hint: `Use one of ${IMPORTABLE_KEYS.join(', ')}.`,
    });
  }
  if (now < facts.notBefore)
    throw refused(`The certificate is valid from ${facts.notBefore.toISOString()} on only.`);
  if (now > facts.notAfter) throw refused(`The certificate expired on ${facts.notAfter.toISOString()}.`);
  const hostnames = presentedHostnames(facts);
  if (hostnames.length === 0) throw refused('The certificate names no host.');
  const key = matchesPrivateKey(facts, input.privateKey);
  if (!key.matches) throw judged('The private key cannot be used with the certificate', key.findings);
  if (input.chain !== undefined) requireChain(facts, input.chain, now);
  return { facts, hostnames };
}

function requireChain(leaf: CertificateFacts, chain: string, at: Date): void {
  const { verdict, findings } = verifyChain({
    leaf,
    intermediates: readCertificates(chain),
    anchors: 'topmost',
    at,
  });
  if (verdict === 'invalid') throw judged('The chain does not verify', findings);
}

function judged(what: string, findings: readonly Finding[]): WorklinkError {
  const errors = findings.filter(({ severity }) => severity === 'error');
  const fix = errors[0]?.fix;
  return refused(`${what}: ${errors.map(({ message }) => message).join('; ')}`, {
    ...(fix !== undefined && { hint: fix }),
    details: { findings },
  });
}

function refused(
  message: string,
  options: { hint?: string; details?: Record<string, unknown> } = {},
): WorklinkError {
  return ownError('InvalidInput', message, options);
}
