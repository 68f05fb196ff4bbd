import { berToDer, hasIndefiniteLength } from './der/ber.js';
import { contextTag, DerCursor, type DerElement, readDer, TAG } from './der/der.js';
import { readOid } from './der/der-values.js';

/** What a block of bytes is, as far as its outer shape tells. */
export type ContentKind =
  | 'certificate'
  | 'trusted-certificate'
  | 'certificate-request'
  | 'private-key'
  | 'encrypted-private-key'
  | 'public-key'
  | 'pkcs7'
  | 'pkcs12'
  | 'crl'
  | 'parameters'
  | 'unknown';

const KIND_NAMES: Readonly<Record<ContentKind, string>> = {
  certificate: 'a certificate',
  'trusted-certificate': 'a certificate with OpenSSL trust settings attached',
  'certificate-request': 'a certificate signing request',
  'private-key': 'a private key',
  'encrypted-private-key': 'an encrypted private key',
  'public-key': 'a public key',
  pkcs7: 'a PKCS#7 bundle',
  pkcs12: 'a PKCS#12 file',
  crl: 'a certificate revocation list',
  parameters: 'key parameters',
  unknown: 'something else',
};

/** A kind in words, with its article: "a private key". */
export function kindName(kind: ContentKind): string {
  return KIND_NAMES[kind];
}

const LABELS: Readonly<Record<string, ContentKind>> = {
  CERTIFICATE: 'certificate',
  'X509 CERTIFICATE': 'certificate',
  'TRUSTED CERTIFICATE': 'trusted-certificate',
  'CERTIFICATE REQUEST': 'certificate-request',
  'NEW CERTIFICATE REQUEST': 'certificate-request',
  'ENCRYPTED PRIVATE KEY': 'encrypted-private-key',
  'PUBLIC KEY': 'public-key',
  'RSA PUBLIC KEY': 'public-key',
  PKCS7: 'pkcs7',
  'PKCS #7 SIGNED DATA': 'pkcs7',
  CMS: 'pkcs7',
  PKCS12: 'pkcs12',
  'X509 CRL': 'crl',
};

/** What a PEM label (RFC 7468, and OpenSSL's older ones) stands for. */
export function kindOfLabel(label: string): ContentKind {
  const known = LABELS[label];
  if (known !== undefined) return known;
  if (/(^| )PRIVATE KEY( BLOCK)?$/.test(label)) return 'private-key';
  return label.endsWith(' PARAMETERS') ? 'parameters' : 'unknown';
}

const PKCS7_ARC = '1.2.840.113549.1.7.';

function startsWithOid(element: DerElement, accept: (oid: string) => boolean): boolean {
  return accept(readOid(DerCursor.within(element).read('an identifier', TAG.objectIdentifier)));
}

function tagsOf(element: DerElement): number[] {
  return DerCursor.within(element)
    .rest('an element')
    .map((child) => child.tag);
}

function kindOfSequence(outer: DerElement): ContentKind {
  const [first, second, third] = DerCursor.within(outer).rest('an element');
  if (first === undefined) return 'unknown';
  if (first.tag === TAG.objectIdentifier) {
    return startsWithOid(outer, (oid) => oid.startsWith(PKCS7_ARC)) ? 'pkcs7' : 'parameters';
  }
  if (first.tag === TAG.integer) {
    // PKCS#8 (RFC 5958), SEC 1 (RFC 5915), PKCS#1 (RFC 8017): a version, then key material.
    if (second?.tag === TAG.sequence && third?.tag === TAG.octetString) return 'private-key';
    if (second?.tag === TAG.octetString) return 'private-key';
    if (second?.tag === TAG.sequence && startsWithOid(second, (oid) => oid.startsWith(PKCS7_ARC)))
      return 'pkcs12';
    if (second?.tag === TAG.integer) return third === undefined ? 'public-key' : 'private-key';
    return 'unknown';
  }
  if (first.tag !== TAG.sequence) return 'unknown';
  if (second?.tag === TAG.octetString) return 'encrypted-private-key';
  if (second?.tag === TAG.bitString) return 'public-key';
  if (second?.tag !== TAG.sequence || third?.tag !== TAG.bitString) return 'unknown';
  return kindOfSigned(first);
}

/** Certificates, requests and revocation lists are all `SEQUENCE { body, algorithm, signature }`. */
function kindOfSigned(body: DerElement): ContentKind {
  const tags = tagsOf(body);
  const [first, second, third, fourth] = tags;
  if (first === TAG.integer && third === TAG.sequence && (fourth ?? 0xa0) === contextTag(0, 'constructed')) {
    return 'certificate-request';
  }
  const times: number[] = [TAG.utcTime, TAG.generalizedTime];
  if (second === TAG.sequence && tags.slice(2, 5).some((tag) => times.includes(tag))) return 'crl';
  return first === TAG.integer || first === contextTag(0, 'constructed') ? 'certificate' : 'unknown';
}

/**
 * What a DER structure is, by its outer shape; `unknown` for anything that is not DER or nothing known here.
 * PKCS#7 and PKCS#12 may be BER with indefinite lengths (RFC 5652 §5.1, RFC 7292 §3.1).
 */
export function kindOfDer(bytes: Uint8Array): ContentKind {
  try {
    const der = hasIndefiniteLength(bytes) ? berToDer(bytes) : bytes;
    return kindOfSequence(readDer(der, 'a structure', TAG.sequence));
  } catch {
    return 'unknown';
  }
}
