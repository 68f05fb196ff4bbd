import { createHash, type KeyObject, sign, verify, X509Certificate } from 'node:crypto';
import { ownError } from '../errors.js';
import { type CertificateFacts } from './certificate.js';
import { contextTag, DerCursor, readDer, TAG } from './der/der.js';
import {
  derAlgorithm,
  derContext,
  derInteger,
  derNull,
  derOctets,
  derOid,
  derSequence,
  derSetOf,
  derTime,
} from './der/der-writer.js';

/** Whoever signs: a certificate, its key, and the certificates that lead up from it. */
export interface CmsSigner {
  readonly certificate: CertificateFacts;
  readonly chain: readonly CertificateFacts[];
  readonly privateKey: KeyObject;
}

const OID = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  sha256: '2.16.840.1.101.3.4.2.1',
  rsa: '1.2.840.113549.1.1.1',
  ecdsaSha256: '1.2.840.10045.4.3.2',
} as const;

/** Issuer and serial number as the certificate has them, byte for byte: they are how the signer is found. */
function issuerAndSerial(der: Uint8Array): Uint8Array {
  const outer = DerCursor.within(readDer(der, 'a Certificate', TAG.sequence));
  const body = DerCursor.within(outer.read('a TBSCertificate', TAG.sequence));
  body.optional('a version', contextTag(0, 'constructed'));
  const serial = body.read('a serialNumber', TAG.integer).encoded;
  body.read('a signature', TAG.sequence);
  return derSequence(body.read('an issuer', TAG.sequence).encoded, serial);
}

function attribute(type: string, value: Uint8Array): Uint8Array {
  return derSequence(derOid(type), derSetOf(value));
}

function signatureAlgorithm({ certificate }: CmsSigner): Uint8Array {
  const { keyType } = certificate;
  if (/^RSA-\d+$/.test(keyType)) return derAlgorithm(OID.rsa, derNull());
  if (keyType.startsWith('EC-P-')) return derAlgorithm(OID.ecdsaSha256);
  throw ownError('InvalidInput', `The signer's key is ${keyType}: profiles are signed with RSA or ECDSA.`, {
    hint: 'Sign with a certificate for an RSA or a P-256 key.',
  });
}

/**
 * Signs some content: CMS SignedData (RFC 5652 §5) with the content inside, as DER, with SHA-256, the signing time, and the
 * signer's certificate and chain. It is what Apple takes for a signed configuration profile.
 *
 * @param at the signing time
 * @throws WorklinkError `InvalidInput` for a key that is neither RSA nor ECDSA on a curve of NIST
 */
export function signCms(content: Uint8Array, signer: CmsSigner, at: Date): Uint8Array {
  const algorithm = signatureAlgorithm(signer);
  const digest = createHash('sha256').update(content).digest();
  const attributes = derSetOf(
    attribute(OID.contentType, derOid(OID.data)),
    attribute(OID.messageDigest, derOctets(digest)),
    attribute(OID.signingTime, derTime(at)),
  );
  const signature = sign('sha256', attributes, signer.privateKey);
  const x509 = new X509Certificate(signer.certificate.der);
  if (!verify('sha256', attributes, x509.publicKey, signature)) {
    throw ownError('InvalidInput', 'The signer’s key is not that of its certificate.', {
      hint: 'Give both of one identity.',
    });
  }
  // What is signed has the identifier octet of a SET; in place it is `[0] IMPLICIT` (RFC 5652 §5.4).
  const signedAttributes = Buffer.from(attributes);
  signedAttributes[0] = contextTag(0, 'constructed');
  const sha256 = derAlgorithm(OID.sha256);
  const signerInfo = derSequence(
    derInteger(1),
    issuerAndSerial(signer.certificate.der),
    sha256,
    signedAttributes,
    algorithm,
    derOctets(signature),
  );
  const certificates = [signer.certificate, ...signer.chain].map(({ der }) => der);
  const sorted = [...certificates].sort((a, b) => Buffer.compare(a, b));
  const signedData = derSequence(
    derInteger(1),
    derSetOf(sha256),
    derSequence(derOid(OID.data), derContext(0, derOctets(content))),
    derContext(0, ...sorted),
    derSetOf(signerInfo),
  );
  return derSequence(derOid(OID.signedData), derContext(0, signedData));
}
