import { X509Certificate } from 'node:crypto';
import {
  type KeyContainer,
  type KeyContainerFacts,
  type KeyContainerReading,
  readKeyContainer,
} from '../../certificates/key-container.js';

/** What a signing certificate in metadata says, in the words that certificates have everywhere else. */
export interface SigningCertificate extends KeyContainerFacts {
  /** The DER form as base64, without line breaks. */
  readonly base64: string;
}

/** A certificate together with what {@link SigningCertificate} leaves out: enough to judge it, and see who issued whom. */
export interface ParsedCertificate extends Pick<KeyContainer, 'key' | 'signature'> {
  readonly facts: SigningCertificate;
  readonly x509: X509Certificate;
}

export type CertificateReading =
  | { readonly certificate: ParsedCertificate; readonly fault: undefined }
  | {
      readonly certificate: undefined;
      readonly fault: 'unreadable' | 'trailing-bytes';
      readonly reason: string;
    };

const SEQUENCE_BYTE = 0x30;
const HYPHEN_BYTE = 0x2d;

const REASONS: Readonly<Record<NonNullable<KeyContainerReading['fault']>, string>> = {
  'public-key': "its public key isn't of a kind that can be read",
  validity: "its period of validity isn't written as RFC 5280 asks",
};

/** Hashes that collide, so that a certificate signed with one may have a twin. */
const WEAK_HASHES: ReadonlySet<string> = new Set(['MD2', 'MD4', 'MD5', 'SHA-1']);

/** Reads one certificate in DER form, all of it and nothing behind it. Never throws. */
export function readSigningCertificate(der: Uint8Array): CertificateReading {
  if (der[0] === HYPHEN_BYTE) return unreadable('it is a PEM file encoded a second time');
  // X509Certificate would look for PEM in anything else.
  if (der[0] !== SEQUENCE_BYTE) return unreadable("it isn't an X.509 certificate");
  let x509: X509Certificate;
  try {
    x509 = new X509Certificate(der);
  } catch {
    return unreadable("it isn't an X.509 certificate");
  }
  // Where OpenSSL would write other bytes, the fingerprint would depend on who computes it.
  const raw = x509.raw;
  if (!raw.equals(der)) {
    if (der.length > raw.length && raw.equals(der.subarray(0, raw.length))) {
      const reason = `${der.length - raw.length} bytes follow the certificate`;
      return { certificate: undefined, fault: 'trailing-bytes', reason };
    }
    return unreadable("it isn't in DER");
  }
  const { container, fault } = readKeyContainer(x509);
  if (fault !== undefined) return unreadable(REASONS[fault]);
  const { pem, sha256, subject, issuer, notBefore, notAfter, keyType, signatureAlgorithm } = container.facts;
  const facts: SigningCertificate = {
    base64: raw.toString('base64'),
    pem,
    sha256,
    subject,
    issuer,
    notBefore,
    notAfter,
    keyType,
    signatureAlgorithm,
  };
  return {
    certificate: { facts, x509, key: container.key, signature: container.signature },
    fault: undefined,
  };
}

/** How a message names a certificate: by its subject, else by its fingerprint. */
export function certificateName({ subject, sha256 }: SigningCertificate): string {
  return subject === '' ? `SHA-256 ${sha256}` : subject;
}

/** The hash the certificate's own signature was made with, where it is too weak to count. */
export function weakHash({ signature }: Pick<ParsedCertificate, 'signature'>): string | undefined {
  // RSASSA-PSS without a hash named in its parameters means SHA-1 (RFC 4055 §3.1).
  const hash = signature.name === 'RSASSA-PSS' ? 'SHA-1' : signature.hash;
  return hash !== undefined && WEAK_HASHES.has(hash) ? hash : undefined;
}

function unreadable(reason: string): CertificateReading {
  return { certificate: undefined, fault: 'unreadable', reason };
}
