import { createHash, type X509Certificate } from 'node:crypto';
import { WorklinkError } from '../errors.js';
import {
  describePublicKey,
  type KeyDescription,
  readSignatureAlgorithm,
  type SignatureAlgorithm,
} from './algorithms.js';
import { type CertificateFacts, readCertificate } from './certificate.js';
import { DerCursor, readDer, TAG } from './der/der.js';
import { toPem } from './pem.js';
import { escapeUnprintable } from './text.js';

/** What is said of a certificate that only carries a key: nothing that its extensions say. */
export type KeyContainerFacts = Pick<
  CertificateFacts,
  'pem' | 'sha256' | 'subject' | 'issuer' | 'notBefore' | 'notAfter' | 'keyType' | 'signatureAlgorithm'
>;

export interface KeyContainer {
  /** `signatureAlgorithm` is {@link UNKNOWN_ALGORITHM} where nobody could tell. */
  readonly facts: KeyContainerFacts;
  readonly key: KeyDescription;
  /** How the certificate itself is signed. */
  readonly signature: SignatureAlgorithm;
}

export type KeyContainerReading =
  | { readonly container: KeyContainer; readonly fault: undefined }
  | { readonly container: undefined; readonly fault: 'public-key' | 'validity' };

const UNKNOWN_ALGORITHM = 'unknown';
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A time as OpenSSL prints it: `Jan 31 23:59:59 2030 GMT`, with a fraction where the certificate has one. */
const PRINTED_TIME = /^([A-Z][a-z]{2}) +(\d{1,2}) (\d\d:\d\d:\d\d(?:\.\d{1,30})?) (\d{1,4}) GMT$/;

/**
 * Reads a certificate that two parties use for nothing but the key in it, as SAML metadata does. What else it holds has no
 * meaning there, whatever state it is in (SAML V2.0 Metadata Interoperability Profile, "Key Representation"), so that the
 * faults which `readCertificate` refuses (a malformed extension, a length or a modulus in a longer form than DER's, version
 * 4, an overlong serial number) refuse no key that OpenSSL can read. Never throws.
 *
 * @param x509 OpenSSL's reading
 */
export function readKeyContainer(x509: X509Certificate): KeyContainerReading {
  const key = readKey(x509);
  if (key === undefined) return { container: undefined, fault: 'public-key' };
  const signature = readSignature(x509.raw);
  const facts = attempt(() => readCertificate(x509.raw)) ?? printedFacts(x509, key, signature);
  if (facts === undefined) return { container: undefined, fault: 'validity' };
  return { container: { facts, key, signature }, fault: undefined };
}

/** What our strict reader makes of it, if anything. */
function attempt<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof WorklinkError) return undefined;
    throw error;
  }
}

/** OpenSSL writes the key again in DER, so that it doesn't matter how the certificate has it. */
function readKey(x509: X509Certificate): KeyDescription | undefined {
  let encoded: Uint8Array;
  try {
    encoded = x509.publicKey.export({ type: 'spki', format: 'der' });
  } catch {
    // A kind of key, or a curve, that OpenSSL doesn't know.
    return undefined;
  }
  return attempt(() => describePublicKey(readDer(encoded, 'a SubjectPublicKeyInfo', TAG.sequence)));
}

/** The algorithm stands outside of what is signed: RFC 5280 §4.1.1.2. */
function readSignature(der: Uint8Array): SignatureAlgorithm {
  const read = (): SignatureAlgorithm => {
    const cursor = DerCursor.within(readDer(der, 'a Certificate', TAG.sequence));
    cursor.read('a TBSCertificate', TAG.sequence);
    return readSignatureAlgorithm(cursor.read('a signatureAlgorithm', TAG.sequence));
  };
  return attempt(read) ?? { name: UNKNOWN_ALGORITHM, hash: undefined };
}

/** The same facts from what OpenSSL prints; undefined where the certificate's dates are none. */
function printedFacts(
  x509: X509Certificate,
  key: KeyDescription,
  signature: SignatureAlgorithm,
): KeyContainerFacts | undefined {
  const notBefore = readPrintedTime(x509.validFrom);
  const notAfter = readPrintedTime(x509.validTo);
  if (notBefore === undefined || notAfter === undefined) return undefined;
  return {
    pem: toPem(x509.raw),
    sha256: createHash('sha256').update(x509.raw).digest('hex'),
    subject: formatPrintedName(x509.subject),
    issuer: formatPrintedName(x509.issuer),
    notBefore,
    notAfter,
    keyType: key.keyType,
    signatureAlgorithm: signature.name,
  };
}

/**
 * Node has OpenSSL print one relative name on each line, most general first, its values escaped after RFC 2253 and its
 * controls too; an empty name is undefined, whatever its type says.
 */
function formatPrintedName(name: string | undefined): string {
  const relativeNames = (name ?? '').split('\n').map((line) => line.replaceAll(' + ', '+'));
  return escapeUnprintable(relativeNames.reverse().join(','));
}

/** Not Date's own reading of the text, which takes the year 49 for 2049. */
function readPrintedTime(text: string): Date | undefined {
  const [, monthName = '', day = '', clock = '', year = ''] = PRINTED_TIME.exec(text) ?? [];
  const month = String(MONTHS.indexOf(monthName) + 1);
  const time = new Date(
    `${year.padStart(4, '0')}-${month.padStart(2, '0')}-${day.padStart(2, '0')}T${clock}Z`,
  );
  return Number.isNaN(time.getTime()) ? undefined : time;
}
