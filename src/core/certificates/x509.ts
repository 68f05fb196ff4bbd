import { X509Certificate } from 'node:crypto';
import { ownError } from '../errors.js';
import {
  describePublicKey,
  type KeyDescription,
  readSignatureAlgorithm,
  type SignatureAlgorithm,
} from './algorithms.js';
import { contextTag, DerCursor, type DerElement, derFault, readDer, TAG } from './der/der.js';
import { readBitString, readInteger, readSmallInteger, readTime } from './der/der-values.js';
import { type Extensions, readExtensions } from './extensions.js';
import { comparableName, type DistinguishedName, readName } from './names.js';

/** How long a serial number may be, in bytes. RFC 5280 §4.1.2.2 says 20; longer ones were issued. */
const MAX_SERIAL_BYTES = 64;

/** A certificate taken apart by our own strict reader, beside Node's view of it. For this room only. */
export interface ParsedCertificate extends Extensions {
  readonly der: Uint8Array;
  readonly version: 1 | 2 | 3;
  readonly serialNumber: bigint;
  readonly signatureAlgorithm: SignatureAlgorithm;
  readonly subject: DistinguishedName;
  readonly issuer: DistinguishedName;
  /** Equal for equal names: RFC 5280 §7.1. */
  readonly comparableSubject: string;
  readonly comparableIssuer: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly key: KeyDescription;
  /** The SubjectPublicKeyInfo, encoded. */
  readonly subjectPublicKeyInfo: Uint8Array;
  readonly x509: X509Certificate;
}

function readVersion(cursor: DerCursor): 1 | 2 | 3 {
  const wrapper = cursor.optional('a version', contextTag(0, 'constructed'));
  if (wrapper === undefined) return 1;
  const inner = DerCursor.within(wrapper);
  const version = readSmallInteger(inner.read('a version', TAG.integer), 'the version') + 1;
  inner.finish('a version');
  if (version !== 1 && version !== 2 && version !== 3) {
    throw derFault(wrapper.offset, `X.509 version ${version}, which does not exist`);
  }
  return version;
}

function readSerialNumber(element: DerElement): bigint {
  if (element.content.length > MAX_SERIAL_BYTES) {
    throw derFault(element.offset, `a serial number of ${element.content.length} bytes`);
  }
  return readInteger(element);
}

function readValidity(element: DerElement): { readonly notBefore: Date; readonly notAfter: Date } {
  const cursor = DerCursor.within(element);
  const notBefore = readTime(cursor.read('notBefore', TAG.utcTime, TAG.generalizedTime));
  const notAfter = readTime(cursor.read('notAfter', TAG.utcTime, TAG.generalizedTime));
  cursor.finish('validity');
  return { notBefore, notAfter };
}

function readExtensionList(cursor: DerCursor, version: number): DerElement | undefined {
  const wrapper = cursor.optional('extensions', contextTag(3, 'constructed'));
  if (wrapper === undefined) return undefined;
  if (version !== 3) throw derFault(wrapper.offset, `extensions in a version ${version} certificate`);
  const inner = DerCursor.within(wrapper);
  const list = inner.read('extensions', TAG.sequence);
  inner.finish('extensions');
  return list;
}

/** Node's reading of the same bytes: what it cannot take in, TLS and the signature checks could not either. */
function openX509(der: Uint8Array): X509Certificate {
  try {
    return new X509Certificate(der);
  } catch (cause) {
    throw ownError(
      'InvalidInput',
      'The certificate is well-formed DER, but no certificate that OpenSSL can read.',
      {
        cause,
      },
    );
  }
}

/**
 * Reads one DER certificate, RFC 5280 §4.1, and nothing after it.
 *
 * @throws WorklinkError `InvalidInput` naming the byte and what is wrong there
 */
export function parseCertificate(der: Uint8Array): ParsedCertificate {
  const outer = DerCursor.within(readDer(der, 'a Certificate', TAG.sequence));
  const body = outer.read('a TBSCertificate', TAG.sequence);
  const signatureAlgorithm = readSignatureAlgorithm(outer.read('a signatureAlgorithm', TAG.sequence));
  readBitString(outer.read('a signature', TAG.bitString));
  outer.finish('a Certificate');

  const cursor = DerCursor.within(body);
  const version = readVersion(cursor);
  const serialNumber = readSerialNumber(cursor.read('a serialNumber', TAG.integer));
  cursor.read('a signature algorithm', TAG.sequence);
  const issuer = readName(cursor.read('an issuer', TAG.sequence));
  const { notBefore, notAfter } = readValidity(cursor.read('validity', TAG.sequence));
  const subject = readName(cursor.read('a subject', TAG.sequence));
  const keyElement = cursor.read('a SubjectPublicKeyInfo', TAG.sequence);
  const key = describePublicKey(keyElement);
  cursor.optional('an issuerUniqueID', contextTag(1, 'primitive'));
  cursor.optional('a subjectUniqueID', contextTag(2, 'primitive'));
  const extensions = readExtensions(readExtensionList(cursor, version));
  cursor.finish('a TBSCertificate');

  return {
    ...extensions,
    der,
    version,
    serialNumber,
    signatureAlgorithm,
    subject,
    issuer,
    comparableSubject: comparableName(subject),
    comparableIssuer: comparableName(issuer),
    notBefore,
    notAfter,
    key,
    subjectPublicKeyInfo: keyElement.encoded,
    x509: openX509(der),
  };
}
