import { X509Certificate, type KeyObject } from 'node:crypto';
import { DER_TAGS, derChildren, derElements, derObjectIdentifier, derTime } from './der.js';

/** What a signing certificate in metadata says. */
export interface SigningCertificate {
  /** The DER form as base64, without line breaks. */
  readonly base64: string;
  readonly pem: string;
  /** SHA-256 of the DER form, as upper-case hexadecimal with colons. */
  readonly sha256: string;
  /** Distinguished names on one line, in the certificate's own order: `C=US, O=Example, CN=idp`. */
  readonly subject: string;
  readonly issuer: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** `rsa`, `rsa-pss`, `ec`, `ed25519` …, as OpenSSL names key types. */
  readonly keyType: string;
  /** Length of an RSA or DSA modulus in bits. */
  readonly keyBits?: number;
  /** The curve of an elliptic-curve key: `prime256v1`, `secp384r1` … */
  readonly curve?: string;
  /** The hash the certificate's own signature was made with, where it is too weak to count. */
  readonly weakHash?: 'MD2' | 'MD5' | 'SHA-1';
}

/** A certificate together with what {@link SigningCertificate} leaves out: enough to see who issued whom. */
export interface ParsedCertificate {
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

/** Signature algorithms on hashes that collide (RFC 3279, RFC 4055 and NIST's arc for SHA-1 with DSA and ECDSA). */
const WEAK_SIGNATURES: Readonly<Record<string, 'MD2' | 'MD5' | 'SHA-1'>> = {
  '1.2.840.113549.1.1.2': 'MD2',
  '1.2.840.113549.1.1.4': 'MD5',
  '1.2.840.113549.1.1.5': 'SHA-1',
  '1.2.840.10040.4.3': 'SHA-1',
  '1.2.840.10045.4.1': 'SHA-1',
  '1.3.14.3.2.29': 'SHA-1',
};
const RSASSA_PSS = '1.2.840.113549.1.1.10';

/** Reads one certificate in DER form, all of it and nothing behind it. Never throws. */
export function readCertificate(der: Uint8Array): CertificateReading {
  if (der[0] === HYPHEN_BYTE) return unreadable('it is a PEM file encoded a second time');
  // X509Certificate would look for PEM in anything else.
  if (der[0] !== SEQUENCE_BYTE) return unreadable("it isn't an X.509 certificate");
  let x509: X509Certificate;
  let key: KeyObject;
  try {
    x509 = new X509Certificate(der);
  } catch {
    return unreadable("it isn't an X.509 certificate");
  }
  const raw = x509.raw;
  if (!raw.equals(der)) {
    if (der.length > raw.length && raw.equals(der.subarray(0, raw.length))) {
      const reason = `${der.length - raw.length} bytes follow the certificate`;
      return { certificate: undefined, fault: 'trailing-bytes', reason };
    }
    return unreadable("it isn't in DER");
  }
  try {
    key = x509.publicKey;
  } catch {
    return unreadable("its public key isn't of a kind that can be read");
  }
  const signed = signedFacts(der);
  if (signed === undefined) return unreadable("its period of validity isn't written as RFC 5280 asks");
  const details = key.asymmetricKeyDetails;
  const base64 = Buffer.from(der).toString('base64');
  const facts: SigningCertificate = {
    base64,
    pem: x509.toString(),
    sha256: x509.fingerprint256,
    subject: oneLine(x509.subject),
    issuer: oneLine(x509.issuer),
    notBefore: signed.notBefore,
    notAfter: signed.notAfter,
    keyType: key.asymmetricKeyType ?? 'unknown',
    ...(details?.modulusLength !== undefined && { keyBits: details.modulusLength }),
    ...(details?.namedCurve !== undefined && { curve: details.namedCurve }),
    ...(signed.weakHash !== undefined && { weakHash: signed.weakHash }),
  };
  return { certificate: { facts, x509 }, fault: undefined };
}

/** How a message names a certificate: by its subject, else by its fingerprint. */
export function certificateName({ subject, sha256 }: SigningCertificate): string {
  return subject === '' ? `SHA-256 ${sha256}` : subject;
}

function unreadable(reason: string): CertificateReading {
  return { certificate: undefined, fault: 'unreadable', reason };
}

interface SignedFacts {
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly weakHash: 'MD2' | 'MD5' | 'SHA-1' | undefined;
}

/** What node:crypto has no property for on Node 20 (RFC 5280 §4.1). */
function signedFacts(der: Uint8Array): SignedFacts | undefined {
  const [certificate] = derElements(der) ?? [];
  const [toBeSigned, algorithm] = derChildren(certificate);
  const fields = derChildren(toBeSigned);
  // version [0] may be absent; then serialNumber, signature, issuer, validity.
  const validity = fields[fields[0]?.tag === DER_TAGS.contextZero ? 4 : 3];
  const [from, to] = derChildren(validity);
  const notBefore = derTime(from);
  const notAfter = derTime(to);
  if (notBefore === undefined || notAfter === undefined) return undefined;
  const [oid, parameters] = derChildren(algorithm);
  const name = derObjectIdentifier(oid) ?? '';
  // RSASSA-PSS without a hash named in its parameters means SHA-1 (RFC 4055 §3.1).
  const pssHash = derChildren(parameters)[0];
  const isPssWithSha1 = name === RSASSA_PSS && pssHash?.tag !== DER_TAGS.contextZero;
  return { notBefore, notAfter, weakHash: isPssWithSha1 ? 'SHA-1' : WEAK_SIGNATURES[name] };
}

/** node:crypto puts one attribute on each line, and leaves an empty name undefined, whatever its type says. */
function oneLine(name: string | undefined): string {
  return (name ?? '').split('\n').join(', ');
}
