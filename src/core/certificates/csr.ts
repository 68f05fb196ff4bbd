import { createHash } from 'node:crypto';
import { describePublicKey, readSignatureAlgorithm } from './algorithms.js';
import { verifiesRequest } from './csr-signature.js';
import { contextTag, DerCursor, type DerElement, readDer, TAG } from './der/der.js';
import { readBitString, readOid, readSmallInteger } from './der/der-values.js';
import { type Extensions, readExtensions } from './extensions.js';
import { type SubjectAltName, toSubjectAltName } from './general-names.js';
import { formatName, readName } from './names.js';

/** What a certificate signing request asks for. All texts are safe to print on one line. */
export interface CertificateRequestFacts {
  /** RFC 4514; empty for an empty name. */
  readonly subject: string;
  /** Of the DER: 64 lower-case hexadecimal digits. */
  readonly sha256: string;
  /** As a certificate's: `RSA-2048`, `EC-P-256`, … */
  readonly keyType: string;
  readonly signatureAlgorithm: string;
  /** Those it asks for, as everything below. */
  readonly subjectAltNames: readonly SubjectAltName[];
  readonly isCa: boolean;
  readonly keyUsage: readonly string[] | undefined;
  readonly extendedKeyUsage: readonly string[] | undefined;
  /** Whether its own key made its signature (proof of possession); `undefined` where that cannot be judged here. */
  readonly signatureIsValid: boolean | undefined;
}

/** `extensionRequest`: RFC 2985 §5.4.2; Microsoft's own one means the same. */
const EXTENSION_REQUESTS = new Set(['1.2.840.113549.1.9.14', '1.3.6.1.4.1.311.2.1.14']);

/** Attributes, RFC 2986 §4.1: the extensions asked for. */
function readRequestedExtensions(attributes: DerElement | undefined): Extensions {
  const all = attributes === undefined ? [] : DerCursor.within(attributes).rest('an Attribute', TAG.sequence);
  const found = all.flatMap((attribute) => {
    const cursor = DerCursor.within(attribute);
    const oid = readOid(cursor.read('an attribute type', TAG.objectIdentifier));
    const values = DerCursor.within(cursor.read('attribute values', TAG.set));
    cursor.finish('an Attribute');
    if (!EXTENSION_REQUESTS.has(oid)) return [];
    const list = values.read('requested extensions', TAG.sequence);
    values.finish('requested extensions');
    return [list];
  });
  return readExtensions(found[0]);
}

/**
 * Reads one DER certificate signing request, RFC 2986 §4, and nothing after it.
 *
 * @throws WorklinkError `InvalidInput` naming the byte and what is wrong there
 */
export function readCertificateRequest(der: Uint8Array): CertificateRequestFacts {
  const outer = DerCursor.within(readDer(der, 'a CertificationRequest', TAG.sequence));
  const body = outer.read('a CertificationRequestInfo', TAG.sequence);
  const algorithm = readSignatureAlgorithm(outer.read('a signatureAlgorithm', TAG.sequence));
  const signature = readBitString(outer.read('a signature', TAG.bitString)).bytes;
  outer.finish('a CertificationRequest');
  const cursor = DerCursor.within(body);
  readSmallInteger(cursor.read('a version', TAG.integer), 'the version');
  const subject = readName(cursor.read('a subject', TAG.sequence));
  const keyInfo = cursor.read('a SubjectPublicKeyInfo', TAG.sequence);
  const key = describePublicKey(keyInfo);
  // Some programs leave the attributes out where there are none.
  const attributes = cursor.optional('attributes', contextTag(0, 'constructed'));
  cursor.finish('a CertificationRequestInfo');
  const extensions = readRequestedExtensions(attributes);
  return {
    subject: formatName(subject),
    sha256: createHash('sha256').update(der).digest('hex'),
    keyType: key.keyType,
    signatureAlgorithm: algorithm.name,
    subjectAltNames: (extensions.subjectAltName ?? []).map(toSubjectAltName),
    isCa: extensions.basicConstraints?.isCa ?? false,
    keyUsage: extensions.keyUsage,
    extendedKeyUsage: extensions.extendedKeyUsage,
    signatureIsValid: verifiesRequest({ body, keyInfo, key, algorithm, signature }),
  };
}
