import { ownError } from '../errors.js';
import { berToDer, hasIndefiniteLength } from './der/ber.js';
import { contextTag, DerCursor, type DerElement, derFault, readDer, TAG } from './der/der.js';
import { readOid, readSmallInteger } from './der/der-values.js';

/** How many certificates one bundle may hold. */
const MAX_BUNDLE_CERTIFICATES = 1000;

const SIGNED_DATA = '1.2.840.113549.1.7.2';

/** What else a PKCS#7 or CMS file can be, none of which carries certificates to hand on: RFC 5652. */
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.7.1': 'plain data',
  '1.2.840.113549.1.7.3': 'enveloped (encrypted) data',
  '1.2.840.113549.1.7.4': 'signed and enveloped data',
  '1.2.840.113549.1.7.5': 'digested data',
  '1.2.840.113549.1.7.6': 'encrypted data',
};

/** What a PKCS#7 or CMS file of the kind signed-data holds: RFC 5652 §5.1. */
export interface Pkcs7Contents {
  /** X.509 certificates, DER, in the order of the file. Nothing says that the order means anything. */
  readonly certificates: readonly Uint8Array[];
  /** Certificates of other kinds, such as attribute certificates. */
  readonly otherCertificates: number;
  readonly revocationLists: number;
  /** 0 where it is there for its certificates alone ("certs-only", a `.p7b`). Their signatures are not verified. */
  readonly signers: number;
}

function readSignedData(element: DerElement): Pkcs7Contents {
  const cursor = DerCursor.within(element);
  readSmallInteger(cursor.read('a SignedData version', TAG.integer), 'the SignedData version');
  cursor.read('digestAlgorithms', TAG.set);
  cursor.read('encapContentInfo', TAG.sequence);
  const set = cursor.optional('certificates', contextTag(0, 'constructed'));
  const all = set === undefined ? [] : DerCursor.within(set).rest('a certificate');
  const lists = cursor.optional('crls', contextTag(1, 'constructed'));
  const signers = DerCursor.within(cursor.read('signerInfos', TAG.set)).rest('a SignerInfo', TAG.sequence);
  cursor.finish('SignedData');
  // CertificateChoices, RFC 5652 §10.2.2: an X.509 certificate is the only one that is a plain SEQUENCE.
  const certificates = all.filter(({ tag }) => tag === TAG.sequence).map(({ encoded }) => encoded);
  if (certificates.length > MAX_BUNDLE_CERTIFICATES) {
    throw derFault(element.offset, `more than ${String(MAX_BUNDLE_CERTIFICATES)} certificates`);
  }
  return {
    certificates,
    otherCertificates: all.length - certificates.length,
    revocationLists: lists === undefined ? 0 : DerCursor.within(lists).rest('a revocation list').length,
    signers: signers.length,
  };
}

/**
 * Reads a PKCS#7 file or CMS message (RFC 2315, RFC 5652) for the certificates it carries: DER, or BER with indefinite
 * lengths. Whether somebody's signature over its content is good is not asked.
 *
 * @throws WorklinkError `InvalidInput` for a malformed one, for bytes after it, and for one that is not signed-data
 */
export function readPkcs7(bytes: Uint8Array): Pkcs7Contents {
  const der = hasIndefiniteLength(bytes) ? berToDer(bytes) : bytes;
  const outer = DerCursor.within(readDer(der, 'a ContentInfo', TAG.sequence));
  const contentType = readOid(outer.read('a contentType', TAG.objectIdentifier));
  if (contentType !== SIGNED_DATA) {
    const what = CONTENT_TYPES[contentType] ?? `content of type ${contentType}`;
    throw ownError('InvalidInput', `The PKCS#7 file holds ${what}, not certificates.`, {
      hint: 'Give a certs-only file (.p7b), as certificate authorities hand out.',
    });
  }
  const wrapper = DerCursor.within(outer.read('content', contextTag(0, 'constructed')));
  outer.finish('a ContentInfo');
  const signedData = wrapper.read('SignedData', TAG.sequence);
  wrapper.finish('content');
  return readSignedData(signedData);
}
