import { type Finding } from '../../findings.js';
import { type Pkcs12Contents } from './pkcs12.js';

const SUBJECT = 'the PKCS#12 file';
const REWRAP = 'Have it written again as Apple takes it: --rewrap.';

/** Schemes of encryption that every version of Apple's importer has taken. */
const TAKEN: readonly string[] = ['PBE-SHA1-3DES', 'PBE-SHA1-RC2-40', 'PBE-SHA1-RC2-128'];

/** Keys of identities that Apple's key chain knows: RSA, and ECDSA on the curves of NIST. */
const KEYS = /^(?:RSA-\d+|EC-P-(?:256|384|521))$/;

function finding(severity: Finding['severity'], id: string, message: string, fix: string): Finding {
  return { id, severity, subject: SUBJECT, message, fix };
}

/**
 * What Apple's importer (`SecPKCS12Import`, the same in configuration profiles) would make of a file.
 *
 * Apple does not document which encryption it takes. By reports of its users, all versions take 3DES and RC2 with SHA-1; PBES2
 * with AES, or an integrity check with another hash, was refused as a wrong password by iOS 16 and by macOS 12, 13 and 14, and
 * taken by macOS 26. For versions between, and for other schemes, it is not known. A password is needed, and the key must
 * be encrypted.
 */
export function appleImportFindings({
  identities,
  keys,
  encryption,
  hasNoPassword,
}: Pkcs12Contents): Finding[] {
  const findings: Finding[] = [];
  const [identity, ...others] = identities;
  if (identity === undefined) {
    const message =
      keys.length === 0
        ? 'It holds no private key.'
        : 'It holds no private key together with its certificate.';
    findings.push(
      finding('error', 'apple-no-identity', message, 'Export the certificate together with its key.'),
    );
  } else if (others.length > 0) {
    const message = `It holds ${String(identities.length)} identities; a configuration profile takes one for each payload.`;
    findings.push(finding('error', 'apple-several-identities', message, 'Export the one that is meant.'));
  }
  const { mac } = encryption;
  const parts = [...encryption.keys, ...encryption.certificates];
  const other = parts.find(({ scheme }) => !TAKEN.includes(scheme));
  if (hasNoPassword || encryption.keys.length === 0) {
    const message = 'It has no password, or its key is not encrypted: Apple’s importer refuses that.';
    findings.push(finding('warning', 'apple-not-protected', message, REWRAP));
  } else if (other !== undefined || mac?.scheme !== 'PKCS#12' || mac.hash !== 'SHA-1') {
    const [what, ...rest] = [
      other?.cipher,
      mac === undefined ? 'no integrity check' : `a MAC of ${mac.hash}`,
    ];
    const used = [what, ...rest].filter((text) => text !== undefined).join(' and ');
    const message = `It uses ${used}: iOS up to 16 and macOS up to 14 are reported to refuse that as a wrong password.`;
    findings.push(finding('warning', 'apple-encryption', message, REWRAP));
  }
  const keyType = identity?.certificate.keyType;
  if (keyType !== undefined && !KEYS.test(keyType)) {
    const message = `Its key is ${keyType}; Apple’s key chain is known to take RSA and the NIST curves.`;
    findings.push(
      finding('warning', 'apple-key-type', message, 'Issue the certificate for an RSA or P-256 key.'),
    );
  }
  return findings;
}

/** Whether writing the file again mends what Apple's importer finds wrong. */
export function needsRewrap(findings: readonly Finding[]): boolean {
  return findings.some(({ id }) => id === 'apple-not-protected' || id === 'apple-encryption');
}
